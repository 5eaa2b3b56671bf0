//! From who we are and what the workspace lets us read to rights. Where Databricks decides only when something is done,
//! the answer is that nobody knows.

use futures_util::future;
use gatewright_databricks::identity::User;
use gatewright_databricks::{Error, ErrorKind, Result, Workspace};

use super::dto::{Access, AccessRight, Allowed, Right};
use crate::explain::redact::redact;

/// How many scopes are tried before giving an answer about all of them.
const SCOPES_TRIED: usize = 5;

/// How the workspace answered a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told<T> {
    Shows(T),
    /// It refuses, in these words.
    Refuses(String),
    /// It does not know the question.
    DoesNotKnow,
    /// It could not be asked; in these words.
    NotAsked(String),
}

/// What the workspace let us read.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) scopes: Told<Scopes>,
    pub(crate) warehouses: Told<usize>,
    pub(crate) catalogs: Told<usize>,
}

/// Scopes that there are, were tried, and could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scopes {
    pub(crate) all: usize,
    pub(crate) tried: usize,
    pub(crate) readable: usize,
}

impl Found {
    /// Reads a little of everything, at the same time.
    pub(crate) async fn gather(client: &Workspace) -> Self {
        let reach = client.reach();
        let (scopes, warehouses, catalogs) =
            future::join3(scopes(client), reach.warehouses(), reach.catalogs()).await;
        Self { scopes: scopes.into(), warehouses: warehouses.into(), catalogs: catalogs.into() }
    }
}

async fn scopes(client: &Workspace) -> Result<Scopes> {
    let secrets = client.secrets();
    let all = secrets.scopes().await?;
    let tried = all.iter().take(SCOPES_TRIED).map(|scope| secrets.list(&scope.name));
    let answers = future::join_all(tried).await;
    let readable = answers.iter().filter(|answer| answer.is_ok()).count();
    // A broken network says nothing about rights.
    let told = |answer: &Result<_>| !matches!(answer, Err(error) if !refuses(error));
    Ok(Scopes { all: all.len(), tried: answers.iter().filter(|answer| told(answer)).count(), readable })
}

fn refuses(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::PermissionDenied | ErrorKind::ScopeMissing | ErrorKind::FeatureDisabled)
}

/// Puts it together.
pub(crate) fn judge(me: &User, found: &Found, workspace: &str) -> Access {
    let admin = me.is_admin();
    let rights = [
        (Right::CreateEndpoints, create_endpoints(me, admin)),
        (Right::CreateScopes, create_scopes(&found.scopes, admin)),
        (Right::ReadSecrets, read_secrets(&found.scopes)),
        (Right::UseWarehouses, shown(&found.warehouses, "SQL warehouse", "use SQL warehouses")),
        (Right::BrowseCatalogs, shown(&found.catalogs, "catalog", "browse catalogs")),
    ];
    let rights = rights.into_iter().map(|(right, (allowed, reason))| AccessRight {
        right,
        allowed,
        reason,
        ask: (allowed != Allowed::Yes).then(|| format!("An admin of {workspace}.")),
    });
    Access {
        user: me.user_name.clone(),
        groups: me.groups.iter().filter_map(|group| group.display.clone()).collect(),
        admin,
        rights: rights.collect(),
    }
}

pub(crate) type Judgement = (Allowed, String);

fn says(allowed: Allowed, reason: impl Into<String>) -> Judgement {
    (allowed, reason.into())
}

fn entitled(me: &User, to: &str) -> bool {
    me.entitlements.iter().any(|one| one.value.as_deref() == Some(to))
}

/// Whether somebody may create endpoints, and why that is thought.
pub(crate) fn create_endpoints(me: &User, admin: bool) -> Judgement {
    if admin {
        return says(Allowed::Yes, "You administer this workspace.");
    }
    if entitled(me, "workspace-access") {
        return says(
            Allowed::Yes,
            "You have the entitlement to workspace access, which creating endpoints needs.",
        );
    }
    if entitled(me, "workspace-consume") {
        return says(
            Allowed::No,
            "You may only consume what others made here; creating endpoints needs workspace access.",
        );
    }
    says(
        Allowed::Unknown,
        "Databricks does not say whether you have workspace access; a group may give it to you. Creating one would tell.",
    )
}

fn create_scopes(scopes: &Told<Scopes>, admin: bool) -> Judgement {
    if admin {
        return says(Allowed::Yes, "You administer this workspace.");
    }
    match scopes {
        Told::Refuses(why) => says(Allowed::No, format!("Not even listing the scopes is allowed: {why}")),
        Told::NotAsked(why) => could_not_ask(why),
        Told::Shows(_) | Told::DoesNotKnow => says(
            Allowed::Unknown,
            "Databricks decides this when a scope is created; in most workspaces everybody with workspace access may.",
        ),
    }
}

fn read_secrets(scopes: &Told<Scopes>) -> Judgement {
    let Scopes { all, tried, readable } = match scopes {
        Told::Refuses(why) => return says(Allowed::No, why),
        Told::NotAsked(why) => return could_not_ask(why),
        Told::DoesNotKnow => return says(Allowed::Unknown, "This workspace does not know secret scopes."),
        Told::Shows(scopes) => *scopes,
    };
    match (all, tried, readable) {
        (0, _, _) => says(Allowed::Unknown, "There is no secret scope yet to try it on."),
        (_, 0, _) => says(Allowed::Unknown, "The scopes did not answer just now."),
        (_, _, 0) if tried == all => says(
            Allowed::No,
            "None of the secret scopes lets you see its keys; each is shared by whoever manages it.",
        ),
        (_, _, 0) => says(
            Allowed::Unknown,
            format!("None of the {tried} scopes that were tried lets you see its keys; there are more."),
        ),
        _ if readable == tried && tried == all => {
            says(Allowed::Yes, "You may see the names of the keys in every secret scope.")
        }
        _ => says(
            Allowed::Yes,
            format!("You may see the names of the keys in {readable} of the {tried} scopes that were tried."),
        ),
    }
}

