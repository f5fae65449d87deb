//! A penalty step by step: filed, told, heard, decided or spared, served, paid.

use law::{Penalties, PenaltyBasis, StepRule};
use parcel::{Bilingual, Choice, Day};

use crate::{
    Act,
    acts::{
        ActKind, ActKind as K, Payload,
        order::{NoticePart, OrderIssued, PenaltyDecided, PenaltyForm, PenaltyTold, Sparing},
    },
    legality::document::{Breach, Outcome, demand},
    measure::ClockNotes,
    words::words,
};

words! {
    /// How far a penalty has come.
    PenaltyStage {
        None = "none" "未立案",
        Filed = "filed" "已立案",
        Told = "told" "已告知",
        HearingAsked = "hearing_asked" "已要求听证",
        HearingHeld = "hearing_held" "已听证",
        Decided = "decided" "已决定",
        Served = "served" "已送达",
        Paid = "paid" "已缴纳",
        Spared = "spared" "不予处罚",
    }
}

/// A penalty, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PenaltyState {
    /// When it was filed.
    pub filed: Option<Day>,
    /// What the operator was told.
    pub told: Option<(Day, PenaltyTold)>,
    /// When the operator stated its case, and whether that held.
    pub heard: Vec<(Day, bool)>,
    /// When a hearing was asked for.
    pub hearing_asked: Option<Day>,
    /// When it was given up.
    pub hearing_waived: Option<Day>,
    /// When it was held.
    pub hearing_held: Option<Day>,
    /// What was decided.
    pub decided: Option<(Day, PenaltyDecided)>,
    /// Why nothing was imposed.
    pub spared: Option<(Day, Sparing)>,
    /// When the decision was served.
    pub served: Option<Day>,
    /// When the fine was paid.
    pub paid: Option<Day>,
}

impl PenaltyState {
    /// How far it has come.
    pub fn stage(&self) -> PenaltyStage {
        match () {
            () if self.spared.is_some() => PenaltyStage::Spared,
            () if self.paid.is_some() => PenaltyStage::Paid,
            () if self.served.is_some() => PenaltyStage::Served,
            () if self.decided.is_some() => PenaltyStage::Decided,
            () if self.hearing_held.is_some() => PenaltyStage::HearingHeld,
            () if self.hearing_asked.is_some() => PenaltyStage::HearingAsked,
            () if self.told.is_some() => PenaltyStage::Told,
            () if self.filed.is_some() => PenaltyStage::Filed,
            () => PenaltyStage::None,
        }
    }

    /// Filed, and neither decided nor spared.
    pub fn is_pending(&self) -> bool {
        self.filed.is_some() && self.decided.is_none() && self.spared.is_none()
    }

    pub(super) fn apply(&mut self, act: &Act, clocks: &mut ClockNotes) {
        let (day, by) = (act.day, act.sequence);
        match &act.payload {
            Payload::PenaltyFiled(_) => {
                self.filed = Some(day);
                clocks.start_day("penalty-decision", day, None, by);
            }
            Payload::PenaltyTold(told) => {
                self.told = Some((day, told.clone()));
                if told.tells.contains(&NoticePart::Hearing) {
                    clocks.start_day("hearing-request", day, None, by);
                }
            }
            Payload::PartyHeard(heard) => self.heard.push((day, heard.holds)),
            Payload::HearingAsked(_) => {
                self.hearing_asked = Some(day);
                clocks.done("hearing-request", day);
            }
            Payload::HearingWaived(_) => {
                self.hearing_waived = Some(day);
                clocks.lapse("hearing-request", day);
            }
            Payload::HearingHeld(_) => self.hearing_held = Some(day),
            Payload::PenaltyDecided(decided) => {
                self.decided = Some((day, decided.clone()));
                clocks.done("penalty-decision", day);
                clocks.lapse("hearing-request", day);
                clocks.start_day("penalty-service", day, None, by);
            }
            Payload::PenaltySpared(spared) => {
                self.spared = Some((day, spared.why));
                clocks.done("penalty-decision", day);
                clocks.lapse("hearing-request", day);
            }
            Payload::PenaltyServed(_) => {
                self.served = Some(day);
                clocks.done("penalty-service", day);
                if self.decided.as_ref().is_some_and(|(_, decided)| decided.fine_yuan.is_some()) {
                    clocks.start_day("fine-payment", day, None, by);
                }
            }
            Payload::FinePaid(_) => {
                self.paid = Some(day);
                clocks.done("fine-payment", day);
            }
            _ => {}
        }
    }

    pub(super) fn order(&self, kind: ActKind) -> Outcome {
        match kind {
            K::PenaltyFiled => return demand(self.filed.is_none(), "penalty-filed-first"),
            K::PenaltyServed => return demand(self.decided.is_some() && self.served.is_none(), "penalty-service"),
            K::FinePaid => {
                let fined = self.decided.as_ref().is_some_and(|(_, decided)| decided.fine_yuan.is_some());
                return demand(fined && self.served.is_some() && self.paid.is_none(), "penalty-service");
            }
            _ => demand(self.is_pending(), "penalty-filed-first")?,
        }
        let told = self.told.is_some();
        let hearing = self.told.as_ref().is_some_and(|(_, told)| told.tells.contains(&NoticePart::Hearing));
        let unasked = self.hearing_asked.is_none() && self.hearing_waived.is_none();
        match kind {
            K::PenaltyTold => demand(!told, "penalty-told"),
            K::PartyHeard => demand(told, "penalty-told"),
            K::HearingAsked | K::HearingWaived => demand(hearing && unasked, "hearing-right"),
            K::HearingHeld => demand(self.hearing_asked.is_some() && self.hearing_held.is_none(), "hearing-right"),
            K::PenaltyDecided => {
                demand(told, "penalty-told")?;
                demand(self.hearing_asked.is_none() || self.hearing_held.is_some(), "hearing-decision")
            }
            K::PenaltySpared => Ok(()),
            _ => Err(Breach::Rule("document-other")),
        }
    }

