//! Goods from hand to hand: who holds them, and every place where the record does not show how they got there.
//!
//! A gap is shown as a gap and never bridged; whether it matters is for a court to say.

use jiff::Timestamp;
use parcel::{Bilingual, Day, statutory_day};

use crate::{
    SubjectId,
    acts::find::{GoodsPassed, Holder},
    words::{Named, words},
};

words! {
    /// What the record does not show.
    GapKind {
        Holder = "holder" "交出者并非已知持有者",
        Receipt = "receipt" "没有交接单据",
        Seal = "seal" "封条与此前加封不符",
        Unsealed = "unsealed" "接收后没有加封记录",
        Time = "time" "没有交接时间",
        Order = "order" "交接时间早于前一次",
        Mass = "mass" "重量与此前称量不符",
    }
}

impl GapKind {
    /// What it means, in a sentence.
    pub fn says(self) -> Bilingual {
        let en = match self {
            Self::Holder => "the giver is not the one known to hold the goods",
            Self::Receipt => "no receipt is recorded",
            Self::Seal => "the seals found are not those put on before",
            Self::Unsealed => "no seal was found and none put on",
            Self::Time => "no time is recorded",
            Self::Order => "the time lies before that of the passing before",
            Self::Mass => "the mass is not that weighed before",
        };
        Bilingual::new(self.label().zh, en)
    }
}

/// One passing, by the act that recorded it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The act.
    pub sequence: u64,
    /// The day of the act.
    pub day: Day,
    /// What was recorded.
    pub passed: GoodsPassed,
}

/// Something that the record does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What.
    pub kind: GapKind,
    /// Which passing, from 1.
    pub link: usize,
}

/// The goods as far as the record shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chain {
    /// Who held them first.
    pub first: Option<Holder>,
    /// Every passing, in the order of time.
    pub links: Vec<Link>,
}

impl Chain {
    /// A chain that begins with a holder.
    pub fn beginning(first: Holder) -> Self {
        Self { first: Some(first), links: Vec::new() }
    }

    pub(crate) fn add(&mut self, link: Link) {
        let when = |link: &Link| (link.passed.at.map_or(link.day, statutory_day), link.passed.at, link.sequence);
        let place = self.links.iter().position(|other| when(&link) < when(other)).unwrap_or(self.links.len());
        self.links.insert(place, link);
    }

    /// Who holds them by the latest passing; none: nothing is recorded.
    pub fn holder(&self) -> Option<&Holder> {
        self.links.last().map(|link| &link.passed.to).or(self.first.as_ref())
    }

    /// Every gap, in the order of the passings.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut seen = Seen { holder: self.first.as_ref(), seals: None, at: None, grams: None };
        let mut gaps = Vec::new();
        for (place, link) in self.links.iter().enumerate() {
            gaps.extend(seen.take(&link.passed).into_iter().map(|kind| Gap { kind, link: place + 1 }));
        }
        gaps
    }
}

/// What is known before a passing.
struct Seen<'a> {
    holder: Option<&'a Holder>,
    seals: Option<&'a [SubjectId]>,
    at: Option<Timestamp>,
    grams: Option<u32>,
}

impl<'a> Seen<'a> {
    fn take(&mut self, passed: &'a GoodsPassed) -> Vec<GapKind> {
        let sorted = |seals: &[SubjectId]| {
            let mut seals = seals.to_vec();
            seals.sort();
            seals
        };
        let broken = self.seals.is_some_and(|seals| sorted(seals) != sorted(&passed.seals_found));
        let early = matches!((self.at, passed.at), (Some(before), Some(now)) if now < before);
        let mass = matches!((self.grams, passed.grams), (Some(before), Some(now)) if now != before);
        let found = [
            (self.holder.is_some_and(|holder| *holder != passed.from), GapKind::Holder),
            (passed.receipt.is_none(), GapKind::Receipt),
            (broken, GapKind::Seal),
            (passed.seals_applied.is_empty() && passed.seals_found.is_empty(), GapKind::Unsealed),
            (passed.at.is_none(), GapKind::Time),
            (early, GapKind::Order),
            (mass, GapKind::Mass),
        ];
        self.holder = Some(&passed.to);
        // Seals put on replace those found; without new ones the old ones should still be there.
        let applied = if passed.seals_applied.is_empty() { &passed.seals_found } else { &passed.seals_applied };
        self.seals = (!applied.is_empty()).then_some(applied.as_slice());
        (self.at, self.grams) = (passed.at.or(self.at), passed.grams.or(self.grams));
        found.into_iter().filter(|(is, _)| *is).map(|(_, kind)| kind).collect()
    }
}
