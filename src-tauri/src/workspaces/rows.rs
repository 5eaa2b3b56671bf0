//! The workspaces' table, and the name of the one in use. Tokens are in the keychain, not here.

use gatewright_databricks::Host;
use rusqlite::{OptionalExtension, Row};

use super::SANDBOX;
use super::dto::{Environment, WorkspaceColor};
use super::sign_in::how::How;
use crate::app::settings;
use crate::clock;
use crate::history::deletion_rows::in_bulk;
use crate::ipc::failure::Failure;
use crate::store::{Store, StoreError};

/// A workspace as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) host: String,
    pub(crate) environment: Environment,
    pub(crate) cloud: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) color: WorkspaceColor,
    pub(crate) how: How,
    /// The id that Databricks gave it.
    pub(crate) workspace_id: Option<String>,
}

impl Kept {
    /// Under which name the keychain has this workspace's sign-in; a person finds it there by its address.
    pub(crate) fn account(&self) -> String {
        format!("{} {}", self.host, self.id)
    }

    /// Its address, to connect to.
    pub(crate) fn address(&self) -> Result<Host, Failure> {
        Host::parse(&self.host).map_err(|error| {
            Failure::here("This workspace's address cannot be used", &error.to_string(), &self.host)
        })
    }

    /// Whether this is the workspace at an address. Several workspaces can share one; then their ids tell them apart.
    pub(crate) fn is_at(&self, host: &str, workspace_id: Option<&str>) -> bool {
        let same_id = match (self.workspace_id.as_deref(), workspace_id) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => true,
        };
        self.host == host && same_id
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let environment: String = row.get("environment")?;
        let color: String = row.get("color")?;
        let (kind, settings): (String, String) = (row.get("sign_in")?, row.get("sign_in_settings")?);
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            host: row.get("host")?,
            environment: match environment.as_str() {
                "production" => Environment::Production,
                "staging" => Environment::Staging,
                "development" => Environment::Development,
                _ => Environment::None,
            },
            cloud: row.get("cloud")?,
            user: row.get("user")?,
            color: serde_json::from_value(serde_json::Value::String(color)).unwrap_or_default(),
            how: How::read(&kind, &settings),
            workspace_id: row.get("workspace_id")?,
        })
    }
}

fn color_word(color: WorkspaceColor) -> &'static str {
    match color {
        WorkspaceColor::Petrol => "petrol",
        WorkspaceColor::Berry => "berry",
        WorkspaceColor::Amber => "amber",
        WorkspaceColor::Violet => "violet",
        WorkspaceColor::Moss => "moss",
        WorkspaceColor::Slate => "slate",
    }
}

fn word(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "production",
        Environment::Staging => "staging",
        Environment::Development => "development",
        Environment::None | Environment::Sandbox => "none",
    }
}

/// All of them, oldest first.
pub(crate) async fn all(store: &Store) -> Result<Vec<Kept>, StoreError> {
    store
        .run(|connection| {
            connection
                .prepare("SELECT * FROM workspaces ORDER BY added_at, id")?
                .query_map([], Kept::read)?
                .collect()
        })
        .await
}

/// One of them.
pub(crate) async fn one(store: &Store, id: &str) -> Result<Option<Kept>, StoreError> {
    let id = id.to_owned();
    store
        .run(move |connection| {
            connection.query_row("SELECT * FROM workspaces WHERE id = ?1", [id], Kept::read).optional()
        })
        .await
}

/// Adds or changes one.
pub(crate) async fn keep(store: &Store, kept: Kept) -> Result<(), StoreError> {
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO workspaces
                       (id, name, host, environment, cloud, user, added_at, color, sign_in, sign_in_settings, workspace_id)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name, host = excluded.host,
                       environment = excluded.environment, cloud = excluded.cloud, user = excluded.user,
                       color = excluded.color, sign_in = excluded.sign_in,
                       sign_in_settings = excluded.sign_in_settings, workspace_id = excluded.workspace_id",
                    (
                        kept.id,
                        kept.name,
                        kept.host,
                        word(kept.environment),
                        kept.cloud,
                        kept.user,
                        clock::now_ms(),
                        color_word(kept.color),
                        kept.how.word(),
                        kept.how.settings_text(),
                        kept.workspace_id,
                    ),
                )
                .map(|_| ())
        })
        .await
}

/// Removes one with its local data: drafts and conversations.
pub(crate) async fn remove(store: &Store, id: &str) -> Result<(), StoreError> {
    let id = id.to_owned();
    store
        .run(move |connection| {
            let transaction = connection.transaction()?;
            in_bulk(&transaction, || {
                for table in [
                    "endpoint_drafts",
                    "traffic_drafts",
                    "traffic_jobs",
                    "traffic_results",
                    "chats",
                    "comparisons",
                    "secret_rotations",
                    "endpoint_views",
                    "endpoint_states",
                    "changes",
                    "endpoint_edits",
                    "endpoint_edit_bases",
                    "embedding_runs",
                    "embedding_drafts",
                    "starters",
                ] {
                    transaction.execute(&format!("DELETE FROM {table} WHERE workspace = ?1"), [&id])?;
                }
                Ok(())
            })?;
            transaction.execute("DELETE FROM workspaces WHERE id = ?1", [&id])?;
            transaction.commit()?;
            // The journal still holds the pages as they were.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        })
        .await
}

/// The one in use; the sandbox where none was chosen.
pub(crate) async fn current(store: &Store) -> Result<String, StoreError> {
    Ok(settings::get(store, "workspace").await?.unwrap_or_else(|| SANDBOX.to_owned()))
}

/// Uses another one.
pub(crate) async fn set_current(store: &Store, id: &str) -> Result<(), StoreError> {
    settings::set(store, "workspace", id.to_owned()).await
}
