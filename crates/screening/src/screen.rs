//! One record in, one decision and its notices out.
//!
//! What depends on the record alone is prepared, in parallel if the caller likes;
//! windows are read and filled one record after the other, in the order of the journal.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use law::{Circumstances, Law};
use parcel::{
    Bilingual, Choice, Decision, DutyState, Evidence, Finding, Gate, HintEffect, Item, ItemName, Notice, Provision,
    PseudonymousEvent, Value,
};

use crate::{
    Diagnostic, duty,
    goods::Catalogue,
    pack::Pack,
    rules::{Explained, Fired, Mode, Pass, Rule, Scratch, Subject},
    window::{Abstention, Entry, Insertion, KeyKind, Windows},
};

/// How far ahead of its intake an event may lie and still enter windows: the bound that acceptances have.
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(10);

/// The evaluator behind live, test, back-test and replay.
pub struct Screener {
    law: &'static Law,
    catalogue: &'static Catalogue,
    pack: Arc<Pack>,
    abstained: Arc<Provision>,
}

/// What the record alone says, before any window is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// What the law asks of each gate, in the order of [`Gate`].
    pub duties: [DutyState; 3],
    /// Findings of duty, then of goods.
    pub findings: Vec<Finding>,
    /// What windows will keep of it; none of a letter.
    pub entry: Option<Entry>,
}

/// What is said of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The answer.
    pub decision: Decision,
    /// What windows over other keys than the sender raise, in order of key kind and rule.
    pub notices: Vec<Notice>,
    /// What the law asks of each gate, in the order of [`Gate`].
    pub duties: [DutyState; 3],
    /// What to keep so that windows can be filled again, and whether they hold it; none of a letter.
    pub entry: Option<(Entry, Insertion)>,
    /// What rules in shadow say, in the same order. Reaches nobody who decides.
    pub shadow: Vec<ShadowHit>,
    /// How many live rules over other keys could not be told. For metrics: they raise nothing.
    pub notices_abstained: u32,
}

/// What is said of an event that tells of a pass through a machine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PassOutcome {
    /// What windows over machines, images and places raise on the item.
    pub notices: Vec<Notice>,
    /// What rules in shadow say.
    pub shadow: Vec<ShadowHit>,
    /// What to keep so that windows can be filled again, and whether they hold it.
    pub entry: Option<(Entry, Insertion)>,
    /// How many live rules could not be told.
    pub notices_abstained: u32,
}

/// What a rule in shadow says: recorded, and touches nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct ShadowHit {
    /// The rule.
    pub provision: Arc<Provision>,
    /// What its windows count over; none where it looks at the record alone.
    pub key: Option<KeyKind>,
    /// What it would have done.
    pub effect: HintEffect,
    /// What made it fire; never a pseudonym.
    pub evidence: Evidence,
}

impl Screener {
    /// A screener of the built-in law, catalogue and pack.
    pub fn built_in() -> Result<Self, Vec<Diagnostic>> {
        Ok(Self::new(Law::built_in(), Catalogue::built_in(), Arc::new(Pack::built_in()?)))
    }

    /// A screener of a law edition, a catalogue and a pack.
    pub fn new(law: &'static Law, catalogue: &'static Catalogue, pack: Arc<Pack>) -> Self {
        let abstained = Arc::new(abstained(&pack));
        Self { law, catalogue, pack, abstained }
    }

    /// The pack in use; a store of windows is made for its measures.
    pub fn pack(&self) -> &Arc<Pack> {
        &self.pack
    }

