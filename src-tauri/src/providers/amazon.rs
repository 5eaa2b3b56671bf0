//! Amazon Bedrock: several makers behind one service, and three ways to sign in that exclude each other
//! (databricks-api.md §2.2). Model ids are sent as typed: bare, prefixed and cross-region ids all exist.

use super::dto::{FieldKind, Task};
use super::spec::{AuthFormSpec, EVERY_TASK, FieldSpec, ProviderSpec};

const REGIONS: &[(&str, &str, &str)] = &[
    ("us-east-1", "us-east-1", "N. Virginia"),
    ("us-east-2", "us-east-2", "Ohio"),
    ("us-west-2", "us-west-2", "Oregon"),
    ("ca-central-1", "ca-central-1", "Canada"),
    ("sa-east-1", "sa-east-1", "São Paulo"),
    ("eu-central-1", "eu-central-1", "Frankfurt"),
    ("eu-west-1", "eu-west-1", "Ireland"),
    ("eu-west-2", "eu-west-2", "London"),
    ("eu-west-3", "eu-west-3", "Paris"),
    ("eu-north-1", "eu-north-1", "Stockholm"),
    ("ap-northeast-1", "ap-northeast-1", "Tokyo"),
    ("ap-south-1", "ap-south-1", "Mumbai"),
    ("ap-southeast-1", "ap-southeast-1", "Singapore"),
    ("ap-southeast-2", "ap-southeast-2", "Sydney"),
];

const MAKERS: &[(&str, &str, &str)] = &[
    ("anthropic", "Anthropic", "Claude models"),
    ("amazon", "Amazon", "Nova and Titan models"),
    ("cohere", "Cohere", "Command and Embed models"),
    ("ai21labs", "AI21 Labs", "Jamba and Jurassic models"),
];

const ACCESS_KEYS: AuthFormSpec = AuthFormSpec {
    id: "access_keys",
    label: "Access keys",
    help: "Of an IAM user that may call bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream.",
    object: None,
    fixed: &[],
    fields: &[
        FieldSpec::secret(
            "aws_access_key_id",
            "Access key ID",
            "aws-access-key-id",
            "The shorter of the two, it starts with AKIA.",
        ),
        FieldSpec::secret(
            "aws_secret_access_key",
            "Secret access key",
            "aws-secret-access-key",
            "The longer of the two, 40 characters. AWS shows it only once.",
        ),
    ],
};

const INSTANCE_PROFILE: AuthFormSpec = AuthFormSpec {
    id: "instance_profile",
    label: "Instance profile",
    help: "Workspaces on AWS only. A workspace admin must have registered it first.",
    object: None,
    fixed: &[],
    fields: &[FieldSpec::new(
        "instance_profile_arn",
        "Instance profile ARN",
        FieldKind::Arn,
        "The account number inside it has 12 digits.",
    )
    .placeholder("arn:aws:iam::123456789012:instance-profile/serving")],
};

const SERVICE_CREDENTIAL: AuthFormSpec = AuthFormSpec {
    id: "service_credential",
    label: "Unity Catalog service credential",
    help: "The recommended way: no key to store, and access is granted in Unity Catalog.",
    object: None,
    fixed: &[],
    fields: &[FieldSpec::new(
        "uc_service_credential_name",
        "Service credential",
        FieldKind::Text,
        "Its name in Catalog Explorer, under Credentials. You need ACCESS on it.",
    )
    .placeholder("bedrock-serving")],
};

pub(crate) const BEDROCK: ProviderSpec = ProviderSpec {
    id: "amazon-bedrock",
    wire: "amazon-bedrock",
    config: "amazon_bedrock_config",
    name: "Amazon Bedrock",
    mark: "Br",
    tagline: "Chat, completions, embeddings",
    tasks: EVERY_TASK,
    needs: &[
        ("AWS region", "Where access to the model was granted, for example us-east-1"),
        ("Model id", "From the Bedrock console, under Model access"),
        ("One way to sign in", "Access keys, an instance profile, or a Unity Catalog service credential"),
    ],
    fields: &[
        FieldSpec::new(
            "aws_region",
            "AWS region",
            FieldKind::Choice,
            "Access to models is granted region by region. Take the one where yours was granted.",
        )
        .placeholder("us-east-1")
        .choices(REGIONS, true),
        FieldSpec::new(
            "bedrock_provider",
            "Maker of the model",
            FieldKind::Choice,
            "Bedrock passes calls on to several makers; this tells Databricks which one.",
        )
        .default("anthropic")
        .choices(MAKERS, true)
        .lower_case(),
    ],
    auth_title: "How Databricks signs in to AWS",
    forms: &[ACCESS_KEYS, INSTANCE_PROFILE, SERVICE_CREDENTIAL],
    models: &[
        (Task::Chat, "anthropic.claude-sonnet-4-5-20250929-v1:0", "Anthropic, balanced"),
        (Task::Chat, "anthropic.claude-haiku-4-5-20251001-v1:0", "Anthropic, fast"),
        (Task::Chat, "anthropic.claude-3-5-sonnet-20241022-v2:0", "Anthropic, older"),
        (Task::Chat, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "Anthropic, any US region"),
        (Task::Chat, "amazon.nova-pro-v1:0", "Amazon, strong"),
        (Task::Chat, "amazon.nova-lite-v1:0", "Amazon, cheap"),
        (Task::Chat, "cohere.command-r-plus-v1:0", "Cohere"),
        (Task::Completions, "anthropic.claude-v2", "Anthropic, legacy"),
        (Task::Completions, "cohere.command-text-v14", "Cohere, legacy"),
        (Task::Embeddings, "amazon.titan-embed-text-v2:0", "Amazon, 1,024 numbers a text"),
        (Task::Embeddings, "cohere.embed-multilingual-v3", "Cohere, many languages"),
    ],
    model_help: "Exactly as the Bedrock console shows it. Nothing you type here is rewritten.",
    retired: false,
};
