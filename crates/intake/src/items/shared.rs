//! What the owner of the store and its background threads share: the runs and the manifest.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use super::{
    ItemsError,
    manifest::{ListedRun, Manifest, sync},
    merge::{Leveled, merge, pick},
    run::{Cursor, Run, RunWriter},
    station::{Station, StationFile},
    table::Frozen,
};

/// The directory, and what of it counts at the moment.
pub(super) struct Shared {
    directory: PathBuf,
    next_file: AtomicU64,
    /// Set when the store closes: a merge under way gives up.
    stop: AtomicBool,
    state: Mutex<Published>,
}

/// The manifest as it stands on disk, and its runs opened.
struct Published {
    manifest: Manifest,
    /// Newest first.
    runs: Vec<Leveled>,
}

impl Shared {
    /// Opens the runs that the manifest lists and removes what an interrupted flush or merge left.
    pub(super) fn open(directory: &Path) -> Result<Self, ItemsError> {
        fs::create_dir_all(directory).map_err(ItemsError::io(directory, "create"))?;
        let shared = Self::look(directory)?;
        remove_unlisted(directory, &shared.manifest()).map_err(ItemsError::io(directory, "tidy"))?;
        Ok(shared)
    }

    /// Opens the runs that the manifest lists and changes nothing.
    pub(super) fn look(directory: &Path) -> Result<Self, ItemsError> {
        let manifest = Manifest::read(directory)?;
        let open = |listed: &ListedRun| {
            let run = Run::open(Manifest::run_path(directory, listed.file))?;
            Ok(Leveled { level: listed.level, run: Arc::new(run) })
        };
        let runs = manifest.runs.iter().map(open).collect::<Result<Vec<_>, ItemsError>>()?;
        let next_file = manifest.runs.iter().map(|listed| listed.file + 1).max().unwrap_or(1);
        let state = Mutex::new(Published { manifest, runs });
        Ok(Self {
            directory: directory.to_owned(),
            next_file: AtomicU64::new(next_file),
            stop: AtomicBool::new(false),
            state,
        })
    }

    pub(super) fn runs(&self) -> Vec<Leveled> {
        self.state().runs.clone()
    }

    pub(super) fn manifest(&self) -> Manifest {
        self.state().manifest.clone()
    }

    pub(super) fn stations(&self) -> Result<Vec<Station>, ItemsError> {
        StationFile::new(&self.directory).read(self.state().manifest.stations_bytes)
    }

    /// Writes a frozen table as the newest run.
    pub(super) fn flush(&self, frozen: &Frozen) -> Result<(), ItemsError> {
        let stations_end = self.state().manifest.stations_bytes;
        let stations_bytes = StationFile::new(&self.directory).append(stations_end, &frozen.stations)?;
        let (file, path) = self.next_file();
        let mut writer = RunWriter::create(path, frozen.entries.len() as u64)?;
        for (key, payload) in frozen.sorted() {
            writer.push(*key, payload)?;
        }
        let run = writer.finish()?;
        self.publish(|manifest, runs| {
            manifest.up_to = frozen.up_to;
            manifest.newest_day = frozen.newest_day;
            manifest.stations_bytes = stations_bytes;
            if let Some(run) = run {
                manifest.runs.insert(0, ListedRun { file, level: 0 });
                runs.insert(0, Leveled { level: 0, run: Arc::new(run) });
            }
        })
    }

    /// Merges until no level is full, leaving out names last put more than `days_max` before the newest day.
    pub(super) fn merge(&self, fan: usize, days_max: i32) -> Result<(), ItemsError> {
        loop {
            let newest_day = self.manifest().newest_day;
            let forgotten_before = newest_day.map_or(i32::MIN, |newest| newest.saturating_sub(days_max));
            self.drop_forgotten(forgotten_before)?;
            let runs = self.runs();
            let Some(inputs) = pick(&runs, fan) else { return Ok(()) };
            let (file, path) = self.next_file();
            let merged = merge(inputs, forgotten_before, path.clone(), &self.stop)?;
            if self.stop.load(Ordering::Relaxed) {
                let _ = fs::remove_file(path);
                return Ok(());
            }
            self.replace(inputs, merged.map(|run| (file, run)))?;
            remove(inputs.iter());
        }
    }

    /// Drops runs all of whose records are forgotten.
    fn drop_forgotten(&self, forgotten_before: i32) -> Result<(), ItemsError> {
        let runs = self.runs();
        let forgotten = |leveled: &Leveled| leveled.run.newest_seen() < forgotten_before;
        if !runs.iter().any(forgotten) {
            return Ok(());
        }
        self.publish(|manifest, runs| {
            let mut kept = runs.iter().map(|leveled| !forgotten(leveled));
            manifest.runs.retain(|_| kept.next().unwrap_or(true));
            runs.retain(|leveled| !forgotten(leveled));
        })?;
        remove(runs.iter().filter(|leveled| forgotten(leveled)));
        Ok(())
    }

    /// Makes a merge under way give up.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Reads every block of every run and checks that keys ascend. Returns the number of records.
    pub(super) fn verify(&self) -> Result<u64, ItemsError> {
        let mut records = 0;
        for leveled in self.runs() {
            let mut cursor = Cursor::new(&leveled.run)?;
            while cursor.key().is_some() {
                records += 1;
                cursor.advance()?;
            }
        }
        Ok(records)
    }

    /// Puts the merged run where its inputs stood; flushes may have put newer runs before them.
    fn replace(&self, inputs: &[Leveled], merged: Option<(u64, Run)>) -> Result<(), ItemsError> {
        self.publish(|manifest, runs| {
            let Some(at) = runs.iter().position(|leveled| Arc::ptr_eq(&leveled.run, &inputs[0].run)) else { return };
            let level = inputs[0].level + 1;
            let (listed, run) =
                merged.map(|(file, run)| (ListedRun { file, level }, Leveled { level, run: Arc::new(run) })).unzip();
            manifest.runs.splice(at..at + inputs.len(), listed);
            runs.splice(at..at + inputs.len(), run);
        })
    }

    /// Changes manifest and runs together: on disk first, then in memory.
    fn publish(&self, change: impl FnOnce(&mut Manifest, &mut Vec<Leveled>)) -> Result<(), ItemsError> {
        sync(&self.directory).map_err(ItemsError::io(&self.directory, "sync"))?;
        let mut state = self.state();
        let (mut manifest, mut runs) = (state.manifest.clone(), state.runs.clone());
        change(&mut manifest, &mut runs);
        manifest.write(&self.directory)?;
        *state = Published { manifest, runs };
        Ok(())
    }

    fn next_file(&self) -> (u64, PathBuf) {
        let file = self.next_file.fetch_add(1, Ordering::Relaxed);
        (file, Manifest::run_path(&self.directory, file))
    }

    fn state(&self) -> MutexGuard<'_, Published> {
        // `publish` replaces the state as a whole: a panic cannot leave it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes files that the manifest no longer lists. One that stays is removed when the store is next opened.
fn remove<'a>(runs: impl Iterator<Item = &'a Leveled>) {
    for leveled in runs {
        let _ = fs::remove_file(leveled.run.path());
    }
}

fn remove_unlisted(directory: &Path, manifest: &Manifest) -> io::Result<()> {
    let listed: Vec<_> = manifest.runs.iter().map(|run| Manifest::run_path(directory, run.file)).collect();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "run") && !listed.contains(&path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
