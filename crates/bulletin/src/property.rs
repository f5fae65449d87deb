//! Properties of facts by the names that definitions use, and dimensions by which figures are broken down.

use casebook::{
    Named,
    acts::{Contraband, Recorded},
    case::Stage,
    facts::{Fact, Reason},
};
use law::ChargeGroup;
use parcel::{Bilingual, Choice, kind::OperatorKind};

mod places;

/// A property of a fact that a definition may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Property {
    ChargeGroup,
    Charge,
    ByDelivery,
    Contraband,
    OperatorKind,
    Stage,
    Reason,
    Heavy,
    AfterExclusion,
    Plea,
    Minor,
    Foreign,
    /// By the leading digits of the district.
    Region,
}

/// The value of a property that a fact does not have.
const ABSENT: u32 = u32::MAX;

impl Property {
    const NAMES: [(&'static str, Self); 13] = [
        ("charge_group", Self::ChargeGroup),
        ("charge", Self::Charge),
        ("by_delivery", Self::ByDelivery),
        ("contraband", Self::Contraband),
        ("operator_kind", Self::OperatorKind),
        ("stage", Self::Stage),
        ("reason", Self::Reason),
        ("heavy", Self::Heavy),
        ("after_exclusion", Self::AfterExclusion),
        ("plea", Self::Plea),
        ("minor", Self::Minor),
        ("foreign", Self::Foreign),
        ("region", Self::Region),
    ];

    /// By its name in definitions.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(word, _)| *word == name).map(|(_, property)| *property)
    }

    /// The value of a fact, as a number.
    fn of(self, fact: &Fact) -> u32 {
        match self {
            Self::ChargeGroup => fact.charge_group as u32,
            Self::Charge => fact.charge.into(),
            Self::ByDelivery => fact.by_delivery as u32,
            Self::Contraband => fact.contraband.map_or(ABSENT, |class| class as u32),
            Self::OperatorKind => fact.operator_kind.map_or(ABSENT, |kind| kind as u32),
            Self::Stage => fact.stage as u32,
            Self::Reason => fact.reason as u32,
            Self::Heavy => fact.heavy.into(),
            Self::AfterExclusion => fact.after_exclusion.into(),
            Self::Plea => fact.plea.into(),
            Self::Minor => fact.minor as u32,
            Self::Foreign => fact.foreign as u32,
            Self::Region => fact.region,
        }
    }

    /// The number of a word; none: the property has no such value.
    fn read(self, word: &str) -> Option<u32> {
        fn of<T: Choice + PartialEq>(word: &str) -> Option<u32> {
            T::ALL.iter().position(|member| member.word() == word).and_then(|place| place.try_into().ok())
        }
        match self {
            Self::ChargeGroup => {
                ChargeGroup::ALL.into_iter().find(|group| group.word() == word).map(|group| group as u32)
            }
            Self::Charge | Self::Region => word.parse().ok(),
            Self::ByDelivery | Self::Minor | Self::Foreign => of::<Recorded>(word),
            Self::Contraband => of::<Contraband>(word),
            Self::OperatorKind => of::<OperatorKind>(word),
            Self::Stage => of::<Stage>(word),
            Self::Reason => of::<Reason>(word),
            Self::Heavy | Self::AfterExclusion | Self::Plea => {
                ["no", "yes"].iter().position(|yes| *yes == word).map(|place| place as u32)
            }
        }
    }
}

/// That a property has one of some values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    property: Property,
    values: Vec<u32>,
}

impl Condition {
    /// From the words of a definition; the error is the word that is not known.
    pub(crate) fn read(name: &str, words: &[String]) -> Result<Self, String> {
        let property = Property::named(name).ok_or_else(|| name.to_owned())?;
        let read = |word: &String| property.read(word).ok_or_else(|| format!("{name} = {word}"));
        Ok(Self { property, values: words.iter().map(read).collect::<Result<_, _>>()? })
    }

    /// Whether it is true of a fact.
    pub(crate) fn holds(&self, fact: &Fact) -> bool {
        let value = self.property.of(fact);
        match self.property {
            Property::Region => self.values.iter().any(|place| lies_in(value, *place)),
            _ => self.values.contains(&value),
        }
    }
}

/// Whether a district of six digits lies in a place of two, four or six.
fn lies_in(district: u32, place: u32) -> bool {
    match place {
        0..100 => district / 10_000 == place,
        100..10_000 => district / 100 == place,
        _ => district == place,
    }
}

/// By what a figure is broken down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Province of the office that acted.
    Province,
    /// Group of the main charge.
    ChargeGroup,
    /// Article of the main charge.
    Charge,
    /// Class of contraband.
    Contraband,
    /// Kind of operator that carried the item.
    OperatorKind,
    /// Stage of the proceedings.
    Stage,
    /// Month of the act.
    Month,
}

