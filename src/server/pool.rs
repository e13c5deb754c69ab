//! Where searches run: on threads of their own, as many as there are cores, behind a queue that has an end. What comes
//! beyond it is refused at once, so that those who wait are helped in time.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::problem::Problem;

/// Searches that wait, for each that runs.
const WAITING_PER_THREAD: usize = 64;

/// Threads for searches, and the queue before them.
pub(super) struct Pool {
    threads: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Pool {
    /// A pool of so many threads.
    pub(super) fn new(threads: usize) -> Self {
        let threads = threads.max(1);
        let places = Arc::new(Semaphore::new(threads * (1 + WAITING_PER_THREAD)));
        Pool { threads: Arc::new(Semaphore::new(threads)), places }
    }

    /// Runs `work` when it is its turn.
    ///
    /// # Errors
    /// When the queue is full, or the work failed.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Problem::overloaded())?;
        let thread = Arc::clone(&self.threads).acquire_owned().await.map_err(|_| Problem::overloaded())?;
        let done = tokio::task::spawn_blocking(move || {
            let _held = (place, thread);
            work()
        });
        // A panic is one of damage that no checksum was looked at for, or a defect.
        done.await.unwrap_or_else(|_| Err(Problem::internal()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beyond the queue nobody waits.
    #[test]
    fn a_full_queue_refuses() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("runtime");
        let pool = Pool::new(1);
        runtime.block_on(async {
            let all = Arc::clone(&pool.places).acquire_many_owned(1 + WAITING_PER_THREAD as u32).await;
            assert_eq!(pool.run(|| Ok(1)).await, Err(Problem::overloaded()));
            drop(all);
            assert_eq!(pool.run(|| Ok(1)).await, Ok(1));
            assert_eq!(pool.run(|| -> Result<u8, Problem> { panic!("defect") }).await, Err(Problem::internal()));
        });
    }
}
