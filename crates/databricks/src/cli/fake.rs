//! A program that a test writes: a shell script in a folder of its own, which also notes what it was asked.

use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;

use super::Search;

/// A folder with one program in it.
pub(super) struct Fake(TempDir);

impl Fake {
    pub(super) fn new(name: &str, script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let note = "printf '%s\\n' \"$@\" > \"$(dirname \"$0\")/asked\"";
        // Written by another process: a file that this one has open for writing, and with it a program that another test starts at
        // this moment, could not be run.
        let write = "printf '%s' \"$1\" > \"$0\" && chmod 755 \"$0\"";
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", write]).arg(&path).arg(format!("#!/bin/sh\n{note}\n{script}\n"));
        assert!(shell.status().unwrap().success());
        Self(folder)
    }

    pub(super) fn search(&self) -> Search {
        Search::in_folders([self.0.path().to_owned()])
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    pub(super) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap()
    }

    /// The arguments of the last run.
    pub(super) fn asked(&self) -> Vec<String> {
        self.read("asked").lines().map(str::to_owned).collect()
    }

    /// Whether the process ends within a few seconds. Without the parent it may stay a zombie, which counts as ended.
    pub(super) async fn gone(&self, id: &str) -> bool {
        for _ in 0..50 {
            let state = std::process::Command::new("ps").args(["-o", "stat=", "-p", id]).output().unwrap();
            let state = String::from_utf8_lossy(&state.stdout).trim().to_owned();
            if state.is_empty() || state.starts_with('Z') {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    }
}
