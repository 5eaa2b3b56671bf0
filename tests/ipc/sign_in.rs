//! What the tests of signing in share: the commands with their arguments, and a browser that follows the pages of a
//! sign-in by plain HTTP, or does whatever else a test wants of it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::{Arc, Mutex};

use gatewright::{Browser, Failure, Sources};
use gatewright_databricks::cli::Search;
use gatewright_databricks::profiles::Place;
use gatewright_sandbox::{Options, Running, Sandbox, SignInPage};
use gatewright_vault::{Twin, Vault};
use serde_json::{Value, json};

use crate::desk::{Desk, no_sources};

/// Connects as production, under the name claims.
pub fn connect(desk: &Desk, host: &str, sign_in: Value) -> Result<Value, Value> {
    connect_telling(desk, host, sign_in, desk.channel().0)
}

/// The same with a channel to look at.
pub fn connect_telling(desk: &Desk, host: &str, sign_in: Value, told: Value) -> Result<Value, Value> {
    desk.call("workspaces_connect", connecting(host, sign_in, told))
}

/// The arguments of connecting.
pub fn connecting(host: &str, sign_in: Value, told: Value) -> Value {
    let workspace = json!({
        "host": host, "name": "claims", "environment": "production", "color": "berry", "signIn": sign_in
    });
    json!({ "workspace": workspace, "attempt": "a", "told": told })
}

/// Signs in again; `null` means as before.
pub fn again(desk: &Desk, workspace: &Value, sign_in: Value) -> Result<Value, Value> {
    let told = desk.channel().0;
    let args = json!({ "id": workspace["id"], "signIn": sign_in, "attempt": "b", "told": told });
    desk.call("workspaces_sign_in_again", args)
}

/// What a browser does with an address.
pub type Doing = Arc<dyn Fn(&str) + Send + Sync>;

/// A browser that a test scripts.
pub struct Scripted {
    doing: Doing,
    opened: Arc<Mutex<Vec<String>>>,
    missing: bool,
}

impl Browser for Scripted {
    fn open(&self, url: &str) -> Result<(), Failure> {
        self.opened.lock().unwrap().push(url.to_owned());
        if self.missing {
            return Err(no_browser());
        }
        let (doing, url) = (Arc::clone(&self.doing), url.to_owned());
        std::thread::spawn(move || doing(&url));
        Ok(())
    }
}

fn no_browser() -> Failure {
    let explanation = json!({
        "layer": "thisComputer", "title": "The browser did not open", "meaning": "", "cause": "no program",
        "whoCanFix": "", "notRescued": null, "next": { "kind": "none", "label": "" }, "trail": [], "raw": null
    });
    serde_json::from_value(json!({ "kind": "refused", "explanation": explanation })).unwrap()
}

/// A desk on a folder of its own, with a browser that does this.
pub struct Signing {
    pub desk: Desk,
    pub opened: Arc<Mutex<Vec<String>>>,
    // Last, so that the folder outlives what writes to it.
    _folder: Option<tempfile::TempDir>,
}

/// A browser that goes where it is sent, and back.
pub fn follows() -> Doing {
    Arc::new(|url: &str| drop(follow(url)))
}

/// A desk whose browser goes where it is sent.
pub fn signing() -> Signing {
    signing_with(follows(), no_sources(), false)
}

/// A desk with a given browser.
pub fn signing_with(doing: Doing, sources: Sources, missing: bool) -> Signing {
    let folder = tempfile::tempdir().unwrap();
    let (vault, twin) = Vault::in_memory();
    let mut signing = signing_on(folder.path(), vault, twin, doing, sources, missing);
    signing._folder = Some(folder);
    signing
}

fn signing_on(
    folder: &Path,
    vault: Vault,
    twin: Twin,
    doing: Doing,
    sources: Sources,
    missing: bool,
) -> Signing {
    let opened = Arc::default();
    let browser = Scripted { doing, opened: Arc::clone(&opened), missing };
    let desk = Desk::signing_in(folder.to_owned(), vault, twin, Box::new(browser), sources);
    Signing { desk, opened, _folder: None }
}

impl Signing {
    /// The app started anew, with what it kept; its browser goes nowhere.
    pub fn restarted(&self) -> Signing {
        self.restarted_with(no_sources())
    }

    /// The same with profiles and programs.
    pub fn restarted_with(&self, sources: Sources) -> Signing {
        let (vault, twin) = (self.desk.vault.clone(), self.desk.twin.clone());
        signing_on(&self.desk.folder, vault, twin, Arc::new(|_: &str| {}), sources, false)
    }
}

/// The app started anew, with a browser that goes where it is sent.
pub fn signing_again(at: &Signing) -> Signing {
    let (vault, twin) = (at.desk.vault.clone(), at.desk.twin.clone());
    signing_on(&at.desk.folder, vault, twin, follows(), no_sources(), false)
}

/// Profiles of this file and programs of this folder.
pub fn sources(file: Option<&Path>, programs: Option<&Path>) -> Sources {
    let file = file.map(|file| file.as_os_str().to_owned());
    let profiles = Place::of(|name| if name == "DATABRICKS_CONFIG_FILE" { file.clone() } else { None }, None);
    let programs = Search::in_folders(programs.map(Path::to_owned));
    Sources { profiles, programs, ..no_sources() }
}

/// A workspace of its own, where everybody who comes to sign in is signed in already.
pub fn workspace(change: impl FnOnce(&mut Options)) -> Running {
    let mut options = Options { sign_in_page: SignInPage::Passed, ..Options::default() };
    change(&mut options);
    tauri::async_runtime::block_on(Sandbox::start(options)).unwrap()
}

/// Goes to an address and wherever it leads; the last answer.
pub fn follow(url: &str) -> String {
    let mut url = url.to_owned();
    for _ in 0..8 {
        let answer = get(&url);
        match header(&answer, "location") {
            Some(next) => url = next,
            None => return answer,
        }
    }
    panic!("a circle of redirects at {url}");
}

/// Where an address leads in the end, without going there: the way back to the app.
pub fn way_back(url: &str) -> String {
    let mut url = url.to_owned();
    while !url.starts_with("http://localhost:") {
        url = header(&get(&url), "location").unwrap();
    }
    url
}

pub fn header(answer: &str, name: &str) -> Option<String> {
    let (head, _) = answer.split_once("\r\n\r\n")?;
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
}

/// One request, as a browser would send it.
pub fn get(url: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {slash}{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
