//! Commands of an edit: open it, keep it, forget it, look at what it would do, put it onto the endpoint as others left it,
//! apply it; and a copy of an endpoint as the draft of a new one.

use tauri::State;
use tauri::ipc::Channel;

use super::checks::Editor;
use super::dto::{CloneDraft, CloneRequest, EditReview, EditState, EndpointEdit};
use super::opened::Opened;
use super::plan::{self, Standing};
use super::rows::{self, Base};
use super::{checks, clone, review};
use crate::activity::dto::{Change, ChangeState};
use crate::app::App;
use crate::endpoints::commands::read;
use crate::endpoints::write::{self, Origin};
use crate::explain::local;
use crate::ipc::failure::Failure;
use crate::workspaces::dto::Environment;
use crate::workspaces::rows::current;

/// The endpoint, opened for editing: as it stands, and with the unfinished edit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_get(app: State<'_, App>, name: String) -> Result<EditState, Failure> {
    Opened::read(&app, &name).await?.state(&app).await
}

/// Keeps the unfinished edit as it was typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_save(app: State<'_, App>, edit: EndpointEdit) -> Result<(), Failure> {
    let workspace = current(&app.store).await?;
    rows::keep(&app.store, &workspace, &edit).await?;
    Ok(())
}

/// Forgets the unfinished edit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_discard(app: State<'_, App>, name: String) -> Result<(), Failure> {
    let workspace = current(&app.store).await?;
    Ok(rows::discard(&app.store, &workspace, &name).await?)
}

/// What the edit would do, against the endpoint as it is now. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_review(
    app: State<'_, App>,
    edit: EndpointEdit,
) -> Result<EditReview, Failure> {
    let (opened, base) = stand(&app, &edit).await?;
    let live = opened.live();
    let standing = standing(&opened, base.as_ref(), &live);
    let who = if edit.stamp == live.stamp { None } else { who(&app, &opened, base.as_ref()).await };
    let production = opened.connection.workspace.environment == Environment::Production;
    Ok(review::review(standing, &edit, editor(&opened), production, who))
}

/// The edit put onto the endpoint as it is now: of fields that both changed, those whose path is in `take` are as the others
/// have them. It becomes the unfinished edit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_rebase(
    app: State<'_, App>,
    edit: EndpointEdit,
    take: Vec<String>,
) -> Result<EndpointEdit, Failure> {
    let (opened, base) = stand(&app, &edit).await?;
    let live = opened.live();
    let rebased = review::rebased(standing(&opened, base.as_ref(), &live), &edit, &take);
    keep(&app, &opened, &rebased).await?;
    Ok(rebased)
}

/// Applies the edit: the endpoint is read again, the edit is put onto its raw settings, and the calls are made in order, each
/// with its result. Refused when somebody changed the endpoint since it was opened. What could not be done stays as the
/// unfinished edit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_apply(
    app: State<'_, App>,
    edit: EndpointEdit,
    told: Channel<Change>,
) -> Result<Change, Failure> {
    let (opened, base) = stand(&app, &edit).await?;
    let live = opened.live();
    if edit.stamp != live.stamp {
        rows::keep(&app.store, &opened.workspace, &edit).await?;
        return Err(local::changed_elsewhere(&edit.endpoint).into());
    }
    let standing = standing(&opened, base.as_ref(), &live);
    let planned = plan::planned(standing, &edit, Origin::Edit);
    let problems = checks::problems(standing, &edit, &planned, editor(&opened));
    if problems.iter().any(|problem| problem.blocks) {
        return Err(local::invalid(problems).into());
    }
    // An app that is killed now finds what was typed, and the ledger finds how far it came.
    rows::keep(&app.store, &opened.workspace, &edit).await?;
    let change = Box::pin(write::run(&app, &opened.connection, planned, Some(&told))).await?;
    if change.state == ChangeState::Done {
        rows::discard(&app.store, &opened.workspace, &edit.endpoint).await?;
    } else {
        go_on_from_here(&app, &edit).await?;
    }
    Ok(change)
}

/// After a change that stopped halfway: the rest of the edit, on the endpoint as it is now. When it cannot be read, the edit
/// stays as it was typed.
async fn go_on_from_here(app: &App, edit: &EndpointEdit) -> Result<(), Failure> {
    let Ok((opened, base)) = stand(app, edit).await else { return Ok(()) };
    let live = opened.live();
    let rest = review::rebased(standing(&opened, base.as_ref(), &live), edit, &[]);
    keep(app, &opened, &rest).await
}

/// A copy of an endpoint of this or another workspace, as the draft of a new one here. Nothing is kept or sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_clone_draft(
    app: State<'_, App>,
    request: CloneRequest,
) -> Result<CloneDraft, Failure> {
    let connection = match &request.from_workspace {
        Some(id) => app.connection_to(id).await?,
        None => app.connection().await?,
    };
    let single = read(&connection, &request.endpoint).await?;
    Ok(clone::draft(&single.snapshot, &request.name, &request.scopes))
}

/// The endpoint now, and the reading the edit started from.
async fn stand(app: &App, edit: &EndpointEdit) -> Result<(Opened, Option<Base>), Failure> {
    let opened = Opened::read(app, &edit.endpoint).await?;
    let base = rows::base(&app.store, &opened.workspace, &edit.endpoint, &edit.stamp).await?;
    Ok((opened, base))
}

fn standing<'a>(opened: &'a Opened, base: Option<&'a Base>, live: &'a EndpointEdit) -> Standing<'a> {
    Standing { now: opened.snapshot(), permissions: opened.permissions.as_ref(), base, live }
}

fn editor(opened: &Opened) -> Editor<'_> {
    Editor { me: &opened.me, may_change: opened.may_change() }
}

async fn keep(app: &App, opened: &Opened, edit: &EndpointEdit) -> Result<(), Failure> {
    let (store, workspace) = (&app.store, &opened.workspace);
    rows::remember(store, workspace, &edit.endpoint, opened.base(), Some(edit.stamp.clone())).await?;
    rows::keep(store, workspace, edit).await?;
    Ok(())
}

/// Who changed the endpoint since, when it was done with this app: the API does not tell.
async fn who(app: &App, opened: &Opened, base: Option<&Base>) -> Option<String> {
    let since = base?.read_at;
    let name = opened.snapshot().name.clone();
    let found = crate::activity::rows::page(&app.store, &app.changes, &opened.workspace, Some(&name), (0, 1));
    let (changes, _) = found.await.ok()?;
    changes
        .into_iter()
        .find(|change| change.started_at >= crate::clock::to_ui(since))
        .and_then(|change| change.who)
}
