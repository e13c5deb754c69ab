//! A file as the body of an answer: read piece by piece, off the threads that serve connections.

use std::fs::File;
use std::future::Future;
use std::io::{self, Read, Take};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::task::JoinHandle;

/// Bytes of a piece.
const PIECE: u64 = 64 * 1024;

/// See the module.
pub(super) struct FileBody {
    state: State,
    left: u64,
}

enum State {
    Resting(Take<File>),
    Reading(JoinHandle<(Take<File>, io::Result<Vec<u8>>)>),
    Done,
}

impl FileBody {
    /// The bytes that are left of `file`.
    pub(super) fn new(file: Take<File>) -> Self {
        FileBody { left: file.limit(), state: State::Resting(file) }
    }
}

/// Reads the next piece.
fn piece(mut file: Take<File>) -> (Take<File>, io::Result<Vec<u8>>) {
    let mut bytes = Vec::with_capacity(PIECE.min(file.limit()) as usize);
    let read = (&mut file).take(PIECE).read_to_end(&mut bytes);
    (file, read.map(|_| bytes))
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let State::Resting(_) = &self.state
            && let State::Resting(file) = std::mem::replace(&mut self.state, State::Done)
        {
            self.state = State::Reading(tokio::task::spawn_blocking(move || piece(file)));
        }
        let State::Reading(reading) = &mut self.state else { return Poll::Ready(None) };
        let (file, read) = ready!(Pin::new(reading).poll(context)).map_err(io::Error::other)?;
        self.state = State::Done;
        let bytes = read?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if self.left > 0 {
            if bytes.is_empty() {
                // The length was promised.
                return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
            }
            self.state = State::Resting(file);
        }
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
