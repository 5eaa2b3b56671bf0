//! What uses an endpoint, as far as it can be known, before it goes: endpoints of this workspace that pass calls on to it, how
//! often it is asked, and what this app keeps about it. What cannot be known is said as well. Only reads.

use futures_util::StreamExt as _;
use gatewright_databricks::serving::Snapshot;
use serde_json::Value;

use super::dto::{EndpointSort, EndpointView, ListEndpoints};
use super::list_dto::{EndpointUse, EndpointUses};
use super::uses_rows::{self, KeptAbout};
use super::{commands, metrics};
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// The provider whose model is another endpoint.
const PASSED_ON: &str = "databricks-model-serving";

/// More endpoints than this that pass calls on are not looked at one by one while a person waits.
const MOST_READ: u32 = 100;

/// What uses an endpoint. What the workspace does not tell is one of the things that are not known.
pub(super) async fn of(app: &App, connection: &Connection, name: &str) -> Result<EndpointUses, Failure> {
    let (passed, asked) = tokio::join!(passed_on(app, connection, name), asked(connection, name));
    let kept = uses_rows::about(&app.store, &connection.workspace.id, name).await?;
    let (mut uses, mut unknown) = passed;
    match asked {
        Some(count) if count > 0.0 => uses.push(told(format!(
            "It was asked {count} {} in the last minute.",
            if count <= 1.0 { "time" } else { "times" }
        ))),
        Some(_) => {}
        None => unknown.push("How often it is asked at present could not be read.".into()),
    }
    uses.extend(words(kept).into_iter().map(told));
    unknown.push(
        "Programs, notebooks, jobs and dashboards that call it, and endpoints of other workspaces, cannot be seen from \
         here. With usage tracking on, the system tables name who asked."
            .into(),
    );
    Ok(EndpointUses { uses, unknown })
}

fn told(text: String) -> EndpointUse {
    EndpointUse { text, endpoint: None }
}

/// The endpoints of this workspace that pass calls on to it, and what could not be found out about that.
async fn passed_on(app: &App, connection: &Connection, name: &str) -> (Vec<EndpointUse>, Vec<String>) {
    let query = ListEndpoints {
        search: String::new(),
        view: EndpointView::All,
        sort: EndpointSort::Name,
        descending: false,
        offset: 0,
        limit: MOST_READ,
        refresh: true,
        providers: vec![PASSED_ON.to_owned()],
        states: Vec::new(),
        tasks: Vec::new(),
        creators: Vec::new(),
        tags: Vec::new(),
    };
    let page = match commands::page(app, query).await {
        Ok(page) => page,
        Err(_) => return (Vec::new(), vec!["Whether other endpoints call it could not be read.".into()]),
    };
    let serving = connection.client.serving();
    let others: Vec<String> =
        page.rows.into_iter().map(|row| row.name).filter(|other| other != name).collect();
    let read: Vec<_> = futures_util::stream::iter(others)
        .map(|other| {
            let serving = &serving;
            async move { serving.get(&other).await.ok() }
        })
        .buffered(8)
        .collect()
        .await;
    let host = connection.client.host().as_str();
    let unread = read.iter().filter(|one| one.is_none()).count()
        + usize::try_from(page.matching.saturating_sub(MOST_READ)).unwrap_or(0);
    let mut uses = Vec::new();
    for Snapshot { value, raw } in read.into_iter().flatten() {
        for entity in entities_calling(&raw, name, host) {
            let text = format!("{} calls it: served entity {entity}.", value.name);
            uses.push(EndpointUse { text, endpoint: Some(value.name.clone()) });
        }
    }
    let unknown = match unread {
        0 => Vec::new(),
        1 => vec!["One endpoint that calls other endpoints could not be read.".into()],
        more => vec![format!("{more} endpoints that call other endpoints could not be read.")],
    };
    (uses, unknown)
}

