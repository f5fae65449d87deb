//! Bulletins as they were published, and what each of their figures would be today.
//!
//! A published figure is never changed; where later acts move it, the revision says from what to what and by which acts.

use casebook::{
    Casebook, CasebookError, Subject, SubjectId, SubjectKind,
    acts::Payload,
    acts::publication::{BulletinPublished, FigurePublished},
    case::effective,
};

use crate::{Ask, AskError, Computed, Period, Register, Source, compute, template::Template};

/// A published figure that would be another today.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The act that published it.
    pub published_by: u64,
    /// The figure.
    pub ask: Ask,
    /// As published; none: it could not be derived.
    pub was: Option<String>,
    /// As it is now; none: it cannot be derived.
    pub is: Option<String>,
}

/// Why revisions could not be listed.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// The casebook did not answer.
    #[error(transparent)]
    Casebook(#[from] CasebookError),
    /// A figure was published under a definition that this program does not have: use the version that published it.
    #[error(transparent)]
    Ask(#[from] AskError),
}

/// The subject under which a bulletin of a period is published, e.g. `publication:drug-casework.2019-01..2020-05`.
pub fn subject(bulletin: &str, period: Period) -> Option<Subject> {
    let id = SubjectId::parse(&format!("{bulletin}.{period}"))?;
    Some(Subject { kind: SubjectKind::Publication, id })
}

/// What is recorded when a bulletin leaves the house: every figure of its text.
///
/// # Errors
/// [`AskError`]: the template asks for something that is not defined.
pub fn publication(
    source: &impl Source,
    template: &Template,
    period: Period,
    small_cells_below: u32,
) -> Result<Option<BulletinPublished>, AskError> {
    let asks: Vec<_> = template.figures().into_iter().map(|name| template.ask(name, period)).collect();
    let figures: Option<Vec<_>> = compute(source, &asks)?.iter().map(kept).collect();
    let ids = SubjectId::parse(&template.id).zip(SubjectId::parse(&period.to_string()));
    Ok(figures.zip(ids).map(|(figures, (bulletin, period))| BulletinPublished {
        bulletin,
        period,
        as_of: source.as_of(),
        code: crate::compute::CODE.to_owned(),
        small_cells_below,
        figures,
    }))
}

fn kept(figure: &Computed) -> Option<FigurePublished> {
    Some(FigurePublished {
        indicator: SubjectId::parse(&figure.ask.indicator)?,
        scope: SubjectId::parse(&figure.ask.scope)?,
        value: figure.printed(),
        numerator: figure.numerator,
        denominator: figure.denominator,
    })
}

/// Every figure of earlier publications of a bulletin that would be another today, in the order of publication.
///
/// # Errors
/// [`RevisionError`]
pub fn revisions(casebook: &Casebook, bulletin: &str, period: Period) -> Result<Vec<Revision>, RevisionError> {
    let Some(subject) = subject(bulletin, period) else { return Ok(Vec::new()) };
    let acts = casebook.ledger().acts_of(&subject, u64::MAX)?;
    let now = Register::read(casebook, None)?;
    let mut revisions = Vec::new();
    for act in effective(&acts)? {
        let Payload::BulletinPublished(published) = &act.payload else { continue };
        let ask = |figure: &FigurePublished| Ask {
            indicator: figure.indicator.as_str().to_owned(),
            scope: figure.scope.as_str().to_owned(),
            period,
        };
        let asks: Vec<_> = published.figures.iter().map(ask).collect();
        for (figure, now) in published.figures.iter().zip(compute(&now, &asks)?) {
            let is = now.printed();
            if figure.value != is {
                revisions.push(Revision { published_by: act.sequence, ask: now.ask, was: figure.value.clone(), is });
            }
        }
    }
    Ok(revisions)
}
