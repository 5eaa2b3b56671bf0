//! The rules of the INI file, as Python's `configparser` applies them when the official SDK reads `~/.databrickscfg` (3.11, default
//! settings; the SDK takes the raw values, so that `%` means nothing). What the keys mean is not decided here.
//!
//! Own code, since the crates for this read another language: `configparser` cuts comments off behind values, folds the case of
//! section names and joins duplicates; `rust-ini` takes quotes and backslashes apart. A token with a `#` in it would differ.

use std::collections::{HashMap, HashSet};

use zeroize::Zeroizing;

use super::problem::FileProblem;

/// The section whose name `configparser` treats apart: it may come twice.
pub(super) const DEFAULT: &str = "DEFAULT";

/// One section in the order of the file, with its keys in theirs.
pub(super) struct Section {
    pub(super) name: String,
    /// Names in lower case, values raw. Any value may be a secret, and is wiped.
    pub(super) keys: Vec<(String, Zeroizing<String>)>,
}

/// What Python's `str.strip` takes off: the white space of Unicode and the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Reads a whole file.
///
/// # Errors
/// Where `configparser` raises: it refuses a file as a whole.
pub(super) fn parse(text: &str) -> Result<Vec<Section>, FileProblem> {
    let mut reading = Reading::default();
    for (number, line) in lines(text).enumerate() {
        reading.line(number + 1, line)?;
    }
    reading.end()
}

/// Universal newlines: `\n`, `\r\n` and `\r` end a line; nothing else does.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(end) = rest.find(['\n', '\r']) else {
            return Some(std::mem::take(&mut rest));
        };
        let (line, after) = rest.split_at(end);
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        Some(line)
    })
}

#[derive(Default)]
struct Reading {
    sections: Vec<Section>,
    places: HashMap<String, usize>,
    /// Keys seen so far, by the place of their section.
    seen: HashSet<(usize, String)>,
    section: Option<usize>,
    /// Whether the last key of the current section can go on in the next line.
    key: bool,
    /// How far the line of the current key or header stands in.
    indent: usize,
    bogus: Vec<usize>,
}

impl Reading {
    fn line(&mut self, number: usize, line: &str) -> Result<(), FileProblem> {
        let text = strip(line);
        if text.starts_with(['#', ';']) {
            return Ok(());
        }
        if text.is_empty() {
            self.go_on("");
            return Ok(());
        }
        let indent = line.chars().take_while(|c| is_space(*c)).count();
        if indent > self.indent && self.go_on(text) {
            return Ok(());
        }
        self.indent = indent;
        match (header(text), self.section) {
            (Some(name), _) => self.open(number, name),
            (None, None) => Err(FileProblem::NoSection { line: number }),
            (None, Some(section)) => self.key(number, section, text),
        }
    }

    /// Adds a line to the value of the current key, when there is one.
    fn go_on(&mut self, text: &str) -> bool {
        let section = self.section.filter(|_| self.key).and_then(|place| self.sections.get_mut(place));
        let Some((_, value)) = section.and_then(|section| section.keys.last_mut()) else {
            return false;
        };
        append(value, text);
        true
    }

    fn open(&mut self, number: usize, name: &str) -> Result<(), FileProblem> {
        self.key = false;
        if let Some(place) = self.places.get(name) {
            if name != DEFAULT {
                return Err(FileProblem::DuplicateSection { name: name.to_owned(), line: number });
            }
            self.section = Some(*place);
            return Ok(());
        }
        self.places.insert(name.to_owned(), self.sections.len());
        self.section = Some(self.sections.len());
        self.sections.push(Section { name: name.to_owned(), keys: Vec::new() });
        Ok(())
    }

    fn key(&mut self, number: usize, place: usize, text: &str) -> Result<(), FileProblem> {
        let Some((name, value)) = text.split_once(['=', ':']) else {
            // Python goes on and refuses the file at its end; the key before can still be continued.
            self.bogus.push(number);
            return Ok(());
        };
        let name = name.trim_end_matches(is_space).to_lowercase();
        if name.is_empty() {
            self.bogus.push(number);
        }
        self.key = !name.is_empty();
        if !self.seen.insert((place, name.clone())) {
            return Err(FileProblem::duplicate_key(name, number));
        }
        if let Some(section) = self.sections.get_mut(place) {
            section.keys.push((name, Zeroizing::new(strip(value).to_owned())));
        }
        Ok(())
    }

    fn end(mut self) -> Result<Vec<Section>, FileProblem> {
        if !self.bogus.is_empty() {
            return Err(FileProblem::Lines { lines: self.bogus });
        }
        for (_, value) in self.sections.iter_mut().flat_map(|section| &mut section.keys) {
            let end = value.trim_end_matches(is_space).len();
            value.truncate(end);
        }
        Ok(self.sections)
    }
}

/// The name between the first `[` and the last `]` of a line that starts with `[`. What follows is ignored.
fn header(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('[')?.rsplit_once(']')?;
    Some(name).filter(|name| !name.is_empty())
}

