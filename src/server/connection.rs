//! A connection, and how long it may keep us waiting. A client that sends nothing, or takes nothing of what is sent, is
//! let go, so that the slow never hold what the others need.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until};
use tower::ServiceExt;

use super::asker::Peer;
use super::framing::{Ambiguous, Framing};
use super::run::stopped;

/// How long a client may take to send the headers of a request; between two requests it is the same.
const HEADERS_WITHIN: Duration = Duration::from_secs(8);
/// How long a client may take nothing of an answer.
const TAKES_WITHIN: Duration = Duration::from_secs(8);
/// Bytes of the line and headers of a request that are read at most; what is too much of either is refused, with a reason,
/// far sooner.
const LARGEST_HEAD: usize = 256 * 1024;
/// Headers of a request at most.
const MOST_HEADERS: usize = 100;

/// Serves the requests of a connection until it ends, or `stopping` and the request under way is answered.
pub(super) async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, mut stopping: watch::Receiver<bool>) {
    // Small answers are not held back for more.
    let _ = stream.set_nodelay(true);
    let patient = Patient::new(stream);
    let seen = Arc::clone(&patient.ambiguous);
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        if seen.load(Ordering::Relaxed) {
            request.extensions_mut().insert(Ambiguous);
        }
        request
    });
    let io = TokioIo::new(patient);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(io, TowerToHyperService::new(service));
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        // What goes wrong on a connection is the client's: there is nobody left to tell.
        _ = connection.as_mut() => {}
        () = stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// A stream that fails when the other side takes nothing for [`TAKES_WITHIN`], and sees where requests end.
struct Patient {
    stream: TcpStream,
    framing: Framing,
    /// Whether the end of a request on it was not plain.
    ambiguous: Arc<AtomicBool>,
    /// When patience ends; set while the other side is waited for.
    until: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Self {
        Patient { stream, framing: Framing::default(), ambiguous: Arc::default(), until: None }
    }

    /// What became of a write, or that it took too long.
    fn within<T>(&mut self, written: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.until = None;
            return written;
        }
        let until = self.until.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + TAKES_WITHIN)));
        match until.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.framing.see(buffer.filled().get(before..).unwrap_or_default());
        if self.framing.is_ambiguous() {
            self.ambiguous.store(true, Ordering::Relaxed);
        }
        read
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.within(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.within(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let closed = Pin::new(&mut self.stream).poll_shutdown(context);
        self.within(closed, context)
    }
}
