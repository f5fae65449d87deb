//! Names written with other characters of the same sound: 冰独 for 冰毒.
//!
//! Two characters are enough only where one of them is the name's own.
//! Whether such characters are words themselves belongs in `words`.

use std::{collections::BTreeMap, sync::LazyLock};

use daachorse::CharwiseDoubleArrayAhoCorasick;

/// Sounds with their characters, see the head of the file.
const SOUNDS: &str = include_str!("sound/sounds.txt");

/// Characters that a name must have to be looked for by its sound, at least and at most.
const LETTERS_MIN: usize = 2;
pub(super) const LETTERS_MAX: usize = 6;
/// The first character that stands for a sound in the automaton; the one before stands for no sound.
const FIRST_SOUND: u32 = 0xE001;

/// The sound of a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sound {
    /// Place of the syllable among all syllables, from 1; 0 is none.
    syllable: u16,
    tone: u8,
}

struct Table {
    syllables: Vec<String>,
    /// From U+4E00.
    sounds: Box<[Sound]>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { syllables: vec![String::new()], sounds: vec![Sound::default(); 0x5200].into() };
    let groups = SOUNDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    for group in groups {
        let (spelling, characters) = group.split_at(group.find(|letter: char| !letter.is_ascii()).unwrap_or(0));
        let (syllable, tone) = spelling.split_at(spelling.len().saturating_sub(1));
        if table.syllables.last().is_none_or(|last| last != syllable) {
            table.syllables.push(syllable.to_owned());
        }
        let sound = Sound { syllable: (table.syllables.len() - 1) as u16, tone: tone.parse().unwrap_or_default() };
        for place in characters.chars().filter_map(place) {
            table.sounds[place] = sound;
        }
    }
    table
});

fn place(letter: char) -> Option<usize> {
    (u32::from(letter).checked_sub(0x4E00)).map(|place| place as usize).filter(|place| *place < 0x5200)
}

/// The sound of a character; the default where it has none.
fn sound_of(letter: char) -> Sound {
    place(letter).map_or_else(Sound::default, |place| TABLE.sounds[place])
}

/// The syllable of a character in Latin letters, without its tone.
pub(super) fn syllable_of(letter: char) -> Option<&'static str> {
    let sound = sound_of(letter);
    (sound.syllable > 0).then(|| TABLE.syllables[usize::from(sound.syllable)].as_str())
}

/// What stands for the sound of a character in the automaton.
pub(super) fn letter_of_sound(letter: char) -> char {
    char::from_u32(FIRST_SOUND - 1 + u32::from(sound_of(letter).syllable)).unwrap_or('\0')
}

/// How well characters sound like a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// With the tone of every syllable.
    Toned,
    /// But for the tones.
    Toneless,
}

/// A name by its sound.
#[derive(Clone, Debug)]
pub(super) struct Sounded {
    pub(super) entry: usize,
    pub(super) name: usize,
    letters: Vec<char>,
}

impl Sounded {
    /// Whether and how well characters of the same syllables can be this name in disguise.
    pub(super) fn likeness(&self, letters: impl Iterator<Item = char>) -> Option<Likeness> {
        let (mut own, mut toned) = (0, 0);
        for (name, letter) in self.letters.iter().zip(letters) {
            own += usize::from(*name == letter);
            toned += usize::from(sound_of(*name) == sound_of(letter));
        }
        let all = self.letters.len();
        let likeness = if toned == all { Likeness::Toned } else { Likeness::Toneless };
        let enough = match all {
            2 => own == 1,
            3 => own >= 1 || toned == all,
            _ => true,
        };
        (own < all && enough).then_some(likeness)
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }
}

/// Every name that is looked for by its sound.
pub(super) struct Sounds {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    groups: Vec<Vec<Sounded>>,
}

impl Sounds {
    /// Gathers names; those that are too short, too long or not Chinese are left out.
    pub(super) fn of<'a>(names: impl Iterator<Item = (usize, usize, &'a str)>) -> Self {
        let mut by_sound: BTreeMap<String, Vec<Sounded>> = BTreeMap::new();
        for (entry, name, text) in names {
            let letters: Vec<char> = text.chars().collect();
            let has_sounds = letters.iter().all(|letter| sound_of(*letter).syllable > 0);
            if has_sounds && (LETTERS_MIN..=LETTERS_MAX).contains(&letters.len()) {
                let sounds = letters.iter().map(|letter| letter_of_sound(*letter)).collect();
                by_sound.entry(sounds).or_default().push(Sounded { entry, name, letters });
            }
        }
        let automaton = CharwiseDoubleArrayAhoCorasick::with_values(by_sound.keys().zip(0_u32..)).ok();
        Self { automaton, groups: by_sound.into_values().collect() }
    }

    /// The automaton over sounds; none where there is nothing to look for.
    pub(super) fn automaton(&self) -> Option<&CharwiseDoubleArrayAhoCorasick<u32>> {
        self.automaton.as_ref()
    }

    /// The names of one sound.
    pub(super) fn group(&self, place: u32) -> &[Sounded] {
        &self.groups[place as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(name: &str, text: &str) -> bool {
        let sounds = Sounds::of([(0, 0, name)].into_iter());
        sounds.group(0)[0].likeness(text.chars()).is_some()
    }

    #[test]
    fn every_sound_is_read() {
        assert_eq!(syllable_of('枪'), Some("qiang"));
        assert_eq!(syllable_of('氯'), Some("lv"));
        assert_eq!(syllable_of('a'), None);
        assert!(TABLE.syllables.len() > 390);
        assert_eq!(letter_of_sound('枪'), letter_of_sound('抢'));
        assert_ne!(sound_of('枪'), sound_of('抢'));
    }

    #[test]
    fn short_names_need_a_character_of_their_own() {
        assert!(like("冰毒", "冰独") && like("手枪", "手抢"));
        assert!(!like("冰毒", "兵独") && !like("冰毒", "病都"));
        assert!(!like("冰毒", "冰毒"));
        assert!(like("海洛因", "海落音") && like("氯胺酮", "绿胺铜") && like("穿山甲", "川山甲"));
    }
}
