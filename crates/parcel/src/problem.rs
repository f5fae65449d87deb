//! Why a line was not taken: the field, the rule and what would pass.

use serde::Serialize;

use crate::{Bilingual, choice::choice};

choice! {
    /// Stable code of a problem.
    ProblemCode {
        NotJson = "not_json",
        NotAnObject = "not_an_object",
        LineTooLong = "line_too_long",
        NotUtf8 = "not_utf8",
        Missing = "missing",
        UnknownField = "unknown_field",
        RepeatedField = "repeated_field",
        WrongType = "wrong_type",
        NotInList = "not_in_list",
        BadPattern = "bad_pattern",
        BadTime = "bad_time",
        TooLong = "too_long",
        TooShort = "too_short",
        TooMany = "too_many",
        OutOfRange = "out_of_range",
        ControlCharacter = "control_character",
        Conflict = "conflict",
        LowerRevision = "lower_revision",
        UnknownItem = "unknown_item",
        IllegalTransition = "illegal_transition",
        SamePerson = "same_person",
        NotInTable = "not_in_table",
        MissingColumn = "missing_column",
    }
}

impl ProblemCode {
    /// What the code means, in both languages. Never quotes the value: it may be personal.
    pub fn message(self) -> Bilingual {
        let (zh, en) = match self {
            Self::NotJson => ("该行不是完整的 JSON", "the line is not complete JSON"),
            Self::NotAnObject => ("该行不是 JSON 对象", "the line is not a JSON object"),
            Self::LineTooLong => ("该行过长", "the line is too long"),
            Self::NotUtf8 => ("该行不是 UTF-8 编码", "the line is not UTF-8"),
            Self::Missing => ("缺少必填字段", "a required field is missing"),
            Self::UnknownField => ("未知字段，可能拼写有误", "unknown field, perhaps misspelt"),
            Self::RepeatedField => ("字段重复出现", "the field appears more than once"),
            Self::WrongType => ("数据类型不符", "the value has the wrong type"),
            Self::NotInList => ("取值不在允许的列表中", "the value is not in the list"),
            Self::BadPattern => ("格式不符", "the value does not have the required shape"),
            Self::BadTime => ("时间无效或超前", "the time is not valid, or lies ahead"),
            Self::TooLong => ("文本过长", "the text is too long"),
            Self::TooShort => ("文本过短", "the text is too short"),
            Self::TooMany => ("条目过多", "too many entries"),
            Self::OutOfRange => ("数值超出范围", "the number is out of range"),
            Self::ControlCharacter => ("文本含有控制字符", "the text holds a control character"),
            Self::Conflict => ("同名记录内容不同", "another content was recorded under the same name"),
            Self::LowerRevision => ("已有更高的修订号", "a higher revision was recorded before"),
            Self::UnknownItem => ("没有该邮件、快件的收寄记录", "no acceptance of this item was recorded"),
            Self::IllegalTransition => ("当前状态不允许该事件", "the item's state does not allow this event"),
            Self::SamePerson => ("须由两人共同实施", "two different people are required"),
            Self::NotInTable => ("对照表中没有该代码", "the code is not in the mapping table"),
            Self::MissingColumn => ("缺少映射文件所指的列", "a column that the mapping names is missing"),
        };
        Bilingual::new(zh, en)
    }
}

/// A value that breaks a rule, before it is known in which field it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which rule it breaks.
    pub code: ProblemCode,
    /// What would pass, in words or as a pattern.
    pub would_pass: &'static str,
}

impl Fault {
    /// Names the rule and what would pass.
    pub const fn new(code: ProblemCode, would_pass: &'static str) -> Self {
        Self { code, would_pass }
    }

    /// Says where the value stands.
    pub fn at(self, field: impl Into<String>) -> Problem {
        Problem::new(field, self.code, self.would_pass)
    }
}

/// One problem of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// JSON Pointer (RFC 6901), empty for the whole line.
    pub field: String,
    /// Stable code.
    pub code: ProblemCode,
    /// What is wrong, in both languages.
    pub message: Bilingual,
    /// What would pass.
    pub would_pass: String,
}

impl Problem {
    /// A problem with the message of its code.
    pub fn new(field: impl Into<String>, code: ProblemCode, would_pass: impl Into<String>) -> Self {
        Self { field: field.into(), code, message: code.message(), would_pass: would_pass.into() }
    }
}

/// Why a line was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// Number of the line in its file, body or message, from 1.
    pub line: u64,
    /// The waybill, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waybill: Option<String>,
    /// All problems at once; at least one.
    pub problems: Vec<Problem>,
}
