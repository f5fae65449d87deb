//! How long records of each class are kept, by place and day.

use std::sync::Arc;

use parcel::{Day, Region};

use crate::{Article, Law, Status, situation::named};

named! {
    /// Classes of records with a period of their own.
    DataClass {
        /// What real-name acceptance registered.
        IdentityRegistration = "identity_registration",
        /// Waybills and what stands on them.
        Waybill = "waybill",
        /// Records of receipt inspection.
        InspectionRecord = "inspection_record",
        /// Images of inspection by machine.
        MachineImage = "machine_image",
        /// Documents of consignment and collection of freight.
        FreightDocument = "freight_document",
        /// Images of public security video.
        SurveillanceVideo = "surveillance_video",
        /// Transactions of a platform.
        PlatformTransaction = "platform_transaction",
    }
}

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionPeriod {
    /// Not shorter than so many months.
    AtLeastMonths(u16),
    /// Not shorter than so many days.
    AtLeastDays(u16),
    /// The shortest time that the purpose needs: no number in the law.
    Shortest,
}

/// How long a class of records is kept at a place on a day, and by which provision.
#[derive(Clone, Debug)]
pub struct Retention {
    /// How long.
    pub period: RetentionPeriod,
    /// The provision in force on the day.
    pub article: Arc<Article>,
    /// Whether it is sure that the article says so of this class.
    pub status: Status,
}

/// One row of the table.
#[derive(Clone, Debug)]
pub(crate) struct RetentionRow {
    pub(crate) class: DataClass,
    pub(crate) region: Option<Region>,
    pub(crate) period: RetentionPeriod,
    pub(crate) provision: Arc<str>,
    pub(crate) status: Status,
}

impl Law {
    /// How long records of `class` made at `place` are kept, by the provision in force on `day`; none: no rule found.
    pub fn retention(&self, class: DataClass, place: Region, day: Day) -> Option<Retention> {
        let fits = |row: &&RetentionRow| row.class == class && row.region.is_none_or(|region| place.lies_in(region));
        self.book().retention.iter().filter(fits).find_map(|row| {
            let article = self.book().in_force(&row.provision, day)?.clone();
            let status = row.status.and(article.text);
            Some(Retention { period: row.period, article, status })
        })
    }
}
