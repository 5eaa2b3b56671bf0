//! The file: written, read, and searched for what does not belong in it. Pure; a passport comes from somebody else, so
//! nothing in it is believed, and one that holds what looks like a credential is refused whole, when made and when read.

use gatewright_databricks::Host;

use super::dto::Passport;
use crate::explain::redact::redact;

/// What `host` says for the simulated workspace.
pub(super) const SANDBOX_HOST: &str = "sandbox";
const KIND: &str = "passport";
const VERSION: u32 = 1;
const LONGEST_TEXT: usize = 256 * 1024;
const LONGEST_TITLE: usize = 200;
const LONGEST_NAME: usize = 255;
const LONGEST_STARTER: usize = 4_000;
const MOST_LINES: usize = 12;
/// Keys without a known beginning are long words of letters and digits.
const LIKE_A_KEY: usize = 32;

pub(super) fn new(host: String, endpoint: String) -> Passport {
    Passport {
        gatewright: KIND.to_owned(),
        version: VERSION,
        host,
        title: endpoint.clone(),
        endpoint,
        entity: None,
        task: String::new(),
        starters: Vec::new(),
        limits: Vec::new(),
        parameters: None,
    }
}

/// Under which name it is kept.
pub(super) fn name(passport: &Passport) -> String {
    format!("{}.gatewright.json", passport.endpoint)
}

/// Reads a text; the sentences say why it is not taken.
pub(super) fn read(text: &str) -> Result<Passport, Vec<String>> {
    let one = |problem: &str| Err(vec![problem.to_owned()]);
    if text.len() > LONGEST_TEXT {
        return one("This is longer than any passport.");
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    if looks_secret(text) {
        return one(
            "Something in it looks like a key or a token, so it is not opened. Ask for one without it, and tell the \
             sender that the key may have to be replaced.",
        );
    }
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
        return one(
            "This is no passport, or not all of one. Choose the file you were sent, or paste all of its text.",
        );
    };
    if value.get("gatewright").and_then(serde_json::Value::as_str) != Some(KIND) {
        return one(
            "This is no passport of Gatewright. Choose the file you were sent, or paste all of its text.",
        );
    }
    if value.get("version").and_then(serde_json::Value::as_u64) != Some(u64::from(VERSION)) {
        return one("A newer Gatewright made this passport. Update this one to open it.");
    }
    let Ok(mut passport) = serde_json::from_value::<Passport>(value) else {
        return one("Something in this passport is missing or does not belong there.");
    };
    if passport.host != SANDBOX_HOST {
        match Host::parse(&passport.host) {
            Ok(host) => passport.host = host.as_str().to_owned(),
            Err(error) => return one(&format!("Its workspace's address cannot be used: {error}")),
        }
    }
    let problems: Vec<String> = problems(&passport).into_iter().map(|(_, problem)| problem).collect();
    if problems.is_empty() { Ok(passport) } else { Err(problems) }
}

/// What is wrong with it, each with the place.
pub(super) fn problems(passport: &Passport) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let parameters = passport.parameters.as_ref().map_or("", |parameters| &parameters.system);
    let lines = |name: &'static str, of: &[String]| {
        let place = move |at: usize| format!("{name}.{at}");
        of.iter().enumerate().map(|(at, text)| (place(at), text.clone(), LONGEST_STARTER)).collect::<Vec<_>>()
    };
    let mut texts = vec![
        ("title".to_owned(), passport.title.clone(), LONGEST_TITLE),
        ("endpoint".to_owned(), passport.endpoint.clone(), LONGEST_NAME),
        ("entity".to_owned(), passport.entity.clone().unwrap_or_default(), LONGEST_NAME),
        ("task".to_owned(), passport.task.clone(), LONGEST_NAME),
        ("parameters".to_owned(), parameters.to_owned(), LONGEST_TEXT),
    ];
    texts.extend(lines("starters", &passport.starters));
    texts.extend(lines("limits", &passport.limits));
    for (place, text, longest) in texts {
        if looks_secret(&text) {
            let problem = "This looks like a key or a token. A passport holds none: take it out.";
            found.push((place, problem.to_owned()));
        } else if text.chars().count() > longest {
            found.push((place, format!("This is longer than the {longest} characters it may have.")));
        }
    }
    if passport.endpoint.trim().is_empty() {
        found.push(("endpoint".to_owned(), "It names no endpoint.".to_owned()));
    }
    for (place, of) in [("starters", &passport.starters), ("limits", &passport.limits)] {
        if of.len() > MOST_LINES {
            found.push((place.to_owned(), format!("A passport has at most {MOST_LINES} of these.")));
        }
    }
    found
}

