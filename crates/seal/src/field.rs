//! The personal fields of records and events, and their encoding inside an envelope.

use parcel::{Acceptance, Choice, Clear, ReportedEvent, kind::IdKind};

use crate::{SealError, room};

/// A field that is kept in an envelope only.
///
/// Stored by its place in [`Field::RECORD`], [`Field::EVENT`] or [`Field::PERSON`]: new fields go last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Who took the item in.
    Courier,
    /// Name of the sender.
    SenderName,
    /// Phone number of the sender.
    SenderPhone,
    /// Which document the sender showed.
    IdKind,
    /// Number of that document.
    IdNumber,
    /// Number of the sender's safety agreement.
    Agreement,
    /// Address of the sender.
    SenderAddress,
    /// Name of the recipient.
    RecipientName,
    /// Phone number of the recipient.
    RecipientPhone,
    /// Address of the recipient.
    RecipientAddress,
    /// Who inspected the item.
    InspectionBy,
    /// Who read the image.
    XrayBy,
    /// Phone number of who paid.
    PayerPhone,
    /// Who acted.
    By,
    /// The second person present at an opening.
    BySecond,
    /// Who approved an opening.
    ApprovedBy,
    /// Authority that took the item over.
    To,
    /// Free text.
    Note,
    /// Name of a person in a case.
    PersonName,
    /// Number of that person's document.
    PersonIdNumber,
    /// Phone number of that person.
    PersonPhone,
    /// Address of that person.
    PersonAddress,
}

impl Field {
    /// The fields of a record, in the order of their bits.
    pub const RECORD: [Self; 13] = [
        Self::Courier,
        Self::SenderName,
        Self::SenderPhone,
        Self::IdKind,
        Self::IdNumber,
        Self::Agreement,
        Self::SenderAddress,
        Self::RecipientName,
        Self::RecipientPhone,
        Self::RecipientAddress,
        Self::InspectionBy,
        Self::XrayBy,
        Self::PayerPhone,
    ];

    /// The fields of an event, in the order of their bits.
    pub const EVENT: [Self; 5] = [Self::By, Self::BySecond, Self::ApprovedBy, Self::To, Self::Note];

    /// The fields of a person in a case, in the order of their bits.
    pub const PERSON: [Self; 4] = [Self::PersonName, Self::PersonIdNumber, Self::PersonPhone, Self::PersonAddress];

    /// Where the field stands in a line of the contract, as a JSON Pointer (RFC 6901).
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Courier => "/courier",
            Self::SenderName => "/sender/name",
            Self::SenderPhone => "/sender/phone",
            Self::IdKind => "/sender/id_kind",
            Self::IdNumber => "/sender/id_number",
            Self::Agreement => "/sender/agreement",
            Self::SenderAddress => "/sender/address",
            Self::RecipientName => "/recipient/name",
            Self::RecipientPhone => "/recipient/phone",
            Self::RecipientAddress => "/recipient/address",
            Self::InspectionBy => "/inspection/by",
            Self::XrayBy => "/xray/by",
            Self::PayerPhone => "/payment/payer_phone",
            Self::By => "/by",
            Self::BySecond => "/by_second",
            Self::ApprovedBy => "/approved_by",
            Self::To => "/to",
            Self::Note => "/note",
            Self::PersonName => "/person/name",
            Self::PersonIdNumber => "/person/id_number",
            Self::PersonPhone => "/person/phone",
            Self::PersonAddress => "/person/address",
        }
    }
}

/// What an opening gives: the personal fields in clear. Printed by no `Debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearFields(Vec<(Field, Clear)>);

impl ClearFields {
    /// The text of a field, if it was recorded. [`Field::IdKind`] is read with [`Self::id_kind`].
    pub fn get(&self, field: Field) -> Option<&Clear> {
        self.0.iter().find(|(kept, _)| *kept == field && field != Field::IdKind).map(|(_, text)| text)
    }

    /// Which document the sender showed, if it was recorded.
    pub fn id_kind(&self) -> Option<IdKind> {
        let (_, code) = self.0.iter().find(|(field, _)| *field == Field::IdKind)?;
        let position = ID_KIND_CODES.iter().position(|known| *known == code.expose())?;
        IdKind::ALL.get(position).copied()
    }

