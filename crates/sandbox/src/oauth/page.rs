//! The two pages a browser can meet: the sign-in with its two buttons, and the one that says why a sign-in cannot go on.
//! Plain HTML without script; every value from outside is escaped, and the policy allows nothing but the page's own style.

use super::address::origin;
use super::authorize::Request;
use super::sign_ins::digest;
use crate::Identity;
use crate::base64::encode_for_address;
use crate::reply::Reply;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c2127;--soft:#4c5763;--page:#f2f4f5;--card:#fff;--line:#7d8995;--go:#0b5f66;--on:#fff}\
@media(prefers-color-scheme:dark){:root{--ink:#e8ecef;--soft:#b3bec8;--page:#14181b;--card:#1d2327;--line:#77838e;--go:#7fd0d6;--on:#0d1518}}\
*{box-sizing:border-box}\
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}\
main{max-width:34rem;margin:8vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}\
h1{margin:0 0 .75rem;font-size:1.4rem;line-height:1.25}\
p,li{color:var(--soft);overflow-wrap:anywhere}strong{color:var(--ink)}\
fieldset{margin:1.25rem 0;padding:.75rem 1rem;border:1px solid var(--line);border-radius:.5rem}\
label{display:flex;gap:.75rem;padding:.5rem 0;align-items:baseline}label span{color:var(--soft)}\
div{display:flex;gap:.75rem;flex-wrap:wrap}\
button{min-height:2.75rem;padding:0 1.5rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:var(--ink);font:inherit}\
button[value=sign-in]{background:var(--go);border-color:var(--go);color:var(--on);font-weight:600}\
:focus-visible{outline:3px solid var(--go);outline-offset:2px}";

/// Who may sign in, in the words of the page.
const PEOPLE: [(Identity, &str, &str); 3] = [
    (Identity::Owner, "owner", "creates endpoints and scopes, and manages those of the ml-platform team"),
    (Identity::Limited, "limited", "sees and calls what everybody may, and is refused the rest"),
    (Identity::Admin, "admin", "manages everything in the workspace"),
];

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The words, in a page that may load nothing, be framed by nobody and send its form to `form_to` only. A browser checks
/// that list against the way back as well, which is why the way back is on it.
fn page(status: u16, title: &str, body: &str, form_to: &str) -> Reply {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    );
    let style = digest(STYLE.as_bytes());
    // The policy wants the plain alphabet, padded.
    let style = format!("{}=", encode_for_address(&style).replace('-', "+").replace('_', "/"));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action {form_to}; frame-ancestors 'none'; base-uri 'none'"
    );
    Reply::bytes(status, "text/html; charset=utf-8", html)
        .with("content-security-policy", &policy)
        .with("x-frame-options", "DENY")
        .with("x-content-type-options", "nosniff")
        .with("cross-origin-opener-policy", "same-origin")
        // Not `no-referrer`: the browser would send the form with the origin `null`, which the gate refuses.
        .with("referrer-policy", "same-origin")
        .with("cache-control", "no-store")
}

/// Asks the person.
pub(super) fn sign_in(request: &Request, ticket: &str, chosen: Identity) -> Reply {
    let people: String = PEOPLE
        .iter()
        .map(|(identity, value, may)| {
            let checked = if *identity == chosen { " checked" } else { "" };
            format!(
                "<label><input type=\"radio\" name=\"identity\" value=\"{value}\"{checked}>\
                 <span><strong>{}</strong> {may}</span></label>\n",
                escape(identity.person().display)
            )
        })
        .collect();
    let back = origin(&request.redirect_uri);
    let body = format!(
        "<p>This is Gatewright's sandbox, a simulated workspace on this computer. No account and no password are needed.</p>\n\
         <p>The app <strong>{}</strong> wants to work in it for you. It asks for: <strong>{}</strong>. \
         Afterwards you go back to <strong>{}</strong>.</p>\n\
         <form method=\"post\" action=\"/oidc/v1/authorize\">\n\
         <input type=\"hidden\" name=\"ticket\" value=\"{ticket}\">\n\
         <fieldset>\n<legend>Who are you in the sandbox?</legend>\n{people}</fieldset>\n\
         <div>\n<button type=\"submit\" name=\"choice\" value=\"sign-in\">Sign in</button>\n\
         <button type=\"submit\" name=\"choice\" value=\"refuse\">Refuse</button>\n</div>\n</form>\n",
        escape(&request.client_id),
        escape(&request.scopes.join(", ")),
        escape(back),
    );
    page(200, "Sign in to the sandbox", &body, &format!("'self' {back}"))
}

/// Says why it cannot go on. There is no way back from here, for nothing in the request can be trusted.
pub(super) fn cannot(says: &str) -> Reply {
    page(400, "This sign-in cannot go on", &format!("<p role=\"alert\">{}</p>\n", escape(says)), "'none'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        assert_eq!(escape("<a href='x' b=\"y\">&"), "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;");
    }
}
