//! Where items are taken in: each station is kept once, entries hold its number.

use std::{
    fs::{File, OpenOptions},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use hashbrown::{DefaultHashBuilder, Equivalent};
use indexmap::IndexSet;
use parcel::{Code64, Operator, Place, kind::OperatorKind};
use serde::{Deserialize, Serialize};

use super::ItemsError;

/// Number of a station. 0 stands for "not in the table": read it from the item's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StationId(pub u32);

impl StationId {
    /// Not in the table, because the table was full: read it from the item's record.
    pub const UNLISTED: Self = Self(0);
}

/// Where an item was taken in, and by what kind of business.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Station {
    /// Who took it in.
    pub operator: Operator,
    /// What kind of business.
    pub operator_kind: OperatorKind,
    /// Which outlet.
    pub outlet: Code64,
    /// Where duties are owed.
    pub place: Place,
}

/// A station, borrowed for a look-up. Hashed as [`Station`] is: same fields, same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StationRef<'a> {
    /// Who took it in.
    pub operator: &'a Operator,
    /// What kind of business.
    pub operator_kind: OperatorKind,
    /// Which outlet.
    pub outlet: &'a Code64,
    /// Where duties are owed.
    pub place: Place,
}

impl Equivalent<Station> for StationRef<'_> {
    fn equivalent(&self, station: &Station) -> bool {
        self.operator_kind == station.operator_kind
            && self.place == station.place
            && *self.outlet == station.outlet
            && *self.operator == station.operator
    }
}

/// All stations, in the order of their numbers.
pub(super) struct Stations {
    listed: IndexSet<Station, DefaultHashBuilder>,
    stations_max: usize,
}

impl Stations {
    pub(super) fn new(listed: Vec<Station>, stations_max: usize) -> Self {
        Self { listed: listed.into_iter().collect(), stations_max }
    }

    /// The number of a station, new or known.
    pub(super) fn intern(&mut self, station: StationRef<'_>) -> StationId {
        let index = match self.listed.get_index_of(&station) {
            Some(index) => index,
            None if self.listed.len() >= self.stations_max => return StationId::UNLISTED,
            None => self.listed.insert_full(station.to_owned()).0,
        };
        StationId(index as u32 + 1)
    }

    pub(super) fn get(&self, id: StationId) -> Option<&Station> {
        self.listed.get_index((id.0 as usize).checked_sub(1)?)
    }

    pub(super) fn len(&self) -> usize {
        self.listed.len()
    }

    /// The stations from the `first`th on.
    pub(super) fn since(&self, first: usize) -> Vec<Station> {
        self.listed.iter().skip(first).cloned().collect()
    }
}

impl StationRef<'_> {
    fn to_owned(self) -> Station {
        Station {
            operator: self.operator.clone(),
            operator_kind: self.operator_kind,
            outlet: self.outlet.clone(),
            place: self.place,
        }
    }
}

/// Bytes before each frame of the file: length and first 8 bytes of BLAKE3.
const FRAME_HEAD_BYTES: usize = 12;

/// The file of stations: frames, one for each flush that brought new ones.
pub(super) struct StationFile(PathBuf);

impl StationFile {
    pub(super) fn new(directory: &Path) -> Self {
        Self(directory.join("stations"))
    }

    /// Writes a frame behind the first `end` bytes, which are those that the manifest names, and syncs it.
    /// Returns the new end.
    pub(super) fn append(&self, end: u64, stations: &[Station]) -> Result<u64, ItemsError> {
        if stations.is_empty() {
            return Ok(end);
        }
        let body = postcard::to_stdvec(stations).map_err(|_| ItemsError::damaged(&self.0, "a station to write"))?;
        let mut frame = Vec::with_capacity(FRAME_HEAD_BYTES + body.len());
        frame.extend_from_slice(&(body.len() as u32).to_le_bytes());
        frame.extend_from_slice(&blake3::hash(&body).as_bytes()[..8]);
        frame.extend_from_slice(&body);
        self.write(end, &frame).map_err(ItemsError::io(&self.0, "write"))?;
        Ok(end + frame.len() as u64)
    }

    /// Reads the first `end` bytes.
    pub(super) fn read(&self, end: u64) -> Result<Vec<Station>, ItemsError> {
        if end == 0 {
            return Ok(Vec::new());
        }
        let file = File::open(&self.0).map_err(ItemsError::io(&self.0, "open"))?;
        let length = file.metadata().map_err(ItemsError::io(&self.0, "measure"))?.len();
        if length < end {
            return Err(ItemsError::damaged(&self.0, format!("byte {length}: the file is too short")));
        }
        let mut bytes = vec![0; end as usize];
        file.read_exact_at(&mut bytes, 0).map_err(ItemsError::io(&self.0, "read"))?;
        let (mut rest, mut stations) = (bytes.as_slice(), Vec::new());
        while !rest.is_empty() {
            let at = end - rest.len() as u64;
            let (frame, behind) =
                frame(rest).ok_or_else(|| ItemsError::damaged(&self.0, format!("the frame at byte {at}")))?;
            stations.extend(frame);
            rest = behind;
        }
        Ok(stations)
    }

    fn write(&self, at: u64, bytes: &[u8]) -> std::io::Result<()> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&self.0)?;
        file.write_all_at(bytes, at)?;
        file.sync_all()
    }
}

fn frame(bytes: &[u8]) -> Option<(Vec<Station>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (hash, rest) = rest.split_first_chunk::<8>()?;
    let (body, behind) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    if blake3::hash(body).as_bytes()[..8] != *hash {
        return None;
    }
    Some((postcard::from_bytes(body).ok()?, behind))
}
