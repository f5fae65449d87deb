//! What somebody may act within, and what an act is about.

use parcel::{Bilingual, Operator, Region};
use serde::{Deserialize, Serialize};

use crate::{AccessError, OfficeCode, Role, role::BoundKind};

/// What bounds the rights of an account or key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The own operators of a clerk or compliance officer.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "operators")]
    pub operators: Vec<Operator>,
    /// The own regions of an inspector, each with everything in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "regions")]
    pub regions: Vec<Region>,
    /// The own office of a case officer or case manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeCode>,
}

impl Bounds {
    /// Most operators or regions of one account.
    pub const EACH_MAX: usize = 64;

    /// Checks that they are those of a role: what it needs, and nothing else.
    ///
    /// # Errors
    /// [`AccessError::Bounds`].
    pub fn check(&self, role: Role) -> Result<(), AccessError> {
        let counts = (self.operators.len(), self.regions.len(), usize::from(self.office.is_some()));
        let fits = matches!(
            (role.bound(), counts),
            (BoundKind::Operator, (1..=Self::EACH_MAX, 0, 0))
                | (BoundKind::Region, (0, 1..=Self::EACH_MAX, 0))
                | (BoundKind::Office, (0, 0, 1))
                | (BoundKind::Nothing, (0, 0, 0))
        );
        if fits { Ok(()) } else { Err(AccessError::Bounds { needed: needed(role) }) }
    }
}

fn needed(role: Role) -> Bilingual {
    let (zh, en) = match role.bound() {
        BoundKind::Operator => {
            ("须指定 1 至 64 家寄递企业，不能指定其他范围", "needs 1 to 64 operators and nothing else")
        }
        BoundKind::Region => ("须指定 1 至 64 个地区，不能指定其他范围", "needs 1 to 64 regions and nothing else"),
        BoundKind::Office => ("须指定一个机关，不能指定其他范围", "needs one office and nothing else"),
        BoundKind::Nothing => ("不能指定范围", "takes no operator, region or office"),
    };
    let name = role.name();
    Bilingual::new(format!("角色“{}”{zh}", name.zh), format!("the role of {} {en}", name.en))
}

/// What an act is about, as far as it belongs to somebody. What is left out belongs to nobody's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The operator that took the item in, or that is supervised.
    pub operator: Option<Operator>,
    /// Where: the place of acceptance or of the operator's site.
    pub region: Option<Region>,
    /// The office that has the case; for an item, the office of the case that holds it.
    pub office: Option<OfficeCode>,
    /// Whether it is a letter.
    pub is_letter: bool,
}

impl Scope {
    /// About everything or nothing in particular: only a role that may everywhere may here.
    pub fn everything() -> Self {
        Self::default()
    }

    /// About an operator, and where it was.
    pub fn of_operator(operator: Operator, region: Option<Region>) -> Self {
        Self { operator: Some(operator), region, ..Self::default() }
    }

    /// About the case of an office.
    pub fn of_office(office: OfficeCode) -> Self {
        Self { office: Some(office), ..Self::default() }
    }

    /// Whether it lies within bounds, by the kind that the role is bounded by.
    pub(crate) fn lies_in(&self, kind: BoundKind, bounds: &Bounds) -> bool {
        match kind {
            BoundKind::Operator => self.operator.as_ref().is_some_and(|operator| bounds.operators.contains(operator)),
            BoundKind::Region => {
                self.region.is_some_and(|region| bounds.regions.iter().any(|own| region.lies_in(*own)))
            }
            BoundKind::Office => self.office.is_some() && self.office == bounds.office,
            BoundKind::Nothing => false,
        }
    }
}

/// Operators as their names.
mod operators {
    use parcel::Operator;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(values: &[Operator], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(Operator::as_str))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Operator>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let read = |text: String| Operator::parse(&text).map_err(|fault| D::Error::custom(fault.would_pass));
        texts.into_iter().map(read).collect()
    }
}

/// Regions as their codes.
mod regions {
    use parcel::Region;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(values: &[Region], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(ToString::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Region>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let read = |text: String| Region::parse(&text).map_err(|fault| D::Error::custom(fault.would_pass));
        texts.into_iter().map(read).collect()
    }
}
