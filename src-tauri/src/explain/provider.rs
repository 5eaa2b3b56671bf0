//! What the model provider behind an endpoint refused: the key, the account, the model's name, the request
//! (databricks-api.md §5.6). Called by `asking`.

use super::dto::{Layer, NextStepKind};
use super::facts::Facts;
use super::verdict::{Trail, VerdictKind, Words, wait_label};
use super::who::{Who, has, quoted};

pub(crate) fn refused_key(facts: &Facts, who: &Who) -> Words {
    let said = facts.said();
    let bad_key =
        ["security token", "unrecognizedclient", "signature", "invalid api", "invalid x-api", "expired"];
    let no_access =
        ["access denied", "accessdenied", "not authorized", "access to the model", "don't have access"];
    if who.is("amazon-bedrock", facts) && has(&said, &no_access) && !has(&said, &bad_key) {
        return bedrock_access(who);
    }
    let name = &who.provider;
    if facts.status == Some(403) && !has(&said, &bad_key) {
        return Words::new(VerdictKind::Refused, Layer::ProviderKey, format!("{name} does not let this key use the model"))
            .meaning(format!(
                "Your message reached the provider. It knows the key that Databricks sent along, but the key may not use \
                 {}. Nothing is wrong with your message or your sign-in.",
                who.model()
            ))
            .cause(format!(
                "{} belongs to an account or project without access to this model, or from a place it does not allow.",
                who.secret()
            ))
            .who(format!("The owner of the {name} account, by granting access; or {}", lower_first(&who.scopes())))
            .next(NextStepKind::AskOwner, "Copy a message to the owner");
    }
    Words::new(VerdictKind::Refused, Layer::ProviderKey, format!("{name} refused the key"))
        .meaning(
            "Your message reached the provider. The provider did not accept the API key that Databricks sent along, so \
             there is no answer. Nothing is wrong with your message or your sign-in.",
        )
        .cause(format!("{} holds a key that {name} has switched off or never issued.", who.secret()))
        .who(who.scopes())
        .next(NextStepKind::ChooseSecret, "Show where the key is used")
}

