//! States of an item and the events that lead from one to the next.

use crate::{EventKind, choice::choice, kind::Outcome};

choice! {
    /// Where an item stands.
    State {
        Recorded = "recorded",
        TakenIn = "taken_in",
        TurnedAway = "turned_away",
        Held = "held",
        Opened = "opened",
        Released = "released",
        HandedOver = "handed_over",
        Delivered = "delivered",
        Returned = "returned",
        Destroyed = "destroyed",
    }
}

impl State {
    /// The first state of an item, by what the operator said it did.
    pub fn first(outcome: Option<Outcome>) -> Self {
        match outcome {
            None => Self::Recorded,
            Some(Outcome::TakenIn) => Self::TakenIn,
            Some(Outcome::TurnedAway) => Self::TurnedAway,
        }
    }

    /// Whether nothing but a staff report may follow.
    pub fn is_final(self) -> bool {
        matches!(self, Self::TurnedAway | Self::Delivered | Self::Returned | Self::Destroyed)
    }

    /// The state after an event, or `None` where this state does not allow it.
    pub fn after(self, event: EventKind) -> Option<Self> {
        if !self.allows(event) {
            return None;
        }
        Some(match event {
            EventKind::TakenIn => Self::TakenIn,
            EventKind::TurnedAway => Self::TurnedAway,
            EventKind::OpenedClear | EventKind::OpenedFound => Self::Opened,
            EventKind::Held => Self::Held,
            EventKind::Released => Self::Released,
            EventKind::HandedOver => Self::HandedOver,
            EventKind::Delivered => Self::Delivered,
            EventKind::Returned => Self::Returned,
            EventKind::Destroyed => Self::Destroyed,
            EventKind::XrayClear | EventKind::XraySuspect | EventKind::StaffReport => self,
        })
    }

    /// Whether this state allows the event (wire contract, "States of an item").
    pub fn allows(self, event: EventKind) -> bool {
        use EventKind as E;
        if event == E::StaffReport {
            return true;
        }
        match self {
            Self::Recorded => true,
            Self::TakenIn | Self::Released => !matches!(event, E::TakenIn | E::TurnedAway),
            Self::Held | Self::Opened => !matches!(event, E::TakenIn | E::TurnedAway | E::Delivered),
            Self::HandedOver => matches!(event, E::Released | E::Returned | E::Destroyed),
            Self::TurnedAway | Self::Delivered | Self::Returned | Self::Destroyed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Choice;

    fn allowed(state: State) -> Vec<&'static str> {
        EventKind::ALL.iter().copied().filter(|event| state.allows(*event)).map(Choice::word).collect()
    }

    #[test]
    fn states_allow_what_the_contract_says() {
        assert_eq!(allowed(State::Recorded).len(), EventKind::ALL.len());
        assert_eq!(allowed(State::TakenIn).len(), EventKind::ALL.len() - 2);
        assert_eq!(allowed(State::HandedOver), ["released", "returned", "destroyed", "staff_report"]);
        assert_eq!(
            allowed(State::Held),
            [
                "xray_clear",
                "xray_suspect",
                "opened_clear",
                "opened_found",
                "held",
                "released",
                "handed_over",
                "returned",
                "destroyed",
                "staff_report"
            ]
        );
        for state in State::ALL.iter().copied().filter(|state| state.is_final()) {
            assert_eq!(allowed(state), ["staff_report"]);
        }
    }

    #[test]
    fn a_machine_changes_no_state() {
        assert_eq!(State::Held.after(EventKind::XraySuspect), Some(State::Held));
        assert_eq!(State::Delivered.after(EventKind::StaffReport), Some(State::Delivered));
        assert_eq!(State::Delivered.after(EventKind::XrayClear), None);
    }
}
