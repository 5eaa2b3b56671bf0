"""Every provider and every way to authenticate with it, in the types of the official SDK. `test_databricks_sdk.py` makes an
endpoint of each; nothing is called here.
"""

from databricks.sdk.service import serving as s

KEY = "{{secrets/llm/key}}"
OPEN_AI = s.ExternalModelProvider.OPENAI
BEDROCK = s.ExternalModelProvider.AMAZON_BEDROCK
CUSTOM = s.ExternalModelProvider.CUSTOM
TITAN = s.AmazonBedrockConfigBedrockProvider.AMAZON


def azure(**more):
    return s.OpenAiConfig(
        openai_api_base="https://res.openai.azure.com",
        openai_api_version="2024-10-21",
        openai_deployment_name="gpt-4o",
        **more,
    )


def bedrock(**more):
    return s.AmazonBedrockConfig(aws_region="us-east-1", bedrock_provider=TITAN, **more)


def custom(**more):
    return s.CustomProviderConfig(custom_provider_url="https://llm.example.com/v1/chat/completions", **more)


# Every provider and every way to authenticate with it, once by reference and once in plain text.
FORMS = {
    "openai-ref": (OPEN_AI, {"openai_config": s.OpenAiConfig(openai_api_key=KEY)}),
    "openai-plain": (OPEN_AI, {"openai_config": s.OpenAiConfig(openai_api_key_plaintext="sk-1")}),
    "openai-base": (
        OPEN_AI,
        {"openai_config": s.OpenAiConfig(openai_api_key=KEY, openai_api_base="https://x/v1", openai_organization="o")},
    ),
    "azure-ref": (OPEN_AI, {"openai_config": azure(openai_api_type="azure", openai_api_key=KEY)}),
    "azure-plain": (OPEN_AI, {"openai_config": azure(openai_api_type="azure", openai_api_key_plaintext="k")}),
    "entra-ref": (
        OPEN_AI,
        {
            "openai_config": azure(
                openai_api_type="azuread",
                microsoft_entra_tenant_id="t",
                microsoft_entra_client_id="c",
                microsoft_entra_client_secret=KEY,
            )
        },
    ),
    "entra-plain": (
        OPEN_AI,
        {
            "openai_config": azure(
                openai_api_type="azuread",
                microsoft_entra_tenant_id="t",
                microsoft_entra_client_id="c",
                microsoft_entra_client_secret_plaintext="k",
            )
        },
    ),
    "anthropic-ref": (
        s.ExternalModelProvider.ANTHROPIC,
        {"anthropic_config": s.AnthropicConfig(anthropic_api_key=KEY)},
    ),
    "anthropic-plain": (
        s.ExternalModelProvider.ANTHROPIC,
        {"anthropic_config": s.AnthropicConfig(anthropic_api_key_plaintext="k")},
    ),
    "cohere-ref": (s.ExternalModelProvider.COHERE, {"cohere_config": s.CohereConfig(cohere_api_key=KEY)}),
    "cohere-plain": (
        s.ExternalModelProvider.COHERE,
        {"cohere_config": s.CohereConfig(cohere_api_key_plaintext="k", cohere_api_base="https://co")},
    ),
    "ai21-ref": (s.ExternalModelProvider.AI21LABS, {"ai21labs_config": s.Ai21LabsConfig(ai21labs_api_key=KEY)}),
    "ai21-plain": (
        s.ExternalModelProvider.AI21LABS,
        {"ai21labs_config": s.Ai21LabsConfig(ai21labs_api_key_plaintext="k")},
    ),
    "palm-ref": (s.ExternalModelProvider.PALM, {"palm_config": s.PaLmConfig(palm_api_key=KEY)}),
    "palm-plain": (s.ExternalModelProvider.PALM, {"palm_config": s.PaLmConfig(palm_api_key_plaintext="k")}),
    "vertex-ref": (
        s.ExternalModelProvider.GOOGLE_CLOUD_VERTEX_AI,
        {"google_cloud_vertex_ai_config": s.GoogleCloudVertexAiConfig("p", "europe-west4", private_key=KEY)},
    ),
    "vertex-plain": (
        s.ExternalModelProvider.GOOGLE_CLOUD_VERTEX_AI,
        {"google_cloud_vertex_ai_config": s.GoogleCloudVertexAiConfig("p", "r", private_key_plaintext='{"a":\n1}')},
    ),
    "bedrock-keys": (
        BEDROCK,
        {"amazon_bedrock_config": bedrock(aws_access_key_id=KEY, aws_secret_access_key=KEY)},
    ),
    "bedrock-plain": (
        BEDROCK,
        {"amazon_bedrock_config": bedrock(aws_access_key_id_plaintext="a", aws_secret_access_key_plaintext="b")},
    ),
    "bedrock-profile": (
        BEDROCK,
        {"amazon_bedrock_config": bedrock(instance_profile_arn="arn:aws:iam::123456789012:instance-profile/x")},
    ),
    "bedrock-uc": (BEDROCK, {"amazon_bedrock_config": bedrock(uc_service_credential_name="cred")}),
    "databricks-ref": (
        s.ExternalModelProvider.DATABRICKS_MODEL_SERVING,
        {
            "databricks_model_serving_config": s.DatabricksModelServingConfig(
                databricks_workspace_url="https://x.cloud.databricks.com", databricks_api_token=KEY
            )
        },
    ),
    "databricks-plain": (
        s.ExternalModelProvider.DATABRICKS_MODEL_SERVING,
        {
            "databricks_model_serving_config": s.DatabricksModelServingConfig(
                databricks_workspace_url="https://x.cloud.databricks.com", databricks_api_token_plaintext="k"
            )
        },
    ),
    "custom-bearer": (CUSTOM, {"custom_provider_config": custom(bearer_token_auth=s.BearerTokenAuth(token=KEY))}),
    "custom-bearer-plain": (
        CUSTOM,
        {"custom_provider_config": custom(bearer_token_auth=s.BearerTokenAuth(token_plaintext="k"))},
    ),
    "custom-key": (
        CUSTOM,
        {"custom_provider_config": custom(api_key_auth=s.ApiKeyAuth(key="X-Api-Key", value=KEY))},
    ),
    "custom-key-plain": (
        CUSTOM,
        {"custom_provider_config": custom(api_key_auth=s.ApiKeyAuth(key="X-Api-Key", value_plaintext="k"))},
    ),
}
