//! Looks for values in bytes, however they lie there: packed, and in several encodings.

use std::{
    collections::BTreeMap,
    io::Read,
    path::{Path, PathBuf},
};

use journal::{Entries, Options, SqliteJournal};

use crate::process::files_below;

const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Entries of the journal that are looked at together.
const PAGE_ENTRIES: u64 = 512;

/// Most bytes that one frame is unpacked to.
const UNPACKED_MAX: u64 = 64 << 20;

/// Bytes and where they come from.
pub(crate) struct Layers(pub(crate) Vec<(String, Vec<u8>)>);

impl Layers {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    /// Bytes as they are, and every packed frame in them.
    pub(crate) fn add(&mut self, place: &str, bytes: Vec<u8>) {
        for at in memchr::memmem::find_iter(&bytes, &ZSTD_MAGIC) {
            let mut unpacked = Vec::new();
            if let Ok(decoder) = zstd::stream::read::Decoder::with_buffer(&bytes[at..]) {
                // What comes out before a fault is looked at too: a page of a database may end in the middle.
                let _ = decoder.single_frame().take(UNPACKED_MAX).read_to_end(&mut unpacked);
            }
            if !unpacked.is_empty() {
                self.0.push((format!("{place}, unpacked at {at}"), unpacked));
            }
        }
        self.0.push((place.to_owned(), bytes));
    }

    /// Every file below a directory, and its names.
    pub(crate) fn add_files(&mut self, directory: &Path) {
        for path in files_below(directory) {
            let place = path.strip_prefix(directory).unwrap().display().to_string();
            self.add(&format!("name of {place}"), place.clone().into_bytes());
            self.add(&place, std::fs::read(&path).unwrap());
        }
    }

    /// Every entry of a journal, read from a copy: blocks lie in pieces in the pages of their database.
    pub(crate) fn add_journal(&mut self, directory: &Path) {
        let copy = tempfile::tempdir().unwrap();
        for path in files_below(directory) {
            std::fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
        }
        let journal = SqliteJournal::open(copy.path(), Options::default()).unwrap();
        let read = journal.read(journal.start()..journal.end(), &mut |position, entry| {
            if position % PAGE_ENTRIES == 0 || self.0.is_empty() {
                self.0.push((format!("journal, from position {position}"), Vec::new()));
            }
            self.0.last_mut().unwrap().1.extend_from_slice(entry);
            std::ops::ControlFlow::Continue(())
        });
        read.unwrap();
    }

    /// Where a value lies, in any of its forms.
    pub(crate) fn find(&self, value: &str) -> Vec<String> {
        let forms = forms(value);
        let finders: Vec<_> =
            forms.iter().map(|(form, pattern)| (form, memchr::memmem::Finder::new(pattern))).collect();
        let mut found = Vec::new();
        for (place, bytes) in &self.0 {
            for (form, finder) in &finders {
                if finder.find(bytes).is_some() {
                    found.push(format!("{place} ({form})"));
                }
            }
        }
        found
    }
}

/// A value in every encoding that is looked for.
fn forms(value: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let bytes = value.as_bytes();
    let wide = |order: fn(u16) -> [u8; 2]| value.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex: String = nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect();
    let escaped: Vec<_> = value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    BTreeMap::from([
        ("UTF-8", bytes.to_vec()),
        ("UTF-16 little endian", wide(u16::to_le_bytes)),
        ("UTF-16 big endian", wide(u16::to_be_bytes)),
        ("hex", hex.clone().into_bytes()),
        ("HEX", hex.to_uppercase().into_bytes()),
        ("escaped", escaped.concat().into_bytes()),
        ("Base64", base64(bytes, 0)),
        ("Base64, one byte before", base64(bytes, 1)),
        ("Base64, two bytes before", base64(bytes, 2)),
    ])
}

/// The letters that bytes have in Base64 behind `shift` others, without those that depend on what stands around them.
fn base64(bytes: &[u8], shift: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let skip = (3 - shift) % 3;
    let (whole, _) = bytes[skip..].as_chunks::<3>();
    let letters = |[first, second, third]: &[u8; 3]| {
        let joined = u32::from(*first) << 16 | u32::from(*second) << 8 | u32::from(*third);
        [18, 12, 6, 0].map(|shift| LETTERS[(joined >> shift & 63) as usize])
    };
    whole.iter().flat_map(letters).collect()
}

#[test]
fn values_are_found_in_every_form_and_packed() {
    let value = "云栖路九弄";
    let text = format!("…{value}…");
    for (form, pattern) in forms(value) {
        let mut layers = Layers::new();
        let packed = zstd::bulk::compress(&pattern, 3).unwrap();
        layers.add("file", [b"before".to_vec(), packed].concat());
        assert!(layers.find(value).iter().any(|found| found.contains(form) && found.contains("unpacked")), "{form}");
    }
    // Of "…云栖路九弄…" as any program would encode it.
    assert!(
        "4oCm5LqR5qCW6Lev5Lmd5byE4oCm".as_bytes().windows(8).any(|part| base64(text.as_bytes(), 0).starts_with(part))
    );
    assert!(Layers(vec![("x".into(), b"4oCm5LqR5qCW6Lev5Lmd5byE4oCm".to_vec())]).find(value).len() == 1);
}

/// Files that are there for a moment only: read again and again while something runs.
pub(crate) fn read_while_running(directory: &Path, mut running: impl FnMut() -> bool) -> Layers {
    let mut seen: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    while running() {
        for path in momentary(directory) {
            let length = std::fs::metadata(&path).map_or(0, |found| found.len());
            let known = seen.get(&path).map_or(0, |bytes| bytes.len() as u64);
            if let Some(bytes) = (length > known).then(|| std::fs::read(&path).ok()).flatten() {
                seen.insert(path, bytes);
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    let mut layers = Layers::new();
    for (path, bytes) in seen {
        layers.add(&path.strip_prefix(directory).unwrap().display().to_string(), bytes);
    }
    layers
}

/// Files below a directory; those that vanish meanwhile are left out.
fn momentary(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(momentary(&path)) } else { files.push(path) }
    }
    files
}
