//! What a number of answers can tell about a split: the range of each share (Wilson's interval), whether the split that is
//! configured fits, and both in words. Pure.

use super::job_dto::{Observed, ObservedCount, ObservedVerdict};
use crate::endpoints::dto::Share;
use crate::endpoints::words::listed;

/// 95 % certainty, for one share.
const Z: f64 = 1.959_963_985;

/// The same certainty for a whole split: every further share that is compared is another chance to be wrong (Bonferroni).
const Z_OF_SHARES: &[f64] =
    &[Z, Z, 2.241_403, 2.393_980, 2.497_705, 2.575_829, 2.638_257, 2.690_110, 2.734_369];

/// A range wider than this on each side says nothing that a person could act on.
const VAGUE_POINTS: f64 = 20.0;

/// Wilson's interval of `count` out of `of`, in percent. Unlike the plain one it is right for few calls and for shares near
/// 0 and 100.
pub(crate) fn wilson(count: u32, of: u32, z: f64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 100.0);
    }
    let n = f64::from(of);
    let p = f64::from(count) / n;
    let square = z * z;
    let middle = (p + square / (2.0 * n)) / (1.0 + square / n);
    let half = z / (1.0 + square / n) * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    // At the ends the formula is exact and floating point is not.
    let low = if count == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if count == of { 1.0 } else { (middle + half).min(1.0) };
    (low * 100.0, high * 100.0)
}

/// The counts of a split nobody has answered for yet; entities that answer without being in it are added when they do.
pub(crate) fn begin(calls: u32, shares: &[Share]) -> Observed {
    let counts = shares.iter().map(|share| counted(&share.entity, share.percent)).collect();
    let mut observed = Observed {
        calls,
        done: 0,
        failed: 0,
        unnamed: 0,
        counts,
        sentence: String::new(),
        verdict: ObservedVerdict::TooFew,
        explanation: None,
        ended: false,
    };
    judge(&mut observed);
    observed
}

/// Counts an answer.
pub(crate) fn count(observed: &mut Observed, served_by: Option<&str>) {
    observed.done += 1;
    match served_by {
        None => observed.unnamed += 1,
        Some(name) => note(observed, name, |one| one.count += 1),
    }
}

/// Counts a call that failed, for the entity it failed at where the answer names one.
pub(crate) fn count_failed(observed: &mut Observed, served_by: Option<&str>) {
    observed.failed += 1;
    if let Some(name) = served_by {
        note(observed, name, |one| one.failed += 1);
    }
}

/// Notes something of an entity, also of one that answers without being in the split.
fn note(observed: &mut Observed, name: &str, what: impl FnOnce(&mut ObservedCount)) {
    match observed.counts.iter_mut().find(|one| one.entity == name) {
        Some(one) => what(one),
        None => {
            let mut one = counted(name, 0);
            what(&mut one);
            observed.counts.push(one);
        }
    }
}

fn counted(entity: &str, configured: u32) -> ObservedCount {
    ObservedCount {
        entity: entity.to_owned(),
        configured,
        count: 0,
        failed: 0,
        observed: 0.0,
        low: 0.0,
        high: 100.0,
    }
}

/// Who the failed calls failed at; nothing when no answer said so.
fn failures(observed: &Observed) -> String {
    let named: Vec<&ObservedCount> = observed.counts.iter().filter(|one| one.failed > 0).collect();
    if named.is_empty() {
        return String::new();
    }
    let said: Vec<String> = named.iter().map(|one| format!("{} at {}", one.failed, one.entity)).collect();
    let known: u32 = named.iter().map(|one| one.failed).sum();
    let rest = match observed.failed.saturating_sub(known) {
        0 => String::new(),
        rest => format!(", {rest} without a name"),
    };
    format!(" Failed calls: {}{rest}.", listed(&said))
}

/// Works out ranges, verdict and words from the counts.
pub(crate) fn judge(observed: &mut Observed) {
    let named = observed.done - observed.unnamed;
    for one in &mut observed.counts {
        let (low, high) = wilson(one.count, named, Z);
        let share = if named == 0 { 0.0 } else { f64::from(one.count) / f64::from(named) * 100.0 };
        (one.observed, one.low, one.high) = (round(share), round(low), round(high));
    }
    let off = off(observed, named);
    let vague = named == 0 || margin(named) > VAGUE_POINTS;
    observed.verdict = match (off.is_empty(), vague) {
        (false, _) => ObservedVerdict::Differs,
        (true, true) => ObservedVerdict::TooFew,
        (true, false) => ObservedVerdict::Fits,
    };
    observed.sentence = sentence(observed, named, &off) + &failures(observed);
}

/// What so many calls can tell at best: half the width of the range of a share in the middle, in points.
pub(crate) fn margin(named: u32) -> f64 {
    let (low, high) = wilson(named / 2, named, Z);
    (high - low) / 2.0
}

/// The entities whose share is hardly the one that is configured.
fn off(observed: &Observed, named: u32) -> Vec<String> {
    if named == 0 {
        return Vec::new();
    }
    let z =
        Z_OF_SHARES.get(observed.counts.len().saturating_sub(1)).or(Z_OF_SHARES.last()).copied().unwrap_or(Z);
    let outside = |one: &&ObservedCount| {
        let (low, high) = wilson(one.count, named, z);
        !(low..=high).contains(&f64::from(one.configured))
    };
    observed.counts.iter().filter(outside).map(|one| one.entity.clone()).collect()
}

