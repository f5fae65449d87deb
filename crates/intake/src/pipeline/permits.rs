//! A bound on lines in flight.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Permits for lines. A batch larger than the bound is let in alone.
pub(super) struct Permits {
    shared: Arc<Shared>,
    max: usize,
}

struct Shared {
    taken: Mutex<usize>,
    given: Condvar,
}

/// Some lines in flight; given back when dropped.
pub(super) struct Permit {
    shared: Arc<Shared>,
    lines: usize,
}

impl Permits {
    pub(super) fn new(max: usize) -> Self {
        Self { shared: Arc::new(Shared { taken: Mutex::new(0), given: Condvar::new() }), max }
    }

    pub(super) fn try_take(&self, lines: usize) -> Option<Permit> {
        let mut taken = self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.fits(*taken, lines) {
            return None;
        }
        *taken += lines;
        Some(Permit { shared: Arc::clone(&self.shared), lines })
    }

    pub(super) fn take(&self, lines: usize) -> Permit {
        let taken = self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.shared.given.wait_while(taken, |taken| !self.fits(*taken, lines));
        *waited.unwrap_or_else(PoisonError::into_inner) += lines;
        Permit { shared: Arc::clone(&self.shared), lines }
    }

    pub(super) fn taken(&self) -> usize {
        *self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fits(&self, taken: usize, lines: usize) -> bool {
        taken == 0 || taken + lines <= self.max
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.lines;
        self.shared.given.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_means_later_and_nothing_is_lost() {
        let permits = Permits::new(10);
        let first = permits.try_take(6).unwrap();
        assert!(permits.try_take(5).is_none());
        let second = permits.try_take(4).unwrap();
        drop(first);
        assert_eq!(permits.taken(), 4);
        drop(second);
        assert!(permits.try_take(1_000).is_some(), "a batch above the bound goes alone");
    }
}
