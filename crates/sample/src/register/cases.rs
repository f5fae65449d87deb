//! Cases and persons before anything happened to them, and the days on which it will.

use casebook::acts::{Contraband, arrest::RefusalReason, prosecution::NonProsecution};

use super::days::{self, DayNumber};
use crate::dice::Dice;

/// Most persons in one case.
const PERSONS_MAX: u32 = 12;

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Drug,
    Firearm,
    Explosive,
    Wildlife,
}

impl Group {
    pub(super) fn contraband(self) -> Contraband {
        match self {
            Self::Drug => Contraband::Drug,
            Self::Firearm => Contraband::Firearm,
            Self::Explosive => Contraband::Explosive,
            Self::Wildlife => Contraband::Wildlife,
        }
    }

    /// The article of the Criminal Law.
    pub(super) fn charge(self) -> &'static str {
        match self {
            Self::Drug => "347",
            Self::Firearm => "128",
            Self::Explosive => "125",
            Self::Wildlife => "341",
        }
    }

    /// An article that the police may leave out.
    pub(super) fn second_charge(self) -> &'static str {
        match self {
            Self::Drug => "348",
            _ => "312",
        }
    }
}

/// What was decided of an arrest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrest {
    /// Nobody asked.
    None,
    Approved,
    /// Nobody asked until the procuratorate did.
    Missed,
    Refused(RefusalReason, bool),
}

/// How the review of a person ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Not yet.
    Open,
    Prosecuted,
    NotProsecuted(NonProsecution, bool),
}

/// What the court of first instance said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    NotYet,
    /// Followed what was proposed.
    Adopted,
    NotAdopted,
    /// Nothing was proposed; ten years or more, life or death.
    Heavy,
    /// Nothing was proposed.
    Plain,
    Acquitted,
}

/// What changes for a person after a protest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    None,
    Heavier,
    Lighter,
    AcquittalToConviction,
}

/// A person of a case.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) case: u32,
    pub(super) arrest: Arrest,
    pub(super) end: End,
    /// Found by the procuratorate during review.
    pub(super) accomplice: bool,
    /// Crimes that the police left out.
    pub(super) crimes: u8,
    pub(super) plea: bool,
    pub(super) recommended: bool,
    pub(super) judged: Judged,
    pub(super) effect: Effect,
}

/// How a protest ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protest {
    Open,
    Changed,
    Remanded,
    Upheld,
    Withdrawn,
}

/// A case and its days.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that happens to the case or does not")]
pub(super) struct Case {
    pub(super) group: Group,
    /// Whether delivery was used, where that is recorded.
    pub(super) delivery: bool,
    /// The place of its first person, and how many there are.
    pub(super) first: u32,
    pub(super) count: u32,
    pub(super) filed: DayNumber,
    pub(super) requested: DayNumber,
    pub(super) arrested: DayNumber,
    pub(super) transferred: DayNumber,
    pub(super) decided: DayNumber,
    /// Returned once for supplementary investigation.
    pub(super) returned: bool,
    pub(super) dropped: bool,
    pub(super) early: bool,
    pub(super) protest: Option<(Protest, bool)>,
    pub(super) attended: bool,
}

impl Case {
    /// The day of judgment, if the court has judged.
    pub(super) fn judged(&self) -> DayNumber {
        self.decided + 35 + (self.first as DayNumber) % 30
    }

    pub(super) fn persons(&self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

/// All cases and persons.
#[derive(Debug, Default)]
pub(super) struct Docket {
    pub(super) cases: Vec<Case>,
    pub(super) persons: Vec<Person>,
}

/// What a lot of cases has in common.
pub(super) struct Lot {
    pub(super) group: Group,
    pub(super) delivery: bool,
    pub(super) cases: u32,
    pub(super) persons: u32,
    /// When the procuratorate decides: on the prosecution, or on the arrest of cases that go no further.
    pub(super) period: (DayNumber, DayNumber),
    pub(super) end: End,
}

impl Docket {
    /// Adds cases; their days are counted back from the decision.
    pub(super) fn add(&mut self, lot: &Lot, dice: &mut Dice) -> std::ops::Range<usize> {
        let start = self.cases.len();
        let mut sizes = vec![1_u32; lot.cases as usize];
        let mut left = lot.persons.saturating_sub(lot.cases);
        while left > 0 && !sizes.is_empty() {
            let size = &mut sizes[dice.below(lot.cases) as usize];
            if *size < PERSONS_MAX {
                (*size, left) = (*size + 1, left - 1);
            }
        }
        for count in sizes {
            self.add_case(lot, count, dice);
        }
        start..self.cases.len()
    }

    fn add_case(&mut self, lot: &Lot, count: u32, dice: &mut Dice) {
        let drawn = days::draw(dice, lot.period.0, lot.period.1);
        let reviewed = lot.end != End::Open;
        let decided = if reviewed { drawn } else { drawn + 90 };
        let returned = matches!(lot.end, End::NotProsecuted(NonProsecution::InsufficientEvidence, _));
        let length = if returned { dice.between(85, 100) } else { dice.between(20, 45) };
        let transferred = decided - length;
        let arrested = if reviewed { transferred - dice.between(45, 90) } else { drawn };
        let requested = arrested - dice.between(1, 7);
        let (case, first) = (self.cases.len() as u32, self.persons.len() as u32);
        self.cases.push(Case {
            group: lot.group,
            delivery: lot.delivery,
            first,
            count,
            filed: requested - dice.between(3, 30),
            requested,
            arrested,
            transferred,
            decided,
            returned,
            dropped: false,
            early: false,
            protest: None,
            attended: false,
        });
        self.persons.extend((0..count).map(|_| Person {
            case,
            arrest: Arrest::None,
            end: lot.end,
            accomplice: false,
            crimes: 0,
            plea: false,
            recommended: false,
            judged: Judged::NotYet,
            effect: Effect::None,
        }));
    }
}