fn shown(found: &Told<usize>, thing: &str, job: &str) -> Judgement {
    match found {
        Told::Shows(0) => says(
            Allowed::No,
            format!("The workspace shows you no {thing}: there is none, or none is shared with you."),
        ),
        Told::Shows(1) => says(Allowed::Yes, format!("The workspace shows you one {thing}.")),
        Told::Shows(many) => says(Allowed::Yes, format!("The workspace shows you {many} {thing}s.")),
        Told::Refuses(why) => says(Allowed::No, why),
        Told::DoesNotKnow => says(
            Allowed::Unknown,
            format!("This workspace does not answer the question whether you may {job}."),
        ),
        Told::NotAsked(why) => could_not_ask(why),
    }
}

fn could_not_ask(why: &str) -> Judgement {
    says(Allowed::Unknown, format!("The workspace could not be asked: {why}"))
}

impl<T> From<Result<T>> for Told<T> {
    fn from(answer: Result<T>) -> Self {
        match answer {
            Ok(found) => Self::Shows(found),
            Err(error) if refuses(&error) => Self::Refuses(said(&error)),
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::NotImplemented) => {
                Self::DoesNotKnow
            }
            Err(error) => Self::NotAsked(said(&error)),
        }
    }
}

/// The server's words as a finished sentence, without a credential.
fn said(error: &Error) -> String {
    let text = redact(error.message.trim());
    match text.chars().last() {
        None => "The workspace refuses without saying why.".to_owned(),
        Some('.' | '!' | '?') => text,
        Some(_) => format!("{text}."),
    }
}

#[cfg(test)]
mod tests {
    use gatewright_databricks::identity::{Entry, User};

    use super::{Found, Scopes, Told, judge};
    use crate::access::dto::{Allowed, Right};

    fn user(groups: &[&str], entitlements: &[&str]) -> User {
        let display = |name: &&str| Entry { display: Some((*name).to_owned()), ..Entry::default() };
        let value = |name: &&str| Entry { value: Some((*name).to_owned()), ..Entry::default() };
        User {
            user_name: "noah@x.com".into(),
            groups: groups.iter().map(display).collect(),
            entitlements: entitlements.iter().map(value).collect(),
            ..User::default()
        }
    }

    fn readable(all: usize, tried: usize, readable: usize) -> Found {
        Found {
            scopes: Told::Shows(Scopes { all, tried, readable }),
            warehouses: Told::Shows(2),
            catalogs: Told::Shows(0),
        }
    }

    fn allowed(me: &User, found: &Found, right: Right) -> Allowed {
        let access = judge(me, found, "claims");
        let line = access.rights.iter().find(|line| line.right == right).unwrap();
        assert!(line.reason.ends_with('.'), "{}", line.reason);
        assert_eq!(
            line.ask.is_some(),
            line.allowed != Allowed::Yes,
            "who lacks something is told whom to ask"
        );
        line.allowed
    }

    #[test]
    fn what_is_unknown_is_said_as_unknown() {
        let nobody = user(&["users"], &[]);
        assert_eq!(allowed(&nobody, &readable(3, 3, 1), Right::CreateEndpoints), Allowed::Unknown);
        assert_eq!(allowed(&nobody, &readable(3, 3, 1), Right::CreateScopes), Allowed::Unknown);
        assert_eq!(allowed(&nobody, &readable(0, 0, 0), Right::ReadSecrets), Allowed::Unknown);
        assert_eq!(allowed(&nobody, &readable(9, 5, 0), Right::ReadSecrets), Allowed::Unknown);
        let broken = Found { warehouses: Told::NotAsked("No way there.".into()), ..readable(1, 1, 1) };
        assert_eq!(allowed(&nobody, &broken, Right::UseWarehouses), Allowed::Unknown);
    }

    #[test]
    fn an_admin_may_create_and_a_consumer_may_not() {
        assert_eq!(
            allowed(&user(&["admins"], &[]), &readable(1, 1, 1), Right::CreateEndpoints),
            Allowed::Yes
        );
        assert_eq!(allowed(&user(&["admins"], &[]), &readable(1, 1, 1), Right::CreateScopes), Allowed::Yes);
        let consumer = user(&["users"], &["workspace-consume"]);
        assert_eq!(allowed(&consumer, &readable(1, 1, 1), Right::CreateEndpoints), Allowed::No);
    }

    #[test]
    fn what_the_workspace_refuses_or_does_not_show_is_a_no() {
        let me = user(&["users"], &["workspace-access"]);
        assert_eq!(allowed(&me, &readable(2, 2, 0), Right::ReadSecrets), Allowed::No);
        assert_eq!(allowed(&me, &readable(2, 2, 1), Right::ReadSecrets), Allowed::Yes);
        assert_eq!(allowed(&me, &readable(2, 2, 1), Right::BrowseCatalogs), Allowed::No);
        assert_eq!(allowed(&me, &readable(2, 2, 1), Right::UseWarehouses), Allowed::Yes);
        let refused = Found { warehouses: Told::Refuses("No entitlement.".into()), ..readable(1, 1, 1) };
        assert_eq!(allowed(&me, &refused, Right::UseWarehouses), Allowed::No);
    }
}
