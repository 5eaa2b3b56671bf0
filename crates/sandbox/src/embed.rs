//! Embeddings in which similar texts lie near each other: hashed words, word pairs and letter triples, normalised. No
//! model: meaning beyond shared spelling is known of the few words below, which is enough for a newcomer to see what
//! embeddings are for.

use crate::running::mix;

/// Words that mean nearly the same, across two languages. The first names the meaning.
const MEANINGS: &[&[&str]] = &[
    &["where", "wo", "whereabouts"],
    &["delivery", "deliver", "delivered", "shipment", "lieferung", "sendung", "geliefert"],
    &["parcel", "package", "box", "carton", "paket", "karton"],
    &["damaged", "broken", "crushed", "cracked", "dented", "torn", "beschädigt", "kaputt", "zerdrückt"],
    &["arrived", "arrive", "got", "came", "angekommen", "ankommen"],
    &["late", "delayed", "delay", "overdue", "spät", "verspätet", "verspätung"],
    &["invoice", "bill", "receipt", "rechnung", "beleg"],
    &["copy", "again", "duplicate", "einmal", "nochmal", "kopie"],
    &["please", "need", "want", "send", "bitte", "brauche", "möchte", "schicken"],
    &["refund", "reimbursement", "repay", "erstattung", "rückerstattung"],
    &["cancel", "cancellation", "stornieren", "kündigen", "kündigung"],
    &["price", "cost", "costs", "preis", "kosten", "kostet"],
    &["password", "login", "passwort", "anmelden", "anmeldung"],
    &["weather", "rain", "sun", "forecast", "wetter", "regen", "sonne"],
    &["tomorrow", "morgen"],
    &["today", "heute"],
    &["my", "mine", "mein", "meine", "meinen"],
    &["thanks", "thank", "danke"],
];

/// What a word means, where that is known.
fn meaning(word: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|words| words.contains(&word)).and_then(|words| words.first().copied())
}

/// How many numbers a model's vectors have.
pub(crate) fn dimensions(model: &str) -> usize {
    for (part, count) in [
        ("3-large", 3072),
        ("3-small", 1536),
        ("ada-002", 1536),
        ("light", 384),
        ("titan-embed", 1024),
        ("bge", 1024),
        ("gte", 1024),
        ("embed-", 1024),
    ] {
        if model.contains(part) {
            return count;
        }
    }
    768
}

fn add(vector: &mut [f32], feature: &str, weight: f32, salt: u64) {
    let hash = feature.bytes().fold(mix(salt), |state, byte| mix(state ^ u64::from(byte)));
    // Several places per feature keep two texts without common words from being exactly at right angles.
    for turn in 0..4_u64 {
        let place = mix(hash ^ turn);
        let at = usize::try_from(place % (vector.len().max(1) as u64)).unwrap_or(0);
        if let Some(slot) = vector.get_mut(at) {
            *slot += if place >> 63 == 0 { weight } else { -weight };
        }
    }
}

/// The vector of a text, of length 1.
pub(crate) fn embed(text: &str, count: usize, model: &str) -> Vec<f32> {
    let mut vector = vec![0.0_f32; count.max(1)];
    let salt = model.bytes().fold(0, |state, byte| mix(state ^ u64::from(byte)));
    add(&mut vector, "\u{0}anything", 0.6, salt);
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for word in &words {
        let meaning = meaning(word);
        if let Some(meaning) = meaning {
            let weight = if meaning.len() <= 3 { 0.5 } else { 2.0 };
            add(&mut vector, &format!("\u{0}means {meaning}"), weight, salt);
        }
        // What a word means outweighs how it is spelled.
        let spelling = if meaning.is_some() { 0.35 } else { 1.0 };
        let weight = if word.len() <= 3 { 0.3 } else { 1.0 };
        add(&mut vector, word, weight * spelling, salt);
        let letters: Vec<char> = word.chars().collect();
        for triple in letters.windows(3) {
            add(&mut vector, &triple.iter().collect::<String>(), 0.35 * spelling, salt);
        }
    }
    for pair in words.windows(2) {
        add(&mut vector, &pair.join(" "), 0.5, salt);
    }
    let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    for x in &mut vector {
        *x /= norm.max(f32::MIN_POSITIVE);
    }
    vector
}

/// Little-endian floats in base64, as OpenAI's client asks for them.
pub(crate) fn base64(vector: &[f32]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = vector.iter().flat_map(|x| x.to_le_bytes()).collect();
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |all, byte| (all << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS.get(((group >> (18 - 6 * place)) & 63) as usize).copied().unwrap_or(b'A');
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f32 {
        let (a, b) = (embed(one, 1024, "m"), embed(other, 1024, "m"));
        a.iter().zip(&b).map(|(x, y)| x * y).sum()
    }

    #[test]
    fn similar_texts_lie_nearer_than_unlike_ones() {
        let near = likeness("the container is late in Rotterdam", "late container at Rotterdam port");
        let far = likeness("the container is late in Rotterdam", "invoice paid twice by mistake");
        assert!(near > 0.5 && near > far + 0.3, "near {near}, far {far}");
    }

    #[test]
    fn the_first_example_of_the_app_means_the_same_across_languages_and_words() {
        let texts = [
            "Where is my delivery?",
            "Wo ist meine Lieferung?",
            "My parcel arrived damaged and one corner is open",
            "The box was crushed when it got here",
            "Please send me a copy of the invoice",
            "Ich brauche die Rechnung noch einmal",
            "What will the weather be like tomorrow?",
        ];
        for (at, pair) in [(0, 1), (2, 3), (4, 5)] {
            for (other, text) in texts.iter().enumerate().filter(|(other, _)| ![at, pair].contains(other)) {
                let (near, far) = (likeness(texts[at], texts[pair]), likeness(texts[at], text));
                assert!(near > 0.5 && near > far + 0.2, "{at}: {pair} {near}, {other} {far}");
            }
        }
    }

    #[test]
    fn vectors_have_length_one_and_the_models_size() {
        let vector = embed("x", dimensions("text-embedding-3-large"), "text-embedding-3-large");
        assert_eq!(vector.len(), 3072);
        assert!((vector.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-4);
        assert_eq!(embed("", 8, "m").len(), 8);
    }

    #[test]
    fn base64_of_floats_is_little_endian() {
        assert_eq!(base64(&[1.0]), "AACAPw==");
        assert_eq!(base64(&[1.0, -2.5, 0.0]), "AACAPwAAIMAAAAAA");
    }
}
