//! Whose answers were preferred, counted over all runs of a comparison.

use std::collections::BTreeSet;

use super::dto::{ComparisonRun, Tally, TallyRow};

/// Counts the votes. A column carries the name it had last; one that never stood in a run with a vote has no row.
pub(crate) fn of(runs: &[ComparisonRun]) -> Tally {
    let voted = || runs.iter().filter_map(|run| run.vote.as_ref().map(|vote| (run, vote)));
    let columns: BTreeSet<&str> =
        voted().flat_map(|(run, _)| run.cells.iter().map(|cell| cell.column_id.as_str())).collect();
    let mut rows: Vec<TallyRow> = columns.into_iter().map(|column| row(column, runs)).collect();
    rows.sort_by(|a, b| b.wins.cmp(&a.wins).then_with(|| a.label.cmp(&b.label)));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Tally {
        rows,
        votes: count(voted().count()),
        none: count(voted().filter(|(_, vote)| vote.column.is_none()).count()),
    }
}

fn row(column: &str, runs: &[ComparisonRun]) -> TallyRow {
    let mut row = TallyRow {
        column_id: column.to_owned(),
        label: String::new(),
        of: 0,
        wins: 0,
        blind_wins: 0,
        notes: Vec::new(),
    };
    for run in runs {
        let Some(cell) = run.cells.iter().find(|cell| cell.column_id == column) else { continue };
        row.label.clone_from(&cell.label);
        let Some(vote) = &run.vote else { continue };
        row.of += 1;
        if vote.column.as_deref() != Some(column) {
            continue;
        }
        row.wins += 1;
        row.blind_wins += u32::from(vote.blind);
        if !vote.note.trim().is_empty() {
            row.notes.push(vote.note.trim().to_owned());
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::compare::dto::{Cell, ComparisonRun, Vote};

    fn run(columns: &[&str], vote: Option<(Option<&str>, bool, &str)>) -> ComparisonRun {
        let cell = |column: &&str| Cell {
            column_id: (*column).to_owned(),
            chat_id: String::new(),
            label: format!("name of {column}"),
            endpoint: String::new(),
            entity: None,
        };
        ComparisonRun {
            id: String::new(),
            at: 0.0,
            prompt: String::new(),
            repeat: 1,
            blind: false,
            cells: columns.iter().map(cell).collect(),
            vote: vote.map(|(column, blind, note)| Vote {
                column: column.map(str::to_owned),
                note: note.to_owned(),
                blind,
            }),
        }
    }

    #[test]
    fn wins_count_among_the_runs_a_column_took_part_in() {
        let tally = of(&[
            run(&["a", "b"], Some((Some("b"), true, " shorter "))),
            run(&["a", "b", "c"], Some((Some("b"), false, ""))),
            run(&["a", "c"], Some((None, true, ""))),
            run(&["a", "b"], None),
        ]);
        let rows: Vec<_> =
            tally.rows.iter().map(|row| (row.column_id.as_str(), row.wins, row.blind_wins, row.of)).collect();
        assert_eq!(rows, [("b", 2, 1, 2), ("a", 0, 0, 3), ("c", 0, 0, 2)]);
        assert_eq!((tally.votes, tally.none), (3, 1));
        assert_eq!(tally.rows[0].notes, ["shorter"]);
        assert_eq!(tally.rows[0].label, "name of b");
    }

    #[test]
    fn without_a_vote_there_is_no_row() {
        assert!(of(&[run(&["a", "b"], None)]).rows.is_empty());
    }
}
