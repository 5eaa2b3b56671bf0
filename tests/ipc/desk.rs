//! A window that does not exist: every command runs through Tauri's own dispatch under the mock runtime, against the
//! app's own sandbox, with a data folder and a keychain of its own.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use gatewright::{App, Browser, Failure, Places, Sources};
use gatewright_vault::{Twin, Vault};
use serde_json::Value;
use tauri::ipc::{CallbackFn, InvokeBody, InvokeError, InvokeResponse, InvokeResponseBody};
use tauri::test::{INVOKE_KEY, MockRuntime, mock_builder, mock_context, noop_assets};
use tauri::webview::InvokeRequest;
use tauri::{Manager, WebviewWindow, WebviewWindowBuilder};

type Messages = Arc<Mutex<HashMap<u32, Vec<Value>>>>;

/// The app without a window.
pub struct Desk {
    pub app: tauri::App<MockRuntime>,
    pub twin: Twin,
    pub vault: Vault,
    pub folder: PathBuf,
    pub opened: Arc<Mutex<Vec<String>>>,
    window: WebviewWindow<MockRuntime>,
    messages: Messages,
    next_channel: AtomicU32,
    // Last, so that the folder outlives what writes to it.
    kept: Option<tempfile::TempDir>,
}

struct NoBrowser(Arc<Mutex<Vec<String>>>);

impl Browser for NoBrowser {
    fn open(&self, url: &str) -> Result<(), Failure> {
        self.0.lock().unwrap().push(url.to_owned());
        Ok(())
    }
}

/// A computer without profiles and programs.
pub fn no_sources() -> Sources {
    Sources {
        profiles: gatewright_databricks::profiles::Place::of(|_| None, None),
        programs: gatewright_databricks::cli::Search::in_folders([]),
        discovery: "http://127.0.0.1:9".to_owned(),
    }
}

impl Desk {
    /// An app on an empty data folder.
    pub fn new() -> Self {
        let kept = tempfile::tempdir().unwrap();
        let mut desk = Self::on(kept.path().to_owned());
        desk.kept = Some(kept);
        desk
    }

    /// An app on a data folder that may already hold something.
    pub fn on(folder: PathBuf) -> Self {
        let (vault, twin) = Vault::in_memory();
        Self::with(folder, vault, twin)
    }

    /// The same with a keychain that was there before.
    pub fn with(folder: PathBuf, vault: Vault, twin: Twin) -> Self {
        let opened = Arc::new(Mutex::new(Vec::new()));
        let browser = Box::new(NoBrowser(Arc::clone(&opened)));
        let mut desk = Self::signing_in(folder, vault, twin, browser, no_sources());
        desk.opened = opened;
        desk
    }

    /// The same with a browser, profiles and programs to sign in with.
    pub fn signing_in(
        folder: PathBuf,
        vault: Vault,
        twin: Twin,
        browser: Box<dyn Browser>,
        sources: Sources,
    ) -> Self {
        let messages = Messages::default();
        let seen = Arc::clone(&messages);
        let ipc = gatewright::ipc_builder::<MockRuntime>();
        let app = mock_builder()
            .invoke_handler(ipc.invoke_handler())
            .channel_interceptor(move |_, callback, _, body| {
                let InvokeResponseBody::Json(json) = body else { panic!("channels carry JSON") };
                seen.lock().unwrap().entry(callback.0).or_default().push(serde_json::from_str(json).unwrap());
                true
            })
            .build(mock_context(noop_assets()))
            .unwrap();
        let kept_vault = vault.clone();
        app.manage(
            App::with(Places::at(&folder), vault, browser)
                .signing_in_with(sources)
                // A minute of a pause, which no test waits for.
                .pausing_for(Duration::from_millis(100)),
        );
        let window = WebviewWindowBuilder::new(&app, "main", Default::default()).build().unwrap();
        Self {
            app,
            twin,
            vault: kept_vault,
            folder,
            opened: Arc::default(),
            window,
            messages,
            next_channel: AtomicU32::new(1),
            kept: None,
        }
    }

    /// Begins a command and gives where its answer will come.
    pub fn begin(&self, command: &str, args: Value) -> mpsc::Receiver<Result<Value, Value>> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().unwrap(),
            body: InvokeBody::Json(args),
            headers: tauri::http::HeaderMap::new(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        let (answer, answers) = mpsc::channel();
        let webview: &tauri::Webview<MockRuntime> = self.window.as_ref();
        webview.clone().on_message(
            request,
            Box::new(move |_, _, response, _, _| {
                let _ = answer.send(match response {
                    InvokeResponse::Ok(body) => Ok(body.deserialize().unwrap()),
                    InvokeResponse::Err(InvokeError(error)) => Err(error),
                });
            }),
        );
        answers
    }

    /// Calls a command; the error is the failure as the UI gets it.
    pub fn call(&self, command: &str, args: Value) -> Result<Value, Value> {
        self.begin(command, args)
            .recv_timeout(Duration::from_secs(60))
            .expect("a command answers within a minute")
    }

    /// Calls a command that must succeed.
    pub fn ok(&self, command: &str, args: Value) -> Value {
        self.call(command, args).unwrap_or_else(|failure| panic!("{command} failed: {failure:#}"))
    }

    /// Calls a command that must fail.
    pub fn fails(&self, command: &str, args: Value) -> Value {
        match self.call(command, args) {
            Ok(answer) => panic!("{command} was expected to fail and answered {answer:#}"),
            Err(failure) => {
                assert!(
                    failure["explanation"]["title"].as_str().is_some_and(|title| !title.is_empty()),
                    "every failure has a title: {failure:#}"
                );
                failure
            }
        }
    }

    /// A channel to hand to a command, and its number for `messages`.
    pub fn channel(&self) -> (Value, u32) {
        let id = self.next_channel.fetch_add(1, Ordering::Relaxed);
        (Value::String(format!("__CHANNEL__:{id}")), id)
    }

    /// What has come through a channel so far.
    pub fn messages(&self, channel: u32) -> Vec<Value> {
        self.messages.lock().unwrap().get(&channel).cloned().unwrap_or_default()
    }

    /// Every file of the data folder, for searching.
    pub fn everything_written(&self) -> Vec<u8> {
        let mut all = Vec::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else {
                    all.extend(std::fs::read(entry.path()).unwrap());
                }
            }
        }
        all
    }
}
