//! Lines of a file, a body or a message, read in batches of bounded size.
//!
//! What a line says belongs in `decode`.

use std::io::{self, BufRead};

use crate::decode::LINE_BYTES_MAX;

/// Most lines of one batch.
pub const BATCH_LINES_MAX: usize = 2_048;

/// A batch is closed once it holds this much.
///
/// Unit: byte.
pub const BATCH_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Some lines in one piece of memory, each with its number from 1.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    lines: Vec<Span>,
}

#[derive(Debug)]
struct Span {
    number: u64,
    start: usize,
    end: usize,
}

impl Batch {
    /// A batch of one line, number 1.
    pub fn of_one(bytes: Vec<u8>) -> Self {
        let end = bytes.len();
        Self { bytes, lines: vec![Span { number: 1, start: 0, end }] }
    }

    /// An empty batch with room for so many bytes and lines, and a little more.
    pub fn with_room((bytes, lines): (usize, usize)) -> Self {
        Self { bytes: Vec::with_capacity(bytes + bytes / 32), lines: Vec::with_capacity(lines) }
    }

    /// How many bytes and lines it holds.
    pub fn room(&self) -> (usize, usize) {
        (self.bytes.len(), self.lines.len())
    }

    /// Adds a line.
    pub fn push(&mut self, number: u64, line: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(line);
        self.lines.push(Span { number, start, end: self.bytes.len() });
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether no further line should be added.
    pub fn is_full(&self) -> bool {
        self.lines.len() >= BATCH_LINES_MAX || self.bytes.len() >= BATCH_BYTES_MAX
    }

    /// The lines with their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (u64, &[u8])> {
        self.lines.iter().map(|span| (span.number, &self.bytes[span.start..span.end]))
    }
}

/// Splits a stream of bytes into numbered lines; blank lines are counted and left out.
///
/// A line beyond [`LINE_BYTES_MAX`] is cut right after it, so that it is answered as too long and the next is read.
#[derive(Debug, Default)]
pub struct Splitter {
    partial: Vec<u8>,
    number: u64,
}

impl Splitter {
    /// Takes a piece of the stream; whole lines go to `batch`. Returns how much of the piece was taken: less than all
    /// of it where the batch is full.
    pub fn take(&mut self, piece: &[u8], batch: &mut Batch) -> usize {
        let mut taken = 0;
        while !batch.is_full() {
            let rest = &piece[taken..];
            let Some(end) = memchr::memchr(b'\n', rest) else {
                self.extend(rest);
                return piece.len();
            };
            taken += end + 1;
            if self.partial.is_empty() && end <= LINE_BYTES_MAX {
                self.number += 1;
                emit(self.number, &rest[..end], batch);
            } else {
                self.extend(&rest[..end]);
                self.finish(batch);
            }
        }
        taken
    }

    /// Ends the stream: a last line without line end is a line.
    pub fn finish(&mut self, batch: &mut Batch) {
        self.number += 1;
        emit(self.number, &self.partial, batch);
        self.partial.clear();
    }

    fn extend(&mut self, bytes: &[u8]) {
        let room = (LINE_BYTES_MAX + 1).saturating_sub(self.partial.len());
        self.partial.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

fn emit(number: u64, line: &[u8], batch: &mut Batch) {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
    if !line.iter().all(u8::is_ascii_whitespace) {
        batch.push(number, line);
    }
}

/// Reads batches from a file or pipe.
pub struct LineReader<R> {
    from: R,
    splitter: Splitter,
    ended: bool,
    bytes: u64,
    /// Bytes and lines of the largest batch so far: the next one gets as much room at once.
    room: (usize, usize),
}

impl<R: BufRead> LineReader<R> {
    /// Reads from the start of `from`.
    pub fn new(from: R) -> Self {
        Self { from, splitter: Splitter::default(), ended: false, bytes: 0, room: (0, 0) }
    }

    /// How many bytes were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes
    }

    /// The next lines; an empty batch at the end.
    pub fn next_batch(&mut self) -> io::Result<Batch> {
        let mut batch = Batch::with_room(self.room);
        while !self.ended && !batch.is_full() {
            let piece = self.from.fill_buf()?;
            if piece.is_empty() {
                self.ended = true;
                self.splitter.finish(&mut batch);
                break;
            }
            let taken = self.splitter.take(piece, &mut batch);
            self.bytes += taken as u64;
            self.from.consume(taken);
        }
        let (bytes, lines) = batch.room();
        self.room = (self.room.0.max(bytes), self.room.1.max(lines));
        Ok(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(bytes: &[u8], piece: usize) -> Vec<(u64, Vec<u8>)> {
        let mut reader = LineReader::new(io::BufReader::with_capacity(piece, bytes));
        let mut lines = Vec::new();
        loop {
            let batch = reader.next_batch().unwrap();
            if batch.is_empty() && reader.ended {
                return lines;
            }
            lines.extend(batch.iter().map(|(number, line)| (number, line.to_vec())));
        }
    }

    #[test]
    fn blank_lines_are_counted_and_left_out() {
        let text = b"\xef\xbb\xbfa\r\n\n  \nb\n\nc";
        let expected = [(1, b"a".to_vec()), (4, b"b".to_vec()), (6, b"c".to_vec())];
        assert_eq!(lines(text, 3), expected);
        assert_eq!(lines(text, 4096), expected);
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_is_read() {
        let text = [vec![b'x'; 3 * LINE_BYTES_MAX], b"\nnext".to_vec()].concat();
        let lines = lines(&text, 1 << 16);
        assert_eq!(lines[0].1.len(), LINE_BYTES_MAX + 1);
        assert_eq!(lines[1], (2, b"next".to_vec()));
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(
            text in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), any::<u8>()], 0..200),
            piece in 1_usize..40,
        ) {
            prop_assert_eq!(lines(&text, piece), lines(&text, 4096));
        }
    }
}
