//! A question about a clock as a line of JSON, answered in one line: every problem at once, each by name.

use parcel::Day;
use serde_json::{Map, Value, json};

use super::{Answer, Choice, ClockProblem, Clocks, Event, Ledger, Moment, Opening, Start};

/// The fields of a question.
const FIELDS: [&str; 7] = ["clock", "start", "custody", "options", "events", "law_day", "on"];
/// The kinds of events.
const EVENTS: [&str; 4] = [
    r#"{"kind":"extended","day":"2026-11-20"}"#,
    r#"{"kind":"paused","ground":"psychiatric_evaluation","from":"2026-10-10","to":"2026-10-20"}"#,
    r#"{"kind":"restarted","ground":"new_major_crime","day":"2026-11-01"}"#,
    r#"{"kind":"done","day":"2026-11-20"}"#,
];
/// Most events of one question.
const EVENTS_MAX: usize = 64;

/// Answers a line such as `{"clock":"filing-reasons","start":"2026-09-25"}`.
///
/// The answer has `due`, `provision`, `steps` and `provisional`, and what the clock is; or `error`, the first problem,
/// and `problems`, all of them, each with `code`, `field`, `message` in both languages and what is `allowed`.
pub fn answer_line(clocks: &Clocks, line: &[u8]) -> String {
    let answer = match read(clocks, line) {
        Ok((ledger, on)) => serde_json::to_string(&Answer::of(clocks, &ledger, on)),
        Err(problems) => Ok(json!({ "error": problems.first(), "problems": problems }).to_string()),
    };
    answer.unwrap_or_default()
}

type Problems = Vec<ClockProblem>;

fn read(clocks: &Clocks, line: &[u8]) -> Result<(Ledger, Option<Day>), Problems> {
    let mut fields = Fields { clocks, problems: Vec::new(), map: object(line)? };
    let (clock, opening, events, on) = fields.all();
    let opened = match (clock, opening) {
        (Some(clock), Some(opening)) if clocks.get(&clock).is_some() => Ledger::open(clocks, &clock, opening),
        (Some(clock), _) => {
            let at = Opening::at(Start::Day(super::ledger::STARTS.0));
            Err(if clocks.get(&clock).is_none() {
                Ledger::open(clocks, &clock, at).err().unwrap_or_default()
            } else {
                Vec::new()
            })
        }
        (None, _) => Err(Vec::new()),
    };
    let mut ledger = match opened {
        Ok(ledger) => ledger,
        Err(problems) => {
            fields.problems.splice(0..0, problems);
            return Err(fields.problems);
        }
    };
    for (place, event) in events.into_iter().enumerate() {
        if let Err(mut problem) = ledger.record(event) {
            problem.field = format!("events[{place}]");
            fields.problems.push(problem);
        }
    }
    if fields.problems.is_empty() { Ok((ledger, on)) } else { Err(fields.problems) }
}

fn object(line: &[u8]) -> Result<Map<String, Value>, Problems> {
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

struct Fields<'a> {
    clocks: &'a Clocks,
    problems: Problems,
    map: Map<String, Value>,
}

impl Fields<'_> {
    fn all(&mut self) -> (Option<String>, Option<Opening>, Vec<Event>, Option<Day>) {
        let unknown: Vec<_> =
            self.map.keys().filter(|key| !FIELDS.contains(&key.as_str())).map(|key| shown(key)).collect();
        for key in unknown {
            self.wrong("unknown_field", &key, "没有这个字段", "there is no such field", FIELDS);
        }
        let clock = self.clock();
        let start = self.start();
        let custody = self.custody();
        let option = self.option(clock.as_deref());
        let law_day = self.day("law_day");
        let on = self.day("on");
        let events = self.events();
        let (Some(start), Ok(custody), Ok(option), Ok(law_day)) = (start, custody, option, law_day) else {
            return (clock, None, events, on.unwrap_or(None));
        };
        (clock, Some(Opening { start, custody, option, law_day }), events, on.unwrap_or(None))
    }

    fn wrong<const N: usize>(&mut self, code: &'static str, field: &str, zh: &str, en: &str, allowed: [&str; N]) {
        let (zh, en) = (format!("{field}：{zh}"), format!("{field}: {en}"));
        self.problems.push(ClockProblem::new(code, field, zh, en, allowed));
    }

    fn given(&self, field: &str) -> Option<Value> {
        self.map.get(field).filter(|value| !value.is_null()).cloned()
    }

    fn clock(&mut self) -> Option<String> {
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

    fn day(&mut self, field: &str) -> Result<Option<Day>, ()> {
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

    fn events(&mut self) -> Vec<Event> {
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
                Ok(event) => events.push(event),
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
