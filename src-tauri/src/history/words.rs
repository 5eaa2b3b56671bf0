//! What a person types into the search, as an expression of the full-text index. Whatever is typed is a search: nothing in it
//! can be a syntax error. Pure.

/// A search as the index understands it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sought {
    /// The expression over prompts and answers, without what is excluded; none when nothing of it is a word.
    pub(crate) all: Option<String>,
    /// What must not be there.
    pub(crate) none: Option<String>,
    /// Signs the index does not know (emoji, scripts without spaces, `C++`): each group needs one of its texts, letter by letter.
    pub(crate) signs: Vec<Vec<String>>,
    /// The same, for what must not be there.
    pub(crate) no_signs: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    text: String,
    quoted: bool,
}

enum Piece {
    Term(Term, bool),
    Or,
    And,
    Not,
}

/// Reads what was typed: `"as it stands"`, `-without`, `this OR that`; every other word is the beginning of one.
pub(crate) fn sought(typed: &str) -> Sought {
    let mut groups: Vec<Vec<Term>> = Vec::new();
    let mut without: Vec<Term> = Vec::new();
    let (mut or, mut not) = (false, false);
    for piece in pieces(typed) {
        match piece {
            Piece::And => {}
            Piece::Or => or = !groups.is_empty(),
            Piece::Not => not = true,
            Piece::Term(term, minus) => {
                match (minus || not, or, groups.last_mut()) {
                    (true, _, _) => without.push(term),
                    (false, true, Some(group)) => group.push(term),
                    (false, _, _) => groups.push(vec![term]),
                }
                (or, not) = (false, false);
            }
        }
    }
    let mut sought = Sought::default();
    let mut all = Vec::new();
    for group in &groups {
        let by_sign: Vec<bool> = group.iter().map(|term| needs_signs(&term.text)).collect();
        if by_sign.contains(&true) {
            sought.signs.push(group.iter().map(|term| plain(&term.text)).collect());
        }
        // A group with another way to be met cannot be narrowed by the words of one of its ways.
        let words: Vec<String> = group.iter().filter_map(expression).collect();
        if words.len() == group.len() {
            all.push(joined(&words, " OR "));
        }
    }
    let (signs, words): (Vec<&Term>, Vec<&Term>) = without.iter().partition(|term| needs_signs(&term.text));
    sought.no_signs = signs.into_iter().map(|term| plain(&term.text)).collect();
    let words: Vec<String> = words.into_iter().filter_map(expression).collect();
    sought.all = (!all.is_empty()).then(|| joined(&all, " AND "));
    sought.none = (!words.is_empty()).then(|| joined(&words, " OR "));
    sought
}

fn joined(parts: &[String], between: &str) -> String {
    if let [one] = parts { one.clone() } else { format!("({})", parts.join(between)) }
}

fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let minus = rest
            .strip_prefix('-')
            .filter(|after| after.starts_with(|c: char| c.is_alphanumeric() || is_quote(c) || !c.is_ascii()));
        let body = minus.unwrap_or(rest);
        let (text, quoted, after) = match body.strip_prefix(is_quote) {
            Some(inside) => match inside.split_once(is_quote) {
                Some((text, after)) => (text, true, after),
                // The closing quote is still to be typed.
                None => (inside, true, ""),
            },
            None => match body.find(|c: char| c.is_whitespace() || is_quote(c)) {
                Some(at) => (body.get(..at).unwrap_or(body), false, body.get(at..).unwrap_or_default()),
                None => (body, false, ""),
            },
        };
        match (text, quoted, minus) {
            ("OR", false, None) => pieces.push(Piece::Or),
            ("AND", false, None) => pieces.push(Piece::And),
            ("NOT", false, None) => pieces.push(Piece::Not),
            _ if text.trim().is_empty() => {}
            _ => pieces.push(Piece::Term(Term { text: text.trim().to_owned(), quoted }, minus.is_some())),
        }
        rest = after.trim_start();
    }
    pieces
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The term for the index: always in quotes, so that none of it is an operator. None without a letter or digit.
fn expression(term: &Term) -> Option<String> {
    if term.text.chars().any(is_unspaced) || !term.text.chars().any(char::is_alphanumeric) {
        return None;
    }
    let open = term.text.trim_end_matches('*');
    let last_word = open.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    // One letter begins half of all words; it counts as a beginning only when that is asked for.
    let begins = !last_word.is_empty()
        && !term.quoted
        && (open.len() < term.text.len() || last_word.chars().nth(1).is_some());
    Some(format!("\"{}\"{}", open.replace('\0', " ").replace('"', "\"\""), if begins { " *" } else { "" }))
}

