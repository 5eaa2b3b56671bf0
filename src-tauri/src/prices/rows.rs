//! Prices that a person wrote down.

use rusqlite::{Connection, Row};

use super::dto::Price;

fn read(row: &Row<'_>) -> rusqlite::Result<Price> {
    Ok(Price {
        provider: row.get("provider")?,
        model: row.get("model")?,
        input: row.get("input")?,
        output: row.get("output")?,
        cached: row.get("cached")?,
        currency: row.get("currency")?,
        source: row.get("source")?,
        date: row.get("date")?,
        own: true,
    })
}

pub(crate) fn list(connection: &mut Connection) -> rusqlite::Result<Vec<Price>> {
    connection.prepare("SELECT * FROM prices ORDER BY provider, model")?.query_map([], read)?.collect()
}

pub(crate) fn save(connection: &mut Connection, price: &Price) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO prices (provider, model, input, output, cached, currency, source, date)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (provider, model) DO UPDATE SET input = ?3, output = ?4, cached = ?5, currency = ?6,
               source = ?7, date = ?8",
            (
                &price.provider,
                &price.model,
                price.input,
                price.output,
                price.cached,
                &price.currency,
                &price.source,
                &price.date,
            ),
        )
        .map(|_| ())
}

pub(crate) fn remove(connection: &mut Connection, provider: &str, model: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM prices WHERE provider = ?1 AND model = ?2", [provider, model]).map(|_| ())
}
