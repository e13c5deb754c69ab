//! What happens around every request: who asks is found out, what goes wrong becomes a problem or a page that says so,
//! headers are set, and it is counted and logged.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ALLOW, CONNECTION, HOST, ORIGIN, RETRY_AFTER, TRANSFER_ENCODING};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::asker::{Asker, Peer, Refused};
use super::framing::Ambiguous;
use super::headers::{self, Part};
use super::problem::Problem;
use super::security_log::{Action, Event, Outcome};
use super::site;

/// Bytes of an address: the longest query and filters, percent-encoded.
const LONGEST_ADDRESS: usize = 12 * 1024;

/// Bytes of all headers.
const LARGEST_HEADERS: usize = 16 * 1024;

/// The number of the next request, for its id.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// What is known of a request once its answer is there.
struct Asked {
    part: Part,
    /// Whose page asks, as the browser says.
    origin: Option<HeaderValue>,
    route: String,
    action: Option<Action>,
    object: Option<String>,
    english: bool,
    id: String,
}

/// Answers a request, with all that goes around it.
pub(super) async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let asked = Asked::of(&parts);
    // Where a body came in chunks, or its end was not plain, what follows is not read as a request.
    let last = parts.extensions.get::<Ambiguous>().is_some() || parts.headers.contains_key(TRANSFER_ENCODING);
    let answered = match beforehand(&app, &parts, asked.part).await {
        Err(response) => Err(response),
        Ok(asker) => {
            if asker.fault.is_some() {
                let event = Event::new(Action::ClaimIdentity, Outcome::Refused);
                app.log(event.from(asker.client).in_request(&asked.id));
            }
            parts.extensions.insert(asker.clone());
            Ok((next.run(Request::from_parts(parts, body)).await, asker))
        }
    };
    let mut response = match answered {
        Ok((response, asker)) => {
            log(&app, &asked, &asker, response.status());
            response
        }
        Err(Early::Preflight(response)) => response,
        Err(Early::Refused(Refused { client, problem })) => {
            let limit = problem.status == StatusCode::TOO_MANY_REQUESTS;
            let action = if limit { Action::Limit } else { Action::PresentKey };
            let event = Event::new(action, Outcome::Refused).answered(problem.status.as_u16());
            app.log(event.from(client).in_request(&asked.id));
            problem.into_response()
        }
        Err(Early::Unreadable(problem)) => problem.into_response(),
    };
    response = told(&app, &asked, response);
    headers::share(asked.origin.as_ref(), response.headers_mut(), asked.part, &app.options);
    headers::set(response.headers_mut(), asked.part, &app.options);
    if last {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    app.metrics.answered(&asked.route, response.status().as_u16());
    response
}

/// An answer before anything was looked for.
enum Early {
    Preflight(Response),
    Refused(Refused),
    Unreadable(Problem),
}

async fn beforehand(app: &App, request: &Parts, part: Part) -> Result<Asker, Early> {
    let asked = &request.headers;
    if request.uri.path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        let detail = "het adres is te lang: stuur een lange zoekvraag met POST naar /v1/passages/_zoek";
        return Err(Early::Unreadable(Problem::new(StatusCode::URI_TOO_LONG, detail)));
    }
    let bytes: usize = asked.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > LARGEST_HEADERS {
        let detail = "de kopregels van het verzoek zijn te groot: stuur er minder";
        return Err(Early::Unreadable(Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, detail)));
    }
    if request.extensions.get::<Ambiguous>().is_some() {
        let detail = "het verzoek is niet eenduidig: geef een Content-Length of Transfer-Encoding, en regels met CRLF";
        return Err(Early::Unreadable(Problem::bad_request(detail)));
    }
    if !names_its_host(request) {
        let detail = "het verzoek zegt niet voor welke server het is: geef de kop Host, een keer";
        return Err(Early::Unreadable(Problem::bad_request(detail)));
    }
    if let Some(response) = headers::preflight(&request.method, asked, part, &app.options) {
        return Err(Early::Preflight(response));
    }
    app.gate.asker(&request.extensions, asked).await.map_err(Early::Refused)
}

/// Whether the request says once which server it is for, as HTTP/1.1 asks. In another program's router that is its own
/// matter.
fn names_its_host(request: &Parts) -> bool {
    let hosts = request.headers.get_all(HOST).iter().count();
    let may_be_silent = request.version == Version::HTTP_10 || request.extensions.get::<Peer>().is_none();
    hosts == 1 || (hosts == 0 && may_be_silent)
}

impl Asked {
    fn of(request: &Parts) -> Self {
        let path = request.uri.path();
        let matched = request.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
        let route = matched.unwrap_or_else(|| "-".to_owned());
        let (action, has_object) = match route.as_str() {
            "/v1/documenten/{id}/bestand" => (Some(Action::FetchFile), true),
            "/v1/documenten/{id}" | "/v1/passages/{id}" | "/document/{id}" | "/passage/{id}" => {
                (Some(Action::ReadDocument), true)
            }
            "/" | "/atom" | "/inbedden" | "/v1/passages" | "/v1/passages/_zoek" | "/v1/facetten" | "/v1/suggesties" => {
                (Some(Action::Search), false)
            }
            _ => (None, false),
        };
        let object = has_object.then(|| path.split('/').find(|part| is_id(part)).unwrap_or_default().to_owned());
        Asked {
            part: Part::of(path),
            origin: request.headers.get(ORIGIN).cloned(),
            english: request.uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "lang=en")),
            id: format!("{:012x}", NEXT.fetch_add(1, Ordering::Relaxed)),
            route,
            action,
            object,
        }
    }
}

/// Ids of documents and passages begin with 128 bits in hexadecimal.
fn is_id(part: &str) -> bool {
    part.len() >= 32 && part.bytes().take(32).all(|byte| byte.is_ascii_hexdigit())
}

fn log(app: &App, asked: &Asked, asker: &Asker, status: StatusCode) {
    let Some(action) = asked.action else { return };
    let outcome = match status {
        status if status.is_server_error() => Outcome::Failed,
        status if status.is_client_error() => Outcome::Refused,
        _ => Outcome::Allowed,
    };
    let mut event = Event::new(action, outcome).answered(status.as_u16()).from(asker.client).by(&asker.identity);
    if let Some(object) = &asked.object {
        event = event.on(object);
    }
    app.log(event.in_request(&asked.id));
}

/// The same answer, where it is an error as the one who asked can read it: a problem for programs, a page for people.
fn told(app: &App, asked: &Asked, response: Response) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() || response.extensions().get::<Told>().is_some() {
        return response;
    }
    let known = response.extensions().get::<Problem>();
    let mut told = match (asked.part.is_for_people(), known) {
        (false, Some(_)) => return response,
        (false, None) => plain(status).into_response(),
        (true, Some(problem)) => site::problem(app, problem, asked.english),
        (true, None) => site::problem(app, &plain(status), asked.english),
    };
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

/// Marks an error that is a page already.
#[derive(Clone, Copy)]
pub(super) struct Told;

/// A refusal of the router itself.
fn plain(status: StatusCode) -> Problem {
    match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(status, "deze methode kan hier niet; in Allow staat welke wel"),
        status if status.is_client_error() => {
            Problem::new(status, "dit verzoek is niet te lezen; controleer het adres")
        }
        _ => Problem::internal(),
    }
}

/// What is not there.
pub(super) async fn nothing_here() -> Problem {
    Problem::not_found()
}
