//! Searching the history. Filters are words of the index too (its column `about`), so that counting fifty thousand finds reads
//! no row of them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::dto::{Excerpt, HistoryHit, HistoryKind, HistoryPage, HistorySearch};
use super::excerpt::{BEGINS, around, excerpt, longest_piece, mark_signs};
use super::words::{Sought, sought};
use crate::clock;
use crate::playground::dto::AnswerOutcome;

/// The most hits a page holds.
const LARGEST: u32 = 200;

/// One page of what is found, newest first.
pub(crate) fn search(
    connection: &mut Connection,
    workspace: &str,
    asked: &HistorySearch,
) -> rusqlite::Result<HistoryPage> {
    let began = std::time::Instant::now();
    let sought = sought(&asked.words);
    let (narrowed, values) = narrowed(workspace, asked, &sought);
    let total: u32 = connection
        .prepare(&format!("SELECT count(*) FROM history_words WHERE {narrowed}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let mut found = Vec::new();
    if total > 0 {
        let page = format!(
            "SELECT rowid, snippet(history_words, 0, char(2), char(3), '…', 28), \
               snippet(history_words, 1, char(2), char(3), '…', 40) \
             FROM history_words WHERE {narrowed} ORDER BY rowid DESC LIMIT {} OFFSET {}",
            asked.limit.clamp(1, LARGEST),
            asked.offset
        );
        let mut page = connection.prepare(&page)?;
        let mut rows = page.query(params_from_iter(&values))?;
        while let Some(row) = rows.next()? {
            found.push(Found { id: row.get(0)?, prompt: row.get(1)?, answers: row.get(2)? });
        }
    }
    let signs: Vec<String> = sought.signs.into_iter().flatten().collect();
    let hits = found
        .iter()
        .map(|found| hit(connection, found, &signs, asked.failed == Some(true)))
        .collect::<rusqlite::Result<_>>()?;
    let endpoints = endpoints(connection, workspace)?;
    let entities = match &asked.endpoint {
        Some(endpoint) => entities(connection, workspace, endpoint)?,
        None => Vec::new(),
    };
    let empty = total == 0 && endpoints.is_empty();
    let ms = (began.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    Ok(HistoryPage { hits, total, ms, endpoints, entities, empty })
}

/// What the index cut out of one entry.
struct Found {
    id: i64,
    prompt: String,
    answers: String,
}

/// A filter as a word of the index: a name can hold anything, its bytes in hexadecimal are one word.
fn about(kind: char, name: &str) -> String {
    let hex: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{kind}{hex}\"")
}

/// The condition of a search and what stands for its question marks.
fn narrowed(workspace: &str, asked: &HistorySearch, sought: &Sought) -> (String, Vec<Value>) {
    let mut filters = vec![about('w', workspace)];
    filters.extend(asked.endpoint.as_deref().map(|name| about('e', name)));
    filters.extend(asked.entity.as_deref().map(|name| about('n', name)));
    filters.extend(asked.kind.map(|kind| format!("\"k{}\"", kind.word())));
    filters.extend(asked.failed.map(|failed| if failed { "\"failed\"" } else { "\"fine\"" }.to_owned()));
    let mut expression = format!("about : ({})", filters.join(" AND "));
    if let Some(all) = &sought.all {
        expression = format!("({expression} AND {{prompt answers}} : {all})");
    }
    if let Some(none) = &sought.none {
        expression = format!("{expression} NOT {{prompt answers}} : {none}");
    }
    let mut values = vec![Value::Text(expression)];
    let mut sql = "history_words MATCH ?1".to_owned();
    let mut number = |value: Value| {
        values.push(value);
        values.len()
    };
    // Entries are numbered as they came, so a span of time is a span of numbers.
    if let Some(from) = asked.from {
        let at = number(Value::Integer(from as i64));
        sql += &format!(" AND rowid >= (SELECT min(id) FROM history WHERE at >= ?{at})");
    }
    if let Some(to) = asked.to {
        let at = number(Value::Integer(to as i64));
        sql += &format!(" AND rowid <= (SELECT max(id) FROM history WHERE at < ?{at})");
    }
    // The plus keeps SQLite from asking the index once for each of these rows.
    if let Some(starred) = asked.starred {
        let not = if starred { "" } else { "NOT " };
        sql += &format!(
            " AND +rowid {not}IN (SELECT id FROM history WHERE chat IN (SELECT id FROM chats WHERE starred))"
        );
    }
    for group in &sought.signs {
        let tests: Vec<_> =
            group.iter().map(|sign| (number(Value::Text(sign.clone())), sign.as_str())).collect();
        sql += &format!(" AND +rowid IN ({})", holding(&tests));
    }
    for sign in &sought.no_signs {
        let test = (number(Value::Text(sign.clone())), sign.as_str());
        sql += &format!(" AND +rowid NOT IN ({})", holding(&[test]));
    }
    (sql, values)
}

/// The entries whose texts hold one of these signs. The texts are read for it, which takes tens of milliseconds.
fn holding(signs: &[(usize, &str)]) -> String {
    let tests = |text: &str| {
        let tests: Vec<String> = signs
            .iter()
            .map(|(at, sign)| {
                if sign.chars().any(|c| c.is_ascii_alphabetic()) {
                    format!("instr(lower({text}), lower(?{at}))")
                } else {
                    format!("instr({text}, ?{at})")
                }
            })
            .collect();
        tests.join(" OR ")
    };
    format!(
        "SELECT id FROM history WHERE turn IN (SELECT turn FROM answers WHERE {} UNION SELECT id FROM turns WHERE {}) \
         UNION SELECT id FROM history WHERE run IS NOT NULL AND ({})",
        tests("text"),
        tests("prompt"),
        tests("texts")
    )
}

/// The endpoints that were asked, by name. Steps from name to name instead of reading every entry.
fn endpoints(connection: &Connection, workspace: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "WITH RECURSIVE names (name) AS (
               SELECT min(endpoint) FROM history WHERE workspace = ?1
               UNION ALL
               SELECT (SELECT min(endpoint) FROM history WHERE workspace = ?1 AND endpoint > name) FROM names
               WHERE name IS NOT NULL)
             SELECT name FROM names WHERE name IS NOT NULL",
        )?
        .query_map([workspace], |row| row.get(0))?
        .collect()
}

