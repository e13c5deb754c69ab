//! API keys: `rp_NAME_SECRET` in the header `X-Api-Key`. The settings hold a hash of the secret; a key whose hash was
//! once verified is known by a digest until the program stops. What the holder may see is the labels' matter.

use std::fmt::Write;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params};
use axum::http::HeaderMap;
use blake2::{Blake2s256, Digest};

use crate::error::{Error, ErrorKind, Result};
use crate::server::limits::{Client, Limits, MOST_CLIENTS, Rate, RetryAfter};

/// The header that a key comes in.
pub const KEY_HEADER: &str = "x-api-key";

/// Characters of a key's name at most.
pub const LONGEST_KEY_NAME: usize = 40;

/// Bytes of the header's value at most; keys that the program makes are far shorter.
const LONGEST_KEY: usize = 200;

/// What a hash may cost to verify: 256 MiB, 16 rounds.
const MOST_MEMORY_KIB: u32 = 256 * 1024;
const MOST_ROUNDS: u32 = 16;

/// Wrong keys from one address: 20 at once, then 10 a minute.
const ATTEMPTS: Rate = Rate { per_minute: 10, burst: 20 };

/// A key as the settings have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEntry {
    /// Its name: small letters, digits and "-"; at most [`LONGEST_KEY_NAME`].
    pub name: String,
    /// The hash of its secret: a PHC string of argon2id.
    pub hash: String,
    /// The groups whose documents its holder may see.
    pub readers: Vec<String>,
}

/// Who holds an accepted key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHolder {
    /// The key's name.
    pub name: Arc<str>,
    /// The groups whose documents the holder may see.
    pub readers: Arc<[String]>,
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyOutcome {
    /// No key was presented.
    Absent,
    /// The key is right.
    Accepted(KeyHolder),
    /// The key is not right: an error for the asker (401), who is never served as someone without a key.
    Refused,
    /// Too many wrong keys came from the address; this one was not looked at (429).
    TooMany(RetryAfter),
}

/// What a glance at a request says of its key.
pub enum Glance {
    /// The outcome is known.
    Settled(KeyOutcome),
    /// The key must be [verified](Keys::verify), which takes long.
    Unverified(Candidate),
}

/// A key that was presented and not verified yet.
pub struct Candidate {
    name: String,
    secret: String,
}

/// The keys of the settings.
pub struct Keys {
    keys: Vec<Key>,
    /// What digests of this process are made with, so that they say nothing outside it.
    seed: [u8; 32],
    /// Held while a hash is computed: however many wrong keys come, one core and one hash's memory work on them.
    gate: Mutex<()>,
    attempts: Limits,
}

struct Key {
    holder: KeyHolder,
    hash: PasswordHash,
    /// The digest of the one secret that the hash was found to belong to.
    known: OnceLock<[u8; 32]>,
}

impl Keys {
    /// The keys in `entries`.
    ///
    /// # Errors
    /// When a name is not as it should be or there twice, or a hash is no argon2id hash or costs too much: the error
    /// names the key. When the system gives no random bytes.
    pub fn new(entries: &[KeyEntry]) -> Result<Self> {
        let keys = entries.iter().map(Key::read).collect::<Result<Vec<Key>>>()?;
        for (at, key) in keys.iter().enumerate() {
            if keys.iter().take(at).any(|other| other.holder.name == key.holder.name) {
                return Err(Error::new(
                    ErrorKind::Usage,
                    format!("there are two keys {:?}: rename one", key.holder.name),
                ));
            }
        }
        let attempts = Limits::new(ATTEMPTS, MOST_CLIENTS);
        Ok(Keys { keys, seed: random()?, gate: Mutex::new(()), attempts })
    }

    /// Looks at the key in `headers`, and takes no time over it: fit for an async thread.
    pub fn glance(&self, headers: &HeaderMap) -> Glance {
        let mut values = headers.get_all(KEY_HEADER).iter();
        let Some(value) = values.next() else { return Glance::Settled(KeyOutcome::Absent) };
        let alone = values.next().is_none() && value.len() <= LONGEST_KEY;
        let candidate = value.to_str().ok().filter(|_| alone).and_then(Candidate::read);
        match candidate {
            Some(candidate) if !self.keys.is_empty() => match self.known(&candidate) {
                Some(holder) => Glance::Settled(KeyOutcome::Accepted(holder)),
                None => Glance::Unverified(candidate),
            },
            _ => Glance::Settled(KeyOutcome::Refused),
        }
    }

