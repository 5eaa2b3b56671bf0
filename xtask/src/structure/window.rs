//! tauri.conf.json: the content security policy has no host, no wildcard and nothing unsafe, and the switches that open
//! the page to the core or the disk stay off. Permissions are in `capability`.

use serde_json::Value;

use super::Finding;
use super::tree::Tree;

const PATH: &str = "tauri.conf.json";

/// Every source that a directive may name. `ipc:` and `ipc.localhost` are the core itself, on no network.
const SOURCES: [&str; 6] = ["'none'", "'self'", "data:", "ipc:", "http://ipc.localhost", "'script'"];
/// `data:` could carry a script; pictures alone may come that way.
const DATA_MAY_BE: [&str; 1] = ["img-src"];
const CORE_MAY_BE: [&str; 1] = ["connect-src"];

pub(super) fn config(tree: &Tree) -> Result<Value, Finding> {
    let text = tree
        .text(PATH)
        .ok_or_else(|| Finding::new(PATH, "It is missing.", "git checkout tauri.conf.json"))?;
    serde_json::from_str(text)
        .map_err(|error| Finding::new(PATH, format!("It is no JSON: {error}."), "correct the line named"))
}

pub(super) fn policy(tree: &Tree) -> Vec<Finding> {
    let config = match config(tree) {
        Ok(config) => config,
        Err(finding) => return vec![finding],
    };
    let wrong =
        |what: String| Finding::new(PATH, what, "take it out of app.security.csp; the page needs no network");
    let directives = directives(&config["app"]["security"]["csp"]);
    let mut findings = Vec::new();
    if !directives.iter().any(|(name, sources)| name == "default-src" && sources == "'none'") {
        findings.push(wrong("The policy does not start from default-src 'none'.".into()));
    }
    for (name, sources) in &directives {
        for source in sources.split_whitespace() {
            let known = SOURCES.contains(&source);
            let placed = match source {
                "data:" => DATA_MAY_BE.contains(&name.as_str()),
                "ipc:" | "http://ipc.localhost" => CORE_MAY_BE.contains(&name.as_str()),
                _ => true,
            };
            if !known || !placed {
                findings.push(wrong(format!("{name} allows {source}.")));
            }
        }
    }
    if !config["app"]["security"]["devCsp"].is_null() {
        findings.push(wrong("devCsp loosens the policy where it is tried out.".into()));
    }
    findings
}

/// The policy's directives, written as an object or as one string.
fn directives(csp: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::Array(sources) => sources.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    match csp {
        Value::Object(map) => map.iter().map(|(name, sources)| (name.clone(), text(sources))).collect(),
        Value::String(line) => line
            .split(';')
            .filter_map(|directive| directive.trim().split_once(' '))
            .map(|(name, sources)| (name.to_owned(), sources.trim().to_owned()))
            .collect(),
        _ => Vec::new(),
    }
}

pub(super) fn settings(tree: &Tree) -> Vec<Finding> {
    let config = match config(tree) {
        Ok(config) => config,
        Err(finding) => return vec![finding],
    };
    let app = &config["app"];
    let security = &app["security"];
    let labels: Vec<_> =
        app["windows"].as_array().into_iter().flatten().map(|window| &window["label"]).collect();
    let off = |value: &Value| value.is_null() || value == false;
    let rules = [
        (app["withGlobalTauri"] == false, "app.withGlobalTauri is not false."),
        (security["freezePrototype"] == true, "app.security.freezePrototype is not true."),
        (off(&security["assetProtocol"]["enable"]), "The asset protocol is on."),
        (
            off(&security["dangerousDisableAssetCspModification"]),
            "dangerousDisableAssetCspModification is set.",
        ),
        (labels == ["main"], "There is not exactly one window with the label main."),
    ];
    rules
        .into_iter()
        .filter(|(holds, _)| !holds)
        .map(|(_, what)| Finding::new(PATH, what, "set it as the sentence says"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"app":{"withGlobalTauri":false,"windows":[{"label":"main"}],"security":{"freezePrototype":true,
        "csp":{"default-src":"'none'","img-src":"'self' data:","connect-src":"ipc: http://ipc.localhost"}}}}"#;

    fn broken(old: &str, new: &str) -> (usize, usize) {
        let text = GOOD.replace(old, new);
        assert_ne!(text, GOOD, "{old} stands in the good one");
        let tree = Tree::of(&[(PATH, &text)]);
        (policy(&tree).len(), settings(&tree).len())
    }

    #[test]
    fn the_good_one_is_good() {
        let tree = Tree::of(&[(PATH, GOOD)]);
        assert_eq!((policy(&tree), settings(&tree)), (vec![], vec![]));
    }

    #[test]
    fn hosts_wildcards_and_unsafe_sources_are_found() {
        for source in ["*", "'unsafe-inline'", "'unsafe-eval'", "https:", "https://cdn.example.com", "blob:"]
        {
            assert_eq!(broken("'self' data:", &format!("'self' {source}")), (1, 0), "{source}");
        }
        assert_eq!(broken("\"img-src\"", "\"script-src\""), (1, 0), "a script from a data: address");
        assert_eq!(broken("\"default-src\":\"'none'\"", "\"default-src\":\"'self'\""), (1, 0));
        assert_eq!(broken("\"csp\":", "\"devCsp\":\"default-src *\",\"csp\":"), (1, 0));
    }

    #[test]
    fn a_policy_of_one_string_is_read_too_and_none_at_all_is_found() {
        let one = r#"{"app":{"security":{"csp":"default-src 'none'; script-src 'self' 'unsafe-eval'"}}}"#;
        assert_eq!(policy(&Tree::of(&[(PATH, one)])).len(), 1);
        assert_eq!(policy(&Tree::of(&[(PATH, "{}")])).len(), 1);
        assert_eq!(policy(&Tree::of(&[])).len(), 1);
    }

    #[test]
    fn every_switch_is_watched() {
        assert_eq!(broken("\"withGlobalTauri\":false", "\"withGlobalTauri\":true"), (0, 1));
        assert_eq!(broken("\"freezePrototype\":true", "\"freezePrototype\":false"), (0, 1));
        assert_eq!(broken("\"csp\":", "\"assetProtocol\":{\"enable\":true},\"csp\":"), (0, 1));
        assert_eq!(
            broken("\"csp\":", "\"dangerousDisableAssetCspModification\":[\"style-src\"],\"csp\":"),
            (0, 1)
        );
        assert_eq!(broken("[{\"label\":\"main\"}]", "[{\"label\":\"main\"},{\"label\":\"two\"}]"), (0, 1));
    }
}
