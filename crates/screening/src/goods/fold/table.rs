//! What each character of the basic plane folds to, worked out once a page, when the page is first met.

use std::sync::OnceLock;

use super::{
    kind::FoldKinds,
    letter::{Gap, Letter, fold_letter},
};

/// What one character folds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing.
    Gap(Gap),
    /// One letter.
    One(char, FoldKinds),
    /// More than one: the slow way knows which.
    Several,
}

type Page = [Cell; 256];

static PAGES: [OnceLock<Box<Page>>; 256] = [const { OnceLock::new() }; 256];

/// What a character folds to; none beyond the basic plane.
pub(super) fn cell(raw: char) -> Option<Cell> {
    let [low, high] = u16::try_from(u32::from(raw)).ok()?.to_le_bytes();
    let page = PAGES[usize::from(high)].get_or_init(|| page(high));
    Some(page[usize::from(low)])
}

fn page(high: u8) -> Box<Page> {
    let mut page = Box::new([Cell::Gap(Gap::Invisible); 256]);
    for (low, cell) in (0..=u8::MAX).zip(page.iter_mut()) {
        // Surrogates are no characters: nobody asks for them.
        let Some(raw) = char::from_u32(u32::from(u16::from_le_bytes([low, high]))) else { continue };
        *cell = match fold_letter(raw, None) {
            Letter::Gap(gap) => Cell::Gap(gap),
            Letter::Kept(letters, kinds) => match letters.as_slice() {
                [letter] => Cell::One(*letter, kinds),
                _ => Cell::Several,
            },
        };
    }
    page
}
