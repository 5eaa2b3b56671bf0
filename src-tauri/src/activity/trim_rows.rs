//! How much of the ledger is kept. A finished change loses the long part of its row (what stood there before and what was sent)
//! first, and the row itself much later; one that is not finished keeps everything, however old. Called now and then when
//! a change begins.

use rusqlite::Connection;

/// What is kept of each workspace.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Days before and after are kept.
    pub(super) days: i64,
    /// Changes that keep their before and after, the newest.
    pub(super) plans: i64,
    /// Bytes of before and after altogether.
    pub(super) bytes: i64,
    /// Changes that are listed at all, the newest.
    pub(super) rows: i64,
}

/// A year, 2,000 changes, 64 MB; 10,000 lines in the list.
pub(super) const LIMITS: Limits = Limits { days: 365, plans: 2_000, bytes: 64 << 20, rows: 10_000 };

/// Only these are over; what failed or was interrupted may still be gone on with.
const OVER: &str = "json_valid(change) AND change ->> '$.state' IN ('done', 'abandoned')";

const DAY_MS: i64 = 86_400_000;

/// Takes away what is beyond the limits.
pub(super) fn trim(
    connection: &mut Connection,
    workspace: &str,
    limits: Limits,
    now_ms: i64,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute(
        &format!(
            "DELETE FROM changes WHERE rowid IN (
               SELECT rowid FROM changes WHERE workspace = ?1 ORDER BY started_at DESC, rowid DESC LIMIT -1 OFFSET ?2
             ) AND {OVER}"
        ),
        (workspace, limits.rows),
    )?;
    transaction.execute(
        &format!(
            "UPDATE changes SET plan = '' WHERE plan <> '' AND {OVER} AND rowid IN (
               SELECT rowid FROM (
                 SELECT rowid, started_at, row_number() OVER newest AS place, sum(octet_length(plan)) OVER newest AS bytes
                 FROM changes WHERE workspace = ?1
                 WINDOW newest AS (ORDER BY started_at DESC, rowid DESC ROWS UNBOUNDED PRECEDING)
               ) WHERE place > ?2 OR bytes > ?3 OR started_at < ?4
             )"
        ),
        (workspace, limits.plans, limits.bytes, now_ms - limits.days * DAY_MS),
    )?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000 * DAY_MS;

    /// Rows of the same size, one a day, the newest first.
    fn ledger(states: &[&str]) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE changes (id TEXT PRIMARY KEY, workspace TEXT NOT NULL, endpoint TEXT NOT NULL,
                   change TEXT NOT NULL, plan TEXT NOT NULL, withheld TEXT NOT NULL, started_at INTEGER NOT NULL) STRICT;",
            )
            .unwrap();
        for (age, state) in states.iter().enumerate() {
            let started = NOW - i64::try_from(age).unwrap() * DAY_MS;
            connection
                .execute(
                    "INSERT INTO changes VALUES (?1, 'w', 'chat', ?2, ?3, '[]', ?4)",
                    (format!("{age}"), format!("{{\"state\":\"{state}\"}}"), "x".repeat(100), started),
                )
                .unwrap();
        }
        connection
    }

    /// Which rows there are, and whether each has its plan.
    fn left(connection: &Connection) -> Vec<(String, bool)> {
        let mut rows =
            connection.prepare("SELECT id, plan <> '' FROM changes ORDER BY started_at DESC").unwrap();
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }

    fn kept(states: &[&str], limits: Limits) -> Vec<(String, bool)> {
        let mut connection = ledger(states);
        trim(&mut connection, "w", limits, NOW).unwrap();
        left(&connection)
    }

    fn rows(of: &[(&str, bool)]) -> Vec<(String, bool)> {
        of.iter().map(|(id, plan)| ((*id).to_owned(), *plan)).collect()
    }

    #[test]
    fn what_is_too_old_too_many_or_too_large_loses_its_before_and_after_and_stays_in_the_list() {
        let three = ["done", "abandoned", "done"];
        let first = rows(&[("0", true), ("1", false), ("2", false)]);
        for limits in
            [Limits { days: 0, ..LIMITS }, Limits { plans: 1, ..LIMITS }, Limits { bytes: 150, ..LIMITS }]
        {
            assert_eq!(kept(&three, limits), first, "{limits:?}");
        }
        assert_eq!(kept(&three, LIMITS), rows(&[("0", true), ("1", true), ("2", true)]));
    }

    #[test]
    fn a_change_that_is_not_finished_keeps_everything() {
        let none = Limits { days: 0, plans: 0, bytes: 0, rows: 0 };
        let states = ["done", "failed", "interrupted", "running", "abandoned"];
        assert_eq!(kept(&states, none), rows(&[("1", true), ("2", true), ("3", true)]));
    }

    #[test]
    fn the_oldest_rows_go_at_last_and_other_workspaces_are_left_alone() {
        let one = Limits { rows: 1, ..LIMITS };
        assert_eq!(kept(&["done", "done", "done"], one), rows(&[("0", true)]));
        let mut connection = ledger(&["done", "done"]);
        trim(&mut connection, "another", Limits { rows: 0, plans: 0, ..LIMITS }, NOW).unwrap();
        assert_eq!(left(&connection), rows(&[("0", true), ("1", true)]));
    }
}
