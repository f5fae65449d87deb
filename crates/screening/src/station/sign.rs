//! The signs that a mark may carry, and what each says.

use parcel::{Bilingual, Gate};

/// A sign that a gate may not have been worked. None is proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// Inspections faster than hands.
    Hands,
    /// Machine results faster than a belt.
    Belt,
    /// Many marks of one member of staff in one second.
    Second,
    /// One member of staff in two places.
    Places,
    /// One document for many phones.
    Document,
    /// One photo or image for many items.
    Image,
    /// Machine results without machine, time and image, more of them in a day than is usual.
    Bare,
    /// The time of the gate lies far from that of acceptance.
    Order,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 8] =
        [Self::Hands, Self::Belt, Self::Second, Self::Places, Self::Document, Self::Image, Self::Bare, Self::Order];

    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hands => "faster_than_hands",
            Self::Belt => "faster_than_belt",
            Self::Second => "same_second",
            Self::Places => "two_places",
            Self::Document => "shared_document",
            Self::Image => "image_reused",
            Self::Bare => "no_machine_behind_mark",
            Self::Order => "out_of_order",
        }
    }

    /// What it is called.
    pub fn title(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Hands => ("验视快于人手", "inspections faster than hands"),
            Self::Belt => ("过机快于传送带", "machine results faster than a belt"),
            Self::Second => ("同一秒成批标记", "a batch of marks in one second"),
            Self::Places => ("同一人员同时两地", "one member of staff in two places"),
            Self::Document => ("一个证件多个电话", "one document for many phones"),
            Self::Image => ("照片、图像重复使用", "one photo or image for many items"),
            Self::Bare => ("有过机标记而无机器记录", "machine marks without a machine"),
            Self::Order => ("关口时间与收寄不符", "a gate far from acceptance in time"),
        };
        Bilingual::new(zh, en)
    }
}

/// One sign on one mark, with what was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Which mark, by its place among the marks of the survey.
    pub mark: u32,
    /// Which sign.
    pub sign: Sign,
    /// How many marks, items or phones belong together; for order the distance in minutes.
    pub count: u32,
    /// Over how long. Unit: seconds; 0 where time has no part in it.
    pub seconds: u32,
}

impl Evidence {
    /// What it says, in words.
    pub fn says(&self, gate: Gate) -> Bilingual {
        let Self { count, seconds, .. } = *self;
        let (zh, en) = match (self.sign, gate) {
            (Sign::Hands, _) => (
                format!("同一人员 {seconds} 秒内登记 {count} 件验视"),
                format!("{count} inspections by one member of staff within {seconds} s"),
            ),
            (Sign::Belt, _) => (
                format!("同一机器 {seconds} 秒内出 {count} 个结果"),
                format!("{count} results of one machine within {seconds} s"),
            ),
            (Sign::Second, _) => (
                format!("同一人员在同一秒登记 {count} 件"),
                format!("{count} marks of one member of staff in one second"),
            ),
            (Sign::Places, _) => (
                format!("同一人员 {seconds} 秒前后在另一网点登记"),
                format!("the same member of staff marked at another outlet {seconds} s apart"),
            ),
            (Sign::Document, _) => (
                format!("同一证件在该网点对应 {count} 个电话"),
                format!("one document with {count} phones at this outlet"),
            ),
            (Sign::Image, Gate::Machine) => {
                (format!("同一过机图像用于 {count} 件"), format!("one machine image for {count} items"))
            }
            (Sign::Image, _) => (format!("同一照片用于 {count} 件"), format!("one photo for {count} items")),
            (Sign::Bare, _) => (
                format!("该网点当日有 {count} 个过机标记既无机器、时间，也无图像"),
                format!("{count} machine marks of this outlet's day name no machine, time or image"),
            ),
            (Sign::Order, _) => {
                (format!("关口时间与收寄相差 {count} 分钟"), format!("the gate lies {count} min from acceptance"))
            }
        };
        Bilingual::new(zh, en)
    }
}
