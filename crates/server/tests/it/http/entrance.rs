//! Who may ask: loopback, the bearer key, the name of the host.

use std::{fs, io::Write, net::SocketAddr, sync::Arc};

use intake::store::StoreOptions;
use portcullis::http::{self, ServeError, ServeOptions};

use super::server::{JSON, Server, VALID, loopback, rest};

const KEY: &str = "0123456789abcdefghijklmnop";

fn refused(options: ServeOptions) -> ServeError {
    let server = Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let ended = http::serve(Arc::clone(&server.store), options, |_| panic!("must not start"), std::future::pending());
    runtime.block_on(ended).unwrap_err()
}

#[test]
fn without_a_key_only_loopback_is_served() {
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8787"] {
        let listen: SocketAddr = listen.parse().unwrap();
        let error = refused(ServeOptions { listen, ..ServeOptions::default() });
        assert!(matches!(error, ServeError::Exposed { .. }));
        let text = error.to_string();
        assert!(text.contains("127.0.0.1") && text.contains("--bearer-key-file"), "{text}");
    }
}

#[test]
fn a_weak_or_missing_key_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("key");
    let with = || ServeOptions { bearer_key_file: Some(file.clone()), ..loopback() };
    assert!(matches!(refused(with()), ServeError::KeyFile { .. }));
    for weak in ["", "secret", "two words that are long enough", "一二三四五六七八九十一二三四五六七八九十"]
    {
        fs::write(&file, weak).unwrap();
        let error = refused(with());
        assert!(matches!(error, ServeError::WeakKey { .. }), "{weak}");
        assert!(weak.is_empty() || !error.to_string().contains(weak));
    }
}

#[test]
fn with_a_key_everything_but_probes_and_document_asks_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("key");
    fs::write(&file, format!("{KEY}\n")).unwrap();
    let listen = "0.0.0.0:0".parse().unwrap();
    let options = ServeOptions { listen, bearer_key_file: Some(file), ..ServeOptions::default() };
    let mut server = Server::with(options, StoreOptions::default());
    server.address = SocketAddr::from(([127, 0, 0, 1], server.address.port()));
    for open in ["/livez", "/readyz", "/openapi.json"] {
        assert_eq!(server.get(open).status, 200, "{open}");
    }
    for closed in ["/metrics", "/v1/notices", "/v1/coverage", "/v1/items/demo-express/A"] {
        let answer = server.get(closed);
        assert_eq!((answer.status, answer.json()["code"].as_str()), (401, Some("unauthorized")), "{closed}");
        assert_eq!(server.get_with(closed, "Authorization", &format!("Bearer {KEY}x")).status, 401);
        assert_ne!(server.get_with(closed, "Authorization", &format!("Bearer {KEY}")).status, 401);
    }
    assert_eq!(server.post("/v1/acceptances", JSON, VALID.lines().next().unwrap()).status, 401);
    assert_eq!(server.store.pipeline().counts().lines.load(std::sync::atomic::Ordering::Relaxed), 0);
    let remote = portcullis::remote::Remote::at(&server.url("")).with_key(KEY);
    assert!(remote.notices(None, 1).is_ok());
}

#[test]
fn another_host_name_is_not_served_without_a_key() {
    let server = Server::start();
    for (host, status) in [("portcullis.example", "421"), ("localhost", "200"), ("127.0.0.1:1", "200")] {
        let mut stream = server.connect();
        let head = format!("GET /livez HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let answer = rest(&mut stream);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{host}: {answer}");
    }
}

#[test]
fn the_address_is_published_for_commands() {
    let server = Server::start();
    let remote = portcullis::remote::Remote::of(&server.dir.path().join("data")).unwrap();
    assert_eq!(remote.address(), server.url(""));
}