/// Whether the index alone cannot tell if the term is there.
fn needs_signs(text: &str) -> bool {
    let text = text.trim_end_matches('*');
    !text.chars().any(char::is_alphanumeric) || text.chars().any(|c| is_unspaced(c) || is_sign(c))
}

/// A sign that means something by itself, in contrast to those that stand between words.
fn is_sign(c: char) -> bool {
    if c.is_ascii() {
        return matches!(
            c,
            '+' | '#'
                | '$'
                | '%'
                | '&'
                | '*'
                | '<'
                | '>'
                | '='
                | '|'
                | '~'
                | '^'
                | '{'
                | '}'
                | '['
                | ']'
                | '`'
                | '\\'
        );
    }
    !c.is_alphanumeric()
        && !c.is_whitespace()
        && !matches!(c, '\u{2010}'..='\u{2027}' | '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}')
}

/// A letter of a script that puts no spaces between words: the index takes a whole sentence for one word.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Without the sign that only chooses how an emoji is drawn: texts have it or not, people cannot see which.
fn plain(text: &str) -> String {
    let ends_open = text.len() > 1 && text.ends_with('*') && text.chars().any(char::is_alphanumeric);
    let text = if ends_open { text.trim_end_matches('*') } else { text };
    text.chars().filter(|c| *c != '\u{fe0f}').collect()
}

#[cfg(test)]
mod tests {
    use super::{Sought, sought};

    fn all(typed: &str) -> String {
        let sought = sought(typed);
        assert!(sought.signs.is_empty(), "{typed} needs no signs: {sought:?}");
        sought.all.unwrap_or_default()
    }

    #[test]
    fn words_are_beginnings_and_all_of_them_are_wanted() {
        assert_eq!(all("late pallet"), r#"("late" * AND "pallet" *)"#);
        assert_eq!(all("a pallet"), r#"("a" AND "pallet" *)"#);
        assert_eq!(all("a*"), r#""a" *"#);
    }

    #[test]
    fn quotes_want_the_words_as_they_stand_also_before_the_second_quote_is_typed() {
        assert_eq!(all(r#""late pallet""#), r#""late pallet""#);
        assert_eq!(all("„late pallet“ again"), r#"("late pallet" AND "again" *)"#);
        assert_eq!(all(r#"say "late pal"#), r#"("say" * AND "late pal")"#);
        assert_eq!(sought(r#""""#), Sought::default());
    }

    #[test]
    fn a_minus_and_not_exclude_and_or_gives_a_choice() {
        let found = sought("pallet -late NOT lost");
        assert_eq!(found.all.as_deref(), Some(r#""pallet" *"#));
        assert_eq!(found.none.as_deref(), Some(r#"("late" * OR "lost" *)"#));
        assert_eq!(all("late OR lost pallet"), r#"(("late" * OR "lost" *) AND "pallet" *)"#);
        assert_eq!(all("OR late AND"), r#""late" *"#);
        assert_eq!(sought("-late").all, None);
    }

    #[test]
    fn what_looks_like_an_operator_of_the_index_is_only_text() {
        assert_eq!(all("NEAR(late pallet)"), r#"("NEAR(late" * AND "pallet)")"#);
        assert_eq!(all("prompt:late"), r#""prompt:late" *"#);
        assert_eq!(all("well-known"), r#""well-known" *"#);
        assert_eq!(sought("-").signs, [["-"]], "alone it is only a sign");
        assert_eq!(sought("^late").all.as_deref(), Some(r#""^late" *"#));
    }

    #[test]
    fn emoji_and_scripts_without_spaces_are_looked_for_letter_by_letter() {
        let found = sought("🚚 pallet");
        assert_eq!(found.signs, [["🚚"]]);
        assert_eq!(found.all.as_deref(), Some(r#""pallet" *"#));
        assert_eq!(sought("❤\u{fe0f}").signs, [["❤"]]);
        assert_eq!(sought("東京").signs, [["東京"]]);
        assert_eq!(sought("東京").all, None);
        assert_eq!(sought("-\"🚚\"").no_signs, ["🚚"]);
    }

    #[test]
    fn a_sign_behind_letters_narrows_what_the_letters_find() {
        let found = sought("C++");
        assert_eq!(found.all.as_deref(), Some(r#""C++""#));
        assert_eq!(found.signs, [["C++"]]);
        let either = sought("C++ OR 🚚");
        assert_eq!((either.all, either.signs), (None, vec![vec!["C++".to_owned(), "🚚".to_owned()]]));
    }
}
