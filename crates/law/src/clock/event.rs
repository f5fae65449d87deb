//! What a case does with a clock after it has started.

use std::sync::Arc;

use parcel::{Bilingual, Day};
use serde::{Deserialize, Serialize};

use super::Cite;

/// A dated event of a running clock. Who acted, and by which document, stands with the act in the ledger of cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// An extension was approved: the next that the law allows.
    Extended {
        /// The day of the approval; after the last day of the period it is refused.
        day: Day,
        /// The day on which it was asked for, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requested: Option<Day>,
        /// How many days, where the law leaves a range; none: all of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u16>,
    },
    /// Days that do not count.
    Paused {
        /// Id of the ground.
        ground: String,
        /// The first day that does not count.
        from: Day,
        /// The last day that does not count; none: it goes on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Day>,
    },
    /// The whole period runs anew from a day.
    Restarted {
        /// Id of the ground.
        ground: String,
        /// The day of the act from which it runs.
        day: Day,
    },
    /// What was owed was done.
    Done {
        /// The day on which it was done.
        day: Day,
    },
}

impl Event {
    /// The day by which events are put in order.
    pub fn day(&self) -> Day {
        match self {
            Self::Extended { day, .. } | Self::Restarted { day, .. } | Self::Done { day } => *day,
            Self::Paused { from, .. } => *from,
        }
    }
}

/// What a ground does to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroundEffect {
    /// Days do not count.
    Pause,
    /// The whole period runs anew.
    Restart,
}

/// A ground on which a clock pauses or restarts.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Id in the data, e.g. `psychiatric_evaluation`.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// What it does.
    pub effect: GroundEffect,
    /// Its articles.
    pub cites: Vec<Cite>,
    /// How often in one case, where the law says so; the limit is shared by every office that had the case.
    pub times_max: Option<u16>,
    /// Whether it may happen when the period before has ended.
    pub after_expiry: bool,
}
