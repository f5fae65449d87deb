//! One kept-open HTTP/1.1 connection that sends and reads at the same time: what a load generator needs, no more.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

/// A body beyond this is sent while the answer is read: the server answers before it has read all.
const SENT_AT_ONCE_MAX: usize = 32 * 1024;

/// Longest wait for the server.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// A connection.
pub(super) struct Client {
    read: BufReader<TcpStream>,
    address: String,
}

/// An answer.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub(super) fn connect(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(WAIT_MAX))?;
        stream.set_write_timeout(Some(WAIT_MAX))?;
        Ok(Self { read: BufReader::with_capacity(64 * 1024, stream), address: address.to_owned() })
    }

    /// Sends a body and reads the whole answer.
    pub(super) fn post(&mut self, path: &str, media: &str, body: &[u8]) -> io::Result<Answer> {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n",
            self.address
        );
        let message = [head.as_bytes(), body].concat();
        let mut write = self.read.get_ref().try_clone()?;
        if message.len() <= SENT_AT_ONCE_MAX {
            write.write_all(&message)?;
            return answer(&mut self.read);
        }
        thread::scope(|scope| {
            let sending = scope.spawn(move || write.write_all(&message));
            let answered = answer(&mut self.read);
            let sent = sending.join().unwrap_or_else(|_| Err(io::Error::other("the sending thread failed")));
            // A refusal may come before everything was sent; it is what counts.
            answered.and_then(|answer| if answer.status == 200 { sent.map(|()| answer) } else { Ok(answer) })
        })
    }
}

fn answer(read: &mut impl BufRead) -> io::Result<Answer> {
    let status = line(read)?.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(|| broken("status"))?;
    let (mut length, mut chunked) = (0_usize, false);
    loop {
        let header = line(read)?.to_ascii_lowercase();
        match header.split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().map_err(|_| broken("length"))?,
            Some(("transfer-encoding", value)) => chunked = value.trim() == "chunked",
            Some(_) => {}
            None => break,
        }
    }
    let mut body = Vec::new();
    if chunked {
        while chunk(read, &mut body)? {}
    } else {
        read.take(length as u64).read_to_end(&mut body)?;
        if body.len() < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Answer { status, body })
}

/// Reads one chunk; whether another follows.
fn chunk(read: &mut impl BufRead, body: &mut Vec<u8>) -> io::Result<bool> {
    let size = line(read)?;
    let size = size.split(';').next().and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok());
    let size = size.ok_or_else(|| broken("chunk"))?;
    let before = body.len();
    read.by_ref().take(size).read_to_end(body)?;
    if (body.len() - before) as u64 != size || !line(read)?.is_empty() {
        return Err(broken("chunk"));
    }
    Ok(size > 0)
}

fn line(read: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if read.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the answer's {what} cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> io::Result<Answer> {
        answer(&mut text.as_bytes())
    }

    #[test]
    fn both_kinds_of_bodies_are_read() {
        let plain = read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest").unwrap();
        assert_eq!((plain.status, &plain.body[..]), (200, &b"{}"[..]));
        let chunked =
            read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n1\r\n\n\r\n0\r\n\r\n").unwrap();
        assert_eq!((chunked.status, &chunked.body[..]), (200, &b"a\nb\n"[..]));
    }

    #[test]
    fn an_answer_without_its_end_is_none() {
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\na\nb\r\n",
            "",
        ] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