/// The served entities of an endpoint, live or being written, that call `name` in the workspace at `host`.
fn entities_calling(endpoint: &Value, name: &str, host: &str) -> Vec<String> {
    let mut found = Vec::new();
    for config in ["config", "pending_config"] {
        let entities = endpoint.get(config).and_then(|config| config.get("served_entities")?.as_array());
        for entity in entities.into_iter().flatten() {
            let text = |at: &str| entity.pointer(at).and_then(Value::as_str).unwrap_or_default();
            let here = text("/external_model/databricks_model_serving_config/databricks_workspace_url");
            if text("/external_model/provider") == PASSED_ON
                && text("/external_model/name") == name
                && is_same_place(here, host)
                && !found.iter().any(|known| known == text("/name"))
            {
                found.push(text("/name").to_owned());
            }
        }
    }
    found
}

/// Whether an address is that of the workspace, however it was typed.
fn is_same_place(address: &str, host: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().to_ascii_lowercase();
        let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest).to_owned();
        text.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
    };
    !bare(address).is_empty() && bare(address) == bare(host)
}

/// Calls of the last minute; nothing when that cannot be read.
async fn asked(connection: &Connection, name: &str) -> Option<f64> {
    let text = connection.client.serving().metrics(name).await.ok()?;
    let lines = metrics::parse(&text);
    Some(lines.iter().filter(|line| line.name == "request_count_total").map(|line| line.value).sum())
}

fn words(kept: KeptAbout) -> Vec<String> {
    let counted = |count: u32, one: &str, more: &str, rest: &str| {
        (count > 0).then(|| format!("{count} {} {rest}", if count == 1 { one } else { more }))
    };
    [
        counted(kept.chats, "chat", "chats", "with it here; what was said stays readable."),
        counted(kept.comparisons, "comparison", "comparisons", "with it here."),
        counted(kept.completions, "completion", "completions", "with it here."),
        counted(kept.embeddings, "set of embeddings", "sets of embeddings", "by it here."),
        counted(
            kept.drafts,
            "unfinished change",
            "unfinished changes",
            "of it here, which would be of no use.",
        ),
        counted(kept.jobs, "ramp or drill", "ramps or drills", "of it that is not over."),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn calling(name: &str, address: &str) -> Value {
        json!({"name": "front", "external_model": {"name": name, "provider": PASSED_ON,
               "databricks_model_serving_config": {"databricks_workspace_url": address}}})
    }

    #[test]
    fn an_entity_calls_the_endpoint_of_its_name_in_its_workspace_however_the_address_was_typed() {
        let host = "https://adb-1.azuredatabricks.net";
        for address in [host, "https://ADB-1.azuredatabricks.net/", "adb-1.azuredatabricks.net/browse?o=1"] {
            let endpoint = json!({"config": {"served_entities": [calling("chat", address)]}});
            assert_eq!(entities_calling(&endpoint, "chat", host), ["front"], "{address}");
            assert!(entities_calling(&endpoint, "other", host).is_empty());
        }
        for elsewhere in
            ["https://adb-2.azuredatabricks.net", "", "https://adb-1.azuredatabricks.net.example.com"]
        {
            let endpoint = json!({"config": {"served_entities": [calling("chat", elsewhere)]}});
            assert!(entities_calling(&endpoint, "chat", host).is_empty(), "{elsewhere}");
        }
    }

    #[test]
    fn an_entity_that_is_being_written_counts_and_one_that_is_live_as_well_counts_once() {
        let host = "https://w.example";
        let pending = json!({"pending_config": {"served_entities": [calling("chat", host)]}});
        assert_eq!(entities_calling(&pending, "chat", host), ["front"]);
        let both = json!({"config": {"served_entities": [calling("chat", host)]},
                          "pending_config": {"served_entities": [calling("chat", host)]}});
        assert_eq!(entities_calling(&both, "chat", host), ["front"]);
        assert!(entities_calling(&json!({"config": {"served_entities": "none"}}), "chat", host).is_empty());
    }

    #[test]
    fn what_is_not_kept_is_not_spoken_of() {
        assert!(words(KeptAbout::default()).is_empty());
        let kept = KeptAbout { chats: 1, drafts: 2, ..KeptAbout::default() };
        assert_eq!(
            words(kept),
            [
                "1 chat with it here; what was said stays readable.",
                "2 unfinished changes of it here, which would be of no use."
            ]
        );
    }
}
