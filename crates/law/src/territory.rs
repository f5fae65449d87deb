//! Places that the data tell apart, so that every place falls into one of a few classes.

use parcel::{Place, Region};

/// The regions that rows name, the narrowest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Territories(Vec<Region>);

/// A place as the data see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Territory {
    /// In China: the narrowest named region that it lies in, if any.
    Home(Option<Region>),
    Abroad,
}

impl Territories {
    pub(crate) fn new(regions: impl IntoIterator<Item = Region>) -> Self {
        let mut regions: Vec<_> = regions.into_iter().collect();
        regions.sort_by_key(|region| (std::cmp::Reverse(region.to_string().len()), *region));
        regions.dedup();
        Self(regions)
    }

    /// How many classes there are.
    pub(crate) fn classes(&self) -> usize {
        self.0.len() + 2
    }

    /// The class of a place: below `classes`.
    pub(crate) fn class(&self, place: Place) -> usize {
        let Place::Home(region) = place else { return self.0.len() + 1 };
        self.0.iter().position(|named| region.lies_in(*named)).unwrap_or(self.0.len())
    }

    /// What a class stands for.
    pub(crate) fn territory(&self, class: usize) -> Territory {
        if class > self.0.len() { Territory::Abroad } else { Territory::Home(self.0.get(class).copied()) }
    }
}

impl Territory {
    /// Whether it lies in one of the regions.
    pub(crate) fn lies_in(self, regions: &[Region]) -> bool {
        matches!(self, Self::Home(Some(place)) if regions.iter().any(|region| place.lies_in(*region)))
    }
}
