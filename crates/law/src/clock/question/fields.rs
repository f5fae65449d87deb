//! The fields of a question, each checked and answered by name.

use parcel::Day;
use serde_json::{Map, Value};

use crate::clock::{Choice, ClockProblem, Clocks, Event, Moment, Opening, Start};

/// The fields of a question.
const FIELDS: [&str; 8] = ["clock", "start", "custody", "options", "events", "law_day", "on", "reference"];
/// The kinds of events.
const EVENTS: [&str; 4] = [
    r#"{"kind":"extended","day":"2026-11-20"}"#,
    r#"{"kind":"paused","ground":"psychiatric_evaluation","from":"2026-10-10","to":"2026-10-20"}"#,
    r#"{"kind":"restarted","ground":"new_major_crime","day":"2026-11-01"}"#,
    r#"{"kind":"done","day":"2026-11-20"}"#,
];
/// Most events of one question.
const EVENTS_MAX: usize = 64;
/// Most characters of a reference.
const REFERENCE_MAX: usize = 64;

/// The line as an object.
pub(super) fn object(line: &[u8]) -> Result<Map<String, Value>, Vec<ClockProblem>> {
    let example = r#"{"clock":"filing-reasons","start":"2026-09-25","custody":false,"options":{}}"#;
    match serde_json::from_slice(line) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(vec![ClockProblem::new(
            "not_an_object",
            "",
            "该行不是 JSON 对象",
            "the line is not a JSON object",
            [example],
        )]),
        Err(error) => {
            let place = error.column();
            let (zh, en) = (format!("该行不是 JSON（第{place}列）"), format!("the line is not JSON (column {place})"));
            Err(vec![ClockProblem::new("not_json", "", zh, en, [example])])
        }
    }
}

/// The fields of a line while they are read.
pub(super) struct Fields<'a> {
    pub(super) clocks: &'a Clocks,
    pub(super) problems: Vec<ClockProblem>,
    pub(super) map: Map<String, Value>,
}

