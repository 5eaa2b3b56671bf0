//! Sentences about an edit: what can never be changed, whether the creator seems to have left, what a save does as a whole.

use gatewright_databricks::serving::{Endpoint, Permissions};

/// What of an endpoint is fixed for good (databricks-api.md §1.7).
pub(crate) fn immutable(endpoint: &Endpoint) -> Vec<String> {
    let mut fixed = vec![
        "The name cannot be changed: programs call the endpoint by it. Another name means a copy.".to_owned(),
        "The description is written once, when the endpoint is created. Another one means making the endpoint again.".to_owned(),
        "An endpoint of external models stays one; models of Databricks or of this workspace need their own endpoint."
            .to_owned(),
    ];
    if endpoint.effective_budget_policy_id.is_some() || endpoint.budget_policy_id.is_some() {
        fixed.push("The budget policy was chosen when the endpoint was created and stays.".to_owned());
    }
    fixed
}

/// A sentence when the creator seems to have left. The API does not say whether somebody is still a member: a change that was
/// `refused` for it is proof, and a person who leaves disappears from the list of who may use it, which is a sign.
pub(crate) fn creator_left(
    endpoint: &Endpoint,
    permissions: Option<&Permissions>,
    refused: bool,
) -> Option<String> {
    let creator = endpoint.creator.as_deref().filter(|creator| !creator.is_empty())?;
    if refused {
        return Some(format!(
            "{creator} created this endpoint and has left the workspace. Databricks refuses every change, also to admins. Make \
             it again as yours under the same name, or copy it under another one and move its callers."
        ));
    }
    let list = &permissions?.access_control_list;
    let named = list.iter().any(|entry| {
        [&entry.user_name, &entry.service_principal_name]
            .into_iter()
            .flatten()
            .any(|name| name.eq_ignore_ascii_case(creator))
    });
    (!named && !list.is_empty()).then(|| {
        format!(
            "{creator} created this endpoint and is not among those who may use it any more. If they have left the \
             workspace, Databricks refuses every change, also to admins; then making it again as yours is the way out."
        )
    })
}
