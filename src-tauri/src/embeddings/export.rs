//! The files a run can be kept as. A text that a spreadsheet would take for a formula gets an apostrophe in front, so that
//! opening the file runs nothing; numbers stay numbers.

use std::fmt::Write;

use serde_json::json;

use super::dto::{EmbeddingFile, EmbeddingRun, EmbeddingSide};

/// What there is to write: the run, which model, its vectors in the order of the texts.
pub(crate) struct Kept<'a> {
    pub(crate) run: &'a EmbeddingRun,
    pub(crate) side: &'a EmbeddingSide,
    pub(crate) vectors: &'a [Vec<f32>],
}

impl Kept<'_> {
    pub(crate) fn text(&self, file: EmbeddingFile) -> String {
        match file {
            EmbeddingFile::VectorsCsv => self.vectors_csv(),
            EmbeddingFile::VectorsJson => self.vectors_json(),
            EmbeddingFile::SimilaritiesCsv => self.similarities_csv(),
        }
    }

    pub(crate) fn file_name(&self, file: EmbeddingFile) -> String {
        let (what, ending) = match file {
            EmbeddingFile::VectorsCsv => ("embeddings", "csv"),
            EmbeddingFile::VectorsJson => ("embeddings", "json"),
            EmbeddingFile::SimilaritiesCsv => ("similarities", "csv"),
        };
        format!("{}-{what}.{ending}", self.side.endpoint)
    }

    fn vectors_csv(&self) -> String {
        let mut csv = String::from("letter,text");
        for number in 1..=self.vectors.first().map_or(0, Vec::len) {
            let _ = write!(csv, ",d{number}");
        }
        csv.push_str("\r\n");
        for (at, (text, vector)) in self.run.texts.iter().zip(self.vectors).enumerate() {
            let _ = write!(csv, "{},{}", letter(at), cell(text));
            for number in vector {
                let _ = write!(csv, ",{number}");
            }
            csv.push_str("\r\n");
        }
        csv
    }

    fn vectors_json(&self) -> String {
        let texts: Vec<_> = self
            .run
            .texts
            .iter()
            .zip(self.vectors)
            .enumerate()
            .map(|(at, (text, vector))| json!({ "letter": letter(at), "text": text, "vector": vector }))
            .collect();
        let all = json!({
            "endpoint": self.side.endpoint,
            "servedEntity": self.side.served_by,
            "model": self.side.model,
            "dimensions": self.vectors.first().map_or(0, Vec::len),
            "texts": texts,
        });
        all.to_string()
    }

    fn similarities_csv(&self) -> String {
        let mut csv = String::from("letter,text");
        for at in 0..self.run.texts.len() {
            let _ = write!(csv, ",{}", letter(at));
        }
        csv.push_str("\r\n");
        let rows = self.side.picture.iter().flat_map(|picture| &picture.similarities);
        for (at, (text, row)) in self.run.texts.iter().zip(rows).enumerate() {
            let _ = write!(csv, "{},{}", letter(at), cell(text));
            for number in row {
                let _ = write!(csv, ",{number}");
            }
            csv.push_str("\r\n");
        }
        csv
    }
}

/// A, B, … Z, AA, AB, as the page names the texts.
pub(crate) fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    if at < 26 { last.to_string() } else { format!("{}{last}", letter(at / 26 - 1)) }
}

/// A text as a cell: quoted, its quotes doubled, and never the beginning of a formula.
fn cell(text: &str) -> String {
    let formula = text
        .trim_start_matches([' ', '\u{a0}', '\u{feff}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{cell, letter};

    #[test]
    fn no_text_begins_a_formula() {
        for text in [
            "=1+1",
            "+1",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{ff1d}1",
            "=HYPERLINK(\"https://x\")",
        ] {
            assert!(cell(text).starts_with("\"'"), "{text:?} became {}", cell(text));
        }
        assert_eq!(cell("Where is my delivery?"), "\"Where is my delivery?\"");
    }

    #[test]
    fn quotes_commas_and_line_ends_stay_inside_their_cell() {
        assert_eq!(cell("a \"b\", c\nd"), "\"a \"\"b\"\", c\nd\"");
    }

    #[test]
    fn texts_past_the_alphabet_have_two_letters() {
        let letters: Vec<String> = [0, 25, 26, 51, 52, 199].into_iter().map(letter).collect();
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "GR"]);
    }
}
