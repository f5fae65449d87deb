//! A PostgreSQL cluster of its own: made, started, stopped and removed; reached over a socket in its directory.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use postgres::{Client, NoTls};

use crate::error::RivalError;

/// Durable as by default; room so that checkpoints and memory do not hold it back; indexes used from the first row on;
/// no compilation of plans, which costs far more here than it saves.
const SETTINGS: [&str; 10] = [
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "listen_addresses=",
    "max_connections=100",
    "shared_buffers=2GB",
    "max_wal_size=16GB",
    "checkpoint_timeout=30min",
    "enable_seqscan=off",
    "jit=off",
];

/// PostgreSQL refuses to run as root: where this process is root, its own user runs it.
const USER: &str = "postgres";

/// A running cluster.
pub struct Cluster {
    directory: PathBuf,
    server: Child,
}

impl Cluster {
    /// Makes and starts a cluster in a directory that does not exist.
    pub fn start(directory: &Path) -> Result<Self, RivalError> {
        if directory.exists() {
            return Err(RivalError::Exists(directory.to_owned()));
        }
        fs::create_dir_all(directory)?;
        let directory = directory.canonicalize()?;
        if is_root()? && !Command::new("chown").arg(USER).arg(&directory).status()?.success() {
            return Err(RivalError::Command("chown"));
        }
        let data = directory.join("data");
        let made = command("initdb")?
            .args(["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username", USER, "--pgdata"])
            .arg(&data)
            .stdout(Stdio::null())
            .status()?;
        if !made.success() {
            return Err(RivalError::Command("initdb"));
        }
        let mut server = command("postgres")?;
        server.arg("-D").arg(&data).arg("-k").arg(&directory);
        SETTINGS.iter().for_each(|setting| {
            server.args(["-c", setting]);
        });
        let log = fs::File::create(directory.join("log"))?;
        let server = server.stdout(Stdio::null()).stderr(log).spawn()?;
        let cluster = Self { directory, server };
        for _ in 0..300 {
            if cluster.connect().is_ok() {
                return Ok(cluster);
            }
            thread::sleep(Duration::from_millis(100));
        }
        eprintln!("{}", fs::read_to_string(cluster.directory.join("log")).unwrap_or_default());
        Err(RivalError::Command("postgres"))
    }

    /// A connection over the socket.
    pub fn connect(&self) -> Result<Client, RivalError> {
        let mut settings = postgres::Config::new();
        settings.host_path(&self.directory).user(USER).dbname("postgres");
        Ok(settings.connect(NoTls)?)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stop = || {
            command("pg_ctl")
                .ok()?
                .args(["stop", "-m", "immediate", "-D"])
                .arg(self.directory.join("data"))
                .stdout(Stdio::null())
                .status()
                .ok()
        };
        if stop().is_none_or(|status| !status.success()) {
            // The process that was started here, or the one that runs it.
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// A program of PostgreSQL, run by a user that it accepts.
fn command(name: &'static str) -> Result<Command, RivalError> {
    let path = find(name).ok_or(RivalError::Missing(name))?;
    if !is_root()? {
        return Ok(Command::new(path));
    }
    let mut command = Command::new("runuser");
    command.args(["-u", USER, "--"]).arg(path).current_dir("/");
    Ok(command)
}

/// Debian keeps the programs of each version in a directory that is not in PATH.
fn find(name: &str) -> Option<PathBuf> {
    let versions =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = versions.chain(std::env::split_paths(&path)).map(|place| place.join(name));
    places.into_iter().find(|place| place.is_file())
}

fn is_root() -> Result<bool, RivalError> {
    Ok(Command::new("id").arg("-u").output()?.stdout.trim_ascii() == b"0")
}
