//! Commands of the passport room: make one, keep it as a file, look into one, go where it leads.

use gatewright_databricks::serving::RateLimit;
use tauri::State;

use super::dto::{Passport, PassportChoices, PassportFile, PassportOpened, PassportParameters, PassportRead};
use super::{file, rows, waiting};
use crate::app::App;
use crate::endpoints::commands::read as read_endpoint;
use crate::endpoints::known::Single;
use crate::explain::FieldProblem;
use crate::handoff::saving;
use crate::ipc::failure::Failure;
use crate::workspaces::{SANDBOX, rows as workspaces};

/// A passport of the endpoint as it is now. Nothing is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passport_make(
    app: State<'_, App>,
    endpoint: String,
    entity: Option<String>,
    choices: PassportChoices,
) -> Result<PassportFile, Failure> {
    let connection = app.connection().await?;
    let known = read_endpoint(&connection, &endpoint).await?;
    let workspace = workspaces::current(&app.store).await?;
    let host = match workspaces::one(&app.store, &workspace).await? {
        Some(kept) => kept.host,
        None => file::SANDBOX_HOST.to_owned(),
    };
    let mut passport = file::new(host, endpoint.clone());
    passport.entity = entity;
    if !choices.title.trim().is_empty() {
        choices.title.trim().clone_into(&mut passport.title);
    }
    passport.task = known.shown.task.clone().unwrap_or_default();
    passport.limits = limits(&known);
    passport.starters = choices
        .starters
        .iter()
        .map(|starter| starter.trim().to_owned())
        .filter(|starter| !starter.is_empty())
        .collect();
    if choices.parameters {
        let asked = app.store.run(move |store| rows::asked_with(store, &workspace, &endpoint)).await?;
        passport.parameters = asked.map(|options| PassportParameters {
            temperature: options.temperature,
            max_tokens: options.max_tokens,
            system: options.system,
        });
    }
    let problems = file::problems(&passport);
    if !problems.is_empty() {
        let fields = problems.into_iter().map(|(path, problem)| FieldProblem::block(path, problem)).collect();
        return Err(Failure::invalid("The passport was not made", fields));
    }
    let text =
        serde_json::to_string_pretty(&passport).map_err(|error| Failure::unexpected(&error.to_string()))?;
    Ok(PassportFile { text, file_name: file::name(&passport) })
}

/// What bounds the endpoint's use, in words; nobody is named.
fn limits(known: &Single) -> Vec<String> {
    let gateway = known.snapshot.value.ai_gateway.as_ref();
    let rules = gateway.map(|gateway| gateway.rate_limits.as_slice()).unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    for line in rules.iter().filter_map(limit) {
        if !lines.contains(&line) && lines.len() < 8 {
            lines.push(line);
        }
    }
    let flags = known.shown.gateway;
    if flags.guardrails {
        lines.push("What is asked and answered is checked, and may be refused or masked.".to_owned());
    }
    if flags.table {
        lines.push("What is asked and answered is kept in a table of the workspace.".to_owned());
    }
    lines
}

fn limit(rule: &RateLimit) -> Option<String> {
    let counted = match (rule.calls, rule.tokens) {
        (Some(calls), Some(tokens)) => format!("{calls} calls and {tokens} tokens"),
        (Some(calls), None) => format!("{calls} calls"),
        (None, Some(tokens)) => format!("{tokens} tokens"),
        (None, None) => return None,
    };
    let whom = match rule.key.as_ref().map(|key| key.as_str()) {
        None | Some("endpoint") => "all together",
        Some("user") if rule.principal.is_none() => "each person",
        Some(_) => "some people or groups",
    };
    Some(format!("At most {counted} a minute for {whom}."))
}

/// Keeps a passport in the downloads folder, under a free name; gives where. Any other text is refused.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passport_save(
    app: State<'_, App>,
    text: String,
    file_name: String,
) -> Result<String, Failure> {
    const TITLE: &str = "The passport was not saved";
    const MEANING: &str = "Nothing was written. You can copy the text instead.";
    file::read(&text)
        .map_err(|problems| Failure::here(TITLE, "Nothing was written.", &problems.join(" ")))?;
    let Some(folder) = app.places.downloads.clone() else {
        return Err(Failure::here(TITLE, MEANING, "This computer names no folder for downloads."));
    };
    match tokio::task::spawn_blocking(move || saving::save(&folder, &file_name, &text)).await {
        Ok(Ok(path)) => Ok(path.display().to_string()),
        Ok(Err(error)) => Err(Failure::here(TITLE, MEANING, &format!("The folder answered: {error}."))),
        Err(_) => Err(Failure::unexpected("saving a passport ended early")),
    }
}

/// The text of the file the app was started with, once; nothing when there was none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passport_waiting(app: State<'_, App>) -> Result<Option<String>, Failure> {
    let Some(file) = app.started_with.take() else { return Ok(None) };
    match tokio::task::spawn_blocking(move || waiting::text(&file)).await {
        Ok(Ok(text)) => Ok(Some(text)),
        Ok(Err(cause)) => Err(Failure::here("The passport was not opened", "Nothing has changed.", &cause)),
        Err(_) => Err(Failure::unexpected("reading a passport ended early")),
    }
}

/// What a text holds, and which connected workspace it is about. Nothing is kept, sent or opened.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passport_read(app: State<'_, App>, text: String) -> Result<PassportRead, Failure> {
    Ok(match file::read(&text) {
        Ok(passport) => PassportRead {
            workspace: workspace_of(&app, &passport).await?,
            passport: Some(passport),
            problems: Vec::new(),
        },
        Err(problems) => PassportRead { passport: None, workspace: None, problems },
    })
}

/// The workspace at the passport's address; where several are, the one in use before the others.
async fn workspace_of(app: &App, passport: &Passport) -> Result<Option<String>, Failure> {
    if passport.host == file::SANDBOX_HOST {
        return Ok(Some(SANDBOX.to_owned()));
    }
    let current = workspaces::current(&app.store).await?;
    let mut there: Vec<String> = workspaces::all(&app.store)
        .await?
        .into_iter()
        .filter(|kept| kept.is_at(&passport.host, None))
        .map(|kept| kept.id)
        .collect();
    there.sort_by_key(|id| *id != current);
    Ok(there.into_iter().next())
}

/// Says where the passport leads, and keeps what chats there begin with once its workspace is connected.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passport_open(app: State<'_, App>, text: String) -> Result<PassportOpened, Failure> {
    let passport = file::read(&text).map_err(|problems| {
        Failure::here("This passport is not opened", "Nothing was changed.", &problems.join(" "))
    })?;
    let workspace = workspace_of(&app, &passport).await?;
    let Passport { host, endpoint, entity, starters, .. } = passport;
    if let Some(workspace) = workspace.clone().filter(|_| !starters.is_empty()) {
        let name = endpoint.clone();
        app.store.run(move |store| rows::keep(store, &workspace, &name, &starters)).await?;
    }
    Ok(PassportOpened { workspace, host, endpoint, entity })
}

/// What a chat with the endpoint begins with; nothing where no passport said.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passport_starters(app: State<'_, App>, endpoint: String) -> Result<Vec<String>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |store| rows::starters(store, &workspace, &endpoint)).await?)
}
