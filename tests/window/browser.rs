//! A real browser for signing in: Debian's Chromium, started the way the app starts the system's browser, and a hand on its
//! page through Debian's own driver.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desk::Start;

const PATIENCE: Duration = Duration::from_secs(30);

/// What the app finds instead of the system's browser.
pub struct Browser {
    folder: TempDir,
    port: u16,
}

impl Browser {
    /// A browser that is opened by the app; nothing on a system without one.
    pub fn installed() -> Option<Self> {
        let there = |program| Command::new(program).arg("--version").output().is_ok();
        if !there("chromium") || !there("chromedriver") {
            println!("skipped: there is no chromium with its driver here (on Debian: cargo xtask setup)");
            return None;
        }
        let browser = Self { folder: tempfile::tempdir().unwrap(), port: free_port() };
        let folder = browser.folder.path();
        // What desktops call to open an address. The address is written down, so that a test can wait for it.
        let script = format!(
            "#!/bin/sh\nchromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
             --remote-debugging-port={} --user-data-dir={}/profile \"$1\" >/dev/null 2>&1 &\n\
             echo $! > {}/pid\nprintf %s \"$1\" > {}/address\n",
            browser.port,
            folder.display(),
            folder.display(),
            folder.display()
        );
        let program = folder.join("xdg-open");
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        Some(browser)
    }

    /// An app that finds this browser.
    pub fn start(&self) -> Start {
        let path = std::env::var("PATH").unwrap_or_default();
        Start { env: vec![("PATH", format!("{}:{path}", self.folder.path().display()))] }
    }

    /// The address that the app opened.
    pub async fn opened(&self) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Ok(address) = std::fs::read_to_string(self.folder.path().join("address"))
                && !address.is_empty()
            {
                return address;
            }
            assert!(Instant::now() < deadline, "the app opened no browser");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses a button of the page that is open, and gives what the page says after it.
    pub async fn press(&self, button: &str) -> String {
        self.opened().await;
        let driver_port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={driver_port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Driver)
            .unwrap();
        let client = attached(driver_port, self.port).await;
        let button = format!("//button[.='{button}']");
        let found = client.wait().at_most(PATIENCE).for_element(Locator::XPath(&button)).await.unwrap();
        let before = heading(&client).await;
        found.click().await.unwrap();
        let deadline = Instant::now() + PATIENCE;
        let said = loop {
            let said = heading(&client).await;
            if said.is_some() && said != before {
                break said.unwrap_or_default();
            }
            assert!(Instant::now() < deadline, "the page stayed as it was: {said:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        client.close().await.unwrap();
        drop(driver);
        said
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Ok(pid) = std::fs::read_to_string(self.folder.path().join("pid")) {
            let _ = Command::new("kill").arg(pid.trim()).status();
        }
    }
}

/// What stands on top of the page; nothing while one page goes and the next comes.
async fn heading(client: &Client) -> Option<String> {
    let asks = "return document.readyState === 'complete' ? document.querySelector('h1')?.textContent ?? null : null";
    client.execute(asks, vec![]).await.ok()?.as_str().map(str::to_owned)
}

struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A client of the browser that the app started.
async fn attached(driver: u16, browser: u16) -> Client {
    let capabilities = json!({ "browserName": "chrome", "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{browser}") } });
    let Value::Object(capabilities) = capabilities else { unreachable!() };
    let deadline = Instant::now() + PATIENCE;
    loop {
        let connected = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&format!("http://127.0.0.1:{driver}"))
            .await;
        match connected {
            Ok(client) => return client,
            Err(error) if Instant::now() > deadline => panic!("the browser let nobody in: {error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}
