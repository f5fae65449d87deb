//! The built executable over a data directory of its own, and sample lines to send it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use sample::{EventDetail, Plan, Sample};

/// Entries after which a range is sealed, so that small runs seal often.
pub(crate) const SEAL_ENTRIES: &str = "300";

/// The executable.
pub(crate) fn portcullis(language: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.args(["--lang", language]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A data directory with its key beside it.
pub(crate) struct Data {
    pub(crate) dir: tempfile::TempDir,
}

impl Data {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A file beside the directory.
    pub(crate) fn beside(&self, name: &str, content: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = portcullis("en");
        command.args(arguments).arg("--data").arg(self.path());
        command
    }

    /// A command whose files may not grow beyond so many blocks of 512 bytes.
    pub(crate) fn bounded(&self, blocks: u32, arguments: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")])
            .arg(env!("CARGO_BIN_EXE_portcullis"))
            .args(["--lang", "en"])
            .args(arguments)
            .arg("--data")
            .arg(self.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Makes the directory, still without records, with a suite of algorithms; later commands find it there.
    pub(crate) fn make(&self, suite: &str) -> &Self {
        self.run(&["ingest", "-", "--suite", suite]).done();
        self
    }

    /// Takes lines in and gives their answers.
    pub(crate) fn ingest(&self, lines: &str) -> (Ran, Vec<String>) {
        let input = self.beside("lines.ndjson", lines);
        let answers = self.dir.path().join("answers.ndjson");
        let arguments = [
            "ingest",
            input.to_str().unwrap(),
            "--json",
            "--seal-entries",
            SEAL_ENTRIES,
            "--answers",
            answers.to_str().unwrap(),
        ];
        let ran = self.run(&arguments);
        let text = std::fs::read_to_string(answers).unwrap_or_default();
        (ran, text.lines().map(str::to_owned).collect())
    }

    /// Checks the directory, decisions too.
    pub(crate) fn verify(&self) -> Ran {
        self.run(&["verify", "--replay"])
    }
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// It must have ended well.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.out, self.err);
        self
    }
}

/// A running `serve`, killed when it is dropped.
pub(crate) struct Serving {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Serving {
    pub(crate) fn start(data: &Data) -> Self {
        Self::of(data.command(&Self::ARGUMENTS))
    }

    pub(crate) const ARGUMENTS: [&str; 5] = ["serve", "--listen", "127.0.0.1:0", "--seal-entries", SEAL_ENTRIES];

    /// Waits until a command says where it serves.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let (said, told) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if let Some(at) = line.find("http://") {
                    let address = line[at..].split([' ', ',']).next().unwrap();
                    let _ = said.send(address.to_owned());
                }
            }
        });
        let address = told.recv_timeout(Duration::from_mins(1));
        let address = address.unwrap_or_else(|_| panic!("no address: {}", stderr(&mut child)));
        Self { child, address }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn stderr(child: &mut Child) -> String {
    let _ = child.kill();
    let mut text = String::new();
    let _ = child.stderr.take().unwrap().read_to_string(&mut text);
    text
}

/// Waits until something holds; says what where it never does.
pub(crate) fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    #[expect(clippy::disallowed_methods, reason = "a bound on how long a test may hang, not what it tests")]
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_mins(1), "{what} never came");
        thread::sleep(Duration::from_millis(2));
    }
}

/// Writes lines to a process until it ends, in a thread of its own.
pub(crate) fn feed(child: &mut Child, text: String) {
    let mut input = child.stdin.take().unwrap();
    thread::spawn(move || {
        // The process may be killed while it reads.
        let _ = input.write_all(text.as_bytes());
    });
}

/// Acceptances and events of one day, each with its line end.
pub(crate) fn lines(items: u64, seed: u64) -> Vec<String> {
    let first_day = "2025-06-10".parse().unwrap();
    let plan = Plan { seed, items, days: 1, first_day, events: EventDetail::All, ..Plan::default() };
    let mut sample = Sample::new(plan).unwrap();
    let (mut lines, mut line) = (Vec::new(), String::new());
    while sample.next_line(&mut line).is_some() {
        lines.push(std::mem::take(&mut line) + "\n");
    }
    lines
}

/// Every file below a directory.
pub(crate) fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}
