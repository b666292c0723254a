//! Memory that is used again.

use std::sync::{Mutex, PoisonError};

/// Buffers that have been used before: new memory costs more than what is done with it.
#[derive(Default)]
pub(super) struct Buffers(Mutex<Vec<Vec<u8>>>);

impl Buffers {
    /// The most bytes that a buffer may have to be kept: one that was needed for a long line would stay
    /// for ever.
    const LARGEST: usize = 4 << 20;

    /// A buffer; what it holds means nothing.
    pub(super) fn get(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    pub(super) fn put(&self, buffer: Vec<u8>) {
        if (1..=Buffers::LARGEST).contains(&buffer.capacity()) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }

    pub(super) fn extend(&self, buffer: Option<Vec<u8>>) {
        buffer.into_iter().for_each(|buffer| self.put(buffer));
    }
}