/// Whether a text holds what may be a credential. A long number alone is none, and a word in a sentence is none.
fn looks_secret(text: &str) -> bool {
    redact(text) != text || text.split(|c: char| !c.is_ascii_alphanumeric()).any(like_a_key) || assigned(text)
}

fn like_a_key(word: &str) -> bool {
    word.len() >= LIKE_A_KEY
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// `password: hunter2x`, `api_key=…`.
fn assigned(text: &str) -> bool {
    let text = text.to_lowercase();
    ["password", "passwd", "token", "secret", "api_key", "api key", "apikey"].iter().any(|name| {
        text.split(name).skip(1).any(|after| {
            let after = after.trim_start_matches(['"', '\'']).trim_start();
            let value = after.strip_prefix(['=', ':']).unwrap_or_default().trim_start();
            let word = value.trim_start_matches(['"', '\'']).split_whitespace().next().unwrap_or_default();
            word.len() >= 6 && word.bytes().any(|byte| byte.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Passport {
        Passport {
            starters: vec!["Where is my pallet?".into()],
            limits: vec!["At most 100 calls a minute for each person.".into()],
            ..new("https://adb-1234567890123456.7.azuredatabricks.net".into(), "support-chat".into())
        }
    }

    fn text(passport: &Passport) -> String {
        serde_json::to_string_pretty(passport).unwrap()
    }

    #[test]
    fn what_was_written_is_read_again() {
        assert_eq!(read(&text(&sample())), Ok(sample()));
        assert_eq!(read(&format!("\u{feff}{}\n", text(&sample()))), Ok(sample()));
        assert_eq!(name(&sample()), "support-chat.gatewright.json");
    }

    #[test]
    fn what_looks_like_a_credential_is_refused_wherever_it_stands() {
        for secret in [
            "dapi0123456789abcdef0123456789abcdef",
            "use sk-proj-Ab12Cd34Ef56Gh78",
            "0123456789abcdef0123456789abcdef",
            "password: hunter2x",
            "Authorization: Bearer abc123def456",
        ] {
            let mut in_title = sample();
            in_title.title = secret.into();
            let mut in_starter = sample();
            in_starter.starters.push(secret.into());
            for (passport, place) in [(in_title, "title"), (in_starter, "starters.1")] {
                let places: Vec<String> = problems(&passport).into_iter().map(|(place, _)| place).collect();
                assert_eq!(places, [place], "{secret}");
                assert!(read(&text(&passport)).is_err(), "{secret}");
            }
        }
        let escaped = text(&sample()).replace("Where is", "\\u0064api0123456789abcdef0123");
        assert!(read(&escaped).unwrap_err()[0].contains("looks like a key"), "an escape hides nothing");
    }

    #[test]
    fn ordinary_questions_about_secrets_and_long_numbers_are_no_credentials() {
        for words in [
            "What is a token?",
            "Explain this: password rules",
            "Sum up 12345678901234567890123456789012345",
            "ö",
        ] {
            assert!(!looks_secret(words), "{words}");
        }
    }

    #[test]
    fn what_is_no_passport_is_said_in_a_sentence() {
        let newer = text(&sample()).replace("\"version\": 1", "\"version\": 2");
        let more = text(&sample()).replace("\"task\"", "\"run\": \"x\", \"task\"");
        let elsewhere = text(&sample()).replace("https://adb", "ftp://adb");
        let nameless = text(&sample()).replace("\"endpoint\": \"support-chat\"", "\"endpoint\": \" \"");
        for (text, said) in [
            ("hello", "not all of one"),
            ("{\"a\": 1}", "no passport of Gatewright"),
            (&newer, "newer"),
            (&more, "does not belong"),
            (&elsewhere, "address"),
            (&nameless, "names no endpoint"),
            (&"x".repeat(LONGEST_TEXT + 1), "longer"),
        ] {
            let problems = read(text).unwrap_err();
            assert!(problems[0].contains(said), "{problems:?}");
        }
    }

    #[test]
    fn more_lines_than_a_page_can_show_are_refused() {
        let mut passport = sample();
        passport.starters = vec!["again".into(); MOST_LINES + 1];
        assert_eq!(problems(&passport)[0].0, "starters");
        passport.starters = vec!["long ".repeat(LONGEST_STARTER)];
        assert_eq!(problems(&passport)[0].0, "starters.0");
    }
}
