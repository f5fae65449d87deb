//! Connections: how many, how long they may say nothing, and how they end.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{app::App, stall::Impatient};

/// Wait after a connection could not be accepted, e.g. because the process has too many files open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Accepts connections until `shutdown` is done, then lets those in work finish.
pub(super) async fn serve(listener: TcpListener, app: &Arc<App>, router: Router, shutdown: impl Future<Output = ()>) {
    let permits = Arc::new(Semaphore::new(app.options.connections_max));
    let (closing, is_closing) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            (stream, permit) = accept(&listener, &permits) => {
                let connection = Connection { app: Arc::clone(app), is_closing: is_closing.clone(), _permit: permit };
                open.spawn(connection.run(stream, router.clone()));
            }
            Some(_) = open.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    drop((listener, router));
    let _ = closing.send(true);
    let finished = async { while open.join_next().await.is_some() {} };
    if timeout(app.options.drain_time_max, finished).await.is_err() {
        open.shutdown().await;
    }
}

async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // Never closed: an error cannot come.
    let permit = Arc::clone(permits).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, permit),
            Err(_) => sleep(ACCEPT_PAUSE).await,
        }
    }
}

struct Connection {
    app: Arc<App>,
    is_closing: watch::Receiver<bool>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Connection {
    async fn run(mut self, stream: TcpStream, router: Router) {
        // Answers are small: waiting to fill a packet would cost milliseconds. Refused only by a closed socket.
        let _ = stream.set_nodelay(true);
        let stream = Impatient::new(stream, self.app.options.stall_time_max);
        let mut connection = pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(self.app.options.head_time_max)
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        );
        tokio::select! {
            // A caller that went away has nobody to be told.
            _ = connection.as_mut() => return,
            _ = self.is_closing.wait_for(|closing| *closing) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
