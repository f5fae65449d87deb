//! The names of stations, each kept once.

use hashbrown::HashMap;
use parcel::{Code64, Operator, Pseudonym};

/// What a station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An outlet or sorting centre.
    Outlet,
    /// A member of staff who takes items in or inspects them.
    Courier,
    /// A machine.
    Machine,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Outlet, Self::Courier, Self::Machine];

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Courier => "courier",
            Self::Machine => "machine",
        }
    }

    /// The kind that goes by a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What names a station within its operator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// An outlet or sorting centre, by its code.
    Outlet(Operator, Code64),
    /// A member of staff, by a stored pseudonym: shown outside only re-keyed.
    Courier(Operator, Pseudonym),
    /// A machine, by its code and the place where it stands, where that is recorded.
    Machine(Operator, Code64, Option<Code64>),
}

impl Name {
    /// What it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Outlet(..) => Kind::Outlet,
            Self::Courier(..) => Kind::Courier,
            Self::Machine(..) => Kind::Machine,
        }
    }

    /// Whose it is.
    pub fn operator(&self) -> &Operator {
        match self {
            Self::Outlet(operator, _) | Self::Courier(operator, _) | Self::Machine(operator, ..) => operator,
        }
    }
}

/// A station by its number; 0 is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StationId(pub u32);

impl StationId {
    /// No station is recorded.
    pub const NONE: Self = Self(0);
}

/// The stations met so far.
#[derive(Clone, Debug, Default)]
pub struct Roll {
    numbers: HashMap<Name, StationId>,
    names: Vec<Name>,
}

impl Roll {
    /// The number of a station, a new one where it was not met before.
    pub fn enter(&mut self, name: Name) -> StationId {
        if let Some(id) = self.numbers.get(&name) {
            return *id;
        }
        self.names.push(name.clone());
        let id = StationId(self.names.len() as u32);
        self.numbers.insert(name, id);
        id
    }

    /// The name of a station; none for [`StationId::NONE`].
    pub fn name(&self, id: StationId) -> Option<&Name> {
        self.names.get((id.0 as usize).checked_sub(1)?)
    }

    /// Every station, in the order of its name.
    pub fn sorted(&self) -> Vec<(StationId, &Name)> {
        let mut all: Vec<_> =
            self.names.iter().enumerate().map(|(place, name)| (StationId(place as u32 + 1), name)).collect();
        all.sort_by_key(|(_, name)| *name);
        all
    }
}
