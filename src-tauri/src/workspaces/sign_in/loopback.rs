//! Where the browser comes back to: a listener on this computer only, until the one answer
//! that counts came. Both loopback addresses are taken,
//! since a browser may turn `localhost` into either. What comes in is judged in `request`; what the answer means is not
//! known here. Called by `browser`.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::timeout;

use super::request::{self, Asked, MOST_BYTES, Page};

/// The ports that Databricks lets its public client come back to.
const PORTS: RangeInclusive<u16> = 8020..=8040;
/// A browser sends its request at once; who is slower is no browser.
const READ_LIMIT: Duration = Duration::from_secs(5);
const WRITE_LIMIT: Duration = Duration::from_secs(2);
/// More at a time are not looked at: the oldest that has not said anything makes room.
const MOST_CONNECTIONS: usize = 32;

/// The listener, open from its making until it is closed or dropped.
pub(crate) struct Loopback {
    port: u16,
    listeners: Vec<TcpListener>,
    sender: mpsc::Sender<Arrived>,
    receiver: mpsc::Receiver<Arrived>,
    serving: JoinSet<()>,
    order: VecDeque<AbortHandle>,
}

/// Somebody who came back with an answer, and waits for a page.
pub(crate) struct Arrived {
    /// What stood behind the question mark.
    pub(crate) query: String,
    page: oneshot::Sender<Page>,
    written: oneshot::Receiver<()>,
}

impl Loopback {
    /// Takes the first free port of 8020 to 8040; nothing when other programs have all of them.
    pub(crate) async fn open() -> Option<Self> {
        Self::on_one_of(PORTS).await
    }

    async fn on_one_of(ports: RangeInclusive<u16>) -> Option<Self> {
        for port in ports {
            if let Some(listeners) = both(port).await {
                let (sender, receiver) = mpsc::channel(1);
                let (serving, order) = (JoinSet::new(), VecDeque::new());
                return Some(Self { port, listeners, sender, receiver, serving, order });
            }
        }
        None
    }

    /// What the browser is told to come back to.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Waits for a request that carries an answer; whatever else knocks is turned away.
    pub(crate) async fn answer(&mut self) -> Arrived {
        loop {
            tokio::select! {
                Some(arrived) = self.receiver.recv() => return arrived,
                accepted = next(&self.listeners) => match accepted {
                    Ok(stream) => self.serve(stream),
                    // One connection that broke before it was taken says nothing about the next.
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                },
                Some(_) = self.serving.join_next() => {}
            }
        }
    }

    fn serve(&mut self, stream: TcpStream) {
        self.order.retain(|task| !task.is_finished());
        if self.order.len() >= MOST_CONNECTIONS
            && let Some(oldest) = self.order.pop_front()
        {
            oldest.abort();
        }
        self.order.push_back(self.serving.spawn(serve(stream, self.port, self.sender.clone())));
    }

    /// Nobody is let in any more, and the port is free; who came in already still gets a page.
    pub(crate) fn close(&mut self) {
        self.listeners.clear();
        self.receiver.close();
    }
}

impl Arrived {
    /// Shows the person a page, and waits until it is on its way.
    pub(crate) async fn show(self, page: Page) {
        if self.page.send(page).is_ok() {
            let _ = timeout(WRITE_LIMIT * 2, self.written).await;
        }
    }
}

/// Both loopback addresses on one port. Where another program has one of them, the port is not ours: the browser might go
/// to that program. A computer without IPv6 has only the one.
async fn both(port: u16) -> Option<Vec<TcpListener>> {
    let four = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.ok()?;
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        Ok(six) => Some(vec![four, six]),
        Err(error) if matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) => None,
        Err(_) => Some(vec![four]),
    }
}

async fn next(listeners: &[TcpListener]) -> std::io::Result<TcpStream> {
    let waiting = listeners.iter().map(|listener| Box::pin(listener.accept()));
    let (accepted, _, _) = futures_util::future::select_all(waiting).await;
    accepted.map(|(stream, _)| stream)
}

async fn serve(mut stream: TcpStream, port: u16, sender: mpsc::Sender<Arrived>) {
    let asked = match timeout(READ_LIMIT, head(&mut stream)).await {
        Ok(Some(head)) => request::judge(&head, port),
        Ok(None) => return,
        Err(_) => Asked::Other(Page::TooSlow),
    };
    let query = match asked {
        Asked::Answer(query) => query,
        Asked::Other(page) => return write(&mut stream, page).await,
    };
    let (page, chosen) = oneshot::channel();
    let (done, written) = oneshot::channel();
    let taken = sender.send(Arrived { query, page, written }).await.is_ok();
    let page = if taken { chosen.await.unwrap_or(Page::Over) } else { Page::Over };
    write(&mut stream, page).await;
    let _ = done.send(());
}

/// The request up to its empty line, or as much of it as anybody reads; nothing when the other side hung up.
async fn head(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut head = Vec::with_capacity(2_048);
    let mut chunk = [0; 2_048];
    while head.len() <= MOST_BYTES && !request::is_whole(&head) {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => head.extend_from_slice(chunk.get(..count)?),
        }
    }
    Some(head)
}

async fn write(stream: &mut TcpStream, page: Page) {
    let _ = timeout(WRITE_LIMIT, async {
        stream.write_all(page.response().as_bytes()).await?;
        stream.shutdown().await?;
        // What is still unread would make the system throw the answer away.
        let mut rest = [0; 4_096];
        for _ in 0..64 {
            if stream.read(&mut rest).await? == 0 {
                break;
            }
        }
        Ok::<(), std::io::Error>(())
    })
    .await;
}

#[cfg(test)]
#[path = "loopback_tests.rs"]
mod tests;
