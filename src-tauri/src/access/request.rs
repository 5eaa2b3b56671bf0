//! The message that asks for a right: short, polite, and with everything the other person needs to grant it. It is made of
//! names only; no credential can come in.

use super::dto::{AccessAbout, AccessRequest, EndpointLevel, Right};

/// Who asks, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) user: &'a str,
    pub(crate) workspace: &'a str,
    pub(crate) address: &'a str,
    /// Who created the endpoint, when it is known.
    pub(crate) owner: Option<&'a str>,
}

impl EndpointLevel {
    /// As the permissions dialog of Databricks writes it.
    fn shown(self) -> &'static str {
        match self {
            Self::View => "Can View",
            Self::Query => "Can Query",
            Self::Manage => "Can Manage",
        }
    }

    fn job(self) -> &'static str {
        match self {
            Self::View => "see its settings and state",
            Self::Query => "send prompts to it",
            Self::Manage => "change its settings and its traffic",
        }
    }
}

/// What one asks for, and where an admin gives it.
struct Wish {
    subject: String,
    wish: String,
    how: String,
}

fn wish_of(right: Right) -> Wish {
    let (subject, wish, how) = match right {
        Right::CreateEndpoints => (
            "Creating model serving endpoints",
            "create model serving endpoints",
            "It takes the entitlement \"Workspace access\", in the admin settings under Identity and access, Users or Groups.",
        ),
        Right::CreateScopes => (
            "A secret scope for provider keys",
            "keep provider keys in a secret scope",
            "Either let me create scopes, or create one for me and give me the permission MANAGE on it \
             (databricks secrets put-acl <scope> <user> MANAGE).",
        ),
        Right::ReadSecrets => (
            "Access to secret scopes",
            "see which keys there are in the secret scopes that our endpoints use",
            "It takes the permission READ on the scope (databricks secrets put-acl <scope> <user> READ).",
        ),
        Right::UseWarehouses => (
            "Use of a SQL warehouse",
            "look at usage and cost of our endpoints, which needs a SQL warehouse",
            "It takes the entitlement \"Databricks SQL access\" and the permission \"Can use\" on one warehouse.",
        ),
        Right::BrowseCatalogs => (
            "Access to a catalog",
            "choose where the inference tables of our endpoints are kept",
            "It takes USE CATALOG on one catalog and USE SCHEMA on one schema in it.",
        ),
    };
    Wish { subject: subject.to_owned(), wish: wish.to_owned(), how: how.to_owned() }
}

/// Writes the message.
pub(crate) fn write(about: &AccessAbout, asking: &Asking<'_>) -> AccessRequest {
    let admin = format!("an admin of {}", asking.workspace);
    let (to, wish) = match about {
        AccessAbout::Right { right } => (admin, wish_of(*right)),
        AccessAbout::Endpoint { name, level } => {
            let to = match asking.owner {
                Some(owner) if !owner.eq_ignore_ascii_case(asking.user) => {
                    format!("{owner}, who created {name}, or {admin}")
                }
                _ => format!("whoever manages {name}, or {admin}"),
            };
            let wish = Wish {
                subject: format!("{} on the endpoint {name}", level.shown()),
                wish: format!("work with the serving endpoint {name}: {}", level.job()),
                how: format!(
                    "It takes the permission \"{}\" on the endpoint, in Databricks under Serving, {name}, Permissions.",
                    level.shown()
                ),
            };
            (to, wish)
        }
    };
    let Asking { user, workspace, address, .. } = asking;
    let text = format!(
        "Hello,\n\nI would like to {}, in the workspace {workspace} ({address}). I am signed in as {user} and may not do it \
         yet.\n\n{}\n\nThank you!",
        wish.wish, wish.how
    );
    AccessRequest { to, subject: format!("{} ({workspace})", wish.subject), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKING: Asking<'_> = Asking {
        user: "noah@x.com",
        workspace: "claims",
        address: "https://acme.cloud.databricks.com",
        owner: Some("dana@x.com"),
    };

    #[test]
    fn a_message_names_who_asks_for_what_and_where_it_is_granted() {
        let about = AccessAbout::Endpoint { name: "support-chat".into(), level: EndpointLevel::Query };
        let message = write(&about, &ASKING);
        assert_eq!(message.to, "dana@x.com, who created support-chat, or an admin of claims");
        for part in ["noah@x.com", "support-chat", "Can Query", "claims", "https://acme.cloud.databricks.com"]
        {
            assert!(message.text.contains(part), "{part} is missing in {}", message.text);
        }
    }

    #[test]
    fn every_right_can_be_asked_for() {
        let rights = [
            Right::CreateEndpoints,
            Right::CreateScopes,
            Right::ReadSecrets,
            Right::UseWarehouses,
            Right::BrowseCatalogs,
        ];
        for right in rights {
            let message = write(&AccessAbout::Right { right }, &ASKING);
            assert!(message.subject.contains("claims") && message.text.contains("noah@x.com"), "{message:?}");
            assert_eq!(message.to, "an admin of claims");
        }
    }
}
