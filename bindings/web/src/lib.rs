//! The library as a WebAssembly module for the page of `armistice explore`: a question in, an answer out, both JSON (see
//! `armistice::report::explorer`). Texts go through the module's memory: the host writes a question where [`reserve`] says and
//! reads the answer where [`answer`] says, which holds until the next call.

use std::cell::RefCell;

use armistice::report::explorer::Explorer;

/// What the host gives.
mod host {
    #[link(wasm_import_module = "host")]
    unsafe extern "C" {
        /// Is told that so many trials have ended since it was told last.
        pub(crate) safe fn played(trials: u32);
    }
}

thread_local! {
    static EXPLORER: RefCell<Explorer> = RefCell::default();
    static QUESTION: RefCell<Vec<u8>> = RefCell::default();
    static ANSWER: RefCell<Vec<u8>> = RefCell::default();
}

/// Where a question of `length` bytes can be written.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    QUESTION.with_borrow_mut(|question| {
        question.clear();
        question.resize(length, 0);
        question.as_mut_ptr()
    })
}

/// Answers the question that was written; returns where the answer starts: its length (4 bytes, little endian), then JSON in
/// UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    let question = QUESTION.take();
    let said = String::from_utf8_lossy(&question);
    let told = EXPLORER.with_borrow_mut(|explorer| explorer.answer(&said, &|trials| host::played(trials as u32)));
    ANSWER.with_borrow_mut(|answer| {
        answer.clear();
        answer.extend((told.len() as u32).to_le_bytes());
        answer.extend(told.as_bytes());
        answer.as_ptr()
    })
}