fn sentence(observed: &Observed, named: u32, off: &[String]) -> String {
    if named == 0 {
        return match (observed.failed, observed.done) {
            (0, 0) => "No call has been answered yet.".to_owned(),
            (_, 0) => "Every call failed, so nothing is known about the split.".to_owned(),
            _ => "No answer said which served entity it is from, so nothing is known about the split."
                .to_owned(),
        };
    }
    let calls = if named == 1 { "1 answer".to_owned() } else { format!("{named} answers") };
    let mut text = format!("{calls} can tell a share to about ±{:.0} points.", margin(named).ceil());
    match observed.verdict {
        ObservedVerdict::TooFew => {
            text.push_str(" That is too vague to say whether the split is the one you set.")
        }
        ObservedVerdict::Fits => text.push_str(" Within that, they fit the split you set."),
        ObservedVerdict::Differs => {
            let part = if off.len() == 1 { "part" } else { "parts" };
            text.push_str(&format!(" Chance alone hardly explains the {part} of {}.", listed(off)));
            let stepped_in: Vec<String> = observed
                .counts
                .iter()
                .filter(|one| one.configured == 0 && one.count > 0)
                .map(|one| one.entity.clone())
                .collect();
            if !stepped_in.is_empty() {
                text.push_str(&format!(
                    " {} answered without a share: fallback stepped in, or the split has just been changed.",
                    listed(&stepped_in)
                ));
            }
        }
    }
    if observed.failed > 0 {
        let failed = observed.failed;
        let calls = if failed == 1 { "1 call" } else { "calls" };
        let what = if failed == 1 { calls.to_owned() } else { format!("{failed} {calls}") };
        text.push_str(&format!(
            " {what} failed and did not say whom the split had chosen; an entity that fails looks smaller than it is."
        ));
    }
    text
}

/// One decimal is more than so few calls can tell.
fn round(percent: f64) -> f64 {
    (percent * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(split: &[(&str, u32, u32)]) -> Observed {
        let shares: Vec<Share> = split
            .iter()
            .map(|(entity, percent, _)| Share { entity: (*entity).into(), percent: *percent })
            .collect();
        let calls = split.iter().map(|(_, _, count)| count).sum();
        let mut observed = begin(calls, &shares);
        for (entity, _, times) in split {
            for _ in 0..*times {
                count(&mut observed, Some(entity));
            }
        }
        judge(&mut observed);
        observed
    }

    #[test]
    fn wilsons_interval_is_the_one_of_the_textbook() {
        // 8 of 10: 49.0 % to 94.3 %; none of 10: 0 % to 27.8 %.
        let (low, high) = wilson(8, 10, Z);
        assert!((low - 49.02).abs() < 0.01 && (high - 94.33).abs() < 0.01, "{low} {high}");
        let (low, high) = wilson(0, 10, Z);
        assert!(low.abs() < f64::EPSILON && (high - 27.75).abs() < 0.01, "{low} {high}");
        let (low, high) = wilson(10, 10, Z);
        assert!((low - 72.25).abs() < 0.01 && (high - 100.0).abs() < f64::EPSILON, "{low} {high}");
    }

    #[test]
    fn an_interval_always_holds_what_was_seen() {
        for of in 1..60 {
            for count in 0..=of {
                let (low, high) = wilson(count, of, Z);
                let seen = f64::from(count) / f64::from(of) * 100.0;
                assert!((0.0..=seen + 1e-9).contains(&low) && (seen - 1e-9..=100.0).contains(&high));
            }
        }
    }

    #[test]
    fn a_split_that_fits_is_said_to_fit_within_what_so_many_calls_can_tell() {
        let seen = observed(&[("a", 80, 81), ("b", 20, 19)]);
        assert_eq!(seen.verdict, ObservedVerdict::Fits);
        assert_eq!(
            seen.sentence,
            "100 answers can tell a share to about ±10 points. Within that, they fit the split you set."
        );
    }

    #[test]
    fn a_handful_of_calls_says_nothing() {
        let seen = observed(&[("a", 80, 4), ("b", 20, 1)]);
        assert_eq!(seen.verdict, ObservedVerdict::TooFew);
        assert!(seen.sentence.contains("too vague"), "{}", seen.sentence);
    }

    #[test]
    fn an_entity_on_standby_that_answers_differs_and_the_reason_is_said() {
        let seen = observed(&[("a", 100, 20), ("b", 0, 30)]);
        assert_eq!(seen.verdict, ObservedVerdict::Differs);
        assert!(seen.sentence.contains("b answered without a share"), "{}", seen.sentence);
    }

    #[test]
    fn an_entity_nobody_knows_is_counted_and_one_without_a_name_is_not() {
        let mut seen = begin(3, &[Share { entity: "a".into(), percent: 100 }]);
        count(&mut seen, Some("stranger"));
        count(&mut seen, None);
        judge(&mut seen);
        assert_eq!((seen.unnamed, seen.counts.len()), (1, 2));
        assert_eq!(seen.verdict, ObservedVerdict::Differs);
    }

    #[test]
    fn the_more_shares_are_compared_the_more_it_takes_to_call_one_wrong() {
        // 29 of 100 for a share of 20 is outside of the plain range, and no surprise among seven shares.
        let few = observed(&[("a", 20, 29), ("b", 80, 71)]);
        assert_eq!(few.verdict, ObservedVerdict::Differs);
        let many = observed(&[
            ("a", 20, 29),
            ("b", 14, 12),
            ("c", 14, 12),
            ("d", 13, 12),
            ("e", 13, 12),
            ("f", 13, 12),
            ("g", 13, 11),
        ]);
        assert_eq!(many.verdict, ObservedVerdict::Fits);
    }
}
