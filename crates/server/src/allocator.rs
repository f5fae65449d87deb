//! The allocator, and how it gives memory back.

use core::ffi::c_long;

use libmimalloc_sys::{mi_option_set, mi_option_t};

/// Records are made on one thread and dropped on another: the system's allocator spends a quarter of the time on that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long memory that nobody uses is kept before it goes back to the system. Unit: millisecond.
///
/// A pipeline fills and empties the same memory several times a second, and every page that comes back from the
/// system has to be cleared first: with the allocator's own second that is a tenth of the work of `ingest`.
const PURGE_DELAY_MILLIS: c_long = 10_000;

/// Smallest piece that goes back to the system: a large page, so that none is broken up. Unit: KiB.
const PURGE_KIB_MIN: c_long = 2_048;

/// `mi_option_purge_delay` and `mi_option_minimal_purge_size` of version 3, which the binding does not name.
const PURGE_DELAY: mi_option_t = 15;
const MINIMAL_PURGE_SIZE: mi_option_t = 44;

/// Sets what the allocator looks up each time it is about to give memory back. Call it first.
#[expect(unsafe_code, reason = "the binding has no safe way to set an option; both are plain numbers")]
pub fn set_up() {
    // SAFETY: the function stores a number in a table of the allocator's own and takes any option and value.
    unsafe {
        mi_option_set(PURGE_DELAY, PURGE_DELAY_MILLIS);
        mi_option_set(MINIMAL_PURGE_SIZE, PURGE_KIB_MIN);
    }
}
