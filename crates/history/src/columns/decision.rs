//! Columns of a decision. They stand beside their record's, so that an answer costs no second key.

use arrow::{array::ArrayRef, datatypes::Field};
use parcel::{Choice, RecordName};

use super::{Text, Texts, columns, word};
use crate::rows::DecisionRow;

columns! {
    /// The answer to a record; all null where there is none.
    DecisionColumns {
        verdict: Text, optional;
        rules: Texts, optional;
        findings: Text, optional;
        pack: Text, optional;
        law: Text, optional;
        catalogue: Text, optional;
        identity_duty: Text, optional;
        inspection_duty: Text, optional;
        machine_duty: Text, optional;
        answer: Text, optional;
    }
}

/// The columns and the parts of an answer that are the same from one row to the next.
pub(crate) struct Decisions {
    columns: DecisionColumns,
    tail: AnswerTail,
    rows: usize,
}

impl Decisions {
    pub(crate) fn new() -> Self {
        Self { columns: DecisionColumns::new(), tail: AnswerTail::default(), rows: 0 }
    }

    pub(crate) fn fields() -> Vec<Field> {
        DecisionColumns::fields()
    }

    /// How many rows there are so far.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    pub(crate) fn append(&mut self, row: &DecisionRow<'_>) {
        let columns = &mut self.columns;
        self.rows += 1;
        word(&mut columns.verdict, Some(row.verdict));
        row.rules.iter().for_each(|rule| columns.rules.values().append_value(rule));
        columns.rules.append(true);
        columns.pack.append_value(row.pack);
        columns.law.append_value(row.law);
        columns.catalogue.append_value(row.catalogue);
        word(&mut columns.identity_duty, Some(row.duties[0]));
        word(&mut columns.inspection_duty, Some(row.duties[1]));
        word(&mut columns.machine_duty, Some(row.duties[2]));
        let findings = findings_of(row, self.tail.of(row));
        columns.findings.append_option(findings);
        super::shown(&mut columns.answer, findings.is_none().then(|| row.answer.concat()));
    }

    /// A record without an answer.
    pub(crate) fn append_none(&mut self) {
        let columns = &mut self.columns;
        self.rows += 1;
        columns.rules.append(false);
        for text in [
            &mut columns.verdict,
            &mut columns.findings,
            &mut columns.pack,
            &mut columns.law,
            &mut columns.catalogue,
            &mut columns.identity_duty,
            &mut columns.inspection_duty,
            &mut columns.machine_duty,
            &mut columns.answer,
        ] {
            text.append_null();
        }
    }

    pub(crate) fn finish(&mut self, out: &mut Vec<ArrayRef>) {
        self.rows = 0;
        self.columns.finish(out);
    }
}

/// What begins the findings of an answer.
const FINDINGS: &str = "\"findings\":";

/// The findings of an answer, if the rest of it can be written again from the other columns, byte for byte.
fn findings_of<'a>(row: &DecisionRow<'a>, tail: &str) -> Option<&'a str> {
    let record: &RecordName = row.name;
    let [name, said] = match row.answer {
        [whole, ""] => whole.split_at(whole.find(FINDINGS)?).into(),
        pieces => pieces,
    };
    let mut digits = [0; 10];
    name.strip_prefix("{\"waybill\":\"")?
        .strip_prefix(record.item.waybill.as_str())?
        .strip_prefix("\",\"operator\":\"")?
        .strip_prefix(record.item.operator.as_str())?
        .strip_prefix("\",\"revision\":")?
        .strip_prefix(decimal(record.revision.get(), &mut digits))?
        .strip_prefix(",\"decision\":\"")?
        .strip_prefix(row.verdict.word())
        .filter(|rest| *rest == "\",")?;
    said.strip_prefix(FINDINGS)?.strip_suffix(tail)
}

/// An answer from its columns: the inverse of `findings_of`.
pub(crate) fn answer(
    waybill: &str,
    operator: &str,
    revision: u32,
    verdict: &str,
    findings: &str,
    editions: [&str; 3],
) -> String {
    let tail = tail_of(editions);
    format!(
        "{{\"waybill\":\"{waybill}\",\"operator\":\"{operator}\",\"revision\":{revision},\"decision\":\"{verdict}\",\
         \"findings\":{findings}{tail}"
    )
}

/// What follows the findings. Hardly ever changes, so the last one is kept.
#[derive(Default)]
struct AnswerTail {
    editions: [String; 3],
    text: String,
}

impl AnswerTail {
    fn of(&mut self, row: &DecisionRow<'_>) -> &str {
        let editions = [row.pack, row.law, row.catalogue];
        if self.text.is_empty() || self.editions != editions {
            self.editions = editions.map(str::to_owned);
            self.text = tail_of(editions);
        }
        &self.text
    }
}

fn tail_of([pack, law, catalogue]: [&str; 3]) -> String {
    // Editions with characters that JSON escapes do not match their answer, which is then kept whole.
    format!(
        ",\"pack\":\"{pack}\",\"law\":\"{law}\",\"catalogue\":{{\"edition\":\"{catalogue}\",\
         \"class_rules\":\"not_evaluated\"}}}}"
    )
}

/// A number in digits, without an allocation.
fn decimal(mut number: u32, digits: &mut [u8; 10]) -> &str {
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    std::str::from_utf8(&digits[start..]).unwrap_or_default()
}
