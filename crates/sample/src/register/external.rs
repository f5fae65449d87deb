//! Figures from elsewhere on which shares and changes rest: totals of other crimes, and the year before.

use casebook::{
    NewAct, Office, Role, Subject, SubjectKind,
    acts::{
        Payload,
        publication::{FigureOrigin, FigureStated},
    },
};
use parcel::Region;

use super::{
    Counts,
    days::{self, DRUG, DayNumber},
    deal::Deal,
    expand::{id, recorded_at},
};

/// When they were entered: after the period of the report.
const ENTERED: DayNumber = DRUG.1 + 4;

/// The acts that state them, by day.
pub(super) fn acts(counts: &Counts, deal: &Deal) -> Vec<(DayNumber, NewAct)> {
    let (drug, assumed) = (&counts.drug, &counts.assumed);
    let (arrested, prosecuted) = deal.others;
    let (period, before) = ("2019-01..2020-05", "2018-01..2019-05");
    let figure = |series: &str, period: &str, value: u32, from: &str| {
        let stated = FigureStated {
            series: id(series),
            period: id(period),
            value: u64::from(value),
            origin: FigureOrigin::BackSolved,
            source: format!("no figure was published; solved back from the report on drug crimes of June 2020: {from}"),
        };
        (ENTERED, act(stated))
    };
    vec![
        figure(
            "other-crimes-arrested",
            period,
            assumed.all_arrested.saturating_sub(drug.arrested + arrested),
            "arrests for drug crimes are 8.47 % of all",
        ),
        figure(
            "other-crimes-prosecuted",
            period,
            assumed.all_prosecuted.saturating_sub(drug.prosecuted + prosecuted),
            "prosecutions of drug crimes are 6.13 % of all",
        ),
        figure("arrests.drug", before, assumed.arrested_a_year_before, "29.84 % fewer than a year before"),
        figure("prosecutions.drug", before, assumed.prosecuted_a_year_before, "21.31 % fewer than a year before"),
    ]
}

fn act(stated: FigureStated) -> NewAct {
    NewAct {
        subject: Subject { kind: SubjectKind::Publication, id: id("external-figures") },
        day: days::day(ENTERED),
        recorded_at: recorded_at(ENTERED),
        actor: "S90001".to_owned(),
        role: Role::Statistician,
        office: Office {
            name: "最高人民检察院".to_owned(),
            region: Region::parse("110101").unwrap_or_else(|fault| panic!("{}", fault.would_pass)),
        },
        purpose: "统计 statistics".to_owned(),
        key: None,
        payload: Payload::FigureStated(stated),
    }
}
