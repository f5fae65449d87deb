//! The figures are dealt out: which person bears which.

use casebook::acts::{arrest::RefusalReason, prosecution::NonProsecution};

use super::{
    cases::{Arrest, Case, Docket, Effect, End, Group, Judged, Lot, Person, Protest},
    counts::{Counts, Pair},
    days::{DRUG, YEAR, is_in_drug},
};
use crate::dice::Dice;

/// Share of the year's cases by delivery that were prosecuted by the end of May.
const MONTHS_OF_YEAR: u32 = 5;

/// Persons prosecuted whose arrest was approved. Unit: parts per million.
const ARRESTED_PPM: u32 = 740_000;

/// Every case and person, with all that will happen to them.
pub(super) struct Deal {
    pub(super) docket: Docket,
    /// Persons arrested and prosecuted for other crimes in the period of the report on drugs.
    pub(super) others: (u32, u32),
    /// Places of persons in an order of their own, for choosing.
    order: Vec<u32>,
    dice: Dice,
}

impl Deal {
    pub(super) fn new(counts: &Counts, seed: u64) -> Self {
        let mut deal =
            Self { docket: Docket::default(), others: (0, 0), order: Vec::new(), dice: Dice::new(seed ^ 0x7265_6769) };
        deal.prosecuted(counts);
        deal.shuffle();
        deal.protests(counts);
        deal.missed(counts);
        deal.arrests(counts);
        deal.refusals(counts);
        deal.not_prosecuted(counts);
        deal.pleas(counts);
        deal.interventions(counts);
        deal.others = deal.count_others();
        deal
    }

    fn add(&mut self, lot: &Lot) -> std::ops::Range<usize> {
        self.docket.add(lot, &mut self.dice)
    }

    /// Everybody who is prosecuted.
    fn prosecuted(&mut self, counts: &Counts) {
        let delivery = &counts.delivery;
        let part = |whole: u32| (whole * MONTHS_OF_YEAR / 12).max(1);
        let early = Pair { cases: part(delivery.drug.cases), persons: part(delivery.drug.persons) };
        let rest = counts.drug.prosecuted - early.persons;
        let late = (delivery.drug.cases - early.cases, delivery.drug.persons - early.persons);
        let explosive = (delivery.firearm.cases / 6, delivery.firearm.persons / 6);
        let firearm = (delivery.firearm.cases - explosive.0, delivery.firearm.persons - explosive.1);
        let wildlife = (delivery.wildlife.cases, delivery.wildlife.persons);
        // Late ones are arrested after May too.
        let (year, last) = ((YEAR.0, YEAR.2), (YEAR.1 + 140, YEAR.2));
        for (group, by_delivery, (cases, persons), period) in [
            (Group::Drug, true, (early.cases, early.persons), (YEAR.0, YEAR.1)),
            (Group::Drug, false, (rest * 10 / 16, rest), DRUG),
            (Group::Drug, true, late, last),
            (Group::Firearm, true, firearm, year),
            (Group::Explosive, true, explosive, year),
            (Group::Wildlife, true, wildlife, year),
        ] {
            self.add(&Lot { group, delivery: by_delivery, cases, persons, period, end: End::Prosecuted });
        }
    }

    fn shuffle(&mut self) {
        self.order = (0..self.docket.persons.len() as u32).collect();
        for last in (1..self.order.len()).rev() {
            let other = self.dice.below(last as u32 + 1) as usize;
            self.order.swap(last, other);
        }
    }

    /// Changes as many persons as asked, of those that fit.
    fn change(&mut self, mut left: u32, fits: impl Fn(&Person, &Case) -> bool, change: impl Fn(&mut Person)) {
        let Docket { cases, persons } = &mut self.docket;
        for place in &self.order {
            let person = &mut persons[*place as usize];
            if left > 0 && fits(person, &cases[person.case as usize]) {
                change(person);
                left -= 1;
            }
        }
    }

