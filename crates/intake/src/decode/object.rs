//! Objects with known fields: each field once, none unknown, none required missing.

use std::{borrow::Cow, fmt, marker::PhantomData};

use parcel::ProblemCode;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::{
    path::{Broken, Path},
    reader::Reader,
};

/// An object under construction.
pub(super) trait Fields: Default {
    type Value;

    /// Names of its fields; where a required one is missing, `required` says so.
    const NAMES: &'static [&'static str];

    /// Which fields are required, as bits by their place in `NAMES`.
    const REQUIRED: u32;

    /// Reads the field at `place` in `NAMES`.
    fn read<'de, A: MapAccess<'de>>(&mut self, place: usize, at: &Path<'_>, map: &mut A) -> Result<(), A::Error>;

    /// The object, if all that it needs was read.
    fn build(self, at: &Path<'_>) -> Option<Self::Value>;
}

/// Reads an object.
pub(super) struct Object<O>(PhantomData<O>);

pub(super) fn object<O: Fields>() -> Object<O> {
    Object(PhantomData)
}

impl<O: Fields> Reader for Object<O> {
    type Value = O::Value;
    const EXPECTS: &'static str = "an object";

    fn object<'de, A: MapAccess<'de>>(self, at: &Path<'_>, mut map: A) -> Result<Option<O::Value>, A::Error> {
        let mut fields = O::default();
        let mut seen = 0_u32;
        let mut next = 0;
        while let Some(key) = map.next_key_seed(Key)? {
            let path = at.field(&key);
            let Some(place) = place_of(O::NAMES, next, &key) else {
                map.next_value::<IgnoredAny>()?;
                path.breaks(Broken::new(ProblemCode::UnknownField, format!("one of: {}", O::NAMES.join(", "))));
                continue;
            };
            if seen & (1 << place) != 0 {
                map.next_value::<IgnoredAny>()?;
                path.breaks(Broken::new(ProblemCode::RepeatedField, "each field once"));
                continue;
            }
            seen |= 1 << place;
            next = place + 1;
            fields.read(place, &path, &mut map)?;
        }
        let missing = O::REQUIRED & !seen;
        for (_, name) in O::NAMES.iter().enumerate().filter(|(place, _)| missing & (1 << place) != 0) {
            at.field(name).breaks(Broken::new(ProblemCode::Missing, "the field is required"));
        }
        Ok(fields.build(at))
    }
}

/// Where a name stands; most senders keep the order of the contract, so the search starts after the last one.
fn place_of(names: &[&str], next: usize, key: &str) -> Option<usize> {
    let (before, after) = names.split_at(next);
    let place = after.iter().position(|name| *name == key).map(|place| place + next);
    place.or_else(|| before.iter().position(|name| *name == key))
}

/// A field's name, borrowed from the line unless it is written with escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a field name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Declares the fields of an object: `name: type = required|optional reader`.
///
/// Makes a struct of options and its [`Fields`]; `build` is written by hand.
macro_rules! fields {
    (@required required) => { true };
    (@required optional) => { false };
    ($name:ident -> $value:ty { $($field:ident $(as $word:literal)? : $type:ty = $need:ident $reader:expr),+ $(,)? }
     build($self:ident, $at:ident) $build:block) => {
        #[derive(Default)]
        pub(super) struct $name { $($field: Option<$type>),+ }

        impl Fields for $name {
            type Value = $value;
            const NAMES: &'static [&'static str] = &[$(fields!(@word $field $($word)?)),+];
            const REQUIRED: u32 = {
                let needs = [$(fields!(@required $need)),+];
                let mut bits = 0;
                let mut place = 0;
                while place < needs.len() {
                    if needs[place] { bits |= 1 << place; }
                    place += 1;
                }
                bits
            };

            fn read<'de, A: MapAccess<'de>>(
                &mut self, place: usize, at: &Path<'_>, map: &mut A,
            ) -> Result<(), A::Error> {
                let mut here = 0;
                $(
                    if place == here {
                        self.$field = map.next_value_seed(At { path: at, reader: $reader })?;
                        return Ok(());
                    }
                    here += 1;
                )+
                let _ = here;
                Ok(())
            }

            fn build($self, $at: &Path<'_>) -> Option<Self::Value> $build
        }
    };
    (@word $field:ident) => { stringify!($field) };
    (@word $field:ident $word:literal) => { $word };
}
pub(super) use fields;