    /// The law edition in use.
    pub fn law(&self) -> &'static Law {
        self.law
    }

    /// The catalogue in use.
    pub fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
    }

    /// Says what depends on the record alone. Needs no order.
    pub fn prepare(&self, item: &Item) -> Prepared {
        let duties = self.law.duties(&Circumstances::of(item));
        let mut findings = duty::findings(item, duties);
        findings.extend(self.catalogue.findings(item));
        let mut states = [DutyState::NoRule; 3];
        Gate::ALL.iter().zip(&mut states).for_each(|(gate, state)| *state = duties.gate(*gate).state);
        Prepared { duties: states, findings, entry: Entry::of(item) }
    }

    /// Decides, in the order of the journal: reads the windows, then puts the record in.
    ///
    /// `received_at` is the journaled instant of intake: notices carry it, so that replay gives the same.
    pub fn decide(
        &self,
        item: &Item,
        prepared: Prepared,
        received_at: Timestamp,
        windows: &mut impl Windows,
        scratch: &mut Scratch,
    ) -> Outcome {
        let Prepared { duties, findings, entry } = prepared;
        let mut said = Said::new(self, item.item(), received_at, findings);
        if let Some(own) = &entry {
            let rules = self.pack.rules();
            rules.evaluate(Subject::Item(item), own, windows, scratch, |fired| said.add(fired));
            if let Some(pass) = Pass::of_item(item) {
                rules.evaluate(Subject::Pass(&pass), own, windows, scratch, |fired| said.add(fired));
            }
        }
        said.note_abstentions();
        let Said { findings, notices, shadow, abstained, .. } = said;
        let decision = Decision {
            name: item.name.clone(),
            findings,
            pack: self.pack.name().clone(),
            law: self.law.edition().clone(),
            catalogue: self.catalogue.reach(),
        };
        let entry = entry.map(|entry| match windows.insert(&entry) {
            Insertion::Full => (entry.missed(), Insertion::Full),
            insertion => (entry, insertion),
        });
        Outcome { decision, notices, duties, entry, shadow, notices_abstained: abstained }
    }

    /// Looks at an event that tells of a pass through a machine, in the order of the journal: reads the windows, then
    /// puts it in. Nothing is said of other events, nor of a pass of a letter or of an item that windows no longer hold.
    pub fn pass(
        &self,
        event: &PseudonymousEvent,
        received_at: Timestamp,
        windows: &mut impl Windows,
        scratch: &mut Scratch,
    ) -> PassOutcome {
        let ahead = event.at.duration_since(received_at) > AHEAD_MAX;
        let entry = Entry::of_pass(event).filter(|entry| !ahead && windows.holds(entry.item));
        let (Some(pass), Some(entry)) = (Pass::of_event(event), entry) else { return PassOutcome::default() };
        let mut said = Said::new(self, &event.item, received_at, Vec::new());
        self.pack.rules().evaluate(Subject::Pass(&pass), &entry, windows, scratch, |fired| said.add(fired));
        let Said { notices, shadow, abstained, .. } = said;
        let entry = match windows.insert(&entry) {
            Insertion::Full => (entry.missed(), Insertion::Full),
            insertion => (entry, insertion),
        };
        PassOutcome { notices, shadow, entry: Some(entry), notices_abstained: abstained }
    }

    /// Says of every rule why it fires on an acceptance or does not, before the windows are filled with it.
    ///
    /// Nothing is said of a letter.
    pub fn explain(&self, item: &Item, windows: &mut impl Windows) -> Vec<Explained<'_>> {
        let Some(own) = Entry::of(item).filter(|entry| !entry.is_blank()) else { return Vec::new() };
        let pass = Pass::of_item(item);
        self.pack.rules().explain(Some(Subject::Item(item)), pass.as_ref().map(Subject::Pass), &own, windows)
    }
}

/// What was said so far of one record.
struct Said<'a> {
    screener: &'a Screener,
    item: &'a ItemName,
    received_at: Timestamp,
    findings: Vec<Finding>,
    notices: Vec<Notice>,
    shadow: Vec<ShadowHit>,
    mute: Vec<Value>,
    abstained: u32,
}

impl<'a> Said<'a> {
    fn new(screener: &'a Screener, item: &'a ItemName, received_at: Timestamp, findings: Vec<Finding>) -> Self {
        let (notices, shadow, mute) = (Vec::new(), Vec::new(), Vec::new());
        Self { screener, item, received_at, findings, notices, shadow, mute, abstained: 0 }
    }

    fn add(&mut self, fired: Fired<'_>) {
        match fired {
            Fired::Holds(rule, evidence) => self.holds(rule, evidence),
            Fired::Abstains(rule, _) if rule.mode == Mode::Shadow => {}
            Fired::Abstains(rule, why) if rule.notice().is_none() => self.mute.push(mute(rule, why)),
            Fired::Abstains(..) => self.abstained += 1,
        }
    }

    /// A rule over the sender or the record alone enters the decision; over any other key it raises a notice;
    /// in shadow it does neither.
    fn holds(&mut self, rule: &Rule, evidence: Evidence) {
        let (provision, effect) = (rule.provision.clone(), rule.effect.clone());
        if rule.mode == Mode::Shadow {
            self.shadow.push(ShadowHit { provision, key: rule.key, effect, evidence });
            return;
        }
        match rule.notice() {
            None => self.findings.push(Finding::Pattern { provision, effect, evidence }),
            Some(key) => self.notices.push(Notice {
                item: self.item.clone(),
                provision,
                key,
                effect,
                evidence,
                pack: self.screener.pack.name().clone(),
                raised_at: self.received_at,
            }),
        }
    }

    /// One note for all rules over the sender that could not be told.
    fn note_abstentions(&mut self) {
        if !self.mute.is_empty() {
            self.findings.push(Finding::Pattern {
                provision: self.screener.abstained.clone(),
                effect: HintEffect::Note,
                evidence: Evidence::default().with("rules", std::mem::take(&mut self.mute)),
            });
        }
    }
}

fn mute(rule: &Rule, why: Abstention) -> Value {
    let evidence = Evidence::default()
        .with("rule", rule.provision.rule.as_str())
        .with("version", u64::from(rule.provision.version))
        .with("reason", why.word());
    Value::Fields(evidence)
}

fn abstained(pack: &Pack) -> Provision {
    Provision {
        rule: "pattern.abstained".to_owned(),
        version: 1,
        message: Bilingual::new(
            "部分规则所需的时间窗口已不完整，这些规则未作判断。",
            "The windows that some rules need are no longer complete; these rules say nothing of this item.",
        ),
        source: format!("Rule pack {}", pack.name()),
    }
}

#[cfg(test)]
mod tests;