    /// Protests, and what came of them: persons whose sentence nobody proposed.
    fn protests(&mut self, counts: &Counts) {
        let (drug, assumed) = (&counts.drug, &counts.assumed);
        let mut effects = vec![Effect::Heavier; drug.protest_heavier as usize];
        effects.extend(vec![Effect::Lighter; drug.protest_lighter as usize]);
        effects.extend(vec![Effect::AcquittalToConviction; drug.protest_acquittal_to_conviction as usize]);
        let mut twice = (effects.len() as u32).saturating_sub(drug.protests_changed);
        let mut ends = vec![Protest::Changed; drug.protests_changed as usize];
        ends.extend(vec![Protest::Remanded; drug.protests_remanded as usize]);
        ends.extend(vec![Protest::Upheld; assumed.protests_upheld as usize]);
        ends.extend(vec![Protest::Withdrawn; assumed.protests_withdrawn as usize]);
        ends.resize(drug.protests as usize, Protest::Open);
        let (mut retrials, mut chiefs) = (assumed.protests_retrial, drug.chiefs_attended);
        for place in 0..self.order.len() {
            let Some(end) = ends.first().copied() else { return };
            let person = self.order[place] as usize;
            let case = &mut self.docket.cases[self.docket.persons[person].case as usize];
            let fits = case.group == Group::Drug && is_in_drug(case.decided) && case.decided < DRUG.1 - 200;
            let two = end == Protest::Changed && twice > 0;
            if !fits || case.protest.is_some() || case.count != 1 + u32::from(two) {
                continue;
            }
            ends.remove(0);
            // What was changed was changed in second instance, so that every sentence was still open.
            let retrial = retrials > 0 && end != Protest::Changed;
            retrials -= u32::from(retrial);
            case.protest = Some((end, retrial));
            case.attended = chiefs > 0 && end != Protest::Open;
            chiefs -= u32::from(case.attended);
            twice -= u32::from(two);
            for member in case.persons() {
                let member = &mut self.docket.persons[member];
                member.judged = Judged::Plain;
                if end == Protest::Changed {
                    member.effect = effects.pop().unwrap_or(Effect::None);
                }
                if member.effect == Effect::AcquittalToConviction {
                    member.judged = Judged::Acquitted;
                }
            }
        }
    }

    /// Arrests, crimes and accomplices that the police missed.
    fn missed(&mut self, counts: &Counts) {
        let drug = &counts.drug;
        let late = drug.missed_arrests_prosecuted.saturating_sub(drug.missed_arrests_corrected);
        let in_report = |case: &Case| case.group == Group::Drug && is_in_drug(case.decided) && case.protest.is_none();
        let early_enough = |case: &Case| case.judged() < DRUG.1;
        let free = |person: &Person| person.arrest == Arrest::None && !person.accomplice;
        let miss = |person: &mut Person| person.arrest = Arrest::Missed;
        let fits = |person: &Person, case: &Case| free(person) && in_report(case) && is_in_drug(case.arrested);
        self.change(drug.missed_arrests_corrected, fits, miss);
        let before = |person: &Person, case: &Case| free(person) && in_report(case) && case.arrested < DRUG.0;
        self.change(late, before, miss);
        let heavy = |person: &mut Person| person.judged = Judged::Heavy;
        let open = |person: &Person| person.judged == Judged::NotYet;
        self.change(
            drug.missed_arrests_heavy,
            |person, case| open(person) && person.arrest == Arrest::Missed && early_enough(case),
            heavy,
        );
        let Docket { cases, persons } = &self.docket;
        let firsts: Vec<bool> =
            persons.iter().enumerate().map(|(at, person)| cases[person.case as usize].first == at as u32).collect();
        let mut left = drug.missed_accomplices;
        for place in &self.order {
            let person = &self.docket.persons[*place as usize];
            let case = &self.docket.cases[person.case as usize];
            let fits = !firsts[*place as usize] && free(person) && in_report(case) && case.transferred >= DRUG.0;
            if left > 0 && fits {
                self.docket.persons[*place as usize].accomplice = true;
                left -= 1;
            }
        }
        self.change(
            drug.missed_accomplices_heavy,
            |person, case| open(person) && person.accomplice && early_enough(case),
            heavy,
        );
        self.change(
            drug.missed_crimes,
            |person, case| in_report(case) && case.transferred >= DRUG.0 && !person.accomplice && person.crimes == 0,
            |person| person.crimes += 1,
        );
    }

    /// Arrests approved: of those prosecuted, and of those whose case is still open.
    fn arrests(&mut self, counts: &Counts) {
        let mut within = 0;
        for place in 0..self.docket.persons.len() {
            let person = &self.docket.persons[place];
            let case = &self.docket.cases[person.case as usize];
            let counted = case.group == Group::Drug && is_in_drug(case.arrested);
            let full = counted && within >= counts.drug.arrested;
            let fits = person.arrest == Arrest::None && !person.accomplice && !full;
            if fits && self.dice.chance(ARRESTED_PPM) {
                self.docket.persons[place].arrest = Arrest::Approved;
            }
            let arrested = matches!(self.docket.persons[place].arrest, Arrest::Approved | Arrest::Missed);
            within += u32::from(counted && arrested);
        }
        let open = counts.drug.arrested.saturating_sub(within);
        let period = (DRUG.1 - 120, DRUG.1);
        let cases = open.div_ceil(2).min(open);
        let lot = Lot { group: Group::Drug, delivery: false, cases, persons: open, period, end: End::Open };
        for case in self.add(&lot) {
            for place in self.docket.cases[case].persons() {
                self.docket.persons[place].arrest = Arrest::Approved;
            }
        }
    }

