//! The HTTP face: lines in, answers out, questions answered, as JSON.
//!
//! What is decided belongs in `intake` and below; this room checks who asks, bounds what is in flight and shows.

mod app;
mod bearer;
mod body;
mod bulletins;
mod cases;
mod clocks;
mod connection;
mod counterfactual;
mod coverage;
mod guard;
mod health;
mod indicators;
mod item;
mod lines;
mod metrics;
mod notice;
mod openapi;
mod parameter;
mod problem;
mod route;
mod shown;
mod stall;
mod stream;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use intake::store::{LockError, Store};
use tokio::net::TcpListener;

pub use item::view as item_view;
pub use notice::view as notices;
pub use openapi::{document as openapi, text as openapi_text};

use self::{app::App, bearer::BearerKey};

/// Where it listens unless told otherwise.
const PORT: u16 = 8700;

/// How the gate is served, with its bounds.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Where to listen; port 0 takes a free one. Without a key only a loopback address passes.
    /// Default: 127.0.0.1:8700.
    pub listen: SocketAddr,
    /// File of the key that every caller must show. Default: none.
    pub bearer_key_file: Option<PathBuf>,
    /// Most connections; further ones wait to be accepted. Default: 1 024.
    pub connections_max: usize,
    /// Most requests in work; further ones are told "later". Default: 512.
    pub requests_max: usize,
    /// Most streams of lines in work; further ones are told "later". Default: 32.
    pub streams_max: usize,
    /// Most questions to the history in work; further ones wait. Default: 4.
    pub questions_max: usize,
    /// Most batches of one stream that are taken and not yet answered. Default: 4.
    pub stream_batches_max: usize,
    /// Most lines of all streams whose answers nobody has read yet; a stream beyond it goes on batch by batch.
    /// At least the lines of one batch. Default: 262 144.
    pub unread_lines_max: usize,
    /// Longest wait for the head of a request. Default: 10 s.
    pub head_time_max: Duration,
    /// Longest wait for the whole of a single object, and for the next piece of a stream. Default: 30 s.
    pub body_time_max: Duration,
    /// Longest wait for a caller that does not read its answer. Default: 60 s.
    pub stall_time_max: Duration,
    /// Longest wait for requests in work when the server ends. Default: 30 s.
    pub drain_time_max: Duration,
}

impl ServeOptions {
    /// The defaults, listening there.
    pub fn new(listen: SocketAddr) -> Self {
        Self { listen, ..Self::default() }
    }
}

impl Default for ServeOptions {
    /// The defaults, on loopback.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)),
            bearer_key_file: None,
            connections_max: 1_024,
            requests_max: 512,
            streams_max: 32,
            questions_max: 4,
            stream_batches_max: 4,
            unread_lines_max: 262_144,
            head_time_max: Duration::from_secs(10),
            body_time_max: Duration::from_secs(30),
            stall_time_max: Duration::from_mins(1),
            drain_time_max: Duration::from_secs(30),
        }
    }
}

/// The server cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Anybody who reaches that address could read and write. Listen on loopback or give a key.
    #[error(
        "{listen} is reachable from other machines: without a bearer key only a loopback address is served, \
         such as 127.0.0.1:{}; or give --bearer-key-file FILE",
        listen.port()
    )]
    Exposed {
        /// The address asked for.
        listen: SocketAddr,
    },
    /// The address cannot be had: another process has it, or this machine does not.
    #[error("cannot listen on {listen}: {source}")]
    Listen {
        /// The address asked for.
        listen: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The file of the key cannot be read.
    #[error("bearer key file {path}: {source}")]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The key could be guessed, or cannot stand in a header.
    #[error(
        "bearer key file {path}: would pass: one line of {} to {} visible ASCII characters",
        bearer::CHARACTERS_MIN,
        bearer::CHARACTERS_MAX
    )]
    WeakKey {
        /// The file.
        path: PathBuf,
    },
    /// The data directory cannot say where it is served.
    #[error(transparent)]
    Publish(#[from] LockError),
}

/// Serves a data directory until `shutdown` is done, then finishes what is in work.
///
/// `ready` is told the address once it is bound and published. A stream that is still in work after `drain_time_max`
/// is cut off; what it was answered is recorded. The store is the caller's again when this returns.
pub async fn serve(
    store: Arc<Store>,
    options: ServeOptions,
    ready: impl FnOnce(SocketAddr),
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let key = options.bearer_key_file.as_deref().map(BearerKey::read).transpose()?;
    let listen = options.listen;
    if key.is_none() && !listen.ip().is_loopback() {
        return Err(ServeError::Exposed { listen });
    }
    let failed = |source| ServeError::Listen { listen, source };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    store.publish_address(&format!("http://{address}"))?;
    let app = Arc::new(App::new(store, options, key));
    ready(address);
    connection::serve(listener, &app, route::router(&app), shutdown).await;
    app.settle().await;
    Ok(())
}