    /// Verifies a key that came from `client`. Takes tens of milliseconds, and waits for those that came before it: not
    /// for an async thread. A name that is not known takes as long as a wrong secret.
    pub fn verify(&self, candidate: &Candidate, client: IpAddr, now: Instant) -> KeyOutcome {
        let client = Client::at(client);
        // Taken beforehand, so that keys tried at the same moment count too.
        if let Err(wait) = self.attempts.take(&client, now) {
            return KeyOutcome::TooMany(wait);
        }
        let _gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(holder) = self.known(candidate).or_else(|| self.verified(candidate)) else {
            return KeyOutcome::Refused;
        };
        self.attempts.give_back(&client, now);
        KeyOutcome::Accepted(holder)
    }

    fn known(&self, candidate: &Candidate) -> Option<KeyHolder> {
        let key = self.keys.iter().find(|key| *key.holder.name == *candidate.name)?;
        let same = *key.known.get()? == self.digest(&candidate.secret);
        same.then(|| key.holder.clone())
    }

    fn verified(&self, candidate: &Candidate) -> Option<KeyHolder> {
        let named = self.keys.iter().find(|key| *key.holder.name == *candidate.name);
        // For an unknown name the hash of some key is computed all the same, for a name always that of the same key.
        let other = || {
            let number = usize::from(self.digest(&candidate.name).first().copied().unwrap_or(0));
            self.keys.get(number % self.keys.len().max(1))
        };
        let right = Argon2::default().verify_password(candidate.secret.as_bytes(), &named.or_else(other)?.hash).is_ok();
        let key = named.filter(|_| right)?;
        let _ = key.known.set(self.digest(&candidate.secret));
        Some(key.holder.clone())
    }

    fn digest(&self, text: &str) -> [u8; 32] {
        Blake2s256::new().chain_update(self.seed).chain_update(text).finalize().into()
    }
}

impl Key {
    fn read(entry: &KeyEntry) -> Result<Self> {
        check_name(&entry.name)?;
        let refuse = |what: &str| {
            let made = format!("make one with: raadpleeg key {}", entry.name);
            Error::new(ErrorKind::Usage, format!("the hash of key {:?} {what}; {made}", entry.name))
        };
        let hash = PasswordHash::new(&entry.hash).map_err(|_| refuse("cannot be read"))?;
        let complete = hash.salt.is_some() && hash.hash.is_some() && hash.version == Some(19);
        if hash.algorithm.as_str() != "argon2id" || !complete {
            return Err(refuse("is no whole argon2id hash"));
        }
        let params = Params::try_from(&hash).map_err(|_| refuse("cannot be read"))?;
        if params.m_cost() > MOST_MEMORY_KIB || params.t_cost() > MOST_ROUNDS {
            return Err(refuse("takes too much memory or time"));
        }
        let holder = KeyHolder { name: entry.name.as_str().into(), readers: entry.readers.as_slice().into() };
        Ok(Key { holder, hash, known: OnceLock::new() })
    }
}

impl Candidate {
    /// The parts of `rp_NAME_SECRET`; no name holds "_".
    fn read(text: &str) -> Option<Self> {
        let (name, secret) = text.strip_prefix("rp_")?.split_once('_')?;
        let plain = secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !secret.is_empty();
        (plain && is_name(name)).then(|| Candidate { name: name.to_string(), secret: secret.to_string() })
    }
}

/// A key that was made just now.
pub struct NewKey {
    /// The key, for its holder alone: it is kept nowhere.
    pub key: String,
    /// The hash of its secret, for the settings.
    pub hash: String,
}

/// Makes a key of 256 random bits that is called `name`.
///
/// # Errors
/// When the name is not as it should be, or the system gives no random bytes.
pub fn make_key(name: &str) -> Result<NewKey> {
    check_name(name)?;
    let mut secret = String::new();
    for byte in random::<32>()? {
        write!(secret, "{byte:02x}")
            .map_err(|error| Error::with_source(ErrorKind::Internal, "cannot write a key", error))?;
    }
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(secret.as_bytes(), &random::<16>()?)
        .map_err(|error| Error::with_source(ErrorKind::Internal, format!("cannot hash key {name:?}"), error))?;
    Ok(NewKey { key: format!("rp_{name}_{secret}"), hash: hash.to_string() })
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::with_source(ErrorKind::Storage, "the system gives no random bytes", error))?;
    Ok(bytes)
}

fn is_name(name: &str) -> bool {
    let of_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_KEY_NAME).contains(&name.len()) && name.bytes().all(of_name)
}

