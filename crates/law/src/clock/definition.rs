//! What a clock is, and the table of all of them.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use parcel::{Bilingual, Day};
use serde::{Deserialize, Serialize};

use super::{Cite, Cited, ClockProblem, Counting, Ground, Length, read};
use crate::{Calendar, LawError, Status, situation::named};

named! {
    /// Who must act before a clock ends. A kind of office or person, never a name.
    Bearer {
        /// The police.
        Police = "police",
        /// The procuratorate that has the case.
        Procuratorate = "procuratorate",
        /// The next higher procuratorate.
        UpperProcuratorate = "upper_procuratorate",
        /// The court.
        Court = "court",
        /// Whichever of police, procuratorate and court has the case.
        Authority = "authority",
        /// The organ under supervision.
        Supervised = "supervised",
        /// The addressee of a recommendation.
        Addressee = "addressee",
        /// The administrative authority.
        Regulator = "regulator",
        /// The delivery enterprise.
        Operator = "operator",
        /// The victim or complainant.
        Victim = "victim",
        /// The person whose case it is.
        Person = "person",
        /// The party to a penalty.
        Party = "party",
    }
}

impl Bearer {
    /// In words.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Police => ("公安机关", "police"),
            Self::Procuratorate => ("人民检察院", "procuratorate"),
            Self::UpperProcuratorate => ("上一级人民检察院", "next higher procuratorate"),
            Self::Court => ("人民法院", "court"),
            Self::Authority => ("办案机关", "authority that has the case"),
            Self::Supervised => ("被监督单位", "organ under supervision"),
            Self::Addressee => ("被建议单位", "addressee of the recommendation"),
            Self::Regulator => ("行政执法机关", "administrative authority"),
            Self::Operator => ("寄递企业", "delivery enterprise"),
            Self::Victim => ("被害人、控告人", "victim or complainant"),
            Self::Person => ("当事人本人", "the person"),
            Self::Party => ("行政处罚当事人", "party to the penalty"),
        };
        Bilingual::new(zh, en)
    }
}

/// Whether a clock is about a person in custody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// Always: there is no such clock without custody.
    ByNature,
    /// As the case is.
    Either,
}

/// What an option of a clock does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// So many of the extensions, in their order, were approved.
    ExtensionSteps,
    /// So many days of the first extension were approved.
    ExtensionDays,
    /// The period is so many days.
    SetDays,
    /// The period is so many months.
    SetMonths,
    /// Which one it is; the length does not depend on it.
    Ordinal,
}

/// An option of a clock: a whole number in a range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What it does.
    pub effect: Effect,
    /// Smallest that passes.
    pub min: u16,
    /// Greatest that passes.
    pub max: u16,
    /// What holds where it is not given; none: the clock's own length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<u16>,
    /// Whether it must be given: the law has no number, a document sets it.
    #[serde(default)]
    pub required: bool,
}

/// An extension that the law allows, in the order in which they follow one another.
#[derive(Clone, Debug)]
pub struct Extension {
    /// By how much at most.
    pub length: Length,
    /// By how many days at least, where the law leaves a range.
    pub days_min: Option<u16>,
    /// Who approves it.
    pub by: Bilingual,
    /// Its articles.
    pub cites: Vec<Cite>,
    /// How many days before the end it must have been asked for.
    pub request_before_days: Option<u16>,
    /// The articles that say so.
    pub request_cites: Vec<Cite>,
}

/// A clock of the law.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Id, e.g. `request-arrest`.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// The act from which it runs.
    pub starts: Bilingual,
    /// Who must act.
    pub bearer: Bearer,
    /// Whether a person is in custody.
    pub custody: Custody,
    /// Whether it is the longest that a measure may last.
    pub liberty_ceiling: bool,
    /// What its end means.
    pub expiry: Bilingual,
    /// Its option, if it has one.
    pub option: Option<Choice>,
    /// The extensions that the law allows.
    pub extensions: Vec<Extension>,
    /// The grounds on which it pauses or restarts.
    pub grounds: Vec<Arc<Ground>>,
    pub(crate) now: Period,
    /// The edition before, where it differed; else the same numbers are taken, unverified.
    pub(crate) earlier: Option<Period>,
    /// Whether there was no such clock before.
    pub(crate) new: bool,
}