fn entities(connection: &Connection, workspace: &str, endpoint: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "SELECT DISTINCT served_by FROM history
             WHERE workspace = ?1 AND endpoint = ?2 AND served_by IS NOT NULL ORDER BY served_by",
        )?
        .query_map([workspace, endpoint], |row| row.get(0))?
        .collect()
}

/// One answer of a hit.
struct Version {
    id: String,
    outcome: Option<AnswerOutcome>,
    holds: bool,
}

fn hit(
    connection: &Connection,
    found: &Found,
    signs: &[String],
    failed: bool,
) -> rusqlite::Result<HistoryHit> {
    let mut hit = connection.query_row(
        "SELECT history.*, chats.title AS chat_title, coalesce(chats.starred, 0) AS starred,
           (SELECT comparison_runs.comparison FROM comparison_cells
              JOIN comparison_runs ON comparison_runs.id = comparison_cells.run
              WHERE comparison_cells.chat = history.chat LIMIT 1) AS comparison
         FROM history LEFT JOIN chats ON chats.id = history.chat WHERE history.id = ?1",
        [found.id],
        entry,
    )?;
    hit.prompt = excerpt(&found.prompt);
    let Some(turn) = hit.turn_id.clone() else {
        mark_signs(&mut hit.prompt, signs);
        return Ok(hit);
    };
    if !signs.is_empty() {
        let prompt: String =
            connection.query_row("SELECT prompt FROM turns WHERE id = ?1", [&turn], |row| row.get(0))?;
        if signs.iter().any(|sign| prompt.contains(sign.as_str())) {
            hit.prompt = excerpt(&around(&prompt, signs));
            mark_signs(&mut hit.prompt, signs);
        }
    }
    let marked = found.answers.contains(BEGINS);
    let piece =
        if marked { longest_piece(&found.answers) } else { signs.first().cloned().unwrap_or_default() };
    let versions = versions(connection, &turn, &piece)?;
    hit.answers = u32::try_from(versions.len()).unwrap_or(u32::MAX);
    let went_wrong = |version: &&Version| failed && version.outcome.is_some_and(is_failure);
    let shown = versions
        .iter()
        .find(|version| version.holds)
        .or_else(|| versions.iter().find(went_wrong))
        .or_else(|| versions.first());
    let Some(shown) = shown else { return Ok(hit) };
    hit.answer = if marked && (shown.holds || signs.is_empty()) {
        excerpt(&found.answers)
    } else {
        let text: Option<String> = connection
            .query_row("SELECT text FROM answers WHERE id = ?1", [&shown.id], |row| row.get(0))
            .optional()?;
        excerpt(&around(&text.unwrap_or_default(), signs))
    };
    mark_signs(&mut hit.answer, signs);
    hit.answer_id = Some(shown.id.clone());
    hit.outcome = shown.outcome;
    Ok(hit)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<HistoryHit> {
    let kind: String = row.get("kind")?;
    let (run, comparison): (Option<String>, Option<String>) = (row.get("run")?, row.get("comparison")?);
    let chat_title: Option<String> = row.get("chat_title")?;
    Ok(HistoryHit {
        kind: HistoryKind::of(&kind),
        chat_id: row.get("chat")?,
        turn_id: row.get("turn")?,
        answer_id: None,
        place_id: run.or(comparison),
        title: match chat_title {
            Some(title) => title,
            None => row.get("title")?,
        },
        endpoint: row.get("endpoint")?,
        entity: row.get("entity")?,
        served_by: row.get("served_by")?,
        at: clock::to_ui(row.get("at")?),
        prompt: Excerpt::default(),
        answer: Excerpt::default(),
        starred: row.get("starred")?,
        outcome: None,
        answers: 0,
    })
}

/// The answers of a turn, newest first, and whether they hold the piece.
fn versions(connection: &Connection, turn: &str, piece: &str) -> rusqlite::Result<Vec<Version>> {
    connection
        .prepare_cached(
            "SELECT id, outcome, ?2 <> '' AND instr(text, ?2) > 0 FROM answers WHERE turn = ?1 ORDER BY version DESC",
        )?
        .query_map([turn, piece], |row| {
            let outcome: String = row.get(1)?;
            Ok(Version {
                id: row.get(0)?,
                outcome: serde_json::from_value(outcome.into()).ok(),
                holds: row.get(2)?,
            })
        })?
        .collect()
}

fn is_failure(outcome: AnswerOutcome) -> bool {
    matches!(outcome, AnswerOutcome::Failed | AnswerOutcome::Cut | AnswerOutcome::Unknown)
}
