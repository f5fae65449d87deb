//! From circumstances to duties: the slow way, walked once for each combination that occurs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use parcel::{Bilingual, Day, DutyState, Gate, Provision, Request, kind::OperatorKind};

use crate::{
    Article, Due, Duties, GateDuty, Ground, Refusal, Situation, Status,
    book::{Book, DutyRow},
    duties::{Saying, Verification},
    scope::Case,
    situation::Speech,
    territory::Territory,
};

/// Sayings made so far, so that combinations that say the same share it.
pub(crate) type Sayings = Mutex<HashMap<(Arc<str>, u32, Situation, Verification, String), Arc<Saying>>>;

/// Works out the duties of a case on a day.
pub(crate) fn duties(book: &Book, sayings: &Sayings, case: Case, day: Day) -> Duties {
    let resolver = Resolver { book, sayings, case, day, review: review(book, case, day) };
    let gates = [Gate::Identity, Gate::Inspection, Gate::Machine].map(|gate| resolver.gate(gate));
    let gap = gates[..2].iter().any(|gate| gate.state == DutyState::NoRule);
    let refusals = std::array::from_fn(|ground| resolver.refusal(Ground::ALL[ground]));
    let sayings = std::array::from_fn(|situation| resolver.saying(Situation::ALL[situation], &gates, &refusals));
    Duties { gates, refusals, sayings, gap }
}

struct Resolver<'a> {
    book: &'a Book,
    sayings: &'a Sayings,
    case: Case,
    day: Day,
    review: Bilingual,
}

impl Resolver<'_> {
    fn gate(&self, gate: Gate) -> GateDuty {
        let fits = |row: &DutyRow| {
            let status = row.scope.binds(self.case)?.and(row.status);
            Some((row.state, row.due, status, self.book.in_force(&row.provision, self.day)?.clone()))
        };
        let mut rows = self.book.duties.iter().filter(|row| row.gate == gate).filter_map(fits);
        let Some((state, due, status, article)) = rows.next() else {
            return GateDuty {
                state: DutyState::NoRule,
                due: Due::AtAcceptance,
                articles: Vec::new(),
                status: Status::Unverified,
            };
        };
        let status = status.and(article.text);
        let beside = rows.filter(|row| row.0 == state && row.1 == due).map(|row| row.3);
        GateDuty { state, due, articles: std::iter::once(article).chain(beside).collect(), status }
    }

    fn refusal(&self, ground: Ground) -> Option<Refusal> {
        let mut rows = self.book.refusals.iter().filter(|row| row.ground == ground);
        let (status, article) =
            rows.find_map(|row| Some((row.scope.binds(self.case)?, self.book.in_force(&row.provision, self.day)?)))?;
        let words = article.must_not_accept(ground)?.clone();
        let verification = Verification { rule: status.and(article.text), dates: article.dates };
        let speech = &self.book.grounds[ground as usize];
        let request = Arc::new(self.request(speech)?);
        Some(Refusal { words, provision: provision(article, speech), request, verification })
    }

    fn saying(&self, situation: Situation, gates: &[GateDuty; 3], refusals: &[Option<Refusal>]) -> Arc<Saying> {
        let (article, rule) = self.authority(situation, gates, refusals);
        let verification = Verification { rule, dates: article.dates };
        let key = (article.id.clone(), article.version, situation, verification, self.review.en.clone());
        let mut sayings = self.sayings.lock().unwrap_or_else(PoisonError::into_inner);
        sayings.entry(key).or_insert_with(|| Arc::new(self.say(situation, &article, verification))).clone()
    }

    fn say(&self, situation: Situation, article: &Article, verification: Verification) -> Saying {
        let speech = &self.book.situations[situation as usize];
        let request = self.request(speech).map(Arc::new);
        Saying { provision: provision(article, speech), request, verification }
    }

    /// The article that a situation cites.
    fn authority(
        &self,
        situation: Situation,
        gates: &[GateDuty; 3],
        refusals: &[Option<Refusal>],
    ) -> (Arc<Article>, Status) {
        use Situation as S;
        let of_gate = |gate: Gate| {
            gates[gate as usize].articles.first().map(|article| (article.clone(), gates[gate as usize].status))
        };
        let of_find = || {
            let id =
                refusals[Ground::ProhibitedFound as usize].as_ref().map(|refusal| refusal.provision.rule.clone())?;
            self.book.in_force(&id, self.day).map(|article| (article.clone(), Status::Verified))
        };
        let always = |id: &str| self.book.in_force(id, self.day).map(|article| (article.clone(), article.text));
        let cited = match situation {
            S::IdentityMissing
            | S::IdentityExemptWithoutGround
            | S::IdentityMismatch
            | S::IdentityRefused
            | S::IdentityNotAsked => of_gate(Gate::Identity),
            S::InspectionMissing | S::InspectionExemptWithoutGround | S::InspectionRefused | S::InspectionNotAsked => {
                of_gate(Gate::Inspection)
            }
            S::OneOfMissing => of_gate(Gate::Inspection).or_else(|| of_gate(Gate::Machine)),
            S::MachineMissing | S::MachineExemptWithoutGround | S::MachineOnArrival => of_gate(Gate::Machine),
            S::XraySuspect | S::FoundWithoutRule => of_find().or_else(|| of_gate(Gate::Inspection)),
            S::XraySuspectLetter => always("postal.secrecy"),
            S::PlaceStandsIn => always("contract.place"),
            S::Gap => None,
        };
        cited.unwrap_or_else(|| self.gap())
    }

    /// What is cited where nothing was found.
    fn gap(&self) -> (Arc<Article>, Status) {
        let known_kind = matches!(
            self.case.kind,
            OperatorKind::Postal | OperatorKind::Express | OperatorKind::NetworkFreight | OperatorKind::BulkFreight
        );
        let id = match (self.case.place, known_kind) {
            (Territory::Abroad, _) => "gap.abroad",
            (_, true) => "gap.day",
            (_, false) => "gap.format",
        };
        let article = self.book.articles[id][0].clone();
        let text = article.text;
        (article, text)
    }

    fn request(&self, speech: &Speech) -> Option<Request> {
        let (asks, remedy) = speech.request.as_ref()?;
        let remedy =
            Bilingual::new(format!("{}{}", remedy.zh, self.review.zh), format!("{} {}", remedy.en, self.review.en));
        Some(Request { asks: *asks, remedy })
    }
}

/// What is said of the item, then what the article says, with its citation.
fn provision(article: &Article, speech: &Speech) -> Arc<Provision> {
    let message = Bilingual::new(
        format!("{}{}：{}。", speech.message.zh, article.cite.zh, article.says.zh),
        format!("{} {}: {}.", speech.message.en, article.cite.en, article.says.en),
    );
    Arc::new(Provision {
        rule: article.id.to_string(),
        version: article.version,
        message,
        source: article.cite.en.clone(),
    })
}

/// Where to ask for review, with the citations of the day.
fn review(book: &Book, case: Case, day: Day) -> Bilingual {
    let fits = |row: &&crate::book::ReviewRow| {
        row.scope.binds(case).is_some() && row.cites.iter().all(|id| book.in_force(id, day).is_some())
    };
    let row = book.reviews.iter().find(fits).or(book.reviews.last());
    let Some(row) = row else { return Bilingual::new("", "") };
    let cited = row.cites.iter().filter_map(|id| Some((format!("{{{id}}}"), book.in_force(id, day)?)));
    cited.fold(row.text.clone(), |text, (mark, article)| {
        Bilingual::new(text.zh.replace(&mark, &article.cite.zh), text.en.replace(&mark, &article.cite.en))
    })
}
