//! Who asks: found out before anything is answered, from the connection, the headers of a believed proxy, and a key.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::http::{Extensions, HeaderMap, StatusCode};

use super::ServerOptions;
use super::identity::keys::{Glance, KeyOutcome, Keys};
use super::identity::proxies::Proxies;
use super::identity::{ClaimFault, Identity, IdentityHeaders};
use super::limits::{Client, Limits, MOST_CLIENTS, Rate, RetryAfter};
use super::problem::Problem;
use crate::error::{Error, ErrorKind, Result};

/// The other end of a connection, as the listener notes it with each request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub SocketAddr);

/// Who asks.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// The labels by which documents are for them, sorted.
    pub labels: Arc<[String]>,
    /// Where the request comes from.
    pub client: IpAddr,
    /// What is known of them, for the security log.
    pub identity: Arc<Identity>,
    /// Why a believed proxy's claim was set aside.
    pub fault: Option<ClaimFault>,
}

/// Why a request goes no further, and from where it came.
#[derive(Debug)]
pub(super) struct Refused {
    pub client: IpAddr,
    pub problem: Problem,
}

/// Tells who asks.
pub(super) struct Gate {
    headers: IdentityHeaders,
    keys: Arc<Keys>,
    limits: Limits,
}

impl Gate {
    /// A gate that believes and allows what the options say.
    ///
    /// # Errors
    /// When these name no proxy, header or key.
    pub(super) fn new(options: &ServerOptions) -> Result<Self> {
        let proxies = Proxies::parse(&options.proxies)?;
        let (user, groups) = (options.user_header.as_deref(), options.groups_header.as_deref());
        let per_minute = options.requests_per_minute;
        if per_minute == 0 {
            let context = "requests_per_minute = 0 in the settings lets nobody in: give at least 1";
            return Err(Error::new(ErrorKind::Usage, context));
        }
        // A page with its parts, and somebody who types: a quarter of a minute's worth at once.
        let burst = (per_minute / 4).max(20);
        Ok(Gate {
            headers: IdentityHeaders::new(proxies, user, groups)?,
            keys: Arc::new(Keys::new(&options.keys)?),
            limits: Limits::new(Rate { per_minute, burst }, MOST_CLIENTS),
        })
    }

    /// Who makes a request. Where no connection is known, as in another program's router, nobody's headers are believed.
    ///
    /// # Errors
    /// When the key is wrong, or too much is asked.
    pub(super) async fn asker(
        &self,
        extensions: &Extensions,
        headers: &HeaderMap,
    ) -> std::result::Result<Asker, Refused> {
        let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
        let peer = extensions.get::<Peer>().map_or(nowhere, |peer| peer.0).ip();
        let client = self.headers.proxies().client(peer, headers);
        let refused = |problem| Refused { client, problem };
        let claim = self.headers.claim(peer, headers);
        let outcome = match self.keys.glance(headers) {
            Glance::Settled(outcome) => outcome,
            Glance::Unverified(candidate) => {
                let keys = Arc::clone(&self.keys);
                let verified =
                    tokio::task::spawn_blocking(move || keys.verify(&candidate, client, Instant::now())).await;
                verified.map_err(|_| refused(Problem::internal()))?
            }
        };
        let key = match outcome {
            KeyOutcome::Absent => None,
            KeyOutcome::Accepted(holder) => Some(holder),
            KeyOutcome::Refused => {
                let detail = "de sleutel in X-Api-Key is niet bekend; gebruik een geldige sleutel, of geen";
                return Err(refused(Problem::new(StatusCode::UNAUTHORIZED, detail)));
            }
            KeyOutcome::TooMany(RetryAfter(seconds)) => return Err(refused(too_many(seconds))),
        };
        let counted = key.as_ref().map_or(Client::at(client), |holder| Client::Key(Arc::clone(&holder.name)));
        self.limits.take(&counted, Instant::now()).map_err(|RetryAfter(seconds)| refused(too_many(seconds)))?;
        let identity = Identity { key, ..claim.identity };
        Ok(Asker { labels: identity.labels().into(), client, identity: Arc::new(identity), fault: claim.fault })
    }
}

fn too_many(seconds: u64) -> Problem {
    let detail = format!("u vraagt te veel in korte tijd; probeer het over {seconds} seconden opnieuw");
    Problem { retry_after: Some(seconds), ..Problem::new(StatusCode::TOO_MANY_REQUESTS, detail) }
}
