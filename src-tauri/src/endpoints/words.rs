//! Splits as sentences. Used by the review of a new endpoint and by the traffic room.

use super::dto::Share;

/// "about 80 go to a, 15 to b and 5 to c", or what takes its place when one or none gets everything.
pub(crate) fn spread(shares: &[Share]) -> String {
    let getting: Vec<_> = shares.iter().filter(|share| share.percent > 0).collect();
    let parts: Vec<String> = getting
        .iter()
        .enumerate()
        .map(|(at, share)| {
            let goes = if at == 0 { " go" } else { "" };
            format!("{}{goes} to {}", share.percent, share.entity)
        })
        .collect();
    match parts.as_slice() {
        [] => "none go anywhere".into(),
        [_] => format!("all go to {}", getting.first().map_or("", |share| share.entity.as_str())),
        _ => format!("about {}", listed(&parts)),
    }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(entity: &str, percent: u32) -> Share {
        Share { entity: entity.into(), percent }
    }

    #[test]
    fn a_split_reads_as_a_sentence() {
        let shares = [share("a", 80), share("b", 15), share("c", 5), share("standby", 0)];
        assert_eq!(spread(&shares), "about 80 go to a, 15 to b and 5 to c");
        assert_eq!(spread(&[share("a", 100), share("b", 0)]), "all go to a");
        assert_eq!(spread(&[]), "none go anywhere");
    }
}
