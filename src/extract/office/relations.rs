//! Which part of an office package another part points to, by the name that it uses for it.

use std::collections::HashMap;

use crate::document::Reason;
use crate::extract::markup::{self, Piece};
use crate::extract::package::Package;

/// What one part of a package points to.
#[derive(Debug, Default)]
pub(super) struct Relations {
    by_id: HashMap<String, Relation>,
}

/// One part that is pointed to.
#[derive(Debug)]
pub(super) struct Relation {
    /// The last word of its kind: "footnotes", "slide", "chart".
    pub(super) kind: String,
    /// The name of the part in the package.
    pub(super) part: String,
}

impl Relations {
    /// The relations of `part` ("" for those of the package). Without any, or where they cannot be read, there are
    /// none.
    ///
    /// # Errors
    /// [`Reason::Expands`] and [`Reason::Encrypted`].
    pub(super) fn of(package: &mut Package<'_>, part: &str) -> Result<Self, Reason> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let separator = if folder.is_empty() { "" } else { "/" };
        let xml = optional(package, &format!("{folder}{separator}_rels/{name}.rels"))?.unwrap_or_default();
        let mut by_id = HashMap::new();
        let _broken = markup::read(&xml, |piece| {
            if let Piece::Start(tag) = piece
                && let (Some(id), Some(kind), Some(target)) = (tag.get("Id"), tag.get("Type"), tag.get("Target"))
                && tag.get("TargetMode") != Some("External")
            {
                let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
                by_id.insert(id.to_owned(), Relation { kind, part: resolved(folder, target) });
            }
            Ok::<(), Reason>(())
        });
        Ok(Relations { by_id })
    }

    /// The part that `id` points to.
    pub(super) fn part(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(id)
    }

    /// The parts of a kind, by name, each once.
    pub(super) fn of_kind(&self, kind: &str) -> Vec<String> {
        let mut parts: Vec<String> = self
            .by_id
            .values()
            .filter(|relation| relation.kind == kind)
            .map(|relation| relation.part.clone())
            .collect();
        parts.sort();
        parts.dedup();
        parts
    }

    /// The first part of a kind.
    pub(super) fn first(&self, kind: &str) -> Option<String> {
        self.of_kind(kind).into_iter().next()
    }

    /// All of them with their names.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Relation)> {
        self.by_id.iter().map(|(id, relation)| (id.as_str(), relation))
    }
}

/// A part that may lack or be broken.
///
/// # Errors
/// [`Reason::Expands`] and [`Reason::Encrypted`], which hold for the whole file.
pub(super) fn optional(package: &mut Package<'_>, part: &str) -> Result<Option<Vec<u8>>, Reason> {
    match package.part(part) {
        Err(Reason::Damaged) => Ok(None),
        outcome => outcome,
    }
}

/// The name of a part from how a part in `folder` writes it.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let (from, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        for (folder, target, part) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("ppt/slides", "../charts/chart1.xml", "ppt/charts/chart1.xml"),
            ("word", "/word/a.xml", "word/a.xml"),
            ("", "../../x", "x"),
        ] {
            assert_eq!(resolved(folder, target), part);
        }
    }
}
