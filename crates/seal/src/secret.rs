//! 32 secret bytes, and where new ones come from.

use std::fmt;

use zeroize::Zeroize;

use crate::{Suite, keyed_hash::KeyedHash};

/// A key: wiped when dropped, never printed, never copied on a move.
pub(crate) struct Secret(Box<[u8; 32]>);

impl Secret {
    /// Lets `fill` write a new key.
    pub(crate) fn filled(fill: impl FnOnce(&mut [u8; 32])) -> Self {
        let mut bytes = Box::new([0; 32]);
        fill(&mut bytes);
        Self(bytes)
    }

    /// A key for one use. Uses are told apart by their text, and values inside it by fixed lengths or a separator
    /// that they cannot hold.
    pub(crate) fn derive(&self, suite: Suite, usage: &str) -> Self {
        Self::filled(|bytes| *bytes = KeyedHash::new(suite, self).hash(usage.as_bytes()))
    }

    /// The hash for one use of this key: of [`Self::derive`].
    pub(crate) fn hash_for(&self, suite: Suite, usage: &str) -> KeyedHash {
        KeyedHash::new(suite, &self.derive(suite, usage))
    }

    pub(crate) fn copy(&self) -> Self {
        Self::filled(|bytes| bytes.copy_from_slice(&*self.0))
    }

    /// The first 16 bytes, for a cipher whose keys are as long.
    pub(crate) fn first_half(&self) -> [u8; 16] {
        let (half, _) = self.0.split_first_chunk().expect("16 of 32 bytes");
        *half
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<secret>")
    }
}

/// Makes keys from one seed that the caller drew from the system.
///
/// Each draw replaces the seed, so that keys drawn before cannot be computed again from what is in memory.
#[derive(Debug)]
pub(crate) struct Generator {
    seed: Secret,
    suite: Suite,
}

impl Generator {
    pub(crate) fn seeded(suite: Suite, random: &mut dyn FnMut(&mut [u8])) -> Self {
        Self { seed: Secret::filled(|bytes| random(bytes)), suite }
    }

    /// The next key.
    pub(crate) fn draw(&mut self) -> Secret {
        let key = self.seed.derive(self.suite, "portcullis generator: output");
        self.seed = self.seed.derive(self.suite, "portcullis generator: next");
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_key_is_printed() {
        let key = Secret::filled(|bytes| bytes.fill(0xab));
        let generator = Generator { seed: key.copy(), suite: Suite::Guomi };
        assert_eq!(format!("{key:?} {generator:?}"), "<secret> Generator { seed: <secret>, suite: Guomi }");
    }

    #[test]
    fn each_draw_is_another_key() {
        for suite in Suite::ALL {
            let mut generator = Generator::seeded(suite, &mut |bytes| bytes.fill(7));
            let (first, second) = (generator.draw(), generator.draw());
            assert_ne!(first.expose(), second.expose());
            assert_ne!(second.expose(), generator.draw().expose());
        }
    }
}
