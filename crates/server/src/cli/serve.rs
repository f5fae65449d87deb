//! `portcullis serve`: the HTTP face over a data directory.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use clap::{Arg, Command, value_parser};
use intake::store::Store;

use super::{Context, args, store};
use crate::{
    failure::{Exit, Failure, Outcome},
    http::{self, ServeOptions},
    language::Language,
};

/// How the command is described.
pub fn command(language: Language) -> Command {
    Command::new("serve")
        .about(language.of("通过 HTTP 接收记录、回答查询", "Take records and answer questions over HTTP"))
        .after_help(language.of(
            "只在本机地址上监听；给出 --bearer-key-file 后才可监听其他地址。Ctrl-C 结束并封存。",
            "Listens on loopback only, unless --bearer-key-file is given. Ctrl-C ends it and seals.",
        ))
        .args([args::data(language), args::key_file(language), args::suite(language)])
        .args([args::seal_entries(language), listen(language)])
        .arg(
            Arg::new("bearer-key-file")
                .long("bearer-key-file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(language.of("请求须带的密钥所在文件", "File of the key that requests must bear")),
        )
}

/// `--listen ADDR`.
pub fn listen(language: Language) -> Arg {
    Arg::new("listen")
        .long("listen")
        .value_name("ADDR")
        .default_value("127.0.0.1:8700")
        .value_parser(value_parser!(SocketAddr))
        .help(language.of("监听地址", "Address to listen on"))
}

/// Runs it.
pub fn run(context: &Context) -> Outcome<Exit> {
    run_on(store::open_or_make(&context.matches, context.language)?, context)
}

/// Serves an open directory until it is told to stop, then seals.
pub fn run_on(store: Store, context: &Context) -> Outcome<Exit> {
    let listen = context.matches.get_one::<SocketAddr>("listen").copied();
    let bearer = context.matches.try_get_one::<PathBuf>("bearer-key-file").ok().flatten().cloned();
    let listen = listen.ok_or_else(|| Failure::new(Exit::Usage, "缺少 --listen", "--listen is missing"))?;
    let options = ServeOptions { bearer_key_file: bearer, ..ServeOptions::new(listen) };
    let store = Arc::new(store);
    let language = context.language;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ready = |address: SocketAddr| {
        println!(
            "{}",
            language.of(
                format!("\n正在 http://{address} 提供服务，例如 http://{address}/v1/coverage 。Ctrl-C 结束。"),
                format!("\nServing at http://{address}, e.g. http://{address}/v1/coverage . Ctrl-C ends."),
            )
        );
    };
    let taking = Taking::start(&store);
    let served = runtime.block_on(http::serve(Arc::clone(&store), options, ready, stop_signal()));
    drop(runtime);
    taking.stop();
    let closed = Arc::try_unwrap(store).map_or(Ok(()), |store| store.close().map_err(Failure::from));
    served.map_err(|cause| Failure::because("无法提供服务", "cannot serve", &cause))?;
    closed.map(|()| Exit::Done)
}

/// Looks now and then whether a pack was handed in.
struct Taking {
    goes_on: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Taking {
    fn start(store: &Arc<Store>) -> Self {
        let goes_on = Arc::new(AtomicBool::new(true));
        let (store, still) = (Arc::clone(store), Arc::clone(&goes_on));
        let take = move || {
            while still.load(Ordering::Acquire) {
                if let Err(error) = intake::packs::inbox::serve(&store) {
                    eprintln!("portcullis: {error}");
                }
                thread::sleep(Duration::from_millis(200));
            }
        };
        let thread = thread::Builder::new().name("packs".to_owned()).spawn(take);
        Self { goes_on, thread: thread.ok() }
    }

    /// Ends it and gives its hold on the store back.
    fn stop(mut self) {
        self.goes_on.store(false, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