impl Dimension {
    /// Every dimension with the word that a command takes.
    pub const ALL: [(&'static str, Self); 7] = [
        ("province", Self::Province),
        ("charge_group", Self::ChargeGroup),
        ("charge", Self::Charge),
        ("contraband", Self::Contraband),
        ("operator_kind", Self::OperatorKind),
        ("stage", Self::Stage),
        ("month", Self::Month),
    ];

    /// Its name.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Province => ("省级行政区", "province"),
            Self::ChargeGroup => ("罪名类别", "group of charges"),
            Self::Charge => ("罪名条文", "charge"),
            Self::Contraband => ("禁寄物品类别", "class of contraband"),
            Self::OperatorKind => ("经营者类型", "kind of operator"),
            Self::Stage => ("诉讼阶段", "stage"),
            Self::Month => ("月份", "month"),
        };
        Bilingual::new(zh, en)
    }

    /// The cell in which a fact is counted.
    pub(crate) fn cell(self, fact: &Fact) -> u32 {
        match self {
            Self::Province => fact.region / 10_000,
            Self::ChargeGroup => Property::ChargeGroup.of(fact),
            Self::Charge => Property::Charge.of(fact),
            Self::Contraband => Property::Contraband.of(fact),
            Self::OperatorKind => Property::OperatorKind.of(fact),
            Self::Stage => Property::Stage.of(fact),
            Self::Month => {
                u32::from(fact.day.year().unsigned_abs()) * 12 + u32::from(fact.day.month().unsigned_abs()) - 1
            }
        }
    }

    /// What a cell is called.
    pub(crate) fn label(self, cell: u32) -> Bilingual {
        fn of<T: Named>(cell: u32) -> Option<Bilingual> {
            T::ALL.get(cell as usize).map(|member| member.label())
        }
        if cell == ABSENT {
            return Bilingual::new("未记录", "not recorded");
        }
        let code = || Bilingual::new(cell.to_string(), cell.to_string());
        match self {
            Self::Province => places::province(cell),
            Self::Contraband => of::<Contraband>(cell).unwrap_or_else(code),
            Self::Stage => of::<Stage>(cell).unwrap_or_else(code),
            Self::ChargeGroup => ChargeGroup::ALL.get(cell as usize).map_or_else(code, |group| charge_group(*group)),
            Self::OperatorKind => OperatorKind::ALL.get(cell as usize).map_or_else(code, |kind| operator_kind(*kind)),
            Self::Month => {
                let month = format!("{:04}-{:02}", cell / 12, cell % 12 + 1);
                Bilingual::new(month.clone(), month)
            }
            Self::Charge => charge(cell),
        }
    }
}

/// `第347条`, `第120条之三` by number.
fn charge(code: u32) -> Bilingual {
    match (code / 10, code % 10) {
        (0, _) => Bilingual::new("其他或者未记录", "other or not recorded"),
        (article, 0) => Bilingual::new(format!("第{article}条"), format!("art. {article}")),
        (article, part) => Bilingual::new(format!("第{article}条之{part}"), format!("art. {article}-{part}")),
    }
}

fn charge_group(group: ChargeGroup) -> Bilingual {
    let (zh, en) = match group {
        ChargeGroup::Drug => ("毒品", "drugs"),
        ChargeGroup::Firearm => ("枪支、弹药", "firearms and ammunition"),
        ChargeGroup::Explosive => ("爆炸物", "explosives"),
        ChargeGroup::Wildlife => ("野生动物及其制品", "wild animals and their products"),
        ChargeGroup::Smuggling => ("走私", "smuggling"),
        ChargeGroup::Terror => ("恐怖主义、极端主义", "terrorism and extremism"),
        ChargeGroup::Network => ("信息网络犯罪", "crimes on information networks"),
        ChargeGroup::Laundering => ("洗钱、掩饰隐瞒", "laundering and concealment"),
        ChargeGroup::Other => ("其他", "other"),
    };
    Bilingual::new(zh, en)
}

fn operator_kind(kind: OperatorKind) -> Bilingual {
    let (zh, en) = match kind {
        OperatorKind::Postal => ("邮政", "postal"),
        OperatorKind::Express => ("快递", "express"),
        OperatorKind::Instant => ("即时递送", "instant delivery"),
        OperatorKind::SameCity => ("同城直送", "same-city delivery"),
        OperatorKind::CrowdSourced => ("众包配送", "crowd-sourced delivery"),
        OperatorKind::NetworkFreight => ("网络货运", "network freight"),
        OperatorKind::BulkFreight => ("大宗货物托运", "bulk freight"),
        OperatorKind::Locker => ("智能快件箱", "smart lockers"),
    };
    Bilingual::new(zh, en)
}
