//! What the rules of a collection say about its files: patterns of paths with whose documents these are, of which kind
//! and year, and who may read them.

use globset::{Glob, GlobMatcher};

use super::metadata::is_kind;
use crate::config::{CollectionSettings, RuleSettings};
use crate::document::Given;
use crate::error::{Error, ErrorKind, Result};

/// The rules of one collection.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<(GlobMatcher, Given)>,
    /// What holds where no rule says anything.
    all: Given,
}

impl Rules {
    /// The rules that the configuration gives for a collection.
    ///
    /// # Errors
    /// When a pattern is no pattern, or a kind is not known.
    pub fn new(settings: &CollectionSettings) -> Result<Self> {
        let kinds = settings.kind.iter().chain(settings.rules.iter().filter_map(|rule| rule.kind.as_ref()));
        for kind in kinds {
            if !is_kind(kind) {
                let context = format!("{kind} in the settings is no kind of document: write for example raadsvoorstel");
                return Err(Error::new(ErrorKind::Usage, context));
            }
        }
        let rules = settings.rules.iter().map(|rule| {
            let glob = Glob::new(&rule.path).map_err(|error| {
                let context = format!("{} in a rule is not a file pattern: write for example 2021/**", rule.path);
                Error::with_source(ErrorKind::Usage, context, error)
            })?;
            Ok((glob.compile_matcher(), given(rule)))
        });
        let all = Given {
            municipality: settings.municipality.clone(),
            kind: settings.kind.clone(),
            readers: settings.readers.clone(),
            ..Given::default()
        };
        Ok(Rules { rules: rules.collect::<Result<_>>()?, all })
    }

    /// What they say about the file at `path` of the collection: the first that matches and says it counts.
    pub(super) fn of(&self, path: &str) -> Given {
        let matching = self.rules.iter().filter(|(glob, _)| glob.is_match(path)).map(|(_, given)| given.clone());
        matching.fold(Given::default(), Given::or).or(self.all.clone())
    }
}

fn given(rule: &RuleSettings) -> Given {
    Given {
        municipality: rule.municipality.clone(),
        kind: rule.kind.clone(),
        year: rule.year,
        readers: rule.readers.clone(),
        ..Given::default()
    }
}
