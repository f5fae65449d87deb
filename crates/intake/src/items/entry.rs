//! What is kept of an item, and the 48 bytes that it takes.

use parcel::{Choice, DutyState, GateState, State};

use super::StationId;

/// What is kept of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemEntry {
    /// Journal position of its last record or event: the head of its chain of back-pointers.
    pub last: u64,
    /// Journal position of its latest revision's record.
    pub record: u64,
    /// Number of the latest revision.
    pub revision: u32,
    /// Keyed digest of the latest revision's content, first 16 bytes.
    pub digest: [u8; 16],
    /// Where the item stands.
    pub state: State,
    /// What is recorded of each gate, in the order of [`parcel::Gate::ALL`].
    pub gates: [GateState; 3],
    /// What was owed of each gate, in the same order.
    pub duties: [DutyState; 3],
    /// Where it was taken in.
    pub station: StationId,
    /// Statutory day of acceptance, days since 1970-01-01. Range: −1 048 576 to 1 048 575; clamped when stored.
    pub day: i32,
}

/// Bytes of an entry in a run and in the memory table.
pub(super) const PAYLOAD_BYTES: usize = 48;

/// An entry as it is stored, with the day on which it was last put.
pub(super) type Payload = [u8; PAYLOAD_BYTES];

/// Days are stored in 21 bits, so that state, gates, duties and two days share one word.
const DAY_BITS: u32 = 21;
const DAY_BIAS: i32 = 1 << (DAY_BITS - 1);
const SEEN_SHIFT: u32 = 64 - DAY_BITS;
const DAY_SHIFT: u32 = SEEN_SHIFT - DAY_BITS;
const GATES_SHIFT: u32 = 4;
const DUTIES_SHIFT: u32 = 13;

/// Packs an entry; `seen` is the newest day when it was put.
pub(super) fn encode(entry: &ItemEntry, seen: i32) -> Payload {
    let mut word = entry.state as u64;
    for (place, gate) in (0..).zip(entry.gates) {
        word |= (gate as u64) << (GATES_SHIFT + 3 * place);
    }
    for (place, duty) in (0..).zip(entry.duties) {
        word |= (duty as u64) << (DUTIES_SHIFT + 3 * place);
    }
    word |= biased(entry.day) << DAY_SHIFT | biased(seen) << SEEN_SHIFT;
    let mut payload = [0; PAYLOAD_BYTES];
    payload[..8].copy_from_slice(&entry.last.to_le_bytes());
    payload[8..16].copy_from_slice(&entry.record.to_le_bytes());
    payload[16..32].copy_from_slice(&entry.digest);
    payload[32..36].copy_from_slice(&entry.revision.to_le_bytes());
    payload[36..40].copy_from_slice(&entry.station.0.to_le_bytes());
    payload[40..].copy_from_slice(&word.to_le_bytes());
    payload
}

/// Unpacks an entry; `None` where a later version wrote a state that is unknown here.
pub(super) fn decode(payload: &Payload) -> Option<ItemEntry> {
    let word = word(payload);
    let gate = |place: u32| member::<GateState>(word >> (GATES_SHIFT + 3 * place) & 7);
    let duty = |place: u32| member::<DutyState>(word >> (DUTIES_SHIFT + 3 * place) & 7);
    let mut digest = [0; 16];
    digest.copy_from_slice(&payload[16..32]);
    Some(ItemEntry {
        last: u64_at(payload, 0),
        record: u64_at(payload, 8),
        revision: u64_at(payload, 32) as u32,
        digest,
        state: member(word & 15)?,
        gates: [gate(0)?, gate(1)?, gate(2)?],
        duties: [duty(0)?, duty(1)?, duty(2)?],
        station: StationId((u64_at(payload, 32) >> 32) as u32),
        day: unbiased(word >> DAY_SHIFT),
    })
}

/// The newest day when the entry was put: names are forgotten by it.
pub(super) fn seen(payload: &Payload) -> i32 {
    unbiased(word(payload) >> SEEN_SHIFT)
}

fn word(payload: &Payload) -> u64 {
    u64_at(payload, 40)
}

fn u64_at(payload: &Payload, at: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&payload[at..at + 8]);
    u64::from_le_bytes(bytes)
}

fn member<C: Choice>(position: u64) -> Option<C> {
    C::ALL.get(position as usize).copied()
}

fn biased(day: i32) -> u64 {
    (day.clamp(-DAY_BIAS, DAY_BIAS - 1) + DAY_BIAS) as u64
}

fn unbiased(bits: u64) -> i32 {
    (bits & ((1 << DAY_BITS) - 1)) as i32 - DAY_BIAS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(state: State, gate: GateState, duty: DutyState, day: i32) -> ItemEntry {
        ItemEntry {
            last: u64::MAX - 1,
            record: 7,
            revision: u32::MAX,
            digest: [0xa5; 16],
            state,
            gates: [gate, GateState::Done, gate],
            duties: [DutyState::May, duty, duty],
            station: StationId(0xfeed_beef),
            day,
        }
    }

    #[test]
    fn every_state_comes_back() {
        assert!(State::ALL.len() <= 16 && GateState::ALL.len() <= 8 && DutyState::ALL.len() <= 8);
        for state in State::ALL {
            for gate in GateState::ALL {
                for duty in DutyState::ALL {
                    let entry = entry(*state, *gate, *duty, 20_000);
                    assert_eq!(decode(&encode(&entry, 20_001)), Some(entry));
                }
            }
        }
    }

    #[test]
    fn days_of_all_ages_come_back() {
        for day in [-719_162, -1, 0, 20_779, DAY_BIAS - 1, -DAY_BIAS] {
            let payload = encode(&entry(State::Held, GateState::Exempt, DutyState::NoRule, day), -day - 1);
            assert_eq!((decode(&payload).unwrap().day, seen(&payload)), (day, -day - 1));
        }
        let far = encode(&entry(State::Held, GateState::Exempt, DutyState::NoRule, i32::MAX), i32::MIN);
        assert_eq!((decode(&far).unwrap().day, seen(&far)), (DAY_BIAS - 1, -DAY_BIAS));
    }

    #[test]
    fn an_unknown_state_is_not_guessed() {
        let mut payload = encode(&entry(State::Held, GateState::Done, DutyState::Owed, 1), 1);
        payload[40] |= 15;
        assert_eq!(decode(&payload), None);
    }
}
