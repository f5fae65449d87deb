//! A stream that refuses to let one row grow without end, as an unclosed quotation mark would make it.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Bytes read since the row began.
#[derive(Clone, Default)]
pub(super) struct Meter(Arc<AtomicU64>);

impl Meter {
    /// A new row begins.
    pub(super) fn begin_row(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// A stream with a meter.
pub(super) struct Bounded<R> {
    inner: R,
    meter: Meter,
    bytes_max: u64,
}

impl<R> Bounded<R> {
    pub(super) fn new(inner: R, meter: Meter, bytes_max: u64) -> Self {
        Self { inner, meter, bytes_max }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.meter.0.load(Ordering::Relaxed) > self.bytes_max {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let read = self.inner.read(buffer)?;
        self.meter.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
