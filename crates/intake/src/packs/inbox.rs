//! Handing a pack to the process that owns a data directory: a file in `DIR/packs/in`, answered by a file beside it.
//!
//! Whoever may write into the directory may publish; nothing of it is offered over the network.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use screening::pack::Pack;
use serde::{Deserialize, Serialize};

use crate::{causes, store::Store};

const REQUEST: &str = "request";
const ANSWER: &str = "answer";

/// Time between two looks for an answer.
const PATIENCE: Duration = Duration::from_millis(100);

/// What is asked of the owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Have a pack decide, given as its canonical bytes.
    Publish(Vec<u8>),
    /// Have a former pack decide again, by name or start of its hash.
    RollBack(String),
}

/// What the owner answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// That pack decides from this position of the journal on.
    Active {
        /// Name of the pack.
        pack: String,
        /// Where its activation was journaled.
        position: u64,
    },
    /// It does not, and why.
    Refused(String),
}

/// Hands a request to the owner of a data directory and waits for the answer; none where it does not come in time.
///
/// `name` tells requests apart: letters and digits.
pub fn ask(data: &Path, name: &str, request: &Request, time_max: Duration) -> io::Result<Option<Answer>> {
    let dir = folder(data);
    fs::create_dir_all(&dir)?;
    let (path, answer) = (dir.join(name).with_extension(REQUEST), dir.join(name).with_extension(ANSWER));
    fs::remove_file(&answer).or_else(missing)?;
    put(&path, &postcard::to_stdvec(request).map_err(io::Error::other)?)?;
    let looks = time_max.as_millis() / PATIENCE.as_millis();
    for _ in 0..looks {
        if let Ok(bytes) = fs::read(&answer) {
            fs::remove_file(&answer).or_else(missing)?;
            return postcard::from_bytes(&bytes).map(Some).map_err(io::Error::other);
        }
        thread::sleep(PATIENCE);
    }
    fs::remove_file(&path).or_else(missing)?;
    Ok(None)
}

/// Does what was asked since the last call. To be called now and then by the owner.
pub fn serve(store: &Store) -> io::Result<()> {
    let dir = folder(store.path());
    if !dir.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(&dir)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != REQUEST) {
            continue;
        }
        let answer = match postcard::from_bytes(&fs::read(&path)?) {
            Ok(request) => answer(store, request),
            Err(_) => Answer::Refused("the request cannot be read".to_owned()),
        };
        fs::remove_file(&path).or_else(missing)?;
        put(&path.with_extension(ANSWER), &postcard::to_stdvec(&answer).map_err(io::Error::other)?)?;
    }
    Ok(())
}

fn answer(store: &Store, request: Request) -> Answer {
    let done = match request {
        Request::Publish(canonical) => match Pack::from_canonical(&canonical) {
            Ok(pack) => {
                let pack = Arc::new(pack);
                store.publish(Arc::clone(&pack)).map(|position| (position, pack))
            }
            Err(found) => return Answer::Refused(found.first().map(ToString::to_string).unwrap_or_default()),
        },
        Request::RollBack(name) => store.roll_back(&name),
    };
    match done {
        Ok((position, pack)) => Answer::Active { pack: pack.name().to_string(), position },
        Err(error) => Answer::Refused(causes::of(&error)),
    }
}

fn folder(data: &Path) -> PathBuf {
    data.join("packs").join("in")
}

/// Writes a file that is whole as soon as it is there.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("tmp");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

fn missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}