    pub(super) fn particulars(
        &self,
        issued: &OrderIssued,
        clocks: &ClockNotes,
        fulfilled: bool,
        day: Day,
        payload: &Payload,
    ) -> Outcome {
        match payload {
            Payload::PenaltyTold(told) => {
                let basis = basis(issued, &told.breach, day)?;
                let tells = |part: NoticePart| told.tells.contains(&part);
                demand(tells(NoticePart::Reasons) && tells(NoticePart::Defence), "penalty-told")?;
                let heavy = told.forms.iter().any(|form| is_heavy(*form));
                demand(tells(NoticePart::Hearing) || !heavy, "hearing-right")?;
                fits(basis, &told.forms, told.fine_yuan, &[], told.serious)
            }
            // Asked for in time: five working days of the notice.
            Payload::HearingAsked(_) => demand(!clocks.is_past("hearing-request", day), "hearing-period"),
            Payload::PenaltyDecided(decided) => self.decide(issued, clocks, day, decided),
            Payload::PenaltySpared(spared) => {
                let corrected = matches!(spared.why, Sparing::MinorCorrected | Sparing::FirstSlight);
                demand(fulfilled || !corrected, "penalty-spared")
            }
            _ => Ok(()),
        }
    }

    fn decide(&self, issued: &OrderIssued, clocks: &ClockNotes, day: Day, decided: &PenaltyDecided) -> Outcome {
        let basis = basis(issued, &decided.breach, day)?;
        fits(basis, &decided.forms, decided.fine_yuan, &decided.persons_fine_yuan, decided.serious)?;
        let Some((_, told)) = &self.told else { return Err(Breach::Rule("penalty-told")) };
        demand(told.breach == decided.breach, "penalty-told")?;
        let open = clocks.latest("hearing-request").is_some_and(crate::measure::DocumentClock::is_open);
        demand(!open || clocks.is_past("hearing-request", day), "hearing-period")?;
        let more = decided.fine_yuan.unwrap_or(0) > told.fine_yuan.unwrap_or(0);
        let other = decided.forms.iter().any(|form| !told.forms.contains(form));
        demand(!(more || other || (decided.serious && !told.serious)), "penalty-no-heavier")
    }
}

/// Suspension and revocation always carry the right to a hearing; which fine is large is for the regulator to say.
fn is_heavy(form: PenaltyForm) -> bool {
    matches!(form, PenaltyForm::Suspension | PenaltyForm::Revocation)
}

fn basis(issued: &OrderIssued, breach: &str, day: Day) -> Result<&'static PenaltyBasis, Breach> {
    let named = issued.breaches.iter().any(|known| known == breach);
    let basis = Penalties::built_in().find(breach, day).filter(|_| named);
    basis.ok_or(Breach::Rule("breach-known"))
}

/// Forms and amounts lie within what the basis allows.
fn fits(basis: &PenaltyBasis, forms: &[PenaltyForm], fine: Option<u64>, persons: &[u64], serious: bool) -> Outcome {
    let listed = |form: &PenaltyForm| basis.forms(serious).iter().any(|word| word == form.word());
    let within =
        |range: Option<[u64; 2]>, amount: u64| range.is_some_and(|[least, most]| (least..=most).contains(&amount));
    let fined = forms.contains(&PenaltyForm::Fine) == fine.is_some();
    let amounts = fine.is_none_or(|fine| within(basis.fine_yuan(serious), fine))
        && persons.iter().all(|fine| within(basis.person_fine_yuan(), *fine));
    let known = !serious || basis.knows_serious();
    let holds = !forms.is_empty() && forms.iter().all(listed) && fined && amounts && known;
    if holds { Ok(()) } else { Err(Breach::Basis(Box::new(range(basis, serious)))) }
}

/// What the basis allows, as the rule that is broken.
fn range(basis: &PenaltyBasis, serious: bool) -> StepRule {
    let forms: Vec<_> = basis.forms(serious).iter().filter_map(|word| PenaltyForm::from_word(word)).collect();
    let list = |name: fn(Bilingual) -> String| {
        let names = forms.iter().map(|form| name(crate::Named::label(*form)));
        names.collect::<Vec<_>>().join(name(Bilingual::new("、", ", ")).as_str())
    };
    let amount = |range: Option<[u64; 2]>| range.map(|[least, most]| format!("{least}..{most}"));
    let fine = amount(basis.fine_yuan(serious)).unwrap_or_else(|| "—".to_owned());
    let person = amount(basis.person_fine_yuan()).unwrap_or_else(|| "—".to_owned());
    StepRule {
        id: basis.breach.clone(),
        cite: basis.cite.clone(),
        says: Bilingual::new(
            format!("可以：{}；罚款{fine}元；责任人员罚款{person}元", list(|text| text.zh)),
            format!("it allows: {}; a fine of {fine} yuan; responsible persons {person} yuan", list(|text| text.en)),
        ),
        valid_from: Some(basis.valid_from),
        valid_to: basis.valid_to,
        status: basis.status,
    }
}
