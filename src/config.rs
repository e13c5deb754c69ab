//! Settings from outside: the only room that reads the environment.

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

/// What the environment says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The user's folder for caches; `None` where there is neither XDG_CACHE_HOME nor HOME.
    pub cache_folder: Option<PathBuf>,
    /// The user's own synonyms (RAADPLEEG_SYNONYMS).
    pub synonyms: Option<PathBuf>,
    /// Whether colour is unwanted (NO_COLOR set and not empty, or TERM=dumb).
    pub no_colour: bool,
}

impl Config {
    /// Reads the environment.
    pub fn from_environment() -> Self {
        let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let cache_folder = folder("XDG_CACHE_HOME").filter(|path| path.is_absolute());
        Config {
            cache_folder: cache_folder.or_else(|| folder("HOME").map(|home| home.join(".cache"))),
            synonyms: folder("RAADPLEEG_SYNONYMS"),
            no_colour: set("NO_COLOR") || dumb,
        }
    }

    /// The file of the user's own synonyms: the one given, else that of the environment.
    pub fn own_synonyms<'a>(&'a self, given: Option<&'a Path>) -> Option<&'a Path> {
        given.or(self.synonyms.as_deref())
    }

    /// Where the index of a folder that is searched with `--in` is kept.
    ///
    /// # Errors
    /// When the user has no folder for caches.
    pub fn index_of_folder(&self, folder: &Path) -> Result<PathBuf> {
        let cache = self.cache_folder.as_ref().ok_or_else(|| {
            Error::new(ErrorKind::Usage, "no cache folder: set HOME or XDG_CACHE_HOME, or use --index instead of --in")
        })?;
        let hash = xxhash_rust::xxh3::xxh3_64(folder.as_os_str().as_encoded_bytes());
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(cache.join("raadpleeg").join(format!("{name}-{hash:016x}")))
    }
}
