//! Where conversations live. Those that are kept are in the local database; those that a person does not want recorded are
//! in a database in memory with the same tables, and are gone when the app ends. Rooms that hold conversations of their own
//! kind begin and read them here.

use std::collections::HashSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::dto::{Chat, ChatSummary};
use super::{record_rows, rows};
use crate::app::App;
use crate::history::deletion_rows::{self as deletion, Doomed};
use crate::ipc::failure::Failure;
use crate::store::Store;

/// The conversations of this session that are not recorded.
#[derive(Default)]
pub(crate) struct Unrecorded {
    store: OnceLock<Store>,
    ids: Mutex<HashSet<String>>,
}

impl Unrecorded {
    fn store(&self) -> &Store {
        self.store.get_or_init(Store::in_memory)
    }

    fn holds(&self, chat: &str) -> bool {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).contains(chat)
    }

    fn set(&self, chat: &str, held: bool) {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if held {
            ids.insert(chat.to_owned())
        } else {
            ids.remove(chat)
        };
    }
}

impl App {
    /// The database a conversation is in.
    pub(crate) fn store_of(&self, chat: &str) -> &Store {
        if self.unrecorded.holds(chat) { self.unrecorded.store() } else { &self.store }
    }

    /// All databases that hold conversations.
    pub(crate) fn chat_stores(&self) -> impl Iterator<Item = &Store> {
        std::iter::once(&self.store).chain(self.unrecorded.store.get())
    }
}

/// The conversations of a workspace, newest first.
pub(crate) async fn list(app: &App, workspace: &str) -> Result<Vec<ChatSummary>, Failure> {
    let of = workspace.to_owned();
    let mut all = app.store.run(move |connection| rows::list(connection, &of, true)).await?;
    if let Some(store) = app.unrecorded.store.get() {
        let of = workspace.to_owned();
        all.extend(store.run(move |connection| rows::list(connection, &of, false)).await?);
        all.sort_by(|one, other| other.updated_at.total_cmp(&one.updated_at));
    }
    Ok(all)
}

/// One conversation along the path that is looked at.
pub(crate) async fn read(app: &App, workspace: &str, id: &str) -> Result<Chat, Failure> {
    let (of, chat) = (workspace.to_owned(), id.to_owned());
    let found = app.store_of(id).run(move |connection| rows::read(connection, &of, &chat)).await?;
    let mut chat = found.ok_or_else(gone)?;
    chat.recorded = !app.unrecorded.holds(id);
    Ok(chat)
}

/// What is said where a conversation is asked for that is not there.
pub(crate) fn gone() -> Failure {
    Failure::here(
        "This conversation is not here any more",
        "It was deleted, or belongs to another workspace. One that was not recorded is gone when the app ends.",
        "",
    )
}

/// Takes a conversation out of the database and keeps it in memory, or the other way round.
pub(crate) async fn record(app: &App, id: &str, on: bool) -> Result<(), Failure> {
    if on != app.unrecorded.holds(id) {
        return Ok(());
    }
    let (from, to) =
        if on { (app.unrecorded.store(), &app.store) } else { (&app.store, app.unrecorded.store()) };
    let chat = id.to_owned();
    let all = from.run(move |connection| record_rows::read(connection, &chat)).await?;
    to.run(move |connection| record_rows::write(connection, &all)).await?;
    // From here on it is read where it now is; what is left behind is only removed.
    app.unrecorded.set(id, !on);
    if on {
        let chat = id.to_owned();
        return Ok(from.run(move |connection| record_rows::remove(connection, &chat)).await?);
    }
    // What is not to be recorded goes from the files too, not only from sight.
    Ok(deletion::delete(app, Doomed::One(id.to_owned())).await.map(|_| ())?)
}

/// Deletes a conversation and everything said in it.
pub(crate) async fn delete(app: &App, workspace: &str, id: &str) -> Result<(), Failure> {
    if app.unrecorded.holds(id) {
        let (of, chat) = (workspace.to_owned(), id.to_owned());
        app.store_of(id).run(move |connection| rows::delete(connection, &of, &chat)).await?;
        app.unrecorded.set(id, false);
        return Ok(());
    }
    let doomed = Doomed::These { workspace: workspace.to_owned(), ids: vec![id.to_owned()] };
    Ok(deletion::delete(app, doomed).await.map(|_| ())?)
}
