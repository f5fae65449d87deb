//! Rows: duties, orders, refusals, reviews, retention.

use super::*;
use crate::{Due, RetentionPeriod, retention::RetentionRow};
use parcel::{DutyState, Gate, kind::ItemKind};

impl Reader<'_> {
    pub(super) fn duties(&mut self, known: &Known) -> Vec<DutyRow> {
        let rows = self.parse::<RawDuties>("duties.toml").map_or_else(Vec::new, |raw| raw.duty);
        rows.into_iter().map(|row| self.duty(row, known)).collect()
    }

    fn duty(&mut self, row: RawDuty, known: &Known) -> DutyRow {
        let status = self.status(&row.provision, row.status, row.why.as_ref());
        if row.state == DutyState::NoRule {
            self.problem(format!("{}: no rule is what stays without a row", row.provision));
        }
        DutyRow {
            gate: row.gate,
            state: row.state,
            due: row.due.unwrap_or(Due::AtAcceptance),
            provision: self.known(&row.provision, known),
            scope: Scope {
                who: self.who(&row.who, known.words),
                items: row.items,
                agreement: row.agreement,
                place: self.regions(&row.place),
                place_outside: self.regions(&row.place_outside),
                destination: self.regions(&row.destination),
            },
            status,
        }
    }

    /// Orders become articles and rows of the machine gate; those without a last day become articles only.
    pub(super) fn orders(
        &mut self,
        raw: RawOrders,
        words: &[Arc<Word>],
        articles: &mut HashMap<Arc<str>, Vec<Arc<Article>>>,
    ) -> Vec<DutyRow> {
        let mut rows = Vec::new();
        for order in raw.order {
            self.bilingual(&order.id, &order.says);
            let article = order_article(&order);
            if order.valid_to.is_some() {
                rows.push(self.order_row(&order, words, article.id.clone()));
            }
            if articles.insert(article.id.clone(), vec![Arc::new(article)]).is_some() {
                self.problem(format!("order {} is there twice", order.id));
            }
        }
        rows
    }

    fn order_row(&mut self, order: &RawOrder, words: &[Arc<Word>], provision: Arc<str>) -> DutyRow {
        let who = ["postal_enterprise", "express_enterprise"].map(ToOwned::to_owned);
        DutyRow {
            gate: Gate::Machine,
            state: DutyState::Owed,
            due: Due::AtAcceptance,
            provision,
            scope: Scope {
                who: self.who(&who, words),
                items: vec![ItemKind::Document, ItemKind::Parcel],
                place: self.regions(&order.place),
                destination: self.regions(&order.destination),
                ..Scope::default()
            },
            status: Status::Unverified,
        }
    }

    pub(super) fn refusals(&mut self, known: &Known) -> Vec<RefusalRow> {
        let rows = self.parse::<RawRefusals>("refusals.toml").map_or_else(Vec::new, |raw| raw.refusal);
        rows.into_iter().map(|row| self.refusal(row, known)).collect()
    }

    fn refusal(&mut self, row: RawRefusal, known: &Known) -> RefusalRow {
        let provision = self.known(&row.provision, known);
        let forbids =
            |editions: &Vec<Arc<Article>>| editions.iter().all(|article| article.must_not_accept(row.ground).is_some());
        if !known.articles.get(&provision).is_some_and(forbids) {
            self.problem(format!("{provision} does not say \"must not accept\" on the ground {}", row.ground.word()));
        }
        let scope = Scope {
            who: self.who(&row.who, known.words),
            items: row.items,
            place: self.regions(&row.place),
            ..Scope::default()
        };
        RefusalRow { ground: row.ground, provision, scope }
    }

    pub(super) fn reviews(&mut self, known: &Known) -> Vec<ReviewRow> {
        let rows = self.parse::<RawReviews>("reviews.toml").map_or_else(Vec::new, |raw| raw.review);
        let reviews: Vec<_> = rows.into_iter().map(|row| self.review(row, known)).collect();
        if !reviews.last().is_some_and(|row| row.cites.is_empty()) {
            self.problem("the last row must cite nothing, so that one always fits");
        }
        reviews
    }

    fn review(&mut self, row: RawReview, known: &Known) -> ReviewRow {
        self.bilingual("review", &row.text);
        let scope = Scope { who: self.who(&row.who, known.words), place: self.regions(&row.place), ..Scope::default() };
        ReviewRow { scope, cites: row.cites.iter().map(|id| self.known(id, known)).collect(), text: row.text }
    }

    pub(super) fn retention(&mut self, known: &Known) -> Vec<RetentionRow> {
        let rows = self.parse::<RawRetentions>("retention.toml").map_or_else(Vec::new, |raw| raw.retention);
        rows.into_iter().filter_map(|row| self.kept(&row, known)).collect()
    }

    fn kept(&mut self, row: &RawRetention, known: &Known) -> Option<RetentionRow> {
        let period = match (row.at_least_months, row.at_least_days, row.shortest) {
            (Some(months), None, None) => RetentionPeriod::AtLeastMonths(months),
            (None, Some(days), None) => RetentionPeriod::AtLeastDays(days),
            (None, None, Some(true)) => RetentionPeriod::Shortest,
            _ => {
                self.problem(format!("{}: exactly one of at_least_months, at_least_days, shortest", row.provision));
                return None;
            }
        };
        Some(RetentionRow {
            class: row.class,
            region: row.region.as_ref().and_then(|region| self.region(region)),
            period,
            provision: self.known(&row.provision, known),
            status: self.status(&row.provision, row.status, row.why.as_ref()),
        })
    }

    fn status(&mut self, id: &str, status: Option<Status>, why: Option<&String>) -> Status {
        if status == Some(Status::Unverified) && why.is_none() {
            self.problem(format!("{id}: unverified without a why"));
        }
        status.unwrap_or(Status::Verified)
    }

    fn known(&mut self, id: &str, known: &Known) -> Arc<str> {
        if let Some((id, _)) = known.articles.get_key_value(id) {
            return id.clone();
        }
        self.problem(format!("no provision {id}"));
        id.into()
    }

    fn who(&mut self, ids: &[String], words: &[Arc<Word>]) -> Vec<Arc<Word>> {
        let mut who = Vec::new();
        for id in ids {
            match words.iter().find(|word| *word.id == **id) {
                Some(word) => who.push(word.clone()),
                None => self.problem(format!("no word {id}")),
            }
        }
        who
    }

    fn regions(&mut self, codes: &[String]) -> Vec<Region> {
        codes.iter().filter_map(|code| self.region(code)).collect()
    }

    fn region(&mut self, code: &str) -> Option<Region> {
        Region::parse(code).map_err(|_| self.problem(format!("no region {code}"))).ok()
    }
}

fn order_article(order: &RawOrder) -> Article {
    let cite = Bilingual::new(
        format!("{}通知（{}年，据新闻报道）", order.issuer.zh, order.year),
        format!("{} notice {} (as reported)", order.issuer.en, order.year),
    );
    Article {
        id: order.id.as_str().into(),
        version: 1,
        cite,
        says: order.says.clone(),
        valid_from: Some(order.valid_from),
        valid_to: order.valid_to,
        text: Status::Unverified,
        dates: Status::Unverified,
        why: Some(order.why.clone()),
        must_not_accept: Vec::new(),
    }
}
