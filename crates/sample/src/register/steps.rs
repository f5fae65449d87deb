//! What happens on which day: one step an act, in the order in which acts are recorded.

use super::{
    cases::{Arrest, Case, End, Judged, Person, Protest},
    days::DayNumber,
    deal::Deal,
};

/// A kind of act, before its words are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Registered,
    Filed,
    Added,
    Early,
    Requested,
    ExclusionRaised,
    ExclusionDecided,
    MissedArrest,
    Decided,
    Dropped,
    Transferred,
    Accomplice,
    AccompliceCorrected,
    Crime,
    Returned,
    Resubmitted,
    Plea,
    Recommended,
    Prosecuted,
    NotProsecuted,
    Judged,
    TookEffect,
    Protested,
    Attended,
    Concluded,
}

/// One act to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) day: DayNumber,
    pub(super) case: u32,
    /// Place among the steps of the case.
    order: u16,
    pub(super) kind: Kind,
    /// The person that it is upon; the first of the case where it is upon all.
    pub(super) person: u32,
}

/// Every step, by day.
pub(super) fn of(deal: &Deal) -> Vec<Step> {
    let mut steps = Vec::with_capacity(deal.docket.persons.len() * 7);
    for (number, case) in (0..).zip(&deal.docket.cases) {
        let persons = &deal.docket.persons[case.persons()];
        let mut of_case = OfCase { case: number, first: case.first, day: case.filed, steps: &mut steps, order: 0 };
        of_case.investigation(case, persons);
        of_case.review(case, persons);
        of_case.court(case, persons);
    }
    steps.sort_by_key(|step| (step.day, step.case, step.order));
    steps
}

struct OfCase<'a> {
    case: u32,
    first: u32,
    /// The day of the latest step: none goes back.
    day: DayNumber,
    order: u16,
    steps: &'a mut Vec<Step>,
}

impl OfCase<'_> {
    fn step(&mut self, day: DayNumber, kind: Kind, member: usize) {
        self.day = self.day.max(day);
        let person = self.first + member as u32;
        self.steps.push(Step { day: self.day, case: self.case, order: self.order, kind, person });
        self.order += 1;
    }

    fn each(&mut self, day: DayNumber, kind: Kind, persons: &[Person], fits: impl Fn(&Person) -> bool) {
        for member in (0..persons.len()).filter(|member| fits(&persons[*member])) {
            self.step(day, kind, member);
        }
    }

    fn investigation(&mut self, case: &Case, persons: &[Person]) {
        self.step(case.filed, Kind::Registered, 0);
        self.step(case.filed, Kind::Filed, 0);
        self.each(case.filed, Kind::Added, persons, |person| !person.accomplice);
        if case.early {
            self.step(case.filed + 1, Kind::Early, 0);
        }
        let asked = |person: &Person| matches!(person.arrest, Arrest::Approved | Arrest::Refused(..));
        if persons.iter().any(asked) {
            self.step(case.requested, Kind::Requested, 0);
        }
        if persons.iter().any(|person| matches!(person.arrest, Arrest::Refused(_, true))) {
            self.step(case.requested, Kind::ExclusionRaised, 0);
            self.step(case.arrested, Kind::ExclusionDecided, 0);
        }
        self.each(case.arrested, Kind::MissedArrest, persons, |person| person.arrest == Arrest::Missed);
        self.each(case.arrested, Kind::Decided, persons, |person| person.arrest != Arrest::None);
        if case.dropped {
            self.step(case.arrested + 12, Kind::Dropped, 0);
        }
    }

    fn review(&mut self, case: &Case, persons: &[Person]) {
        if persons.iter().all(|person| person.end == End::Open) {
            return;
        }
        self.step(case.transferred, Kind::Transferred, 0);
        self.each(case.transferred + 5, Kind::Accomplice, persons, |person| person.accomplice);
        self.each(case.transferred + 5, Kind::AccompliceCorrected, persons, |person| person.accomplice);
        self.each(case.transferred + 6, Kind::Crime, persons, |person| person.crimes > 0);
        if case.returned {
            self.step(case.transferred + 28, Kind::Returned, 0);
            self.step(case.transferred + 55, Kind::Resubmitted, 0);
        }
        if persons.iter().any(|person| matches!(person.end, End::NotProsecuted(_, true))) {
            self.step(case.transferred + 56, Kind::ExclusionRaised, 0);
            self.step(case.decided, Kind::ExclusionDecided, 0);
        }
        self.each(case.decided - 4, Kind::Plea, persons, |person| person.plea);
        self.each(case.decided, Kind::Recommended, persons, |person| person.recommended);
        if persons.iter().any(|person| person.end == End::Prosecuted) {
            self.step(case.decided, Kind::Prosecuted, 0);
        }
        self.each(case.decided, Kind::NotProsecuted, persons, |person| matches!(person.end, End::NotProsecuted(..)));
    }

    fn court(&mut self, case: &Case, persons: &[Person]) {
        let judged = case.judged();
        self.each(judged, Kind::Judged, persons, |person| person.judged != Judged::NotYet);
        let Some((end, retrial)) = case.protest else { return };
        let filed = if retrial { judged + 45 } else { judged + 6 };
        if retrial {
            self.step(judged + 12, Kind::TookEffect, 0);
        }
        self.step(filed, Kind::Protested, 0);
        if case.attended {
            self.step(filed + 30, Kind::Attended, 0);
        }
        if end != Protest::Open {
            self.step(filed + 40, Kind::Concluded, 0);
        }
    }
}
