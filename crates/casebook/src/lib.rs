//! Ledger of human acts and the register read from it.
