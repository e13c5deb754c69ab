//! What a server is set to, checked once before it starts.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use super::identity::keys::KeyEntry;
use crate::config::{ContactSettings, SecuritySettings, ServerSettings, Settings};
use crate::error::{Error, ErrorKind, Result};

/// The port of readers.
const PORT: u16 = 7280;
/// Bytes of a file of design tokens.
const LARGEST_TOKENS: u64 = 256 * 1024;

/// What a server is set to.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// Address and port for readers.
    pub listen: SocketAddr,
    /// Address and port for health and metrics.
    pub monitor: Option<SocketAddr>,
    /// The address that readers use, without a slash at the end.
    pub url: String,
    /// What the page is called.
    pub name: String,
    /// Design tokens in CSS.
    pub tokens: String,
    /// Origins whose pages may embed the search.
    pub embed: Vec<String>,
    /// Addresses and networks of proxies whose headers about users and clients are believed.
    pub proxies: Vec<String>,
    /// The header in which a proxy tells the user's name.
    pub user_header: Option<String>,
    /// The header in which a proxy tells the user's groups.
    pub groups_header: Option<String>,
    /// Names of collections that give out their files.
    pub files: BTreeSet<String>,
    /// The folder of search statistics.
    pub statistics: Option<PathBuf>,
    /// The file of the security log.
    pub security_log: Option<PathBuf>,
    /// Where the security log goes without a file, and failures to write logs; nowhere where it is not given.
    pub log_to: Option<fn() -> Box<dyn Write + Send>>,
    /// Requests a minute of one address or key.
    pub requests_per_minute: u32,
    /// Milliseconds that a query may take.
    pub query_ms: u64,
    /// Whom to ask about the API.
    pub contact: ContactSettings,
    /// What security.txt says.
    pub security: Option<SecuritySettings>,
    /// Keys of programs that search.
    pub keys: Vec<KeyEntry>,
}

impl Default for ServerOptions {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
        ServerOptions {
            listen,
            monitor: None,
            url: format!("http://{listen}"),
            name: "Zoeken in documenten".to_owned(),
            tokens: String::new(),
            embed: Vec::new(),
            proxies: Vec::new(),
            user_header: None,
            groups_header: None,
            files: BTreeSet::new(),
            statistics: None,
            security_log: None,
            log_to: None,
            requests_per_minute: 240,
            query_ms: 2_000,
            contact: ContactSettings::default(),
            security: None,
            keys: Vec::new(),
        }
    }
}

impl ServerOptions {
    /// What the settings say.
    ///
    /// # Errors
    /// When a value cannot be carried out: the error names it.
    pub fn new(settings: &Settings) -> Result<Self> {
        let server = &settings.server;
        let usual = ServerOptions::default();
        let listen = server.listen.unwrap_or(usual.listen);
        let keys = server.keys.iter().map(|key| KeyEntry {
            name: key.name.clone(),
            hash: key.hash.clone(),
            readers: key.readers.clone(),
        });
        Ok(ServerOptions {
            listen,
            monitor: server.monitor,
            url: url_of(server, listen)?,
            name: server.name.clone().unwrap_or(usual.name),
            tokens: server.tokens.as_deref().map(tokens).transpose()?.unwrap_or_default(),
            embed: server.embed.iter().map(|text| origin(text)).collect::<Result<_>>()?,
            proxies: server.proxies.clone(),
            user_header: server.user_header.clone(),
            groups_header: server.groups_header.clone(),
            files: with_files(settings),
            statistics: server.statistics.clone(),
            security_log: server.security_log.clone(),
            log_to: None,
            requests_per_minute: server.requests_per_minute.unwrap_or(usual.requests_per_minute),
            query_ms: server.query_ms.unwrap_or(usual.query_ms),
            contact: server.contact.clone(),
            security: server.security.clone(),
            keys: keys.collect(),
        })
    }

    /// Whether the file of a document may be given out: its collection does, and it is no part of a file.
    pub(super) fn gives_file(&self, collection: &str, part: bool) -> bool {
        !part && self.files.contains(collection)
    }

    /// Whether readers reach the server over TLS.
    pub(super) fn is_secure(&self) -> bool {
        self.url.starts_with("https://")
    }
}

/// The collections that give out their files, by name.
fn with_files(settings: &Settings) -> BTreeSet<String> {
    let giving = settings.collections.iter().filter(|collection| collection.files);
    let name = |folder: &Path| folder.file_name().map(|name| name.to_string_lossy().into_owned());
    giving.filter_map(|collection| collection.name.clone().or_else(|| name(&collection.folder))).collect()
}

fn url_of(server: &ServerSettings, listen: SocketAddr) -> Result<String> {
    let Some(url) = &server.url else { return Ok(format!("http://{listen}")) };
    let url = url.trim_end_matches('/');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    match !rest.is_empty() && rest.bytes().all(is_of_address) {
        true => Ok(url.to_owned()),
        false => Err(refused("url", url, "https://zoek.brinkhaven.nl")),
    }
}

fn is_of_address(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/[]%".contains(&byte)
}

/// An origin: scheme, host and port, nothing else, for it becomes part of headers.
fn origin(text: &str) -> Result<String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    match !host.is_empty() && host.bytes().all(|byte| is_of_address(byte) && byte != b'/' && byte != b'%') {
        true => Ok(text.to_ascii_lowercase()),
        false => Err(refused("embed", text, "https://intranet.brinkhaven.nl")),
    }
}

fn refused(name: &str, value: &str, example: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("{name} = \"{value}\" in the settings is no web address: write as {example}"))
}

fn tokens(path: &Path) -> Result<String> {
    let data = std::fs::metadata(path).map_err(|error| Error::io("read the design tokens in", path, error))?;
    if data.len() > LARGEST_TOKENS {
        let context = format!("{} is larger than 256 kB: give a file of design tokens", path.display());
        return Err(Error::new(ErrorKind::Usage, context));
    }
    std::fs::read_to_string(path).map_err(|error| Error::io("read the design tokens in", path, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes part of a header holds nothing that could end it.
    #[test]
    fn origins_are_bare() {
        for text in ["https://intranet.brinkhaven.nl", "http://127.0.0.1:8080", "https://Intranet.Brinkhaven.NL/"] {
            assert!(origin(text).is_ok(), "{text}");
        }
        for text in ["*", "https://", "intranet", "https://a b", "https://a;b", "https://a/pad", "https://a\r\nX: y"] {
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
