//! 32 secret bytes, and where new ones come from.

use std::fmt;

use zeroize::Zeroize;

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
    pub(crate) fn derive(&self, usage: &str) -> Self {
        Self::filled(|bytes| bytes.copy_from_slice(blake3::keyed_hash(&self.0, usage.as_bytes()).as_bytes()))
    }

    /// The first 16 bytes of a keyed hash.
    pub(crate) fn hash16(&self, message: &[u8]) -> [u8; 16] {
        first(blake3::keyed_hash(&self.0, message).as_bytes())
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The first `N` bytes of a hash.
pub(crate) fn first<const N: usize>(hash: &[u8; 32]) -> [u8; N] {
    const { assert!(N <= 32) };
    let mut out = [0; N];
    out.copy_from_slice(&hash[..N]);
    out
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
pub(crate) struct Generator(Secret);

impl Generator {
    pub(crate) fn seeded(random: &mut dyn FnMut(&mut [u8])) -> Self {
        Self(Secret::filled(|bytes| random(bytes)))
    }

    /// The next key.
    pub(crate) fn draw(&mut self) -> Secret {
        let key = self.0.derive("portcullis generator: output");
        self.0 = self.0.derive("portcullis generator: next");
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_key_is_printed() {
        let key = Secret::filled(|bytes| bytes.fill(0xab));
        assert_eq!(format!("{key:?} {:?}", Generator(key.derive("x"))), "<secret> Generator(<secret>)");
    }

    #[test]
    fn each_draw_is_another_key() {
        let mut generator = Generator::seeded(&mut |bytes| bytes.fill(7));
        let (first, second) = (generator.draw(), generator.draw());
        assert_ne!(first.expose(), second.expose());
        assert_ne!(second.expose(), generator.draw().expose());
    }
}