    fn refusals(&mut self, counts: &Counts) {
        let drug = &counts.drug;
        let named = drug.refused_insufficient_evidence + drug.refused_no_crime;
        self.change(
            drug.refused.saturating_sub(named),
            |person, case| {
                person.arrest == Arrest::None
                    && !person.accomplice
                    && case.group == Group::Drug
                    && is_in_drug(case.arrested)
            },
            |person| person.arrest = Arrest::Refused(RefusalReason::NoNecessity, false),
        );
        for (count, reason, excluded) in [
            (drug.refused_insufficient_evidence, RefusalReason::InsufficientEvidence, drug.refused_after_exclusion),
            (drug.refused_no_crime, RefusalReason::NoCrime, 0),
        ] {
            let lot =
                Lot { group: Group::Drug, delivery: false, cases: count, persons: count, period: DRUG, end: End::Open };
            for (number, case) in (0..).zip(self.add(&lot)) {
                let case = &mut self.docket.cases[case];
                case.dropped = reason == RefusalReason::NoCrime;
                let person = &mut self.docket.persons[case.first as usize];
                person.arrest = Arrest::Refused(reason, number < excluded);
            }
        }
    }

    fn not_prosecuted(&mut self, counts: &Counts) {
        let drug = &counts.drug;
        let named = drug.not_prosecuted_insufficient_evidence + drug.not_prosecuted_no_crime;
        for (count, ground, excluded) in [
            (
                drug.not_prosecuted_insufficient_evidence,
                NonProsecution::InsufficientEvidence,
                drug.not_prosecuted_after_exclusion,
            ),
            (drug.not_prosecuted_no_crime, NonProsecution::NoCriminalFacts, 0),
            (drug.not_prosecuted.saturating_sub(named), NonProsecution::Discretionary, 0),
        ] {
            for (after, count) in [(true, excluded), (false, count.saturating_sub(excluded))] {
                let end = End::NotProsecuted(ground, after);
                self.add(&Lot { group: Group::Drug, delivery: false, cases: count, persons: count, period: DRUG, end });
            }
        }
    }

    /// Pleas, sentences proposed, and what courts did with them.
    fn pleas(&mut self, counts: &Counts) {
        let assumed = &counts.assumed;
        let fits = |person: &Person, case: &Case| {
            let free = person.judged == Judged::NotYet && !person.accomplice;
            free && case.group == Group::Drug && is_in_drug(case.decided) && case.protest.is_none()
        };
        self.change(counts.drug.pleas, fits, |person| person.plea = true);
        let fits = |person: &Person, _: &Case| person.plea && !person.recommended;
        self.change(assumed.sentence_recommendations, fits, |person| person.recommended = true);
        for (count, judged) in [
            (assumed.sentence_recommendations_adopted, Judged::Adopted),
            (assumed.sentence_recommendations_not_adopted, Judged::NotAdopted),
        ] {
            let fits = |person: &Person, case: &Case| {
                person.recommended && person.judged == Judged::NotYet && case.judged() < DRUG.1
            };
            self.change(count, fits, |person| person.judged = judged);
        }
    }

    fn interventions(&mut self, counts: &Counts) {
        let mut left = counts.drug.early_interventions;
        for case in &mut self.docket.cases {
            let fits = case.group == Group::Drug && is_in_drug(case.filed) && is_in_drug(case.filed + 1);
            if left > 0 && fits && case.first % 7 == 0 {
                case.early = true;
                left -= 1;
            }
        }
    }

    /// Persons arrested and prosecuted for other crimes in the period of the report on drugs.
    fn count_others(&self) -> (u32, u32) {
        let (mut arrested, mut prosecuted) = (0, 0);
        for person in &self.docket.persons {
            let case = &self.docket.cases[person.case as usize];
            if case.group != Group::Drug {
                let approved = person.arrest == Arrest::Approved;
                arrested += u32::from(approved && is_in_drug(case.arrested));
                prosecuted += u32::from(is_in_drug(case.decided));
            }
        }
        (arrested, prosecuted)
    }
}
