//! Prints the profiles of `~/.databrickscfg` (or of the file named) and what each leads to, as JSON. Values appear as their
//! SHA-256 only. `tests/clients/test_profiles.py` compares the answer with the official SDK's.
//!
//! ```text
//! cargo run -p gatewright-databricks --example profiles [FILE]
//! ```

use std::path::Path;

use gatewright_databricks::profiles::{FileProblem, Place, Profile, ProfileProblem, Profiles};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

fn main() {
    let place = Place::of_this_machine();
    let read = match std::env::args_os().nth(1) {
        Some(file) => Profiles::read(Path::new(&file)),
        None => place.read(),
    };
    let answer = match &read {
        Ok(profiles) => answer(profiles, place.profile()),
        Err(problem) => json!({ "refused": { "kind": kind_of_file(problem), "told": problem.to_string() } }),
    };
    println!("{answer}");
}

fn answer(profiles: &Profiles, asked: Option<&str>) -> Value {
    let each: Map<String, Value> =
        profiles.iter().map(|profile| (profile.name().to_owned(), described(profile))).collect();
    let default = match profiles.chosen(asked) {
        Ok(profile) => json!({ "name": profile.map(Profile::name) }),
        Err(problem) => json!({ "kind": kind(&problem), "told": problem.to_string() }),
    };
    json!({ "found": profiles.found(), "default": default, "profiles": each })
}

fn described(profile: &Profile) -> Value {
    let hash = |key: &str| format!("{:x}", Sha256::digest(profile.value(key).unwrap_or_default()));
    let keys: Map<String, Value> = profile.keys().map(|key| (key.to_owned(), hash(key).into())).collect();
    let sign_in = match profile.sign_in() {
        Ok(sign_in) => json!({ "authType": sign_in.auth_type() }),
        Err(problem) => json!({ "kind": kind(&problem), "told": problem.to_string() }),
    };
    json!({ "keys": keys, "signIn": sign_in })
}

fn kind_of_file(problem: &FileProblem) -> &'static str {
    match problem {
        FileProblem::NoSection { .. } => "no-section",
        FileProblem::Lines { .. } => "lines",
        FileProblem::DuplicateSection { .. } => "duplicate-section",
        FileProblem::DuplicateKey { .. } => "duplicate-key",
        FileProblem::Encoding { .. } | FileProblem::Utf16 => "encoding",
        FileProblem::ByteOrderMark => "byte-order-mark",
        FileProblem::TooLarge => "too-large",
        FileProblem::Folder => "folder",
        _ => "other",
    }
}

fn kind(problem: &ProfileProblem) -> &'static str {
    match problem {
        ProfileProblem::NotFound(_) => "not-found",
        ProfileProblem::Reserved => "reserved",
        ProfileProblem::NoHost | ProfileProblem::NoHostButResourceId => "no-host",
        ProfileProblem::Host(_) => "host",
        ProfileProblem::ManyMethods(_) => "many-methods",
        ProfileProblem::Missing { .. } => "missing",
        ProfileProblem::Unsupported { .. } => "unsupported",
        ProfileProblem::UnknownAuthType(_) => "unknown-auth-type",
        ProfileProblem::NotAzure { .. } => "not-azure",
        _ => "other",
    }
}