/// One edition of a clock.
#[derive(Clone, Debug)]
pub(crate) struct Period {
    pub(crate) length: Length,
    pub(crate) counting: Arc<Counting>,
    pub(crate) cites: Vec<Cite>,
    pub(crate) status: Status,
    pub(crate) why: Option<Bilingual>,
}

/// A clock as the law stood on a day.
#[derive(Clone, Debug)]
pub struct Rule {
    /// How long, without extensions.
    pub length: Length,
    /// How it is counted.
    pub counting: Arc<Counting>,
    /// Its articles in the editions of that day.
    pub provisions: Vec<Cited>,
    /// Whether all of it was read.
    pub status: Status,
    /// Why something is unverified.
    pub why: Vec<Bilingual>,
}

impl Clock {
    /// The first day of the edition that was read.
    pub fn since(&self) -> Day {
        self.now.cites[0].text.valid_from
    }

    /// Whether it runs by the hour.
    pub fn is_hours(&self) -> bool {
        self.now.length.is_hours()
    }

    /// The clock as the law stood on `day`; a problem where there was no such clock yet.
    pub fn rule(&self, day: Day) -> Result<Rule, ClockProblem> {
        let early = day < self.since();
        if early && self.new {
            return Err(ClockProblem::new(
                "not_in_force",
                "start",
                format!("{} 自 {} 起才有此期限", self.name.zh, self.since()),
                format!("there is no {} before {}", self.name.en, self.since()),
                [self.since().to_string()],
            ));
        }
        let period = if early { self.earlier.as_ref().unwrap_or(&self.now) } else { &self.now };
        Ok(period.on(day))
    }
}

impl Period {
    fn on(&self, day: Day) -> Rule {
        let provisions: Vec<_> = self.cites.iter().map(|cite| cite.on(day)).collect();
        let ways = self.counting.cites.iter().map(|cite| cite.on(day));
        let cited: Vec<_> = provisions.iter().cloned().chain(ways).collect();
        let status = cited.iter().fold(self.status.and(self.counting.status), |status, cite| status.and(cite.status));
        let mut why = Vec::new();
        for reason in [&self.why, &self.counting.why].into_iter().chain(cited.iter().map(|cite| &cite.why)) {
            if let Some(reason) = reason.as_ref().filter(|reason| !why.contains(*reason)) {
                why.push(reason.clone());
            }
        }
        Rule { length: self.length, counting: self.counting.clone(), provisions, status, why }
    }
}

/// Every clock of one edition, and the calendar by which they run.
#[derive(Debug)]
pub struct Clocks {
    pub(crate) edition: Arc<str>,
    pub(crate) all: Vec<Arc<Clock>>,
    pub(crate) by_id: HashMap<Arc<str>, usize>,
    pub(crate) calendar: &'static Calendar,
}

impl Clocks {
    /// The edition inside this program, read once.
    ///
    /// # Panics
    ///
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static CLOCKS: LazyLock<Clocks> =
            LazyLock::new(|| Clocks::read(Clocks::built_in_files()).unwrap_or_else(|error| panic!("{error}")));
        &CLOCKS
    }

    /// Reads an edition from files, by name and text. Every problem is answered at once.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, LawError> {
        read::clocks(files)
    }

    /// The files of the built-in edition, by name and text.
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        read::FILES
    }

    /// Name and day of this edition, e.g. `cn-clocks@2026-11-22`.
    pub fn edition(&self) -> &Arc<str> {
        &self.edition
    }

    /// A clock by its id.
    pub fn get(&self, id: &str) -> Option<&Arc<Clock>> {
        self.by_id.get(id).map(|place| &self.all[*place])
    }

    /// Every clock, in the order of the data.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Clock>> {
        self.all.iter()
    }

    /// The calendar by which they run.
    pub fn calendar(&self) -> &'static Calendar {
        self.calendar
    }
}
