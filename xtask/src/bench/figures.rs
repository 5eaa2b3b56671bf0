//! Measured values by name: read from lines `BENCH name value unit`, several a name where there were several rounds.

use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Figures(BTreeMap<String, Figure>);

#[derive(Default, Clone)]
pub(super) struct Figure {
    pub(super) rounds: Vec<f64>,
    pub(super) unit: String,
}

impl Figure {
    /// The middle of the rounds; of an even number the mean of the two in the middle.
    pub(super) fn median(&self) -> f64 {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        match (sorted.len() % 2, sorted.get(middle)) {
            (_, None) => f64::NAN,
            (1, Some(value)) => *value,
            (_, Some(value)) => (sorted[middle - 1] + value) / 2.0,
        }
    }
}

impl Figures {
    pub(super) fn add(&mut self, name: &str, value: f64, unit: &str) {
        let figure = self.0.entry(name.to_owned()).or_default();
        figure.rounds.push(value);
        unit.clone_into(&mut figure.unit);
    }

    /// Takes every `BENCH` line of an output, also where a test runner has put something in front.
    pub(super) fn read(&mut self, output: &str) {
        for line in output.lines().filter_map(|line| line.split_once("BENCH ").map(|(_, rest)| rest)) {
            let words: Vec<_> = line.split_whitespace().collect();
            if let [name, value, unit] = words[..]
                && let Ok(value) = value.parse()
            {
                self.add(name, value, unit);
            }
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Figure> {
        self.0.get(name)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&String, &Figure)> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_the_median_is_the_middle() {
        let mut figures = Figures::default();
        figures.read(
            "test x ... BENCH ttft_added_ms 0.3 ms\nBENCH ttft_added_ms 0.1 ms\nBENCH broken\nBENCH a b c\n",
        );
        assert!((figures.get("ttft_added_ms").unwrap().median() - 0.2).abs() < 1e-9);
        figures.read("BENCH ttft_added_ms 9 ms");
        assert!((figures.get("ttft_added_ms").unwrap().median() - 0.3).abs() < 1e-9);
        assert_eq!(figures.all().count(), 1);
    }
}
