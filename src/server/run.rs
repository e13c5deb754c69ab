//! The server itself: its two listeners, the commits that it takes over, and how it stops.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::app::App;
use super::security_log::{Action, Outcome};
use super::{Library, ServerOptions, connection, routes};
use crate::error::{Error, ErrorKind, Result};

/// Connections at once; others wait until one ends.
const MOST_CONNECTIONS: usize = 4_096;
/// How often is looked for a new commit.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How long requests under way may take when the server stops.
const FAREWELL: Duration = Duration::from_secs(10);
/// How long the system gets to have room for connections again.
const RELIEF: Duration = Duration::from_millis(50);

/// Where a server listens.
#[derive(Clone, Debug)]
pub struct Listening {
    /// The address that readers use.
    pub url: String,
    /// Address and port for readers.
    pub readers: SocketAddr,
    /// Address and port for health and metrics.
    pub monitor: Option<SocketAddr>,
}

/// Serves until the process is told to stop (Ctrl-C, SIGTERM); `started` is told where it listens. Requests under way
/// are answered first, for at most 10 seconds.
///
/// # Errors
/// When the options cannot be carried out, or an address cannot be listened on.
pub fn serve(library: Arc<Library>, options: ServerOptions, started: impl FnOnce(&Listening)) -> Result<()> {
    raise_limit_of_files();
    let runtime = Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::with_source(ErrorKind::Storage, "cannot start threads", error))?;
    let served = runtime.block_on(run(library, options, started));
    // A search that is under way after the farewell is nobody's any more.
    runtime.shutdown_background();
    served
}

async fn run(library: Arc<Library>, mut options: ServerOptions, started: impl FnOnce(&Listening)) -> Result<()> {
    let readers = listen(options.listen).await?;
    let bound = readers.local_addr().unwrap_or(options.listen);
    if options.url == format!("http://{}", options.listen) {
        // Where the system chose the port.
        options.url = format!("http://{bound}");
    }
    let monitor = match options.monitor {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    let app = Arc::new(App::new(library, options)?);
    let listening = Listening {
        url: app.options.url.clone(),
        readers: bound,
        monitor: monitor.as_ref().and_then(|listener| listener.local_addr().ok()),
    };
    let (stop, stopping) = watch::channel(false);
    let mut listeners = JoinSet::new();
    listeners.spawn(accept(readers, routes(Arc::clone(&app)), Arc::clone(&app), stopping.clone()));
    if let Some(monitor) = monitor {
        listeners.spawn(accept(monitor, monitoring(Arc::clone(&app)), Arc::clone(&app), stopping.clone()));
    }
    listeners.spawn(renew(Arc::clone(&app), stopping));
    app.note(Action::Start, Outcome::Allowed);
    started(&listening);
    told_to_stop().await;
    let _ = stop.send(true);
    let all = async { while listeners.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(FAREWELL, all).await;
    app.note(Action::Stop, Outcome::Allowed);
    Ok(())
}

/// Waits until the server stops.
pub(super) async fn stopped(stopping: &mut watch::Receiver<bool>) {
    // Where the sender is gone the server has stopped.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let context = format!("cannot listen on {address} ({error}): choose another address with --listen");
        Error::with_source(ErrorKind::Usage, context, error)
    })
}

/// Takes connections until it is told to stop, then waits for those that are open.
async fn accept(listener: TcpListener, router: Router, app: Arc<App>, mut stopping: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        // Those that are done are let go.
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                let (router, stopping, open) = (router.clone(), stopping.clone(), app.metrics.connection());
                connections.spawn(async move {
                    connection::serve(stream, peer, router, stopping).await;
                    drop((place, open));
                });
            }
            Err(_) => tokio::time::sleep(RELIEF).await,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Takes over new commits.
async fn renew(app: Arc<App>, mut stopping: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stopped(&mut stopping) => return,
        }
        let library = Arc::clone(&app.library);
        match tokio::task::spawn_blocking(move || library.renew()).await {
            Ok(Ok(true)) => {
                app.renewed();
                app.note(Action::Reload, Outcome::Allowed);
            }
            Ok(Ok(false)) => {}
            Ok(Err(_)) | Err(_) => app.note(Action::Reload, Outcome::Failed),
        }
    }
}

/// Waits for Ctrl-C or the system's request to end.
async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
        if let (Ok(mut terminate), Ok(mut interrupt)) = signals {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
    }
    // A system that tells nothing ends the process itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Each connection is an open file; systems allow few at first.
fn raise_limit_of_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        // Without it fewer connections are served at once.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    }
}

/// Health and figures, for those who watch the server.
fn monitoring(app: Arc<App>) -> Router {
    Router::new()
        .route("/health/live", get(|| async { "ok\n" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(app)
}

/// Whether searches are answered: whether there is a commit with something in it to see.
async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.library.is_ready() {
        true => "ok\n".into_response(),
        false => (StatusCode::SERVICE_UNAVAILABLE, "no index yet\n").into_response(),
    }
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, media_type)], app.metrics.text()).into_response()
}
