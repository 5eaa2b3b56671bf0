//! What the makers of embedding models state of them: how many texts one call may hold, how long a text may be. Stated on
//! the makers' pages as of 2026-11; a model that is not here is asked carefully and said nothing about.

/// A part of the model's name, and the longest text it reads whole, in tokens. The first that fits counts.
const LONGEST: &[(&str, u32)] = &[
    ("text-embedding-3", 8_191),
    ("text-embedding-ada-002", 8_191),
    ("embed-english-v3", 512),
    ("embed-multilingual-v3", 512),
    ("embed-english-light-v3", 512),
    ("embed-multilingual-light-v3", 512),
    ("titan-embed", 8_192),
    ("text-embedding-004", 2_048),
    ("text-embedding-005", 2_048),
    ("gemini-embedding", 2_048),
    ("gte-large-en", 8_192),
    ("bge-large-en", 512),
];

/// A part of the model's name, and how many texts one call may hold.
const TEXTS: &[(&str, usize)] = &[
    ("titan-embed", 1),
    ("gemini-embedding", 1),
    ("embed-english", 96),
    ("embed-multilingual", 96),
    ("embed-v4", 96),
    ("text-embedding-3", 200),
    ("text-embedding-ada-002", 200),
    ("gte-large-en", 150),
    ("bge-large-en", 150),
];

/// Where nothing is known: few enough for every provider that takes lists at all.
const CAREFUL: usize = 32;

/// The longest text a model reads whole, in tokens.
pub(crate) fn token_limit(model: &str) -> Option<u32> {
    LONGEST.iter().find(|(part, _)| model.contains(part)).map(|(_, tokens)| *tokens)
}

/// How many texts one call may hold, when any of these models may answer.
pub(crate) fn texts_a_call<'a>(models: impl Iterator<Item = &'a str>) -> usize {
    let of = |model: &str| {
        TEXTS.iter().find(|(part, _)| model.contains(part)).map_or(CAREFUL, |(_, count)| *count)
    };
    models.map(of).min().unwrap_or(CAREFUL)
}

#[cfg(test)]
mod tests {
    use super::{texts_a_call, token_limit};

    #[test]
    fn the_most_careful_of_all_models_that_may_answer_decides() {
        assert_eq!(texts_a_call(["text-embedding-3-large"].into_iter()), 200);
        assert_eq!(texts_a_call(["text-embedding-3-large", "embed-multilingual-v3.0"].into_iter()), 96);
        assert_eq!(texts_a_call(["amazon.titan-embed-text-v2:0"].into_iter()), 1);
        assert_eq!(texts_a_call(["our-own-model"].into_iter()), 32);
        assert_eq!(texts_a_call(std::iter::empty()), 32);
    }

    #[test]
    fn an_unknown_model_has_no_stated_limit() {
        assert_eq!(token_limit("embed-multilingual-v3.0"), Some(512));
        assert_eq!(token_limit("our-own-model"), None);
    }
}