    pub(crate) fn new(fields: &[Field], texts: &[Option<&str>]) -> Self {
        let present = fields.iter().zip(texts).filter_map(|(field, text)| Some((*field, Clear::new((*text)?))));
        Self(present.collect())
    }
}

/// One digit per member of [`IdKind`], by its place in the list.
const ID_KIND_CODES: [&str; 9] = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];
const _: () = assert!(ID_KIND_CODES.len() == IdKind::ALL.len());

/// The personal texts of a record, in the order of [`Field::RECORD`].
pub(crate) fn of_record(record: &Acceptance) -> [Option<&str>; 13] {
    let (sender, recipient) = (&record.sender, &record.recipient);
    [
        text(record.courier.as_ref()),
        text(sender.party.name.as_ref()),
        text(sender.party.phone.as_ref()),
        sender.id_kind.map(|kind| ID_KIND_CODES[kind as usize]),
        text(sender.id_number.as_ref()),
        text(sender.agreement.as_ref()),
        text(sender.party.address.as_ref()),
        text(recipient.name.as_ref()),
        text(recipient.phone.as_ref()),
        text(recipient.address.as_ref()),
        text(record.inspection.as_ref().and_then(|inspection| inspection.by.as_ref())),
        text(record.xray.as_ref().and_then(|xray| xray.by.as_ref())),
        text(record.payment.as_ref().and_then(|payment| payment.payer_phone.as_ref())),
    ]
}

/// The personal texts of an event, in the order of [`Field::EVENT`].
pub(crate) fn of_event(event: &ReportedEvent) -> [Option<&str>; 5] {
    [&event.by, &event.by_second, &event.approved_by, &event.to, &event.note].map(|value| text(value.as_ref()))
}

fn text(value: Option<&Clear>) -> Option<&str> {
    value.map(Clear::expose)
}

/// About how many bytes [`encode`] will add.
pub(crate) fn encoded_bytes(texts: &[Option<&str>]) -> usize {
    3 + texts.iter().flatten().map(|text| text.len() + 2).sum::<usize>()
}

/// Adds one bit per field, then the texts that are there, each behind its length.
pub(crate) fn encode(texts: &[Option<&str>], mut out: Vec<u8>) -> Result<Vec<u8>, SealError> {
    let present = texts.iter().enumerate().fold(0_u16, |bits, (place, text)| bits | u16::from(text.is_some()) << place);
    out = room::append(&present, out).map_err(SealError::Encoding)?;
    texts.iter().flatten().try_fold(out, |out, text| room::append(*text, out)).map_err(SealError::Encoding)
}

/// The texts of `N` fields, or `None` where the bytes are not what [`encode`] makes.
pub(crate) fn decode<const N: usize>(bytes: &[u8]) -> Option<[Option<&str>; N]> {
    let (present, mut rest) = postcard::take_from_bytes::<u16>(bytes).ok()?;
    let mut texts = [None; N];
    for (place, text) in texts.iter_mut().enumerate().filter(|(place, _)| present >> place & 1 == 1) {
        debug_assert!(place < N);
        let (found, after) = postcard::take_from_bytes::<&str>(rest).ok()?;
        *text = Some(found);
        rest = after;
    }
    (rest.is_empty() && u32::from(present) >> N == 0).then_some(texts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_come_back(texts in prop::array::uniform13(prop::option::of(".{0,40}"))) {
            let borrowed = texts.each_ref().map(|text| text.as_deref());
            let bytes = encode(&borrowed, Vec::new()).unwrap();
            prop_assert!(bytes.len() <= encoded_bytes(&borrowed));
            prop_assert_eq!(decode::<13>(&bytes), Some(borrowed));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode::<13>(&bytes);
            let _ = decode::<5>(&bytes);
        }
    }

    #[test]
    fn id_kinds_have_one_code_each() {
        for (place, kind) in IdKind::ALL.iter().enumerate() {
            let texts: [Option<&str>; 1] = [Some(ID_KIND_CODES[*kind as usize])];
            assert_eq!(ClearFields::new(&[Field::IdKind], &texts).id_kind(), Some(IdKind::ALL[place]));
        }
    }
}
