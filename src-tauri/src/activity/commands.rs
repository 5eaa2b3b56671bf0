//! Commands of the ledger: what was changed, one change in full, going on with one that stopped, leaving one as it is,
//! making what an endpoint was its draft again.

use serde_json::Value;
use tauri::State;
use tauri::ipc::Channel;

use super::dto::{ActivityPage, Change, ChangeDetail, ChangeState, Restored, Side};
use super::rows;
use crate::app::App;
use crate::endpoints::edit;
use crate::endpoints::write::{self, Kept};
use crate::explain::local;
use crate::explain::redact::redact;
use crate::ipc::failure::Failure;
use crate::workspaces::rows as workspaces;

/// Entries given at once, at most.
const LONGEST_PAGE: u32 = 200;

/// The changes of the workspace in use, or of one of its endpoints, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_list(
    app: State<'_, App>,
    endpoint: Option<String>,
    offset: u32,
    limit: u32,
) -> Result<ActivityPage, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let which = (offset, limit.min(LONGEST_PAGE));
    let (entries, total) =
        rows::page(&app.store, &app.changes, &workspace, endpoint.as_deref(), which).await?;
    Ok(ActivityPage { entries, total })
}

/// One change with what stood there before, what was to stand there after, and what differs, in words.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_get(app: State<'_, App>, id: String) -> Result<ChangeDetail, Failure> {
    let kept = one(&app, &id).await?;
    let trimmed = kept.planned.writes.is_empty();
    let (before, after) = (&kept.planned.before, edit::after(&kept.planned.before, &kept.planned.writes));
    if trimmed {
        let (before, after) = (String::new(), String::new());
        return Ok(ChangeDetail { change: kept.change, before, after, fields: Vec::new(), trimmed });
    }
    Ok(ChangeDetail {
        trimmed,
        fields: edit::fields(before, &after),
        before: shown(before),
        after: shown(&after),
        change: kept.change,
    })
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        value => redact(&serde_json::to_string_pretty(value).unwrap_or_default()),
    }
}

/// Goes on with a change that failed or was interrupted, from the step it stopped at. `told` hears of each step.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_resume(
    app: State<'_, App>,
    id: String,
    told: Channel<Change>,
) -> Result<Change, Failure> {
    let connection = app.connection().await?;
    write::resume(&app, &connection, &id, Some(&told)).await
}

/// Leaves a change as it is: what was done stands, what was not is not done.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_abandon(app: State<'_, App>, id: String) -> Result<(), Failure> {
    let mut kept = one(&app, &id).await?;
    if !matches!(kept.change.state, ChangeState::Failed | ChangeState::Interrupted) {
        return Err(local::not_resumable(&kept.change.endpoint).into());
    }
    kept.stand(ChangeState::Abandoned);
    Ok(rows::keep(&app.store, &kept.change).await?)
}

/// Makes what an endpoint was, or was to be, its unfinished edit: to be reviewed and applied like any other. References of
/// secrets come back, values do not; what is lost is said.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_restore(
    app: State<'_, App>,
    id: String,
    side: Side,
) -> Result<Restored, Failure> {
    let kept = one(&app, &id).await?;
    let endpoint = &kept.change.endpoint;
    if !kept.change.can_restore {
        return Err(local::not_restorable(endpoint).into());
    }
    let earlier = match side {
        Side::Before => kept.planned.before.clone(),
        Side::After => edit::after(&kept.planned.before, &kept.planned.writes),
    };
    if earlier.is_null() {
        return Err(local::not_restorable(endpoint).into());
    }
    let (edit, lost) = edit::restore(&app, endpoint, &earlier).await?;
    Ok(Restored { edit, lost })
}

async fn one(app: &App, id: &str) -> Result<Kept, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let kept = rows::one(&app.store, &app.changes, &workspace, id).await?;
    kept.ok_or_else(|| local::no_such_change().into())
}
