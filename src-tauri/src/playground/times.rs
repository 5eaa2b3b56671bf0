//! Where the time of an answer went. Only what was measured or said by the server is shown; what cannot be known stays open.

use super::dto::Breakdown;

/// What was measured, in milliseconds from sending.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    pub(super) headers_ms: Option<f64>,
    pub(super) first_word_ms: Option<f64>,
    pub(super) total_ms: Option<f64>,
    /// What the server says those behind it took.
    pub(super) upstream_ms: Option<f64>,
}

/// The parts and a sentence; none when no word came.
pub(super) fn breakdown(measured: &Measured) -> Option<Breakdown> {
    let (first, total) = (measured.first_word_ms?, measured.total_ms?);
    let generation = (total - first).max(0.0);
    let provider = measured.upstream_ms.filter(|upstream| *upstream <= first);
    let gateway = provider.and_then(|provider| Some((measured.headers_ms? - provider).max(0.0)));
    let waited = match (provider, gateway) {
        (Some(provider), Some(gateway)) => format!(
            "{} until the first word: {} at the provider, {} at Databricks and on the way.",
            seconds(first),
            seconds(provider),
            seconds(gateway)
        ),
        _ => format!(
            "{} until the first word. How much of it was the provider and how much Databricks is not told by this endpoint.",
            seconds(first)
        ),
    };
    let sentence = format!("{waited} {} of writing.", seconds(generation));
    Some(Breakdown {
        connect_ms: None,
        gateway_ms: gateway,
        provider_ms: provider,
        generation_ms: Some(generation),
        sentence,
    })
}

fn seconds(ms: f64) -> String {
    if ms < 1_000.0 { format!("{ms:.0} ms") } else { format!("{:.1} s", ms / 1_000.0) }
}

#[cfg(test)]
mod tests {
    use super::{Measured, breakdown};

    #[test]
    fn what_is_not_told_stays_open() {
        let measured = Measured {
            headers_ms: Some(300.0),
            first_word_ms: Some(400.0),
            total_ms: Some(1_900.0),
            upstream_ms: None,
        };
        let parts = breakdown(&measured).unwrap();
        assert_eq!((parts.provider_ms, parts.gateway_ms, parts.generation_ms), (None, None, Some(1_500.0)));
        assert!(parts.sentence.starts_with("400 ms until the first word. How much"), "{}", parts.sentence);
        assert!(parts.sentence.ends_with("1.5 s of writing."), "{}", parts.sentence);
    }

    #[test]
    fn what_the_server_tells_is_taken_apart() {
        let measured = Measured {
            headers_ms: Some(300.0),
            first_word_ms: Some(400.0),
            total_ms: Some(500.0),
            upstream_ms: Some(250.0),
        };
        let parts = breakdown(&measured).unwrap();
        assert_eq!((parts.provider_ms, parts.gateway_ms), (Some(250.0), Some(50.0)));
        let absurd = Measured { upstream_ms: Some(9_000.0), ..measured };
        assert_eq!(breakdown(&absurd).unwrap().provider_ms, None, "longer than the whole wait");
    }

    #[test]
    fn nothing_came_nothing_is_said() {
        assert!(breakdown(&Measured::default()).is_none());
    }
}
