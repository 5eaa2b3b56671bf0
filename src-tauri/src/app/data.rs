//! What is kept on this computer: how much there is, and clearing it. Nothing here changes anything in Databricks.

use std::path::{Path, PathBuf};

use super::dto::ClearData;
use super::{App, data_rows};
use crate::history::deletion_rows::{self as deletion, Doomed};
use crate::ipc::failure::Failure;
use crate::workspaces::rows;

/// Clears it. What was cleared is gone from the files too, not only from sight.
///
/// # Errors
/// When the keychain does not give a sign-in up, nothing is cleared: a token left behind could not be found any more.
pub(crate) async fn clear(app: &App, what: ClearData) -> Result<(), Failure> {
    match what {
        ClearData::Drafts => app.store.run(data_rows::clear_drafts).await?,
        ClearData::Conversations => {
            deletion::delete(app, Doomed::All).await?;
            app.store.run(data_rows::clear_conversations).await?;
        }
        ClearData::Everything => return clear_everything(app).await,
    }
    Ok(())
}

async fn clear_everything(app: &App) -> Result<(), Failure> {
    let alone = app.connections.sign_ins_to_myself().await;
    for kept in rows::all(&app.store).await? {
        // A renewal that is under way must not write the sign-in again behind our back.
        app.connections.forget_session(&kept.id).await;
        match app.vault.delete(&kept.account()).await {
            Ok(()) => {}
            Err(_) if app.connections.is_session_only(&kept.id) || !kept.how.keeps_a_secret() => {}
            Err(error) => return Err(app.keychain_failed(&error)),
        }
        app.connections.in_memory.forget(&kept.id);
    }
    drop(alone);
    app.connections.replace(None).await;
    // Started anew, the sandbox begins as it did on the first day.
    app.sandbox.running().await?.reset();
    app.sandbox.stop().await;
    app.store.run(data_rows::clear_tables).await?;
    let folder = app.places.data.clone();
    let (sandbox, log) = (app.places.sandbox_file(), app.places.log_file());
    tokio::task::spawn_blocking(move || remove_files(&folder, &sandbox, &log))
        .await
        .unwrap_or_else(|_| Err(Failure::unexpected("clearing the data folder was interrupted")))
}

/// Older copies of the database hold what was just cleared. The open database and the open log stay, empty.
fn remove_files(folder: &Path, sandbox: &Path, log: &Path) -> Result<(), Failure> {
    let mut left = Vec::new();
    let mut remove = |file: &Path| match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            left.push(format!("{} ({error})", file.display()));
        }
        _ => {}
    };
    remove(sandbox);
    for file in files_of(folder) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("gatewright.damaged-")
            || name.starts_with("gatewright.version-")
            || name == "gatewright.log.old"
        {
            remove(&file);
        }
    }
    if let Err(error) = std::fs::OpenOptions::new().write(true).open(log).and_then(|file| file.set_len(0))
        && error.kind() != std::io::ErrorKind::NotFound
    {
        left.push(format!("{} ({error})", log.display()));
    }
    if left.is_empty() {
        return Ok(());
    }
    Err(Failure::here(
        "Some files could not be removed",
        "Everything else is cleared. Remove these files yourself.",
        &left.join(", "),
    ))
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// The size of the data folder in bytes; what cannot be read counts nothing.
pub(crate) async fn folder_bytes(folder: PathBuf) -> f64 {
    let bytes = tokio::task::spawn_blocking(move || {
        let mut folders = vec![folder];
        let mut bytes = 0_u64;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                // Of a link the link counts: what it leads to is not the app's.
                let Ok(about) = entry.metadata() else { continue };
                if about.is_dir() {
                    folders.push(entry.path());
                } else {
                    bytes = bytes.saturating_add(about.len());
                }
            }
        }
        bytes
    });
    // Exact up to nine petabytes.
    bytes.await.unwrap_or_default() as f64
}
