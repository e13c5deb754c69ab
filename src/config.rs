//! Settings from outside: the only room that reads the environment.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};

/// The arguments that the program was started with, its own name left out.
pub fn arguments() -> Vec<OsString> {
    std::env::args_os().skip(1).collect()
}

/// This program, to be started again; its bare name where the system does not tell where it is.
pub fn program() -> PathBuf {
    std::env::current_exe().unwrap_or_else(|_| PathBuf::from(env!("CARGO_PKG_NAME")))
}

/// The file raadpleeg.toml: what an administrator says about an index once, instead of with every command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether scanned pages are read with Tesseract.
    pub ocr: bool,
    /// The collections.
    #[serde(rename = "collection")]
    pub collections: Vec<CollectionSettings>,
    /// The query server.
    pub server: ServerSettings,
}

/// A collection: a folder under a name, with what holds for all of its files and rules for some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionSettings {
    /// Its name; that of the last part of its folder where none is given.
    pub name: Option<String>,
    /// Its folder; one that does not begin with "/" is beside the file.
    pub folder: PathBuf,
    /// Whose documents they are.
    pub municipality: Option<String>,
    /// What kind of documents they are.
    pub kind: Option<String>,
    /// Who may read them: names of groups, "@name" for a user; everyone where it is not given.
    pub readers: Option<Vec<String>>,
    /// Whether the query server gives out the files themselves.
    #[serde(default)]
    pub files: bool,
    /// Rules for some of its files; the first that says something counts.
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleSettings>,
}

/// What holds for the files that a pattern matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSettings {
    /// A pattern over paths in the folder, such as "2021/**".
    pub path: String,
    /// Whose documents they are.
    pub municipality: Option<String>,
    /// What kind of documents they are.
    pub kind: Option<String>,
    /// The year they are of.
    pub year: Option<i16>,
    /// Who may read them: names of groups.
    pub readers: Option<Vec<String>>,
}

/// The query server: where it listens, what it shows, whom it believes and what it allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerSettings {
    /// Address and port for readers.
    pub listen: Option<SocketAddr>,
    /// Address and port for health and metrics; none where it is not given.
    pub monitor: Option<SocketAddr>,
    /// The address that readers use, such as "https://zoek.brinkhaven.nl"; that of `listen` where it is not given.
    pub url: Option<String>,
    /// What the page is called.
    pub name: Option<String>,
    /// A file of design tokens in CSS; one that does not begin with "/" is beside the settings.
    pub tokens: Option<PathBuf>,
    /// Origins whose pages may embed the search, such as "https://intranet.brinkhaven.nl".
    pub embed: Vec<String>,
    /// Addresses and networks of proxies whose headers about users and clients are believed.
    pub proxies: Vec<String>,
    /// The header in which a proxy tells the user's name.
    pub user_header: Option<String>,
    /// The header in which a proxy tells the user's groups, separated by "," or ";".
    pub groups_header: Option<String>,
    /// The folder of search statistics; none are kept where it is not given.
    pub statistics: Option<PathBuf>,
    /// The file of the security log; standard error where it is not given.
    pub security_log: Option<PathBuf>,
    /// Requests a minute of one address or key.
    pub requests_per_minute: Option<u32>,
    /// Milliseconds that a query may take.
    pub query_ms: Option<u64>,
    /// Whom to ask about the API.
    pub contact: ContactSettings,
    /// What security.txt says; there is none where it is not given.
    pub security: Option<SecuritySettings>,
    /// Keys of programs that search.
    #[serde(rename = "key")]
    pub keys: Vec<KeySettings>,
}

/// Whom to ask about the API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactSettings {
    /// A name or a desk.
    pub name: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its page.
    pub url: Option<String>,
}

/// What security.txt (RFC 9116) says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecuritySettings {
    /// Where to report, as URIs such as "mailto:security@brinkhaven.nl".
    pub contact: Vec<String>,
    /// Until when this holds, such as "2027-11-01T00:00:00Z".
    pub expires: String,
    /// The page with the policy.
    pub policy: Option<String>,
}

/// The key of a program that searches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySettings {
    /// Its name, which logs tell.
    pub name: String,
    /// The argon2id hash of its secret.
    pub hash: String,
    /// The groups whose documents it may see beside those of everyone.
    #[serde(default)]
    pub readers: Vec<String>,
}

impl Settings {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read, is no TOML, or says something that is not known: the error names the line.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::io("read the settings in", path, error))?;
        let mut settings: Settings = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let what = error.message().replace('\n', " ");
            Error::new(ErrorKind::Usage, format!("{}, line {line}: {what}", path.display()))
        })?;
        let beside = path.parent().unwrap_or(Path::new(""));
        for collection in &mut settings.collections {
            collection.folder = beside.join(&collection.folder);
        }
        let server = &mut settings.server;
        for path in [&mut server.tokens, &mut server.statistics, &mut server.security_log].into_iter().flatten() {
            *path = beside.join(&*path);
        }
        Ok(settings)
    }
}

/// What the environment says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The user's folder for caches; `None` where there is neither XDG_CACHE_HOME nor HOME.
    pub cache_folder: Option<PathBuf>,
    /// The file of settings (RAADPLEEG_CONFIG).
    pub settings_file: Option<PathBuf>,
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
            settings_file: folder("RAADPLEEG_CONFIG"),
            synonyms: folder("RAADPLEEG_SYNONYMS"),
            no_colour: set("NO_COLOR") || dumb,
        }
    }

    /// The file of the user's own synonyms: the one given, else that of the environment.
    pub fn own_synonyms<'a>(&'a self, given: Option<&'a Path>) -> Option<&'a Path> {
        given.or(self.synonyms.as_deref())
    }

    /// The settings in the file given, else in that of the environment; the usual where there is neither.
    ///
    /// # Errors
    /// As [`Settings::read`].
    pub fn settings(&self, given: Option<&Path>) -> Result<Settings> {
        given.or(self.settings_file.as_deref()).map_or_else(|| Ok(Settings::default()), Settings::read)
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
