//! A CSV file whose rows fill variables: the first row names them. Reads what spreadsheets write: commas, semicolons or tabs,
//! quotes with line ends in them, either line end, a byte order mark. Pure; which row is shown is the window's matter.

use ::csv::{ReaderBuilder, StringRecord};

use super::dto::PromptRows;

/// More than that is no list to page through.
const MOST_ROWS: usize = 5_000;
const MOST_COLUMNS: usize = 200;
const LONGEST: usize = 8 * 1024 * 1024;
/// So many wrong rows are named; the rest are counted.
const NAMED: usize = 3;

/// The rows of a file. The error is a sentence.
pub(crate) fn read(text: &str) -> Result<PromptRows, String> {
    if text.len() > LONGEST {
        return Err("The file is longer than 8 MB.".to_owned());
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut records = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
        .filter(|record| {
            record.as_ref().map_or(true, |cells| cells.iter().any(|cell| !cell.trim().is_empty()))
        });
    let unreadable = |error: ::csv::Error| format!("It cannot be read as CSV: {error}.");
    let header = records.next().ok_or("There is nothing in it.")?.map_err(unreadable)?;
    if header.len() > MOST_COLUMNS {
        return Err(format!("It has more than {MOST_COLUMNS} columns."));
    }
    let mut notes = Vec::new();
    let kept = columns(&header, &mut notes);
    if kept.is_empty() {
        return Err("Its first row names no column.".to_owned());
    }
    let (mut rows, mut uneven, mut all) = (Vec::new(), Vec::new(), 0_usize);
    for record in records {
        let cells = record.map_err(unreadable)?;
        all += 1;
        if all > MOST_ROWS {
            continue;
        }
        if cells.len() != header.len() {
            uneven.push(all);
        }
        rows.push(kept.iter().map(|(at, _)| cells.get(*at).unwrap_or_default().to_owned()).collect());
    }
    if all == 0 {
        return Err("It names columns and holds no row under them.".to_owned());
    }
    if all > MOST_ROWS {
        notes.push(format!("It holds {all} rows. The first {MOST_ROWS} were read."));
    }
    notes.extend(said_of(&uneven, header.len()));
    if text.matches('"').count() % 2 == 1 {
        notes.push("A quotation mark has no other half. Look whether the rows are right.".to_owned());
    }
    Ok(PromptRows { columns: kept.into_iter().map(|(_, name)| name).collect(), rows, notes })
}

/// The sign between the names of the first row, outside of quotes, that is there most.
fn delimiter(text: &str) -> u8 {
    let (mut commas, mut semicolons, mut tabs, mut quoted) = (0, 0, 0, false);
    for sign in text.trim_start().chars() {
        match sign {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ',' => commas += 1,
            ';' => semicolons += 1,
            '\t' => tabs += 1,
            '\n' | '\r' => break,
            _ => {}
        }
    }
    if tabs > commas.max(semicolons) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

/// Where the named columns stand. One without a name, or with a name that is there already, is said.
fn columns(header: &StringRecord, notes: &mut Vec<String>) -> Vec<(usize, String)> {
    let mut kept: Vec<(usize, String)> = Vec::new();
    for (at, name) in header.iter().map(str::trim).enumerate() {
        if name.is_empty() {
            notes.push(format!("Column {} has no name and was left out.", at + 1));
        } else if kept.iter().any(|(_, known)| known == name) {
            notes.push(format!("The column {name} is there twice. The first one counts."));
        } else {
            kept.push((at, name.to_owned()));
        }
    }
    kept
}

fn said_of(uneven: &[usize], wanted: usize) -> Option<String> {
    let named: Vec<String> = uneven.iter().take(NAMED).map(ToString::to_string).collect();
    let (last, before) = named.split_last()?;
    let more = uneven.len() - named.len();
    let rows = match (before, more) {
        ([], _) => format!("Row {last} does"),
        (_, 0) => format!("Rows {} and {last} do", before.join(", ")),
        _ => format!("Rows {} and {more} more do", named.join(", ")),
    };
    Some(format!("{rows} not have {wanted} cells. What is missing is empty."))
}

#[cfg(test)]
mod tests {
    use super::{MOST_ROWS, read};

    fn cells(text: &str) -> Vec<Vec<String>> {
        let read = read(text).unwrap();
        assert!(read.notes.is_empty(), "{:?}", read.notes);
        std::iter::once(read.columns).chain(read.rows).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read_alike() {
        let wanted = cells("customer,days\nAnn,6\n\"Lee, Bo\",7\n");
        for text in [
            "\u{feff}customer,days\r\nAnn,6\r\n\"Lee, Bo\",7\r\n",
            "customer;days\nAnn;6\n\"Lee, Bo\";7",
            "customer\tdays\rAnn\t6\rLee, Bo\t7\r",
            "\n customer , days \nAnn,6\n\n,\n\"Lee, Bo\",7\n",
        ] {
            assert_eq!(cells(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn quotes_hold_line_ends_separators_and_quotes() {
        let all = cells("note,\"a;b;c\"\n\"two\r\nlines, and \"\"quotes\"\"\",x\n");
        assert_eq!(all, [["note", "a;b;c"], ["two\r\nlines, and \"quotes\"", "x"]]);
    }

    #[test]
    fn rows_that_are_uneven_and_columns_without_a_name_are_said() {
        let found = read("a,,a,b\n1,2,3,4\n1\n1,2,3,4,5\n").unwrap();
        assert_eq!(found.columns, ["a", "b"]);
        assert_eq!(found.rows, [["1", "4"], ["1", ""], ["1", "4"]]);
        assert_eq!(found.notes.len(), 3, "{:?}", found.notes);
        assert!(found.notes[2].starts_with("Rows 2 and 3 do not have 4 cells"), "{:?}", found.notes);
        let found = read("a,b\n1\n1\n1\n1\n1\n").unwrap();
        assert!(found.notes[0].starts_with("Rows 1, 2, 3 and 2 more do not"), "{:?}", found.notes);
        assert!(read("a\n\"open\n").unwrap().notes[0].contains("quotation mark"));
    }

    #[test]
    fn more_rows_than_are_read_are_said() {
        let found = read(&format!("a\n{}", "x\n".repeat(MOST_ROWS + 2))).unwrap();
        assert_eq!(found.rows.len(), MOST_ROWS);
        assert_eq!(found.notes, ["It holds 5002 rows. The first 5000 were read."]);
    }

    #[test]
    fn a_file_without_rows_is_refused_with_a_sentence() {
        for text in ["", "\u{feff}", "a,b\n", ",,\n"] {
            assert!(read(text).unwrap_err().ends_with('.'), "{text:?}");
        }
        assert!(read(&"x".repeat(9 << 20)).unwrap_err().contains("8 MB"));
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_file_holds_its_rows_are_as_wide_as_its_columns(text in "[a-b,;\t\"\r\n é]{0,80}") {
            match read(&text) {
                Ok(found) => {
                    proptest::prop_assert!(!found.rows.is_empty() && !found.columns.is_empty());
                    proptest::prop_assert!(found.rows.iter().all(|row| row.len() == found.columns.len()));
                }
                Err(said) => proptest::prop_assert!(said.ends_with('.')),
            }
        }

        #[test]
        fn what_was_quoted_comes_out_as_it_went_in(cells in proptest::collection::vec("[a-c,;\"\r\n ]{1,12}", 1..5)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let header: Vec<String> = (0..cells.len()).map(|at| format!("c{at}")).collect();
            let row: Vec<String> = cells.iter().map(quoted).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                let found = read(&format!("{}\n{}", header.join(";"), row.join(";")));
                proptest::prop_assume!(header.len() > 1);
                proptest::prop_assert_eq!(&found.unwrap().rows[0], &cells);
            }
        }
    }
}
