//! The store of windows of `intake`, without the crate around it.

#[path = "../../../crates/intake/src/windows/chain.rs"]
mod chain;
#[path = "../../../crates/intake/src/windows/layout.rs"]
mod layout;
#[path = "../../../crates/intake/src/windows/operator.rs"]
mod operator;
#[path = "../../../crates/intake/src/windows/slab.rs"]
mod slab;
#[path = "../../../crates/intake/src/windows/store.rs"]
mod store;
#[path = "../../../crates/intake/src/windows/table.rs"]
mod table;

pub(crate) use store::WindowStore;

/// Bounds as `intake` sets them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WindowBounds {
    pub(crate) window_items_max: u32,
    pub(crate) window_keys_max: u64,
    pub(crate) window_walk_max: u32,
}

impl Default for WindowBounds {
    fn default() -> Self {
        Self { window_items_max: 16_000_000, window_keys_max: 100_000_000, window_walk_max: 2048 }
    }
}
