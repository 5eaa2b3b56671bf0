//! The profiles of `~/.databrickscfg`, read exactly as the official SDK for Python reads them (reference §7.6) and never written.
//!
//! [`Place`] says where the file is and which profile the environment asks for, [`Profiles`] holds what was read, and
//! [`Profile::sign_in`] says what a profile leads to: a [`ProfileSignIn`], or a [`ProfileProblem`] in a finished sentence. Signing
//! in itself is `auth`'s and `cli`'s. Other variables of the environment (`DATABRICKS_TOKEN`, …) are deliberately not mixed in:
//! a person who picks a profile gets that profile.
//!
//! Two things differ from the SDK on purpose: the file is UTF-8 on Windows too (Python takes the system's code page there), and a file that
//! exists but can't be opened is told, where Python silently finds no profiles. `tests/clients/test_profiles.py` compares the rest.

mod file;
mod ini;
mod key;
mod method;
mod place;
mod problem;
mod profile;
mod sign_in;

use std::fmt;
use std::path::Path;

pub use file::LARGEST;
pub use method::Method;
pub use place::Place;
pub use problem::{FileProblem, ProfileProblem};
pub use profile::Profile;
pub use sign_in::ProfileSignIn;

/// The section that holds settings of the command line instead of a profile.
const SETTINGS: &str = "__settings__";

/// The profiles of one file, in its order.
#[derive(Clone, Default)]
pub struct Profiles {
    found: bool,
    profiles: Vec<Profile>,
    default_profile: Option<String>,
}

impl Profiles {
    /// Reads the file. One that does not exist has no profiles. Blocks; call it where that is allowed.
    ///
    /// # Errors
    /// When the file can't be opened, is none, is too large, or is one that the SDK for Python refuses.
    pub fn read(path: &Path) -> Result<Self, FileProblem> {
        match file::read(path)? {
            Some(bytes) => Self::parse(&bytes),
            None => Ok(Self::default()),
        }
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// As [`Profiles::read`], apart from those of opening.
    pub fn parse(bytes: &[u8]) -> Result<Self, FileProblem> {
        let mut profiles = Vec::new();
        let mut default_profile = None;
        for section in ini::parse(file::text(bytes)?)? {
            if section.name == SETTINGS {
                default_profile = section
                    .keys
                    .iter()
                    .find(|(key, value)| key == "default_profile" && !value.trim().is_empty())
                    .map(|(_, value)| value.trim().to_owned());
            } else if section.name != ini::DEFAULT || !section.keys.is_empty() {
                profiles.push(Profile::new(section.name, section.keys));
            }
        }
        Ok(Self { found: true, profiles, default_profile })
    }

    /// Whether the file exists.
    pub fn found(&self) -> bool {
        self.found
    }

    /// The profiles in the order of the file. A `[DEFAULT]` without keys is none.
    pub fn iter(&self) -> std::slice::Iter<'_, Profile> {
        self.profiles.iter()
    }

    /// The profile of this exact name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name() == name)
    }

    /// The profile that a tool would use: the one asked for ([`Place::profile`]), else `default_profile` of `[__settings__]`, else
    /// `[DEFAULT]`, else none.
    ///
    /// # Errors
    /// When the one asked for or set as the default does not exist, or is `[__settings__]`.
    pub fn chosen(&self, asked: Option<&str>) -> Result<Option<&Profile>, ProfileProblem> {
        let Some(name) = asked.or(self.default_profile.as_deref()) else {
            return Ok(self.get(ini::DEFAULT));
        };
        if name == SETTINGS {
            return Err(ProfileProblem::Reserved);
        }
        self.get(name).map(Some).ok_or_else(|| ProfileProblem::NotFound(name.to_owned()))
    }
}

