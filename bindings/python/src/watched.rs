//! Long work beside an interpreter that stays awake.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use pyo3::prelude::*;

/// How often Python is asked whether somebody wants to stop, and told how far the work has come.
const EVERY: Duration = Duration::from_millis(50);

/// What work is given by the one who watches it.
#[derive(Default)]
pub(crate) struct Watch {
    /// Set to end the work.
    pub(crate) stop: AtomicBool,
    /// What is done, counted by the work.
    pub(crate) done: AtomicU64,
    /// Of how much; 0: not known yet.
    pub(crate) total: AtomicU64,
}

impl Watch {
    pub(crate) fn add(&self, count: u64) {
        self.done.fetch_add(count, Ordering::Relaxed);
    }

    /// Tells Python how far the work has come.
    fn tell(&self, py: Python<'_>, progress: Option<&Py<PyAny>>) -> PyResult<()> {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        match progress {
            Some(progress) if total > 0 => progress.call1(py, (done, total)).map(|_| ()),
            _ => Ok(()),
        }
    }
}

/// Does the work on a thread of its own, with the interpreter free for others. A signal that raises (Ctrl-C) or a `progress`
/// that does ends the work, and is what this returns.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Watch) -> T + Send,
) -> PyResult<T> {
    let watch = Watch::default();
    let (send, receive) = channel::<()>();
    let shared = &watch;
    let (done, raised) = py.detach(move || {
        std::thread::scope(|scope| {
            let worker = scope.spawn(move || {
                // Gone once the work is over, or has panicked.
                let _end = send;
                work(shared)
            });
            let mut raised = None;
            while receive.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                let seen = Python::attach(|py| py.check_signals().and_then(|()| shared.tell(py, progress)));
                if let Err(error) = seen {
                    shared.stop.store(true, Ordering::Relaxed);
                    raised = Some(error);
                    break;
                }
            }
            (worker.join(), raised)
        })
    });
    let done = done.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    match raised {
        Some(error) => Err(error),
        None => watch.tell(py, progress).map(|()| done),
    }
}

/// So many threads; all processors where nobody says how many.
pub(crate) fn crew(threads: Option<usize>) -> usize {
    threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into))
}
