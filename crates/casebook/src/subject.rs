//! What an act is about, who is meant by it, and who did it: names that hold no personal data.

use std::fmt;

use parcel::{Choice, Pseudonym, Region};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::words::words;

words! {
    /// Kinds of things that acts are recorded about.
    SubjectKind {
        Case = "case" "案件",
        Find = "find" "查获",
        Measure = "measure" "监督事项",
        Recommendation = "recommendation" "检察建议",
        Order = "order" "责令改正",
        LookUp = "look_up" "查询",
        Publication = "publication" "公布",
    }
}

words! {
    /// In which capacity somebody acted.
    Role {
        Police = "police" "公安机关",
        Prosecutor = "prosecutor" "检察官",
        ChiefProsecutor = "chief_prosecutor" "检察长",
        CaseManager = "case_manager" "案件管理",
        Court = "court" "人民法院",
        PostalInspector = "postal_inspector" "邮政管理执法人员",
        Operator = "operator" "寄递企业",
        Statistician = "statistician" "统计",
        Auditor = "auditor" "审计",
        Supervisor = "supervisor" "监察机关",
        Customs = "customs" "海关",
        Other = "other" "其他",
    }
}

/// Number of a case, find, measure or document. No personal data.
///
/// Shape: 1 to 64 of `A-Z`, `a-z`, `0-9`, `-`, `_`, `.`. May stand in a URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SubjectId(Box<str>);

impl SubjectId {
    /// What would pass.
    pub const SHAPE: &'static str = "^[A-Za-z0-9._-]{1,64}$";

    /// Checks the shape; none: it does not fit.
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        ((1..=64).contains(&text.len()) && text.bytes().all(allowed)).then(|| Self(text.into()))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for SubjectId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(Self::SHAPE))
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// One thing that acts are recorded about, e.g. `case:2020-000017`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its number.
    pub id: SubjectId,
}

impl Subject {
    /// A case by its number.
    pub fn case(id: SubjectId) -> Self {
        Self { kind: SubjectKind::Case, id }
    }

    /// Reads `kind:id`; none: it does not fit.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(':')?;
        Some(Self { kind: SubjectKind::from_word(kind)?, id: SubjectId::parse(id)? })
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.kind, self.id)
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("kind:number, e.g. case:2020-000017"))
    }
}

/// Somebody in a case: a pseudonym, never a name. Written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub [u8; 16]);

impl PersonId {
    /// Reads 32 hexadecimal digits in lower case; none: it does not fit.
    pub fn parse(text: &str) -> Option<Self> {
        let digit = |byte: u8| char::from(byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase());
        let mut bytes = [0; 16];
        let pairs = text.as_bytes().chunks_exact(2);
        if text.len() != 32 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            *byte = (digit(pair[0])? << 4 | digit(pair[1])?) as u8;
        }
        Some(Self(bytes))
    }
}

impl From<Pseudonym> for PersonId {
    fn from(pseudonym: Pseudonym) -> Self {
        Self(pseudonym.0)
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        Pseudonym(self.0).fmt(out)
    }
}

impl fmt::Debug for PersonId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for PersonId {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PersonId {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("32 hexadecimal digits in lower case"))
    }
}

/// An office that acts: its name and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Name of the office, 1 to 64 characters; an institution, not a person.
    pub name: String,
    /// Its district, 6 digits of GB/T 2260.
    #[serde(with = "region_text")]
    pub region: Region,
}

impl Office {
    /// The region as a number of six digits.
    pub fn region_code(&self) -> u32 {
        self.region.to_string().parse().unwrap_or(0)
    }
}

/// A region as its digits.
pub(crate) mod region_text {
    use super::*;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub(crate) fn serialize<S: Serializer>(region: &Region, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(region)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Region, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        let region = Region::parse(&text).ok().filter(|_| text.len() == 6);
        region.ok_or_else(|| D::Error::custom("6 digits of GB/T 2260, e.g. 110105"))
    }
}
