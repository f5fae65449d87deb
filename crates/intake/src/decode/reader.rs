//! Readers of JSON values that note every problem and read on.

use std::{fmt, marker::PhantomData};

use parcel::{Choice, Fault, ProblemCode};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::path::{Broken, Path};

/// Reads one value; `None` where a problem was noted.
pub(super) trait Reader: Sized {
    type Value;

    /// What would pass, in a word.
    const EXPECTS: &'static str;

    fn text(self, _text: &str) -> Result<Self::Value, Broken> {
        Err(wrong_type::<Self>())
    }

    fn integer(self, _number: u64) -> Result<Self::Value, Broken> {
        Err(wrong_type::<Self>())
    }

    fn number(self, _number: f64) -> Result<Self::Value, Broken> {
        Err(wrong_type::<Self>())
    }

    fn list<'de, A: SeqAccess<'de>>(self, at: &Path<'_>, mut list: A) -> Result<Option<Self::Value>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        at.breaks(wrong_type::<Self>());
        Ok(None)
    }

    fn object<'de, A: MapAccess<'de>>(self, at: &Path<'_>, mut map: A) -> Result<Option<Self::Value>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        at.breaks(wrong_type::<Self>());
        Ok(None)
    }
}

fn wrong_type<R: Reader>() -> Broken {
    Broken::new(ProblemCode::WrongType, R::EXPECTS)
}

/// A reader at its place.
pub(super) struct At<'p, R> {
    pub(super) path: &'p Path<'p>,
    pub(super) reader: R,
}

impl<R: Reader> At<'_, R> {
    fn refuse(&self) -> Option<R::Value> {
        self.path.breaks(wrong_type::<R>());
        None
    }
}

impl<'de, R: Reader> DeserializeSeed<'de> for At<'_, R> {
    type Value = Option<R::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Splits a reader from its place, so that the reader can be consumed.
macro_rules! read {
    ($at:ident, $method:ident, $value:expr) => {{
        let At { path, reader } = $at;
        Ok(reader.$method($value).map_err(|broken| path.breaks(broken)).ok())
    }};
}

impl<'de, R: Reader> Visitor<'de> for At<'_, R> {
    type Value = Option<R::Value>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(R::EXPECTS)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        read!(self, text, text)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        read!(self, integer, number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        // Only a negative integer comes this way.
        read!(self, number, number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        // JSON Schema counts 620.0 as an integer.
        if number.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&number) {
            return read!(self, integer, number as u64);
        }
        read!(self, number, number)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(self.refuse())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(self.refuse())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        self.reader.list(self.path, list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.reader.object(self.path, map)
    }
}

/// Text that a function checks.
pub(super) struct Text<F>(pub(super) F);

impl<T, B: Into<Broken>, F: FnOnce(&str) -> Result<T, B>> Reader for Text<F> {
    type Value = T;
    const EXPECTS: &'static str = "a string";

    fn text(self, text: &str) -> Result<T, Broken> {
        (self.0)(text).map_err(Into::into)
    }
}

/// A word of a closed list.
pub(super) struct Word<C>(PhantomData<C>);

pub(super) fn word<C: Choice>() -> Word<C> {
    Word(PhantomData)
}

impl<C: Choice> Reader for Word<C> {
    type Value = C;
    const EXPECTS: &'static str = "a string";

    fn text(self, text: &str) -> Result<C, Broken> {
        C::from_word(text).ok_or_else(|| {
            let words: Vec<_> = C::ALL.iter().map(|member| member.word()).collect();
            Broken::new(ProblemCode::NotInList, words.join(" | "))
        })
    }
}

/// A whole number of 0 or more that a function checks.
pub(super) struct Integer<F>(pub(super) F);

impl<T, F: FnOnce(u64) -> Result<T, Fault>> Reader for Integer<F> {
    type Value = T;
    const EXPECTS: &'static str = "an integer";

    fn integer(self, number: u64) -> Result<T, Broken> {
        (self.0)(number).map_err(Into::into)
    }

    fn number(self, number: f64) -> Result<T, Broken> {
        if number.fract() != 0.0 {
            return Err(wrong_type::<Self>());
        }
        // Negative, or beyond what any field holds: the check names the range.
        let beyond = if number < 0.0 { 0 } else { u64::MAX };
        (self.0)(beyond).map_err(Broken::from).and_then(|_| Err(Broken::new(ProblemCode::OutOfRange, "0 or more")))
    }
}

/// A number that a function checks.
pub(super) struct Number<F>(pub(super) F);

impl<T, F: FnOnce(f64) -> Result<T, Fault>> Reader for Number<F> {
    type Value = T;
    const EXPECTS: &'static str = "a number";

    fn integer(self, number: u64) -> Result<T, Broken> {
        (self.0)(number as f64).map_err(Into::into)
    }

    fn number(self, number: f64) -> Result<T, Broken> {
        (self.0)(number).map_err(Into::into)
    }
}

/// A list of at most `max` values.
pub(super) struct List<F> {
    pub(super) max: usize,
    pub(super) would_pass: &'static str,
    pub(super) each: F,
}

impl<R: Reader, F: Fn() -> R> Reader for List<F> {
    type Value = Vec<R::Value>;
    const EXPECTS: &'static str = "a list";

    fn list<'de, A: SeqAccess<'de>>(self, at: &Path<'_>, mut list: A) -> Result<Option<Self::Value>, A::Error> {
        let mut values = Vec::new();
        let mut count = 0;
        while count < self.max {
            let path = at.index(count);
            let Some(value) = list.next_element_seed(At { path: &path, reader: (self.each)() })? else { break };
            values.extend(value);
            count += 1;
        }
        let mut beyond = false;
        while count == self.max && list.next_element::<IgnoredAny>()?.is_some() {
            beyond = true;
        }
        if beyond {
            at.breaks(Broken::new(ProblemCode::TooMany, self.would_pass));
        }
        Ok(Some(values))
    }
}
