//! Programs that are measured: run to their end with their peak of memory, or served from until dropped.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use super::now;

/// A measurement could not be made.
#[derive(Debug)]
pub(super) enum Failed {
    /// A file or process failed.
    Disk(io::Error),
    /// What a program said.
    Said(String),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Disk(error) => error.fmt(out),
            Self::Said(words) => out.write_str(words),
        }
    }
}

/// What a program said on standard output, how long it took and how much memory it held at most.
#[derive(Debug, Default)]
pub(super) struct Ended {
    pub(super) said: String,
    pub(super) seconds: f64,
    /// Unit: bytes. Zero where the system does not say.
    pub(super) memory_max: u64,
}

/// Runs a program to its end; what it says on standard error is shown.
pub(super) fn measured(command: &mut Command, input: &str) -> Result<Ended, Failed> {
    let begin = now();
    let stdin = if input.is_empty() { Stdio::null() } else { Stdio::piped() };
    let mut child = command.stdin(stdin).stdout(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        io::Write::write_all(&mut stdin, input.as_bytes())?;
    }
    let mut out = child.stdout.take();
    let reading = thread::spawn(move || {
        let mut said = String::new();
        out.as_mut().map_or(Ok(0), |out| out.read_to_string(&mut said)).map(|_| said)
    });
    let mut memory_max = 0;
    let status = loop {
        memory_max = memory_max.max(peak(child.id()));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(Duration::from_millis(2));
    };
    let seconds = begin.elapsed().as_secs_f64();
    let said = reading.join().unwrap_or_else(|_| Err(io::Error::other("the reading thread failed")))?;
    if status.success() {
        Ok(Ended { said, seconds, memory_max })
    } else {
        Err(Failed::Said(format!("{command:?}: {status}")))
    }
}

/// Runs a program to its end; what it said on standard output.
pub(super) fn run_to_end(command: &mut Command) -> Result<String, Failed> {
    measured(command, "").map(|ended| ended.said)
}

/// The most memory that a running process has held.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// A server, told to end when it is dropped.
pub(super) struct Served {
    child: Child,
    /// Where it answers.
    pub(super) address: String,
}

impl Served {
    /// Starts a server that says its address on standard output.
    pub(super) fn start(command: &mut Command) -> Result<Self, Failed> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let lines = child.stdout.take().map(|out| BufReader::new(out).lines()).into_iter().flatten();
        let address = lines.map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("http://")?;
            rest.split([' ', '/', ',']).next().map(str::to_owned)
        });
        match address {
            Some(address) => Ok(Self { child, address }),
            None => Err(Failed::Said("the server does not say where it answers".to_owned())),
        }
    }

    /// The most memory that it has held so far.
    pub(super) fn memory_max(&self) -> u64 {
        peak(self.child.id())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Asked first, so that it seals what is open.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