/// Puts a line behind a value without leaving an unwiped copy where the text had to move.
fn append(value: &mut Zeroizing<String>, text: &str) {
    let needed = value.len() + 1 + text.len();
    if needed > value.capacity() {
        let mut longer = Zeroizing::new(String::with_capacity(needed.next_power_of_two()));
        longer.push_str(value);
        *value = longer;
    }
    value.push('\n');
    value.push_str(text);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<(String, String)>)> {
        let plain = |(name, value): &(String, Zeroizing<String>)| (name.clone(), value.to_string());
        parse(text)
            .unwrap()
            .iter()
            .map(|section| (section.name.clone(), section.keys.iter().map(plain).collect()))
            .collect()
    }

    fn keys(text: &str) -> Vec<(String, String)> {
        read(&format!("[a]\n{text}")).remove(0).1
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_comment_is_a_line_of_its_own_and_never_cuts_a_value() {
        assert_eq!(keys("# x = 1\n ; y = 2\ntoken = a#b ; c # d"), [pair("token", "a#b ; c # d")]);
        assert_eq!(read("[a] # the first\nx=1")[0].0, "a");
        assert_eq!(read("[a] # not [b]\nx=1")[0].0, "a] # not [b");
    }

    #[test]
    fn keys_fold_their_case_and_sections_do_not() {
        let all = read("[Prod]\nHOST : h\n[prod]\nTokEn=t\n");
        assert_eq!(all[0], ("Prod".into(), vec![pair("host", "h")]));
        assert_eq!(all[1], ("prod".into(), vec![pair("token", "t")]));
    }

    #[test]
    fn lines_that_stand_further_in_continue_a_value_and_blank_lines_inside_it_stay() {
        assert_eq!(
            keys("a = 1\n  2\n# no\n\n  3\n\nb =\n c\n\n"),
            [pair("a", "1\n2\n\n3"), pair("b", "\nc")]
        );
        assert_eq!(keys("  a = 1\n  b = 2\n b2 = 3"), [pair("a", "1"), pair("b", "2"), pair("b2", "3")]);
    }

    #[test]
    fn every_kind_of_line_end_is_one_and_the_last_may_lack() {
        for text in ["[a]\nx=1\ny=2", "[a]\r\nx=1\r\ny=2\r\n", "[a]\rx=1\ry=2\r"] {
            assert_eq!(read(text)[0].1, [pair("x", "1"), pair("y", "2")], "{text:?}");
        }
        assert_eq!(keys("x=1\u{c}y\u{2028}z\n"), [pair("x", "1\u{c}y\u{2028}z")]);
    }

    #[test]
    fn what_python_refuses_is_refused_with_the_line() {
        let problem = |text: &str| parse(text).err().unwrap();
        assert_eq!(problem("\nx=1\n[a]"), FileProblem::NoSection { line: 2 });
        assert_eq!(problem("[a]\nnonsense\nx=1\n=y"), FileProblem::Lines { lines: vec![2, 4] });
        assert_eq!(problem("[]"), FileProblem::NoSection { line: 1 });
        assert_eq!(problem("[a]\n[b]\n[a]"), FileProblem::DuplicateSection { name: "a".into(), line: 3 });
        assert_eq!(problem("[a]\nhost=1\nHOST=2"), FileProblem::duplicate_key("host".into(), 3));
        assert_eq!(problem("[DEFAULT]\nx=1\n[a]\n[DEFAULT]\nx=2"), FileProblem::duplicate_key("x".into(), 5));
        assert_eq!(read("[DEFAULT]\nx=1\n[a]\n[DEFAULT]\ny=2")[0].1.len(), 2);
    }

    #[test]
    fn percent_signs_and_quotes_are_what_they_are() {
        assert_eq!(
            keys("a=%(b)s %% %\nq = \"x\\n\" 'y'"),
            [pair("a", "%(b)s %% %"), pair("q", "\"x\\n\" 'y'")]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\PC|[\\[\\]=:#; \t\r\n]){0,200}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_is_written_is_read_back(
            sections in prop::collection::btree_map(
                "[a-zA-Z0-9 ._-]{1,12}",
                prop::collection::btree_map("[a-z][a-z0-9_]{0,10}", "([!-~]([ -~]{0,20}[!-~])?)?", 0..6),
                0..8,
            ),
            end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
            gap in prop::sample::select(vec!["=", " = ", ": ", "\t:\t"]),
        ) {
            let mut text = String::new();
            for (name, keys) in &sections {
                text += &format!("[{name}]{end}");
                for (key, value) in keys {
                    text += &format!("{key}{gap}{value}{end}");
                }
            }
            let expected: Vec<_> =
                sections.into_iter().map(|(name, keys)| (name, keys.into_iter().collect::<Vec<_>>())).collect();
            prop_assert_eq!(read(&text), expected);
        }
    }
}
