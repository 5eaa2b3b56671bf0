//! Building the address a browser is sent back to.

/// Adds parameters to an address that has none yet; a host without a path gets its slash.
pub(super) fn with(base: &str, parameters: &[(&str, &str)]) -> String {
    let after_scheme = base.split_once("://").map_or(base, |(_, rest)| rest);
    let mut out = base.to_owned();
    if !after_scheme.contains('/') {
        out.push('/');
    }
    for (at, (name, value)) in parameters.iter().enumerate() {
        out.push(if at == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        encode(value, &mut out);
    }
    out
}

fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// Scheme, host and port of an address.
pub(super) fn origin(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address
        .get(start..)
        .and_then(|rest| rest.find(['/', '?', '#']))
        .map_or(address.len(), |at| start + at);
    address.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_break_out_of_their_parameter() {
        assert_eq!(
            with("http://localhost:8020", &[("code", "a b"), ("state", "x&code=y#z\r\n")]),
            "http://localhost:8020/?code=a%20b&state=x%26code%3Dy%23z%0D%0A"
        );
        assert_eq!(with("http://localhost:8020/back", &[]), "http://localhost:8020/back");
    }

    #[test]
    fn an_origin_ends_before_the_path() {
        assert_eq!(origin("http://localhost:8020/back?x"), "http://localhost:8020");
        assert_eq!(origin("http://localhost:8020"), "http://localhost:8020");
    }
}
