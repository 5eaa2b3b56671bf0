//! What an endpoint counts, out of the text it is written in (OpenMetrics, databricks-api.md §9.1). Read generically: which
//! names and labels there are is Databricks' matter and changes with the kind of endpoint.

use super::list_dto::{MetricLabel, MetricLine};

/// A histogram of every entity is a few hundred lines; more than this nobody looks at.
const MOST_LINES: usize = 2_000;

/// The lines of a text, without comments and without values that are no numbers.
pub(super) fn parse(text: &str) -> Vec<MetricLine> {
    text.lines().map(str::trim).filter_map(line).take(MOST_LINES).collect()
}

fn line(text: &str) -> Option<MetricLine> {
    if text.is_empty() || text.starts_with('#') {
        return None;
    }
    let end = text.find(|c: char| c == '{' || c.is_whitespace())?;
    let (name, rest) = text.split_at(end);
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(inside) => labels(inside)?,
        None => (Vec::new(), rest),
    };
    let value: f64 = rest.split_whitespace().next()?.parse().ok()?;
    value.is_finite().then(|| MetricLine { name: name.to_owned(), labels, value })
}

/// Pairs up to the closing brace, and what follows it.
fn labels(mut rest: &str) -> Option<(Vec<MetricLabel>, &str)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        if let Some(after) = rest.strip_prefix('}') {
            return Some((found, after));
        }
        let (name, quoted) = rest.split_once("=\"")?;
        let (value, after) = unquoted(quoted)?;
        found.push(MetricLabel { name: name.trim().to_owned(), value });
        rest = after;
    }
}

/// A quoted text up to its closing quote, with `\\`, `\"` and `\n` undone, and what follows it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Some((value, text.get(at + 1..)?)),
            '\\' => match signs.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, proptest};

    use super::{MetricLine, parse};

    fn shown(line: &MetricLine) -> String {
        let labels: Vec<_> =
            line.labels.iter().map(|label| format!("{}={:?}", label.name, label.value)).collect();
        format!("{}[{}]={}", line.name, labels.join(","), line.value)
    }

    #[test]
    fn counts_and_histograms_are_read_with_their_labels() {
        let text = "# HELP request_count_total Requests\n# TYPE request_count_total gauge\n\
            request_count_total{endpoint_name=\"chat\"} 12 1763900000000\n\
            request_latency_ms_bucket{endpoint_name=\"a, \\\"b\\\"\",le=\"+Inf\"} 1.5e1\n\nup 1\n# EOF\n";
        let lines: Vec<_> = parse(text).iter().map(shown).collect();
        assert_eq!(
            lines,
            [
                "request_count_total[endpoint_name=\"chat\"]=12",
                "request_latency_ms_bucket[endpoint_name=\"a, \\\"b\\\"\",le=\"+Inf\"]=15",
                "up[]=1"
            ]
        );
    }

    #[test]
    fn what_is_no_line_of_metrics_is_passed_over() {
        for text in
            ["", "   ", "alone", "a{b=\"c\" 1", "a{b} 1", "a NaN", "a +Inf", "a{b=\"c\\", "<html>no</html>"]
        {
            assert!(parse(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stumble(text in any::<String>()) {
            parse(&text);
        }

        #[test]
        fn every_label_comes_back_as_it_was(value in ".{0,40}", number in prop::num::f64::NORMAL) {
            let written = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            // A line ends where the text does; other line breaks cannot stand in a label.
            if !value.contains(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
                let lines = parse(&format!("name{{label=\"{written}\"}} {number:e}"));
                assert_eq!(lines.len(), 1);
                assert_eq!(lines[0].labels[0].value, value);
            }
        }
    }
}
