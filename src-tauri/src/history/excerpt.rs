//! What the index cuts out of a text, as the window shows it: one line, with the places that were found. Pure.

use super::dto::Excerpt;

/// The signs the index is asked to put around what it found.
pub(super) const BEGINS: char = '\u{2}';
pub(super) const ENDS: char = '\u{3}';

/// What stands between two answers to the same prompt in the index.
pub(super) const BETWEEN: char = '\u{1e}';

/// The excerpt of a text that was cut out by the index. Where it reaches over two answers, the one with more finds counts.
pub(super) fn excerpt(cut: &str) -> Excerpt {
    let best = cut.split(BETWEEN).max_by_key(|part| part.matches(BEGINS).count()).unwrap_or_default();
    let mut excerpt = Excerpt::default();
    let (mut at, mut begun, mut gap) = (0_u32, None, false);
    for c in best.chars() {
        match c {
            BEGINS => begun = begun.or(Some(at + u32::from(gap && at > 0))),
            ENDS => {
                if let Some(begun) = begun.take()
                    && begun < at
                {
                    excerpt.marks.push((begun, at));
                }
            }
            c if c.is_whitespace() || c.is_control() => gap = true,
            c => {
                if gap && at > 0 {
                    excerpt.text.push(' ');
                    at += 1;
                }
                gap = false;
                excerpt.text.push(c);
                at += if c.len_utf16() == 1 { 1 } else { 2 };
            }
        }
    }
    excerpt
}

/// The longest piece of the cut that stands in the answer as it is, to tell which answer it is from.
pub(super) fn longest_piece(cut: &str) -> String {
    let best = cut.split(BETWEEN).max_by_key(|part| part.matches(BEGINS).count()).unwrap_or_default();
    let bare: String = best.chars().filter(|c| !matches!(*c, BEGINS | ENDS)).collect();
    bare.trim_matches('…').to_owned()
}

/// Marks every place of these texts in a piece that the index found nothing in.
pub(super) fn mark_signs(excerpt: &mut Excerpt, signs: &[String]) {
    for sign in signs.iter().filter(|sign| !sign.is_empty()) {
        for (at, found) in excerpt.text.match_indices(sign.as_str()) {
            let before: usize = excerpt.text.get(..at).unwrap_or_default().chars().map(char::len_utf16).sum();
            let long: usize = found.chars().map(char::len_utf16).sum();
            if let (Ok(begin), Ok(end)) = (u32::try_from(before), u32::try_from(before + long)) {
                excerpt.marks.push((begin, end));
            }
        }
    }
    excerpt.marks.sort_unstable();
    // One mark may lie in another; drawn they may not overlap.
    let mut reached = 0;
    excerpt.marks.retain(|(begin, end)| {
        let apart = *begin >= reached;
        reached = reached.max(*end);
        apart
    });
}

/// The part of a text around the first of these signs, about as long as what the index cuts out.
pub(super) fn around(text: &str, signs: &[String]) -> String {
    const BEFORE: usize = 60;
    const WHOLE: usize = 220;
    let at = signs.iter().filter_map(|sign| text.find(sign.as_str())).min().unwrap_or(0);
    let skipped = text.get(..at).unwrap_or_default().chars().count().saturating_sub(BEFORE);
    let mut piece: String = text.chars().skip(skipped).take(WHOLE).collect();
    if skipped > 0 {
        piece.insert(0, '…');
    }
    if text.chars().nth(skipped + WHOLE).is_some() {
        piece.push('…');
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::{around, excerpt, longest_piece, mark_signs};

    #[test]
    fn marks_are_counted_as_the_window_counts() {
        let cut = excerpt("a 🚚 is \u{2}late\u{3}\n\n  and \u{2}lost\u{3}…");
        assert_eq!(cut.text, "a 🚚 is late and lost…");
        let units: Vec<u16> = cut.text.encode_utf16().collect();
        let marked: Vec<String> = cut
            .marks
            .iter()
            .map(|(from, to)| String::from_utf16(&units[*from as usize..*to as usize]).unwrap())
            .collect();
        assert_eq!(marked, ["late", "lost"]);
    }

    #[test]
    fn of_two_answers_the_one_that_was_found_is_shown() {
        let cut = "the end of one\u{1e}a \u{2}late\u{3} pallet";
        assert_eq!(excerpt(cut).text, "a late pallet");
        assert_eq!(longest_piece(cut), "a late pallet");
    }

    #[test]
    fn signs_the_index_does_not_know_are_marked_too() {
        let mut cut = excerpt("🚚 is \u{2}late\u{3} 🚚");
        mark_signs(&mut cut, &["🚚".to_owned()]);
        assert_eq!(cut.marks, [(0, 2), (6, 10), (11, 13)]);
    }

    #[test]
    fn the_part_around_a_sign_is_shown() {
        let text = format!("{} 🚚 {}", "word ".repeat(100), "more ".repeat(100));
        let piece = around(&text, &["🚚".to_owned()]);
        assert!(piece.starts_with('…') && piece.ends_with('…') && piece.contains('🚚'), "{piece}");
        assert!(piece.chars().count() < 230);
    }
}
