//! The small arithmetic of a sign-in: secrets nobody can guess, their challenge, base64, and comparing without telling how far
//! two texts agree.

use std::hint::black_box;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::transport::Random;

const PLAIN: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FOR_ADDRESSES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `N` random bytes as text that may stand in an address.
pub(super) fn secret<const N: usize>(random: &dyn Random) -> Zeroizing<String> {
    let mut bytes = [0_u8; N];
    random.fill(&mut bytes);
    let text = Zeroizing::new(encode(&bytes, FOR_ADDRESSES, false));
    bytes.zeroize();
    text
}

/// The `S256` challenge of a verifier (RFC 7636).
pub(super) fn challenge(verifier: &str) -> String {
    encode(&Sha256::digest(verifier.as_bytes()), FOR_ADDRESSES, false)
}

/// What follows `Basic ` in a header.
pub(super) fn basic(user: &str, password: &str) -> Zeroizing<String> {
    let both = Zeroizing::new(format!("{user}:{password}"));
    Zeroizing::new(encode(both.as_bytes(), PLAIN, true))
}

/// Whether two texts are the same, in a time that depends on the length of `given` only.
pub(super) fn same(given: &str, expected: &str) -> bool {
    let (given, expected) = (given.as_bytes(), expected.as_bytes());
    let mut differ = u8::from(given.len() != expected.len());
    for (at, byte) in given.iter().enumerate() {
        differ |= byte ^ expected.get(at).copied().unwrap_or(0);
    }
    black_box(differ) == 0
}

fn encode(bytes: &[u8], alphabet: &[u8; 64], padded: bool) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let three = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            if place <= chunk.len() {
                let index = (three >> (18 - 6 * place)) & 63;
                out.push(char::from(alphabet[index as usize]));
            } else if padded {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(text.as_bytes(), PLAIN, true), encoded);
            assert_eq!(encode(text.as_bytes(), FOR_ADDRESSES, false), encoded.trim_end_matches('='));
        }
        assert_eq!(encode(&[0xfb, 0xff], FOR_ADDRESSES, false), "-_8");
    }

    #[test]
    fn the_challenge_is_the_one_of_the_standards_example() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn only_equal_texts_are_the_same() {
        assert!(same("abc", "abc") && same("", ""));
        for (given, expected) in
            [("abd", "abc"), ("ab", "abc"), ("abcd", "abc"), ("", "abc"), ("abc\0", "abc")]
        {
            assert!(!same(given, expected), "{given:?}");
        }
    }
}
