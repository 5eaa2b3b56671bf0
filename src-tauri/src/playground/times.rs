//! Where the time of an answer went. Only what was measured or said by the server is shown; what cannot be known stays open.

use std::time::Duration;

use super::dto::Breakdown;
use crate::endpoints::words::listed;

/// What was measured, in milliseconds from sending.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    /// Making a connection; none when one stood open.
    pub(super) connect_ms: Option<f64>,
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
    // Made twice or more where a call was sent again; the last one counts.
    let connect = measured.connect_ms.filter(|connect| *connect <= first);
    let waited = first - connect.unwrap_or_default();
    let provider = measured.upstream_ms.filter(|upstream| *upstream <= waited);
    let gateway = provider
        .and_then(|provider| Some((measured.headers_ms? - connect.unwrap_or_default() - provider).max(0.0)));
    let mut parts = Vec::new();
    if let Some(connect) = connect {
        parts.push(format!("{} to connect", seconds(connect)));
    }
    let mut untold = "";
    match (provider, gateway) {
        (Some(provider), Some(gateway)) => {
            parts.push(format!("{} at the provider", seconds(provider)));
            parts.push(format!("{} at Databricks and on the way", seconds(gateway)));
        }
        _ => {
            parts.push(format!("{} at Databricks and the provider", seconds(waited)));
            untold = " How much of it was the provider and how much Databricks is not told by this endpoint.";
        }
    }
    // A sum of one part says nothing.
    let made_of = if parts.len() > 1 { format!(": {}", listed(&parts)) } else { String::new() };
    let sentence = format!(
        "{} until the first word{made_of}.{untold} {} of writing.",
        seconds(first),
        seconds(generation)
    );
    Some(Breakdown {
        connect_ms: connect,
        waiting_ms: provider.is_none().then_some(waited),
        gateway_ms: gateway,
        provider_ms: provider,
        generation_ms: Some(generation),
        sentence,
    })
}

/// Milliseconds with one place.
pub(super) fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 10_000.0).round() / 10.0
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
            connect_ms: None,
            headers_ms: Some(300.0),
            first_word_ms: Some(400.0),
            total_ms: Some(1_900.0),
            upstream_ms: None,
        };
        let parts = breakdown(&measured).unwrap();
        assert_eq!((parts.provider_ms, parts.gateway_ms, parts.generation_ms), (None, None, Some(1_500.0)));
        assert_eq!((parts.connect_ms, parts.waiting_ms), (None, Some(400.0)));
        assert!(parts.sentence.starts_with("400 ms until the first word. How much"), "{}", parts.sentence);
        assert!(parts.sentence.ends_with("1.5 s of writing."), "{}", parts.sentence);
    }

    #[test]
    fn what_the_server_tells_is_taken_apart() {
        let measured = Measured {
            connect_ms: None,
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
    fn making_a_connection_is_nobodys_waiting() {
        let measured = Measured {
            connect_ms: Some(900.0),
            headers_ms: Some(1_100.0),
            first_word_ms: Some(1_200.0),
            total_ms: Some(1_300.0),
            upstream_ms: Some(150.0),
        };
        let parts = breakdown(&measured).unwrap();
        assert_eq!(
            (parts.connect_ms, parts.provider_ms, parts.gateway_ms),
            (Some(900.0), Some(150.0), Some(50.0))
        );
        assert_eq!(
            parts.sentence,
            "1.2 s until the first word: 900 ms to connect, 150 ms at the provider and 50 ms at Databricks and on the way. \
             100 ms of writing."
        );
        let untold = breakdown(&Measured { upstream_ms: None, ..measured }).unwrap();
        assert_eq!((untold.connect_ms, untold.waiting_ms), (Some(900.0), Some(300.0)));
    }

    #[test]
    fn nothing_came_nothing_is_said() {
        assert!(breakdown(&Measured::default()).is_none());
    }
}
