//! Accepting connections, until the server is to end. Beside `axum::serve` it limits how long a caller may take to send
//! its headers.

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::task::TaskTracker;
use tower::Service as _;

use super::Server;

/// How long a caller may take to send the headers of a request, and to begin with the next one.
const HEADERS: Duration = Duration::from_secs(30);
/// How long open connections get to end when the server does.
const ENDING: Duration = Duration::from_secs(8);
/// How long to wait when no connection can be accepted: the process has no file handles left, and some must close.
const BREATHER: Duration = Duration::from_millis(100);

/// Serves on `listener` until `shutdown`; then finishes the commands in hand, says goodbye on every socket, and returns.
pub async fn serve(server: Arc<Server>, listener: TcpListener, shutdown: impl Future<Output = ()>) {
    let router = server.router();
    let calls = TaskTracker::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                calls.spawn(connection(Arc::clone(&server), router.clone(), stream, peer));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
    drop(listener);
    server.closing.cancel();
    calls.close();
    server.sockets.close();
    let ended = timeout(ENDING, async { tokio::join!(calls.wait(), server.sockets.wait()) }).await;
    if ended.is_err() {
        tracing::warn!(calls = calls.len(), sockets = server.sockets.len(), "some connections did not end in time");
    }
}

async fn connection(server: Arc<Server>, router: Router, stream: TcpStream, peer: SocketAddr) {
    // Frames are small, and somebody waits for each of them. Without it they are only slower.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS);
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = server.closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind as K;
    matches!(error.kind(), K::ConnectionRefused | K::ConnectionAborted | K::ConnectionReset)
}
