//! A served store, and plain requests to it.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

use intake::store::{Store, StoreOptions, Surroundings};
use jiff::Timestamp;
use portcullis::http::{self, ServeError, ServeOptions};
use screening::Screener;
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;

pub(super) const VALID: &str = include_str!("../../../../intake/tests/fixtures/valid.ndjson");
pub(super) const INVALID: &str = include_str!("../../../../intake/tests/fixtures/invalid.ndjson");
pub(super) const EVENTS: &str = include_str!("../../../../intake/tests/fixtures/events.ndjson");

pub(super) const JSON: &str = "application/json";
pub(super) const NDJSON: &str = "application/x-ndjson";

/// A clock that stands still, after everything in the examples.
fn now() -> Timestamp {
    "2026-11-22T12:00:00+08:00".parse().unwrap()
}

const SURROUNDINGS: Surroundings = Surroundings { now, random: |bytes| bytes.fill(7) };

/// A server that ends when it is dropped.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) store: Arc<Store>,
    pub(super) dir: TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), ServeError>>>,
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) media: String,
    pub(super) retry_after: Option<String>,
    pub(super) allow: Option<String>,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(super) fn lines(&self) -> Vec<Value> {
        self.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

pub(super) fn loopback() -> ServeOptions {
    ServeOptions { listen: "127.0.0.1:0".parse().unwrap(), ..ServeOptions::default() }
}

impl Server {
    pub(super) fn start() -> Self {
        Self::with(loopback(), StoreOptions::default())
    }

    pub(super) fn with(options: ServeOptions, store: StoreOptions) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let screener = Arc::new(Screener::built_in().unwrap());
        let store = StoreOptions { workers: 2, ..store };
        let store = Store::open(&dir.path().join("data"), screener, &store, SURROUNDINGS, &mut |_, _| {}).unwrap();
        let store = Arc::new(store);
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, address) = mpsc::channel();
        let served = Arc::clone(&store);
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            let shutdown = async { drop(stopped.await) };
            runtime.block_on(http::serve(served, options, move |address| ready.send(address).unwrap(), shutdown))
        });
        let address = address.recv().expect("the server starts");
        Self { address, store, dir, stop: Some(stop), thread: Some(thread) }
    }

    /// Asks the server to end.
    pub(super) fn stop(&mut self) {
        drop(self.stop.take());
    }

    /// Waits until it has ended.
    pub(super) fn join(&mut self) {
        self.thread.take().unwrap().join().unwrap().unwrap();
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        answer(agent().get(self.url(path)).call())
    }

    pub(super) fn get_with(&self, path: &str, header: &str, value: &str) -> Answer {
        answer(agent().get(self.url(path)).header(header, value).call())
    }

    pub(super) fn post(&self, path: &str, media: &str, body: &str) -> Answer {
        answer(agent().post(self.url(path)).content_type(media).send(body))
    }

    /// A connection that sends what it is told to.
    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Begins a stream of lines, to be sent in chunks.
    pub(super) fn stream(&self, path: &str) -> TcpStream {
        let mut stream = self.connect();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: {NDJSON}\r\nTransfer-Encoding: chunked\r\n\
             Connection: close\r\n\r\n",
            self.address
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

pub(super) fn chunk(stream: &mut TcpStream, text: &str) {
    stream.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes()).unwrap();
}

/// Ends the body of a stream.
pub(super) fn end(stream: &mut TcpStream) {
    stream.write_all(b"0\r\n\r\n").unwrap();
}

/// Everything up to the end of the connection.
pub(super) fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Reads until a text has come.
pub(super) fn read_to(stream: &mut TcpStream, wanted: &str) -> String {
    let mut text = String::new();
    let mut piece = [0; 4096];
    while !text.contains(wanted) {
        let read = stream.read(&mut piece).unwrap();
        assert!(read > 0, "ended before {wanted}: {text}");
        text.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    text
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().into()
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = response.unwrap();
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Answer {
        status: response.status().as_u16(),
        media: header("content-type").unwrap_or_default(),
        retry_after: header("retry-after"),
        allow: header("allow"),
        text: response.body_mut().read_to_string().unwrap(),
    }
}
