//! Reading published test vectors, which are written in hexadecimal digits.

/// The bytes of hexadecimal digits; white space between them is skipped.
pub(crate) fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// As [`hex`], for a known length.
pub(crate) fn hex_of<const N: usize>(digits: &str) -> [u8; N] {
    hex(digits).try_into().unwrap()
}
