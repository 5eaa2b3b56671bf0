//! The first screen in one answer: what several rooms show on it at once. The page asks for it before its own code is loaded
//! (ui/public/first-paint.js), and the core reads it while the window is being made. It is read ahead for the sandbox only:
//! for a real workspace the list may need the keychain, and nothing may stand before the first picture.

use serde::Serialize;
use specta::Type;
use tauri::State;
use tokio::sync::Mutex;

use super::dto::AppInfo;
use super::{App, commands};
use crate::endpoints::dto::{EndpointPage, EndpointSort, EndpointSplit, EndpointView, ListEndpoints};
use crate::ipc::failure::Failure;
use crate::workspaces::dto::WorkspaceList;
use crate::{endpoints, workspaces};

/// Rows that a window shows without scrolling, with some to spare.
const IN_SIGHT: usize = 16;

/// What the window needs to draw its first screen.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FirstScreen {
    pub(crate) info: AppInfo,
    pub(crate) workspaces: WorkspaceList,
    pub(crate) list: Option<FirstList>,
}

/// The list of endpoints as it opens, with the shares of the rows in sight.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FirstList {
    pub(crate) query: ListEndpoints,
    pub(crate) page: EndpointPage,
    pub(crate) splits: Vec<EndpointSplit>,
}

/// The list that was read ahead, until somebody takes it.
#[derive(Default)]
pub(crate) struct ReadAhead(Mutex<Option<FirstList>>);

/// What the first screen shows. A list that cannot be read is left out: the page asks again and shows what is wrong.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_first_screen(app: State<'_, App>) -> Result<FirstScreen, Failure> {
    let info = commands::info(&app).await?;
    let workspaces = workspaces::commands::list(&app).await?;
    let list = match workspaces.current.as_str() {
        workspaces::SANDBOX => match app.read_ahead.0.lock().await.take() {
            Some(list) => Some(list),
            None => first_list(&app).await,
        },
        _ => None,
    };
    Ok(FirstScreen { info, workspaces, list })
}

/// Reads the sandbox's list while the window is being made. Does nothing when another workspace is in use.
pub(crate) async fn read_ahead(app: &App) {
    // Held from the beginning: a question that comes meanwhile waits for this answer instead of asking a second time.
    let mut slot = app.read_ahead.0.lock().await;
    if workspaces::rows::current(&app.store).await.is_ok_and(|current| current == workspaces::SANDBOX) {
        *slot = first_list(app).await;
    }
}

async fn first_list(app: &App) -> Option<FirstList> {
    let query = ListEndpoints {
        search: String::new(),
        view: EndpointView::All,
        sort: EndpointSort::Name,
        descending: false,
        offset: 0,
        limit: 56,
        refresh: false,
        providers: Vec::new(),
        states: Vec::new(),
        tasks: Vec::new(),
        creators: Vec::new(),
        tags: Vec::new(),
    };
    let page = endpoints::commands::page(app, query.clone()).await.ok()?;
    let names = page.rows.iter().take(IN_SIGHT).map(|row| row.name.clone()).collect();
    let splits = endpoints::commands::splits(app, names).await.unwrap_or_default();
    Some(FirstList { query, page, splits })
}
