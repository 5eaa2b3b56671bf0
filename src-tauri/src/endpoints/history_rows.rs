//! The table of states seen, per workspace and endpoint.

use rusqlite::Connection;

use super::dto::EndpointState;
use super::history::Sighting;
use super::list_dto::StateSeen;
use crate::clock;
use crate::store::{Store, StoreError};

/// Changes kept of one endpoint.
const KEPT: u32 = 100;

/// The endpoints whose last known state is not ready.
pub(super) async fn troubled(
    store: &Store,
    workspace: &str,
) -> Result<Vec<(String, EndpointState)>, StoreError> {
    let workspace = workspace.to_owned();
    let rows: Vec<(String, String)> = store
        .run(move |connection| {
            connection
                .prepare(
                    "SELECT endpoint, state FROM endpoint_states AS one WHERE workspace = ?1 AND state <> 'ready'
                       AND id = (SELECT max(id) FROM endpoint_states WHERE workspace = ?1 AND endpoint = one.endpoint)",
                )?
                .query_map([workspace], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .await?;
    Ok(rows.into_iter().filter_map(|(name, word)| Some((name, state_of(&word)?))).collect())
}

/// Adds what was seen, unless the table says the same already, and lets go of the oldest.
pub(super) async fn keep(store: &Store, workspace: &str, new: Vec<Sighting>) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    store
        .run(move |connection| {
            let transaction = connection.transaction()?;
            for one in &new {
                add(&transaction, &workspace, one)?;
            }
            transaction.commit()
        })
        .await
}

fn add(connection: &Connection, workspace: &str, one: &Sighting) -> rusqlite::Result<()> {
    let added = connection.execute(
        "INSERT INTO endpoint_states (workspace, endpoint, at, state, reason) SELECT ?1, ?2, ?3, ?4, ?5
         WHERE ?4 IS NOT (SELECT state FROM endpoint_states WHERE workspace = ?1 AND endpoint = ?2
                          ORDER BY id DESC LIMIT 1)",
        (workspace, &one.name, one.at, word_of(one.state), &one.reason),
    )?;
    if added > 0 {
        connection.execute(
            "DELETE FROM endpoint_states WHERE workspace = ?1 AND endpoint = ?2 AND id NOT IN
               (SELECT id FROM endpoint_states WHERE workspace = ?1 AND endpoint = ?2 ORDER BY id DESC LIMIT ?3)",
            (workspace, &one.name, KEPT),
        )?;
    }
    Ok(())
}

/// The changes of one endpoint, the latest first.
pub(super) async fn of(store: &Store, workspace: &str, name: &str) -> Result<Vec<StateSeen>, StoreError> {
    let (workspace, name) = (workspace.to_owned(), name.to_owned());
    let rows: Vec<(i64, String, Option<String>)> = store
        .run(move |connection| {
            connection
                .prepare(
                    "SELECT at, state, reason FROM endpoint_states WHERE workspace = ?1 AND endpoint = ?2
                     ORDER BY id DESC",
                )?
                .query_map([workspace, name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect()
        })
        .await?;
    let seen = |(at, word, reason): (i64, String, Option<String>)| {
        Some(StateSeen { at: clock::to_ui(at), state: state_of(&word)?, reason })
    };
    Ok(rows.into_iter().filter_map(seen).collect())
}

fn word_of(state: EndpointState) -> String {
    serde_json::to_value(state).ok().and_then(|word| word.as_str().map(Into::into)).unwrap_or_default()
}

fn state_of(word: &str) -> Option<EndpointState> {
    serde_json::from_value(word.into()).ok()
}

#[cfg(test)]
mod tests {
    use super::{EndpointState, KEPT, Sighting, keep, of, troubled};
    use crate::store::Store;

    fn sighting(name: &str, at: i64, state: EndpointState) -> Sighting {
        Sighting { name: name.into(), at, state, reason: None }
    }

    #[tokio::test]
    async fn changes_are_kept_once_and_the_last_one_says_how_an_endpoint_was_left() {
        let store = Store::in_memory();
        let seen =
            [EndpointState::Failed, EndpointState::Failed, EndpointState::Ready, EndpointState::Updating];
        for (at, state) in (0..).zip(seen) {
            keep(&store, "w", vec![sighting("a", at, state)]).await.unwrap();
        }
        keep(&store, "other", vec![sighting("a", 9, EndpointState::Failed)]).await.unwrap();
        let states: Vec<_> = of(&store, "w", "a").await.unwrap().into_iter().map(|one| one.state).collect();
        assert_eq!(states, [EndpointState::Updating, EndpointState::Ready, EndpointState::Failed]);
        assert_eq!(troubled(&store, "w").await.unwrap(), [("a".to_owned(), EndpointState::Updating)]);
    }

    #[tokio::test]
    async fn of_one_endpoint_only_the_latest_changes_stay() {
        let store = Store::in_memory();
        let many = (0..i64::from(KEPT) + 20)
            .map(|at| {
                sighting("a", at, if at % 2 == 0 { EndpointState::Updating } else { EndpointState::Ready })
            })
            .collect();
        keep(&store, "w", many).await.unwrap();
        let kept = of(&store, "w", "a").await.unwrap();
        assert_eq!(kept.len(), KEPT as usize);
        assert!((kept[0].at - f64::from(KEPT + 19)).abs() < 0.5);
    }
}