fn check_name(name: &str) -> Result<()> {
    if is_name(name) {
        return Ok(());
    }
    let rule = format!("use small letters, digits and \"-\", at most {LONGEST_KEY_NAME}");
    Err(Error::new(ErrorKind::Usage, format!("{name:?} is no name for a key: {rule}")))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::HeaderValue;

    use super::*;

    /// A hash that takes little time.
    fn quick_hash(secret: &str) -> String {
        let params = Params::new(64, 1, 1, None).unwrap();
        let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let hash: PasswordHash = argon2.hash_password_with_salt(secret.as_bytes(), b"0123456789abcdef").unwrap();
        hash.to_string()
    }

    fn entry(name: &str, hash: &str) -> KeyEntry {
        KeyEntry { name: name.to_string(), hash: hash.to_string(), readers: vec!["griffie".to_string()] }
    }

    fn keys() -> Keys {
        Keys::new(&[entry("intranet", &quick_hash("geheim1")), entry("bi-2", &quick_hash("geheim2"))]).unwrap()
    }

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let values = values
            .iter()
            .map(|value| (axum::http::HeaderName::from_static(KEY_HEADER), HeaderValue::from_bytes(value).unwrap()));
        let mut headers = HeaderMap::new();
        values.for_each(|(name, value)| _ = headers.append(name, value));
        headers
    }

    fn outcome(keys: &Keys, values: &[&[u8]], now: Instant) -> KeyOutcome {
        match keys.glance(&headers(values)) {
            Glance::Settled(outcome) => outcome,
            Glance::Unverified(candidate) => keys.verify(&candidate, "192.0.2.1".parse().unwrap(), now),
        }
    }

    #[test]
    fn keys_are_accepted_to_the_letter() {
        let accepted = |name: &str| {
            KeyOutcome::Accepted(KeyHolder { name: name.into(), readers: vec!["griffie".to_string()].into() })
        };
        let long = [b"rp_intranet_".as_slice(), &[b'a'; 300]].concat();
        let long = [long.as_slice()];
        let table: Vec<(&[&[u8]], KeyOutcome)> = vec![
            (&[], KeyOutcome::Absent),
            (&[b"rp_intranet_geheim1"], accepted("intranet")),
            (&[b"rp_bi-2_geheim2"], accepted("bi-2")),
            (&[b"rp_intranet_geheim2"], KeyOutcome::Refused),
            (&[b"rp_bi-2_geheim1"], KeyOutcome::Refused),
            (&[b"rp_onbekend_geheim1"], KeyOutcome::Refused),
            (&[b"rp_onbekend_geheim2"], KeyOutcome::Refused),
            (&[b"rp_intranet_geheim1", b"rp_intranet_geheim1"], KeyOutcome::Refused),
            (&[b"rp_intranet_geheim1,rp_intranet_geheim1"], KeyOutcome::Refused),
            (&[b"rp_intranet_Geheim1"], KeyOutcome::Refused),
            (&[b"RP_intranet_geheim1"], KeyOutcome::Refused),
            (&[b"rp_Intranet_geheim1"], KeyOutcome::Refused),
            (&[b"Bearer rp_intranet_geheim1"], KeyOutcome::Refused),
            (&[b"rp_intranet_"], KeyOutcome::Refused),
            (&[b"rp__geheim1"], KeyOutcome::Refused),
            (&[b"rp_intranet"], KeyOutcome::Refused),
            (&[b"rp_intranet_geheim1_"], KeyOutcome::Refused),
            (&[b"intranet_geheim1"], KeyOutcome::Refused),
            (&[b""], KeyOutcome::Refused),
            (&[b"rp_intranet_geheim1\xff"], KeyOutcome::Refused),
            (&[b"rp_intranet_geheim1\xc3\xa9"], KeyOutcome::Refused),
            (&[b"rp_intranet_geheim1\tx"], KeyOutcome::Refused),
            (&long, KeyOutcome::Refused),
        ];
        let keys = keys();
        let mut now = Instant::now();
        for (values, expected) in table {
            now += Duration::from_secs(60);
            let shown: Vec<_> = values.iter().map(|value| String::from_utf8_lossy(value)).collect();
            assert_eq!(outcome(&keys, values, now), expected, "{shown:?}");
        }
    }

    #[test]
    fn a_verified_key_is_known_and_another_secret_is_not() {
        let (keys, now) = (keys(), Instant::now());
        assert!(matches!(keys.glance(&headers(&[b"rp_intranet_geheim1"])), Glance::Unverified(_)));
        assert!(matches!(outcome(&keys, &[b"rp_intranet_geheim1"], now), KeyOutcome::Accepted(_)));
        let known = keys.glance(&headers(&[b"rp_intranet_geheim1"]));
        assert!(matches!(known, Glance::Settled(KeyOutcome::Accepted(_))));
        for other in [b"rp_intranet_geheim2".as_slice(), b"rp_bi-2_geheim1", b"rp_bi-2_geheim2"] {
            assert!(matches!(keys.glance(&headers(&[other])), Glance::Unverified(_)));
        }
    }

    #[test]
    fn wrong_keys_are_counted_and_right_ones_are_not() {
        let (keys, now) = (keys(), Instant::now());
        let wrong = |now| outcome(&keys, &[b"rp_intranet_fout"], now);
        for _ in 0..5 {
            let right = Candidate { name: "bi-2".to_string(), secret: "geheim2".to_string() };
            assert!(matches!(keys.verify(&right, "192.0.2.1".parse().unwrap(), now), KeyOutcome::Accepted(_)));
        }
        assert!((0..ATTEMPTS.burst).all(|_| wrong(now) == KeyOutcome::Refused));
        assert_eq!(wrong(now), KeyOutcome::TooMany(RetryAfter(6)));
        let not_looked_at = outcome(&keys, &[b"rp_intranet_geheim1"], now);
        assert_eq!(not_looked_at, KeyOutcome::TooMany(RetryAfter(6)), "the right one among many guesses");
        assert!(matches!(outcome(&keys, &[b"rp_bi-2_geheim2"], now), KeyOutcome::Accepted(_)), "known keys go on");
        assert_eq!(wrong(now + Duration::from_secs(6)), KeyOutcome::Refused);
    }

    #[test]
    fn a_key_that_is_made_is_accepted() {
        let made = make_key("intranet").unwrap();
        assert!(made.hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", made.hash);
        assert!(!made.hash.contains(made.key.rsplit('_').next().unwrap()));
        let keys = Keys::new(&[entry("intranet", &made.hash)]).unwrap();
        assert!(matches!(outcome(&keys, &[made.key.as_bytes()], Instant::now()), KeyOutcome::Accepted(_)));
        assert_ne!(make_key("intranet").unwrap().key, made.key);
    }

    #[test]
    fn an_unknown_name_takes_as_long_as_a_wrong_secret() {
        let made = make_key("intranet").unwrap();
        let keys = Keys::new(&[entry("intranet", &made.hash)]).unwrap();
        let fastest = |name: &str| {
            let candidate = Candidate { name: name.to_string(), secret: "0".repeat(64) };
            let times = (0..5).map(|number| {
                let (client, begin) = (IpAddr::V4(number.into()), Instant::now());
                assert_eq!(keys.verify(&candidate, client, begin), KeyOutcome::Refused);
                begin.elapsed().as_secs_f64()
            });
            times.fold(f64::INFINITY, f64::min)
        };
        let ratio = fastest("onbekend") / fastest("intranet");
        assert!((0.2..5.0).contains(&ratio), "{ratio:.2} times");
    }

    #[test]
    fn settings_that_cannot_work_are_named() {
        let good = quick_hash("geheim");
        let argon2i = good.replace("argon2id", "argon2i");
        let costly = good.replace("m=64", "m=4000000");
        let slow = good.replace("t=1", "t=1000");
        let unsalted = "$argon2id$v=19$m=64,t=1,p=1";
        let table = [
            ("intranet", "geheim"),
            ("intranet", ""),
            ("intranet", &argon2i),
            ("intranet", &costly),
            ("intranet", &slow),
            ("intranet", unsalted),
            ("in_tranet", &good),
            ("", &good),
            ("Intranet", &good),
            ("a\nb", &good),
        ];
        for (name, hash) in table {
            let error = Keys::new(&[entry(name, hash)]).err().unwrap().to_string();
            assert!(error.contains(&format!("{name:?}")) && !error.contains('\n'), "{error}");
            assert!(hash.is_empty() || !error.contains(hash), "{error}");
        }
        let error = Keys::new(&[entry("intranet", &good), entry("intranet", &good)]).err().unwrap().to_string();
        assert!(error.contains("two keys \"intranet\""), "{error}");
    }

    #[test]
    fn without_keys_every_key_is_refused() {
        let keys = Keys::new(&[]).unwrap();
        assert_eq!(outcome(&keys, &[b"rp_intranet_geheim1"], Instant::now()), KeyOutcome::Refused);
        assert_eq!(outcome(&keys, &[], Instant::now()), KeyOutcome::Absent);
    }
}