impl Fields<'_> {
    /// Start, custody, option and the day whose law governs; none where one of them is wrong.
    pub(super) fn opening(&mut self, clock: Option<&str>) -> Option<Opening> {
        let start = self.start();
        let custody = self.custody();
        let option = self.option(clock);
        let law_day = self.day("law_day");
        Some(Opening { start: start?, custody: custody.ok()?, option: option.ok()?, law_day: law_day.ok()? })
    }

    /// Fields that do not exist.
    pub(super) fn unknown(&mut self) {
        let keys = self.map.keys().filter(|key| !FIELDS.contains(&key.as_str()));
        for key in keys.map(|key| shown(key)).collect::<Vec<_>>() {
            self.wrong("unknown_field", &key, "没有这个字段", "there is no such field", FIELDS);
        }
    }

    pub(super) fn reference(&mut self) -> Option<String> {
        match self.given("reference")? {
            Value::String(text) if text.chars().count() <= REFERENCE_MAX => return Some(text),
            _ => self.wrong(
                "wrong_type",
                "reference",
                "应为不超过64字的文字",
                "a text of at most 64 characters is expected",
                ["\"A-17\""],
            ),
        }
        None
    }

    fn wrong<const N: usize>(&mut self, code: &'static str, field: &str, zh: &str, en: &str, allowed: [&str; N]) {
        let (zh, en) = (format!("{field}：{zh}"), format!("{field}: {en}"));
        self.problems.push(ClockProblem::new(code, field, zh, en, allowed));
    }

    fn given(&self, field: &str) -> Option<Value> {
        self.map.get(field).filter(|value| !value.is_null()).cloned()
    }

    pub(super) fn clock(&mut self) -> Option<String> {
        match self.given("clock") {
            Some(Value::String(clock)) => return Some(clock),
            Some(_) => self.wrong("wrong_type", "clock", "应为文字", "a text is expected", ["\"filing-reasons\""]),
            None => {
                let all = self.clocks.all().map(|clock| clock.id.to_string());
                let problem = ClockProblem::new(
                    "missing",
                    "clock",
                    "缺少 clock（期限名称）",
                    "clock (which clock) is missing",
                    all,
                );
                self.problems.push(problem);
            }
        }
        None
    }

    fn start(&mut self) -> Option<Start> {
        let examples = ["2026-09-25", "2026-09-25T10:20:00+08:00"];
        match self.given("start") {
            Some(Value::String(text)) => {
                let start = date(&text).map(Start::Day).or_else(|| Moment::parse(&text).map(Start::Moment));
                if start.is_none() {
                    self.wrong(
                        "not_a_date",
                        "start",
                        "不是日期，也不是 RFC 3339 时刻",
                        "neither a date nor an RFC 3339 instant",
                        examples,
                    );
                }
                return start;
            }
            Some(_) => self.wrong("wrong_type", "start", "应为文字", "a text is expected", examples),
            None => self.wrong("missing", "start", "缺少起算日", "the start is missing", examples),
        }
        None
    }

    fn custody(&mut self) -> Result<Option<bool>, ()> {
        match self.given("custody") {
            None => Ok(None),
            Some(Value::Bool(custody)) => Ok(Some(custody)),
            Some(_) => {
                self.wrong(
                    "wrong_type",
                    "custody",
                    "应为 true 或 false",
                    "true or false is expected",
                    ["true", "false"],
                );
                Err(())
            }
        }
    }

    pub(super) fn day(&mut self, field: &str) -> Result<Option<Day>, ()> {
        match self.given(field) {
            None => Ok(None),
            Some(value) => value.as_str().and_then(date).map(Some).ok_or_else(|| {
                self.wrong("not_a_date", field, "应为日期", "a date is expected", ["2026-09-25"]);
            }),
        }
    }

    fn option(&mut self, clock: Option<&str>) -> Result<Option<u16>, ()> {
        let options = match self.given("options") {
            None => return Ok(None),
            Some(Value::Object(options)) => options,
            Some(_) => {
                self.wrong("wrong_type", "options", "应为对象", "an object is expected", ["{\"extension\":1}"]);
                return Err(());
            }
        };
        let Some(clock) = clock.and_then(|clock| self.clocks.get(clock)).cloned() else { return Ok(None) };
        let choice = clock.option.as_ref();
        let mut value = Ok(None);
        for (name, given) in &options {
            if let Some(choice) = choice.filter(|choice| choice.name == *name) {
                value = value.and(self.number(choice, given));
            } else {
                self.unknown_option(&clock.id, name, choice);
                value = Err(());
            }
        }
        value
    }

    fn unknown_option(&mut self, clock: &str, name: &str, choice: Option<&Choice>) {
        let name = shown(name);
        let known = choice.map(|choice| format!("{} ({} .. {})", choice.name, choice.min, choice.max));
        let (zh, en) = match &known {
            Some(known) => (
                format!("{clock} 没有选项“{name}”，可用：{known}"),
                format!("{clock} has no option \"{name}\"; it has: {known}"),
            ),
            None => (
                format!("{clock} 没有选项“{name}”，该期限不带选项"),
                format!("{clock} has no option \"{name}\"; it takes none"),
            ),
        };
        let allowed: Vec<_> = choice.map(|choice| choice.name.clone()).into_iter().collect();
        self.problems.push(ClockProblem::new("unknown_option", format!("options.{name}"), zh, en, allowed));
    }

    fn number(&mut self, choice: &Choice, given: &Value) -> Result<Option<u16>, ()> {
        match given {
            Value::Null => return Ok(None),
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                // Out of the range of the type is out of every range of the law: answered as such when the clock is opened.
                let fitting = number.as_u64().and_then(|number| u16::try_from(number).ok());
                let value = fitting.filter(|value| (choice.min..=choice.max).contains(value));
                if value.is_some() {
                    return Ok(value);
                }
                self.problems.push(choice.problem(
                    "out_of_range",
                    "超出法律允许的范围",
                    "it lies outside of what the law allows",
                ));
            }
            _ => self.problems.push(choice.problem("wrong_type", "应为整数", "a whole number is expected")),
        }
        Err(())
    }

    pub(super) fn events(&mut self) -> Vec<(usize, Event)> {
        let list = match self.given("events") {
            None => return Vec::new(),
            Some(Value::Array(list)) if list.len() <= EVENTS_MAX => list,
            Some(_) => {
                self.wrong("wrong_type", "events", "应为不超过64项的列表", "a list of at most 64 is expected", EVENTS);
                return Vec::new();
            }
        };
        let mut events = Vec::new();
        for (place, value) in list.into_iter().enumerate() {
            match serde_json::from_value(value) {
                Ok(event) => events.push((place, event)),
                Err(_) => self.wrong(
                    "wrong_event",
                    &format!("events[{place}]"),
                    "不是可识别的事件",
                    "this is not an event",
                    EVENTS,
                ),
            }
        }
        events
    }
}

/// A date as `2026-09-25` and nothing else.
fn date(text: &str) -> Option<Day> {
    let shape = text.len() == 10
        && text
            .bytes()
            .zip(*b"dddd-dd-dd")
            .all(|(byte, sort)| if sort == b'd' { byte.is_ascii_digit() } else { byte == b'-' });
    shape.then(|| text.parse().ok()).flatten()
}

/// What was typed, cut to a length that can be shown.
fn shown(text: &str) -> String {
    text.chars().take(64).collect()
}
