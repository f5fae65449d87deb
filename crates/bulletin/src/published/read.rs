//! From files of figures to releases, series and checks: every problem at once.

use std::collections::{BTreeMap, BTreeSet};

use parcel::Bilingual;

use super::{
    Check, Figure, Published, Release, Series, Stated,
    raw::{RawCheck, RawFile, RawRelease, RawSeries},
};
use crate::{BulletinError, Diagnostic, Exact, Period, formula::Formula};

/// Units that a series may have.
const UNITS: [&str; 6] = ["cases", "persons", "person_times", "case_times", "documents", "percent"];

/// Figures of files that are read at once.
const FIGURES_MAX: usize = 100_000;

pub(super) fn published(files: &[(&str, &str)], known: Option<&Published>) -> Result<Published, BulletinError> {
    let mut reader = Reader { problems: Vec::new(), file: String::new() };
    let raw: Vec<_> = files.iter().filter_map(|(name, text)| Some((*name, reader.parse(name, text)?))).collect();
    let mut all = Published {
        series: known.map(|known| known.series.clone()).unwrap_or_default(),
        checks: known.map(|known| known.checks.clone()).unwrap_or_default(),
        releases: Vec::new(),
    };
    let mut releases = Vec::new();
    let mut checks = Vec::new();
    for (name, file) in raw {
        (*name).clone_into(&mut reader.file);
        for series in file.series {
            reader.series(series, &mut all.series);
        }
        releases.extend(file.release.into_iter().map(|release| (name, release)));
        checks.extend(file.check.into_iter().map(|check| (name, check)));
    }
    for (name, check) in checks {
        (*name).clone_into(&mut reader.file);
        all.checks.extend(reader.check(&check, &all.series));
    }
    for (name, release) in releases {
        (*name).clone_into(&mut reader.file);
        all.releases.extend(reader.release(release, &all.series));
    }
    reader.releases(&all.releases);
    all.releases.sort_by(|one, other| (one.day, &one.id).cmp(&(other.day, &other.id)));
    if reader.problems.is_empty() { Ok(all) } else { Err(BulletinError::Data(reader.problems)) }
}

struct Reader {
    problems: Vec<Diagnostic>,
    file: String,
}

impl Reader {
    fn problem(&mut self, entry: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) {
        self.problems.push(Diagnostic {
            file: self.file.clone(),
            entry: entry.into(),
            message: Bilingual::new(zh, en),
        });
    }

    /// A file that begins with a brace is JSON, any other TOML.
    fn parse(&mut self, name: &str, text: &str) -> Option<RawFile> {
        name.clone_into(&mut self.file);
        let read = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| error.to_string())
        } else {
            toml::from_str(text).map_err(|error| error.to_string())
        };
        read.map_err(|error| self.problem("file", format!("无法读取：{error}"), format!("cannot be read: {error}")))
            .ok()
    }

    fn series(&mut self, raw: RawSeries, series: &mut BTreeMap<String, Series>) {
        if !UNITS.contains(&raw.unit.as_str()) {
            let units = UNITS.join(", ");
            self.problem(
                &raw.id,
                format!("unit“{}”不被接受；可通过：{units}", raw.unit),
                format!("unit \"{}\" is not accepted; would pass: {units}", raw.unit),
            );
        }
        let added = Series { id: raw.id.clone(), name: raw.name, unit: raw.unit };
        if series.insert(raw.id.clone(), added).is_some() {
            self.problem(raw.id, "series重复", "the series is there twice; a known one need not be declared");
        }
    }

    fn check(&mut self, raw: &RawCheck, series: &BTreeMap<String, Series>) -> Option<Check> {
        let entry = format!("check {}", raw.series);
        self.known(&entry, &raw.series, series);
        let formula = Formula::parse(&raw.formula);
        let months_within = raw.months_within.as_deref().map(Exact::parse);
        if months_within.is_some_and(|factor| factor.is_none_or(|factor| factor <= Exact::ONE)) {
            self.problem(&entry, "months_within须大于1，例如\"1.5\"", "months_within must be above 1, e.g. \"1.5\"");
        }
        let formula = match formula {
            Ok(formula) => formula,
            Err(message) => {
                self.problem(entry, message.zh, message.en);
                return None;
            }
        };
        for part in formula.parts() {
            self.known(&entry, &part.series, series);
        }
        Some(Check {
            series: raw.series.clone(),
            formula,
            relation: raw.relation,
            months_within: months_within.flatten(),
            note: raw.note.clone(),
        })
    }

    fn known(&mut self, entry: &str, id: &str, series: &BTreeMap<String, Series>) {
        if !series.contains_key(id) {
            let names: Vec<_> = series.keys().map(String::as_str).collect();
            let names = names.join(", ");
            self.problem(
                entry,
                format!("未知的series“{id}”；请先声明，或使用：{names}"),
                format!("unknown series \"{id}\"; declare it, or use one of: {names}"),
            );
        }
    }

    fn release(&mut self, raw: RawRelease, series: &BTreeMap<String, Series>) -> Option<Release> {
        let mut figures = Vec::new();
        for (period, stated) in &raw.figures {
            let entry = format!("{} {period}", raw.id);
            let Ok(period) = period.parse::<Period>() else {
                self.problem(
                    entry,
                    "期间的写法不被接受；可通过：2021-01..2021-09",
                    "not a period; would pass: 2021-01..2021-09",
                );
                continue;
            };
            for (id, text) in stated {
                let entry = format!("{entry} {id}");
                self.known(&entry, id, series);
                let unit = series.get(id).map(|series| series.unit.as_str());
                figures.extend(self.figure(&entry, (id, period), text, unit, &raw));
            }
        }
        if figures.len() > FIGURES_MAX {
            self.problem(&raw.id, "数字过多，至多100000个", "too many figures: at most 100000");
            return None;
        }
        Some(Release {
            id: raw.id,
            day: raw.day,
            day_verified: !raw.day_unverified,
            scope: raw.scope.unwrap_or_else(|| "national".to_owned()),
            title: raw.title,
            source: raw.source,
            confidence: raw.confidence,
            figures,
        })
    }

    fn figure(
        &mut self,
        entry: &str,
        (series, period): (&str, Period),
        text: &str,
        unit: Option<&str>,
        release: &RawRelease,
    ) -> Option<Figure> {
        let stated = Stated::parse(text);
        let interval = stated.as_ref().and_then(|stated| stated.interval(release.percentages));
        let (Some(stated), Some(interval)) = (stated, interval) else {
            let forms = "108663, 108,663, 86.8万, 868k, 3000+, 29.6%, -29.84%, >0%, <0%";
            self.problem(
                entry,
                format!("“{text}”不是数字；可通过：{forms}"),
                format!("\"{text}\" is no figure; would pass: {forms}"),
            );
            return None;
        };
        let of_percent = stated.is_percent() || stated.is_claim();
        if unit.is_some_and(|unit| (unit == "percent") != of_percent) {
            self.problem(
                entry,
                format!("“{text}”与该series的单位不符"),
                format!("\"{text}\" does not fit the unit of the series"),
            );
        }
        Some(Figure { series: series.to_owned(), period, stated, interval })
    }

    fn releases(&mut self, releases: &[Release]) {
        let mut seen = BTreeSet::new();
        for release in releases {
            if !seen.insert(&release.id) {
                self.problem(&release.id, "release重复", "the release is there twice");
            }
        }
    }
}