impl<'a> IntoIterator for &'a Profiles {
    type Item = &'a Profile;
    type IntoIter = std::slice::Iter<'a, Profile>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.profiles).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Profiles {
        Profiles::parse(text.as_bytes()).unwrap()
    }

    fn chosen(text: &str, asked: Option<&str>) -> Result<Option<String>, ProfileProblem> {
        let profiles = parse(text);
        profiles.chosen(asked).map(|profile| profile.map(|profile| profile.name().to_owned()))
    }

    #[test]
    fn the_default_is_the_one_asked_for_then_the_setting_then_default_then_none() {
        let file = "[DEFAULT]\nhost=d\n[a]\nhost=a\n[b]\n[__settings__]\nDefault_Profile =  a \n";
        assert_eq!(chosen(file, Some("b")), Ok(Some("b".into())));
        assert_eq!(chosen(file, None), Ok(Some("a".into())));
        assert_eq!(chosen("[DEFAULT]\nhost=d\n[a]\n", None), Ok(Some("DEFAULT".into())));
        assert_eq!(chosen("[DEFAULT]\n[a]\n", None), Ok(None));
        assert_eq!(
            chosen("[DEFAULT]\nhost=d\n[__settings__]\ndefault_profile=\n", None),
            Ok(Some("DEFAULT".into()))
        );
    }

    #[test]
    fn a_default_that_is_missing_or_reserved_is_told() {
        assert_eq!(chosen("[a]", Some("A")), Err(ProfileProblem::NotFound("A".into())));
        assert_eq!(
            chosen("[__settings__]\ndefault_profile=x", None),
            Err(ProfileProblem::NotFound("x".into()))
        );
        assert_eq!(
            chosen("[__settings__]\ndefault_profile=__settings__", None),
            Err(ProfileProblem::Reserved)
        );
        assert_eq!(chosen("[DEFAULT]", Some("DEFAULT")), Err(ProfileProblem::NotFound("DEFAULT".into())));
    }

    #[test]
    fn values_of_default_are_not_merged_into_other_profiles() {
        let profiles = parse("[DEFAULT]\nhost=d\ntoken=t\n[a]\nhost=a\n");
        assert_eq!(profiles.get("a").unwrap().value("token"), None);
        assert_eq!(profiles.iter().map(Profile::name).collect::<Vec<_>>(), ["DEFAULT", "a"]);
    }

    #[test]
    fn no_value_is_ever_printed() {
        let profiles = parse("[a]\nhost=https://me:canary@x.com\ntoken=dapi-canary\nmy_key=canary\n");
        let printed = format!("{profiles:?} {profiles:#?}");
        assert!(!printed.contains("canary") && printed.contains("my_key"), "{printed}");
    }

    #[test]
    fn a_thousand_profiles_are_read_at_once() {
        let text: String = (0..1000)
            .map(|n| format!("[p{n}]\nhost = https://w{n}.cloud.databricks.com\ntoken = t{n}\n\n"))
            .collect();
        let profiles = parse(&text);
        assert_eq!(profiles.iter().count(), 1000);
        assert_eq!(profiles.get("p999").unwrap().value("token"), Some("t999"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_and_every_profile_says_what_it_leads_to(
            bytes in prop::collection::vec(prop_oneof![3 => any::<u8>(), 5 => prop::sample::select(b"[]=:#;\n\r ah%".to_vec())], 0..300)
        ) {
            if let Ok(profiles) = Profiles::parse(&bytes) {
                let _ = profiles.chosen(None);
                for profile in &profiles {
                    let _ = profile.sign_in();
                }
            }
        }

        #[test]
        fn a_secret_never_leaves_a_profile_through_a_problem(
            key in "(token|password|client_secret|azure_client_secret|auth_type|host|username|x)",
            other in "(host = h|username = u|auth_type = pat|client_id = c|=|nonsense)",
            secret in "[A-Za-z0-9_]{24,40}",
        ) {
            let read = format!("[a]\n{key} = {secret}\n{other}\n{key}2 = {secret}\n");
            let refused = format!("{read}{secret} = 1\n{secret} = 2\n");
            for text in [read, refused] {
                match Profiles::parse(text.as_bytes()) {
                    Err(problem) => {
                        let told = format!("{problem} {problem:?}");
                        prop_assert!(!told.contains(&secret), "{told}");
                    }
                    Ok(profiles) if key != "host" => {
                        let answer = profiles.get("a").unwrap().sign_in();
                        let told = format!("{answer:?} {}", answer.as_ref().err().map(ToString::to_string).unwrap_or_default());
                        prop_assert!(!told.contains(&secret), "{told}");
                    }
                    Ok(_) => {}
                }
            }
        }
    }
}
