//! The goals P4 to P11 as a table: each figure, its limit, and whether it is kept. A limit may be another figure of the
//! same run times a factor, since only ratios mean something across machines.

use serde_json::json;

use super::figures::{Figure, Figures};

enum Limit {
    /// At most this.
    Most(f64),
    /// At least this.
    Least(f64),
    /// At most this many times another figure, plus a constant.
    Of(&'static str, f64, f64),
}

const LIMITS: [(&str, &str, Limit); 21] = [
    ("P4", "ttft_added_ms", Limit::Most(0.25)),
    ("P4", "call_added_ms", Limit::Most(0.25)),
    ("P4", "first_word_ms", Limit::Most(25.0)),
    ("P4", "first_word_p95_ms", Limit::Most(40.0)),
    ("P5", "stream_tokens_per_s", Limit::Least(500_000.0)),
    ("P5", "stream_window_tokens_per_s", Limit::Least(20_000.0)),
    ("P6", "frame_gap_p99_ms", Limit::Of("frame_gap_empty_p99_ms", 1.5, 0.0)),
    ("P6", "frame_gap_4_p99_ms", Limit::Of("frame_gap_empty_p99_ms", 1.5, 0.0)),
    ("P6", "stream_cpu_percent", Limit::Most(15.0)),
    ("P6", "token_cost_growth", Limit::Most(1.3)),
    ("P7", "list_10k_ms", Limit::Most(60.0)),
    ("P7", "list_open_ms", Limit::Most(300.0)),
    ("P7", "filter_keystroke_ms", Limit::Most(50.0)),
    ("P8", "first_screen_ms", Limit::Of("floor_first_screen_ms", 1.6, 0.0)),
    ("P9", "memory_pss_mb", Limit::Of("floor_memory_pss_mb", 1.0, 60.0)),
    ("–", "history_search_ms", Limit::Most(100.0)),
    ("–", "chat_open_ms", Limit::Most(200.0)),
    ("P10", "binary_mb", Limit::Most(20.0)),
    ("P10", "ui_gzip_kb", Limit::Most(350.0)),
    ("P10", "deb_mb", Limit::Most(12.0)),
    ("P11", "split_drag_gap_p95_ms", Limit::Most(20.0)),
];

pub(super) struct Judged {
    goal: &'static str,
    name: String,
    figure: Option<Figure>,
    limit: Option<f64>,
    at_least: bool,
}

impl Judged {
    fn verdict(&self) -> &'static str {
        match (&self.figure, self.limit) {
            (None, _) => "not measured",
            (Some(_), None) => "",
            (Some(figure), Some(limit)) => {
                let value = figure.median();
                let kept = if self.at_least { value >= limit } else { value <= limit };
                if kept { "kept" } else { "MISSED" }
            }
        }
    }
}

/// Every goal, measured or not, then the figures that have no goal.
pub(super) fn judge(figures: &Figures) -> Vec<Judged> {
    let goals = LIMITS.iter().map(|(goal, name, limit)| {
        let (limit, at_least) = match limit {
            Limit::Most(most) => (Some(*most), false),
            Limit::Least(least) => (Some(*least), true),
            Limit::Of(other, times, plus) => {
                (figures.get(other).map(|other| other.median() * times + plus), false)
            }
        };
        Judged { goal, name: (*name).to_owned(), figure: figures.get(name).cloned(), limit, at_least }
    });
    let others = figures.all().filter(|(name, _)| LIMITS.iter().all(|(_, known, _)| known != name));
    let others = others.map(|(name, figure)| Judged {
        goal: "",
        name: name.clone(),
        figure: Some(figure.clone()),
        limit: None,
        at_least: false,
    });
    goals.chain(others).collect()
}

pub(super) fn table(judged: &[Judged]) -> String {
    let mut lines = format!("   {:<5}{:<28}{:>14}{:>16}  verdict\n", "goal", "name", "value", "limit");
    for row in judged {
        let value = row.figure.as_ref().map(|figure| format!("{} {}", number(figure.median()), figure.unit));
        let sign = if row.at_least { "≥" } else { "≤" };
        let limit = row.limit.map(|limit| format!("{sign} {}", number(limit))).unwrap_or_default();
        lines += &format!(
            "   {:<5}{:<28}{:>14}{:>16}  {}\n",
            row.goal,
            row.name,
            value.unwrap_or_else(|| "–".into()),
            limit,
            row.verdict()
        );
    }
    lines
}

pub(super) fn json(judged: &[Judged], load: &str, rounds: usize) -> String {
    let figures: Vec<_> = judged
        .iter()
        .map(|row| {
            json!({
                "goal": row.goal,
                "name": row.name,
                "value": row.figure.as_ref().map(Figure::median),
                "unit": row.figure.as_ref().map(|figure| figure.unit.clone()),
                "rounds": row.figure.as_ref().map(|figure| figure.rounds.clone()),
                "limit": row.limit,
                "at_least": row.at_least,
                "verdict": row.verdict(),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "rounds": rounds, "load_average": load, "figures": figures }))
}

fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 1_000.0 => format!("{value:.0}"),
        middling if middling >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(lines: &str, name: &str) -> &'static str {
        let mut figures = Figures::default();
        figures.read(lines);
        judge(&figures).iter().find(|row| row.name == name).unwrap().verdict()
    }

    #[test]
    fn limits_are_kept_or_missed_in_the_right_direction() {
        assert_eq!(verdict("BENCH list_10k_ms 59 ms", "list_10k_ms"), "kept");
        assert_eq!(verdict("BENCH list_10k_ms 61 ms", "list_10k_ms"), "MISSED");
        assert_eq!(verdict("BENCH stream_tokens_per_s 400000 tok/s", "stream_tokens_per_s"), "MISSED");
        assert_eq!(verdict("BENCH stream_tokens_per_s 600000 tok/s", "stream_tokens_per_s"), "kept");
        assert_eq!(verdict("", "list_10k_ms"), "not measured");
    }

    #[test]
    fn a_limit_made_of_another_figure_follows_it() {
        let floor = "BENCH floor_first_screen_ms 100 ms\nBENCH floor_memory_pss_mb 186 MB\n";
        assert_eq!(verdict(&format!("{floor}BENCH first_screen_ms 159 ms"), "first_screen_ms"), "kept");
        assert_eq!(verdict(&format!("{floor}BENCH first_screen_ms 161 ms"), "first_screen_ms"), "MISSED");
        assert_eq!(verdict(&format!("{floor}BENCH memory_pss_mb 247 MB"), "memory_pss_mb"), "MISSED");
    }

    #[test]
    fn the_json_holds_every_round() {
        let mut figures = Figures::default();
        figures.read("BENCH binary_mb 12 MB\nBENCH other 1 s\nBENCH other 3 s");
        let text = json(&judge(&figures), "0.1", 5);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let other = value["figures"].as_array().unwrap().iter().find(|row| row["name"] == "other").unwrap();
        assert_eq!(other["rounds"], json!([1.0, 3.0]));
        assert_eq!(other["value"], 2.0);
    }
}