fn bedrock_access(who: &Who) -> Words {
    let region = who
        .entity
        .and_then(|entity| entity.setting("aws_region"))
        .map_or_else(|| "its region".to_owned(), str::to_owned);
    Words::new(
        VerdictKind::Refused,
        Layer::ProviderSettings,
        format!("No access to {} in {region}", if who.entity.is_some() { who.model() } else { "this model".into() }),
    )
    .meaning(
        "Amazon Bedrock knows who Databricks signs in as, but does not let it use this model there. Nothing is wrong with \
         your message or your sign-in.",
    )
    .cause(
        "Either access to the model was not requested in the Bedrock console for this region, or the IAM policy lacks \
         bedrock:InvokeModel and, for streaming, bedrock:InvokeModelWithResponseStream.",
    )
    .who("An administrator of the AWS account. Another region can be set by someone with CAN MANAGE on the endpoint.")
    .next(NextStepKind::AskOwner, "Copy a message to the owner")
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

pub(crate) fn limit(facts: &Facts, who: &Who) -> Words {
    let name = &who.provider;
    if has(&facts.said(), &["insufficient_quota", "billing", "credit balance", "exceeded your current quota"])
    {
        return Words::new(VerdictKind::Refused, Layer::ProviderQuota, format!("The {name} account has no credit left"))
            .meaning("Your message reached the provider, which wants to be paid before it answers. Waiting does not help.")
            .cause(format!("The prepaid amount or the monthly limit of the {name} account is used up."))
            .who(format!("The owner of the {name} account."))
            .next(NextStepKind::AskOwner, "Copy a message to the owner");
    }
    Words::new(
        VerdictKind::Throttled { retry_after_seconds: facts.retry_after_seconds.map(f64::from) },
        Layer::ProviderQuota,
        format!("{name} is getting too many calls"),
    )
    .meaning("The provider's own limit was reached, not a rule of your company. It answers again after a pause.")
    .cause(format!(
        "All calls with this key count together, from everywhere it is used, and {name} allows only so many in a minute."
    ))
    .who(format!(
        "The owner of the {name} account can ask for a higher limit. Someone with CAN MANAGE can add a second served entity \
         as a fallback, or rate limits in the gateway so that nobody uses it all up."
    ))
    .next(NextStepKind::WaitAndRetry, wait_label(facts.retry_after_seconds))
}

pub(crate) fn not_found(facts: &Facts, who: &Who) -> Words {
    let azure = who.is("azure-openai", facts) || has(&facts.said(), &["deployment"]);
    if azure {
        let deployment = who.entity.and_then(|entity| entity.setting("openai_deployment_name"));
        let named = deployment.map_or_else(
            || "the deployment name of this endpoint".to_owned(),
            |d| format!("a deployment named {d}"),
        );
        return Words::new(VerdictKind::Refused, Layer::ProviderSettings, "Azure does not find the deployment")
            .meaning(
                "The key was accepted, but the Azure OpenAI resource holds no deployment under the name that the endpoint \
                 asks for. Nothing is wrong with your message.",
            )
            .cause(format!(
                "The resource does not have {named}: it is spelt differently in the Azure portal, was deleted, belongs to \
                 another resource, or was created less than five minutes ago."
            ))
            .who("Someone with CAN MANAGE on the endpoint, with the name from the Azure portal under Deployments.")
            .next(NextStepKind::EditEndpoint, "Correct the deployment name");
    }
    let name = &who.provider;
    Words::new(VerdictKind::Refused, Layer::ProviderSettings, format!("{name} does not know the model"))
        .meaning("The key was accepted, but the provider has no model under the name that the endpoint asks for.")
        .cause(match who.entity {
            Some(entity) => format!(
                "{} is misspelt, was retired by {name}, or is not open to this account. A wrong base address does it too.",
                entity.model
            ),
            None => format!("A model name is misspelt, was retired by {name}, or is not open to this account."),
        })
        .who("Someone with CAN MANAGE on the endpoint, with a model name from the provider's list.")
        .next(NextStepKind::EditEndpoint, "Choose another model")
}

pub(crate) fn refused_request(facts: &Facts, who: &Who) -> Words {
    let said = facts.said();
    let name = &who.provider;
    let base = |layer, title: String| Words::new(VerdictKind::Refused, layer, title).trail(Trail::AtModel);
    if has(
        &said,
        &[
            "context_length",
            "maximum context",
            "too long",
            "too many tokens",
            "prompt is too",
            "reduce the length",
        ],
    ) {
        return base(Layer::Request, "The message is too long for this model".into())
            .meaning(
                "The provider counted more tokens than the model can read at once, so it did not answer.",
            )
            .cause(format!(
                "The conversation so far counts as well, and so does the length you allow for the answer.{}",
                quoted(facts)
            ))
            .who("You, by shortening the message, starting a new chat, or choosing a model that reads more.")
            .next(NextStepKind::None, "");
    }
    if has(
        &said,
        &["content_filter", "content management policy", "responsible ai", "content policy", "safety system"],
    ) {
        return base(Layer::Model, format!("{name} blocked this message"))
            .meaning("The provider's own content filter stopped it. This is not a rule of your company's gateway.")
            .cause("The filter saw hate, violence, sexual content, self-harm or an attempt to get around the rules.")
            .who("You, by saying it differently. The owner of the provider's account can change the filter.")
            .next(NextStepKind::None, "");
    }
    let parameter = [
        "unsupported parameter",
        "unsupported value",
        "unsupported_parameter",
        "unrecognized request argument",
        "unknown field",
        "extra inputs",
        "max_completion_tokens",
        "not supported with this model",
        "does not support",
    ];
    if has(&said, &parameter) {
        return base(Layer::Request, format!("{name} does not take one of the options"))
            .meaning("The message itself is fine. One of the options sent with it does not exist for this model.")
            .cause(format!(
                "Models that think before they answer often refuse Creativity and want another name for Length.{}",
                quoted(facts)
            ))
            .who("You, by clearing the option it names under Options.")
            .next(NextStepKind::None, "");
    }
    base(Layer::Request, format!("{name} did not accept this request"))
        .meaning("Key and model are fine. The provider did not like what was asked or how.")
        .cause(format!("The provider says what it did not like.{}", quoted(facts)))
        .who("You, by changing the message or the options; if it names a setting, someone with CAN MANAGE on the endpoint.")
        .next(NextStepKind::None, "")
}

pub(crate) fn failed(who: &Who) -> Words {
    let name = &who.provider;
    Words::new(VerdictKind::Refused, Layer::Model, format!("{name} had a fault of its own"))
        .meaning("Your message reached the provider, which could not answer it. Trying again in a while often works.")
        .cause("The provider is overloaded or out of order. Its status page tells more.")
        .who(format!("{name}. A second served entity with fallback would step in at such moments."))
        .next(NextStepKind::TryAgain, "Try again")
}
