//! A conversation whole, as rows: taken out of one database and put into another. Both have the same tables.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// The tables of a conversation in the order in which they refer to each other, and which of their rows are its.
const TABLES: [(&str, &str); 4] = [
    ("chats", "id = ?1"),
    ("turns", "chat = ?1"),
    ("attachments", "chat = ?1"),
    ("answers", "turn IN (SELECT id FROM turns WHERE chat = ?1)"),
];

/// The rows of one table.
pub(crate) struct Rows {
    table: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// Reads all rows of a conversation.
pub(crate) fn read(connection: &mut Connection, chat: &str) -> rusqlite::Result<Vec<Rows>> {
    TABLES
        .iter()
        .map(|(table, its)| {
            let mut statement =
                connection.prepare(&format!("SELECT * FROM {table} WHERE {its} ORDER BY rowid"))?;
            let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
            let width = columns.len();
            let rows = statement
                .query_map([chat], |row| (0..width).map(|at| row.get(at)).collect())?
                .collect::<rusqlite::Result<_>>()?;
            Ok(Rows { table, columns, rows })
        })
        .collect()
}

/// Puts them in.
pub(crate) fn write(connection: &mut Connection, all: &[Rows]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for Rows { table, columns, rows } in all {
        let places: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
        let mut statement = transaction.prepare(&sql)?;
        for row in rows {
            statement.execute(params_from_iter(row))?;
        }
    }
    transaction.commit()
}

/// Removes the conversation.
pub(crate) fn remove(connection: &mut Connection, chat: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM chats WHERE id = ?1", [chat]).map(|_| ())
}
