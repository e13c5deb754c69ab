//! Who asks: the user and groups that a believed proxy names, and the holder of an API key. Which documents the labels
//! open is decided where the index is restricted; how a refusal is answered and logged is the router's.
//!
//! All of it fails closed: what is not believed, or not understood, gives no label.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName};

use crate::error::{Error, ErrorKind, Result};
use crate::server::characters::is_hidden;

/// API keys: made, presented, verified.
pub mod keys;
/// The proxies that are believed, and the address of the client behind them.
pub mod proxies;
#[cfg(test)]
mod tests;

use keys::KeyHolder;
use proxies::Proxies;

/// Groups that a proxy may name for a user.
pub const MOST_GROUPS: usize = 200;

/// Characters of a user's or group's name at most.
pub const LONGEST_NAME: usize = 200;

/// What Apache's mod_headers writes where a variable is not set.
const UNSET: &str = "(null)";

/// Headers that mean something else, and are never taken for an identity.
const OTHER_USE: [&str; 9] =
    ["accept", "authorization", "cookie", "forwarded", "host", "origin", "user-agent", "x-api-key", "x-forwarded-for"];

/// An asker. The default is nobody in particular, who sees what is public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The user whom the proxy named, exactly as it did.
    pub user: Option<String>,
    /// The user's groups.
    pub groups: Vec<String>,
    /// The holder of the API key.
    pub key: Option<KeyHolder>,
}

impl Identity {
    /// Whether nothing is known of the asker.
    pub fn is_anonymous(&self) -> bool {
        *self == Identity::default()
    }

    /// The labels of the asker: the groups, "@user" and the readers of the key; sorted, each once. Names are compared
    /// to the letter.
    pub fn labels(&self) -> Vec<String> {
        let user = self.user.iter().map(|user| format!("@{user}"));
        let readers = self.key.iter().flat_map(|key| key.readers.iter().cloned());
        let mut labels: Vec<String> = self.groups.iter().cloned().chain(user).chain(readers).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }
}

/// What the headers of a request claim, read as `settings` say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The asker, without a key; anonymous where nothing is believed.
    pub identity: Identity,
    /// Why a believed proxy's claim was set aside: for the security log, never for the asker.
    pub fault: Option<ClaimFault>,
}

/// Why the identity headers of a believed proxy give no identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimFault {
    /// A header is there more than once: the proxy may have added to what the client sent.
    Repeated,
    /// A value is not UTF-8, or holds control or invisible characters.
    NotText,
    /// The user's name holds "," or ";", as when a proxy joins two headers.
    SeveralUsers,
    /// A name is too long.
    TooLong,
    /// There are too many groups.
    TooManyGroups,
    /// Groups are named, and no user, though the header of users is configured.
    GroupsWithoutUser,
}

/// How identity headers are read.
#[derive(Clone, Debug, Default)]
pub struct IdentityHeaders {
    proxies: Proxies,
    user: Option<HeaderName>,
    groups: Option<HeaderName>,
}

impl IdentityHeaders {
    /// Headers called `user` and `groups`, believed from `proxies`; a header without a name is not read.
    ///
    /// # Errors
    /// When a name is no name of a header, is that of a header with another use, holds "_" (which many programs take
    /// for "-"), or when both are the same.
    pub fn new(proxies: Proxies, user: Option<&str>, groups: Option<&str>) -> Result<Self> {
        let user = user.map(|name| header_name("user_header", name)).transpose()?;
        let groups = groups.map(|name| header_name("groups_header", name)).transpose()?;
        if user.is_some() && user == groups {
            return Err(Error::new(ErrorKind::Usage, "user_header and groups_header are the same: give two names"));
        }
        Ok(IdentityHeaders { proxies, user, groups })
    }

    /// The proxies that are believed.
    pub fn proxies(&self) -> &Proxies {
        &self.proxies
    }

    /// What the request with `headers` claims that came directly from `peer`. From anyone but a believed proxy, that
    /// is nothing, whatever the headers are.
    pub fn claim(&self, peer: IpAddr, headers: &HeaderMap) -> Claim {
        if !self.proxies.hold(peer) {
            return Claim::default();
        }
        match self.believed(headers) {
            Ok(identity) => Claim { identity, fault: None },
            Err(fault) => Claim { identity: Identity::default(), fault: Some(fault) },
        }
    }

    fn believed(&self, headers: &HeaderMap) -> std::result::Result<Identity, ClaimFault> {
        let value = |name: &Option<HeaderName>| name.as_ref().map_or(Ok(None), |name| only_value(headers, name));
        let (user, groups) = (value(&self.user)?, value(&self.groups)?);
        let user = user.map(user_name).transpose()?;
        let groups = groups.map_or(Ok(Vec::new()), group_names)?;
        if user.is_none() && self.user.is_some() && !groups.is_empty() {
            return Err(ClaimFault::GroupsWithoutUser);
        }
        Ok(Identity { user, groups, key: None })
    }
}

fn header_name(setting: &str, name: &str) -> Result<HeaderName> {
    let refuse = |why: &str| Error::new(ErrorKind::Usage, format!("{setting} {name:?} {why}"));
    if name.contains('_') {
        return Err(refuse("holds \"_\", which some proxies take for \"-\": write \"-\""));
    }
    let name: HeaderName =
        name.parse().map_err(|_| refuse("is no name of a header: write one such as X-Remote-User"))?;
    if OTHER_USE.contains(&name.as_str()) {
        return Err(refuse("has another use: choose one such as X-Remote-User"));
    }
    Ok(name)
}

/// The value of the header that is there once; `None` where it is not there or empty.
fn only_value<'h>(headers: &'h HeaderMap, name: &HeaderName) -> std::result::Result<Option<&'h str>, ClaimFault> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(ClaimFault::Repeated);
    }
    let text = std::str::from_utf8(value.as_bytes()).map_err(|_| ClaimFault::NotText)?;
    if text.chars().any(is_hidden) {
        return Err(ClaimFault::NotText);
    }
    let text = text.trim();
    Ok((!text.is_empty() && text != UNSET).then_some(text))
}

fn user_name(text: &str) -> std::result::Result<String, ClaimFault> {
    if text.contains([',', ';']) {
        return Err(ClaimFault::SeveralUsers);
    }
    bounded(text).map(str::to_string)
}

fn group_names(text: &str) -> std::result::Result<Vec<String>, ClaimFault> {
    let names = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty() && *name != UNSET);
    let mut groups = Vec::new();
    for (number, name) in names.enumerate() {
        if number == MOST_GROUPS {
            return Err(ClaimFault::TooManyGroups);
        }
        // "@name" is the label of a user; no group makes one.
        if !bounded(name)?.starts_with('@') {
            groups.push(name.to_string());
        }
    }
    Ok(groups)
}

fn bounded(name: &str) -> std::result::Result<&str, ClaimFault> {
    if name.chars().nth(LONGEST_NAME).is_some() { Err(ClaimFault::TooLong) } else { Ok(name) }
}
