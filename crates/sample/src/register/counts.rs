//! The figures to meet.

use std::sync::LazyLock;

use serde::Deserialize;

/// Every figure, by its part of the reports.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Drug crimes, January 2019 to May 2020.
    pub drug: Drug,
    /// Crimes by delivery, prosecuted in 2020.
    pub delivery: Delivery,
    /// What was not published.
    pub assumed: Assumed,
}

/// Declares figures that are all scaled alike.
macro_rules! figures {
    ($(#[$about:meta])* $name:ident { $($(#[$of:meta])* $field:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$of])* pub $field: u32,)+ }

        impl $name {
            fn scaled(&self, by: u32) -> Self {
                Self { $($field: divided(self.$field, by),)+ }
            }
        }
    };
}

figures! {
    /// Drug crimes, January 2019 to May 2020, national.
    Drug {
        arrested,
        prosecuted,
        early_interventions,
        filing_supervised_cases,
        filing_supervised_persons,
        missed_arrests_corrected,
        missed_arrests_prosecuted,
        missed_arrests_heavy,
        missed_crimes,
        missed_accomplices,
        missed_accomplices_heavy,
        investigation_opinions,
        investigation_opinions_corrected,
        protests,
        protests_changed,
        protests_remanded,
        protest_heavier,
        protest_lighter,
        protest_acquittal_to_conviction,
        chiefs_attended,
        trial_opinions,
        trial_opinions_corrected,
        refused_insufficient_evidence,
        refused_no_crime,
        refused,
        refused_after_exclusion,
        not_prosecuted,
        not_prosecuted_insufficient_evidence,
        not_prosecuted_no_crime,
        not_prosecuted_after_exclusion,
        pleas,
    }
}

figures! {
    /// What was not published and makes the rest possible.
    Assumed {
        sentence_recommendations,
        sentence_recommendations_adopted,
        sentence_recommendations_not_adopted,
        protests_retrial,
        protests_upheld,
        protests_withdrawn,
        all_arrested,
        all_prosecuted,
        arrested_a_year_before,
        prosecuted_a_year_before,
    }
}

figures! {
    /// Cases and the persons in them.
    Pair { cases, persons, }
}

/// Crimes by delivery, prosecuted in 2020, national.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// Drugs.
    pub drug: Pair,
    /// Firearms, ammunition and explosives.
    pub firearm: Pair,
    /// Wild animals and their products.
    pub wildlife: Pair,
}

impl Counts {
    /// Those of the reports.
    ///
    /// # Panics
    /// If the data do not load; a test sees to it that they do.
    pub fn of_reports() -> &'static Self {
        static COUNTS: LazyLock<Counts> = LazyLock::new(|| {
            toml::from_str(include_str!("../../data/register.toml")).unwrap_or_else(|error| panic!("{error}"))
        });
        &COUNTS
    }

    /// Every figure divided and rounded, parts never more than their whole.
    #[must_use]
    pub fn scaled(&self, by: u32) -> Self {
        let by = by.clamp(1, 1_000);
        let mut scaled = Self {
            drug: self.drug.scaled(by),
            delivery: Delivery {
                drug: self.delivery.drug.scaled(by),
                firearm: self.delivery.firearm.scaled(by),
                wildlife: self.delivery.wildlife.scaled(by),
            },
            assumed: self.assumed.scaled(by),
        };
        let drug = &mut scaled.drug;
        let named = drug.refused_insufficient_evidence + drug.refused_no_crime;
        drug.refused = drug.refused.max(named);
        let named = drug.not_prosecuted_insufficient_evidence + drug.not_prosecuted_no_crime;
        drug.not_prosecuted = drug.not_prosecuted.max(named);
        drug.protests_changed = drug
            .protests_changed
            .min(drug.protest_heavier + drug.protest_lighter + drug.protest_acquittal_to_conviction);
        for pair in [&mut scaled.delivery.drug, &mut scaled.delivery.firearm, &mut scaled.delivery.wildlife] {
            pair.persons = pair.persons.max(pair.cases);
        }
        scaled
    }
}

fn divided(figure: u32, by: u32) -> u32 {
    ((figure + by / 2) / by).max(1)
}
