//! How many tests passed: read from the closing lines of cargo, Vitest and unittest, which differ.

/// Counts of one run or of many.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
}

impl Totals {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Adds up every closing line in what a runner printed.
    pub(crate) fn read(output: &str) -> Self {
        let mut totals = Self::default();
        let mut ran = None;
        for line in output.lines().map(without_colour) {
            if let Some(closing) = closing_line(&line) {
                totals.add(closing);
            } else if let Some(count) = unittest_ran(&line) {
                ran = Some(count);
            } else if let Some(told) = ran.and_then(|ran| unittest_verdict(&line, ran)) {
                totals.add(told);
                ran = None;
            }
        }
        totals
    }
}

/// `Ran 12 tests in 3.201s`
fn unittest_ran(line: &str) -> Option<u32> {
    let (count, rest) = line.trim().strip_prefix("Ran ")?.split_once(' ')?;
    rest.starts_with("test").then(|| count.parse().ok())?
}

/// `OK`, `OK (skipped=2)`, `FAILED (failures=1, errors=2)`
fn unittest_verdict(line: &str, ran: u32) -> Option<Totals> {
    let line = line.trim();
    let verdict = line.split(' ').next()?;
    if verdict != "OK" && verdict != "FAILED" {
        return None;
    }
    let mut totals = Totals::default();
    for part in line.split(['(', ',', ')', ' ']) {
        let Some((what, Ok(count))) = part.split_once('=').map(|(what, count)| (what, count.parse::<u32>()))
        else {
            continue;
        };
        match what {
            "skipped" => totals.skipped += count,
            "failures" | "errors" => totals.failed += count,
            _ => {}
        }
    }
    totals.passed = ran.saturating_sub(totals.failed + totals.skipped);
    Some(totals)
}

fn closing_line(line: &str) -> Option<Totals> {
    let line = line.trim();
    let counts = if let Some(rest) = line.strip_prefix("test result: ") {
        rest.split_once(". ")?.1
    } else {
        line.strip_prefix("Tests ")?
    };
    let mut totals = Totals::default();
    for part in counts.split([';', ',', '|', '(']) {
        let mut words = part.split_whitespace();
        let (Some(Ok(count)), Some(what)) = (words.next().map(str::parse::<u32>), words.next()) else {
            continue;
        };
        match what {
            "passed" => totals.passed += count,
            "failed" | "error" | "errors" => totals.failed += count,
            "ignored" | "skipped" | "todo" => totals.skipped += count,
            _ => {}
        }
    }
    Some(totals)
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_each_runner_are_read() {
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.4s",
                (12, 0, 1),
            ),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", (3, 2, 0)),
            ("      Tests  1 failed | 11 passed (12)", (11, 1, 0)),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m7 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (7)\u{1b}[39m",
                (7, 0, 0),
            ),
            ("Ran 12 tests in 3.201s\n\nOK (skipped=2)", (10, 0, 2)),
            ("Ran 1 test in 0.001s\n\nOK", (1, 0, 0)),
            ("Ran 9 tests in 3.201s\n\nFAILED (failures=1, errors=2)", (6, 3, 0)),
        ];
        for (line, (passed, failed, skipped)) in cases {
            assert_eq!(Totals::read(line), Totals { passed, failed, skipped }, "{line}");
        }
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["running 12 tests", " Test Files  3 passed (3)", "3 files changed in 2 folders", "OK"] {
            assert_eq!(Totals::read(line), Totals::default(), "{line}");
        }
    }

    #[test]
    fn several_closing_lines_are_added_up() {
        let output = "test result: ok. 1 passed; 0 failed;\ntest result: ok. 2 passed; 0 failed;\n";
        assert_eq!(Totals::read(output).passed, 3);
    }
}
