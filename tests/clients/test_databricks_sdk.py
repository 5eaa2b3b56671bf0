"""The official Databricks SDK for Python, unchanged, against the sandbox."""

import base64
import unittest

from databricks.sdk import WorkspaceClient
from databricks.sdk import errors
from databricks.sdk.core import Config
from databricks.sdk.service import serving as s
from databricks.sdk.service import workspace as ws

from sandbox_process import SandboxTest

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


def entity(name, provider=OPEN_AI, task="llm/v1/chat", model="gpt-4o", **config):
    config = config or {"openai_config": s.OpenAiConfig(openai_api_key=KEY)}
    return s.ServedEntityInput(
        name=name, external_model=s.ExternalModel(provider=provider, name=model, task=task, **config)
    )


def config(name, entities, shares=None):
    traffic = None
    if shares:
        traffic = s.TrafficConfig(
            routes=[
                s.Route(traffic_percentage=share, served_entity_name=one.name, served_model_name=one.name)
                for one, share in zip(entities, shares)
            ]
        )
    return s.EndpointCoreConfigInput(name=name, served_entities=entities, traffic_config=traffic)


class WithClient(SandboxTest):
    world = "empty"

    def setUp(self):
        super().setUp()
        self.w = self.client(self.sandbox.token)
        self.w.secrets.create_scope("llm")
        self.w.secrets.put_secret("llm", "key", string_value="sk-fine")

    def client(self, token):
        return WorkspaceClient(
            config=Config(host=self.sandbox.host, token=token, retry_timeout_seconds=1, http_timeout_seconds=10)
        )

    def create(self, name, entities=None, shares=None, **more):
        entities = entities or [entity("main")]
        return self.w.serving_endpoints.create_and_wait(name=name, config=config(name, entities, shares), **more)


class Endpoints(WithClient):
    def test_every_provider_and_auth_form_can_be_created_and_read_back(self):
        for form, (provider, block) in FORMS.items():
            name = "made-" + form
            with self.subTest(form):
                made = self.create(name, [entity("main", provider, **block)])
                self.assertEqual(made.state.ready, s.EndpointStateReady.READY)
                model = made.config.served_entities[0].external_model
                self.assertEqual(model.provider, provider)
                self.assertNotIn("_plaintext", str(model.as_dict()))
        self.assertEqual({one.name for one in self.w.serving_endpoints.list()}, {"made-" + form for form in FORMS})

    def test_an_endpoint_is_created_changed_and_deleted(self):
        both = [entity("main"), entity("spare", model="gpt-4o-mini")]
        made = self.create(
            "multi",
            both,
            (80, 20),
            ai_gateway=s.AiGatewayConfig(usage_tracking_config=s.AiGatewayUsageTrackingConfig(enabled=True)),
            tags=[s.EndpointTag("team", "search")],
        )
        self.assertEqual(made.creator, self.w.current_user.me().user_name)
        self.assertEqual(made.permission_level, s.ServingEndpointDetailedPermissionLevel.CAN_MANAGE)
        self.assertTrue(made.ai_gateway.usage_tracking_config.enabled)
        self.assertEqual([route.traffic_percentage for route in made.config.traffic_config.routes], [80, 20])

        new = self.w.serving_endpoints.update_config_and_wait(
            name="multi", served_entities=both, traffic_config=config("multi", both, (50, 50)).traffic_config
        )
        self.assertEqual([route.traffic_percentage for route in new.config.traffic_config.routes], [50, 50])
        self.assertEqual(new.config.config_version, 2)

        block = s.AiGatewayConfig(
            rate_limits=[s.AiGatewayRateLimit(renewal_period=s.AiGatewayRateLimitRenewalPeriod.MINUTE, calls=90)],
            fallback_config=s.FallbackConfig(enabled=True),
            guardrails=s.AiGatewayGuardrails(
                input=s.AiGatewayGuardrailParameters(
                    safety=True,
                    pii=s.AiGatewayGuardrailPiiBehavior(behavior=s.AiGatewayGuardrailPiiBehaviorBehavior.BLOCK),
                )
            ),
        )
        stored = self.w.serving_endpoints.put_ai_gateway(
            "multi", rate_limits=block.rate_limits, fallback_config=block.fallback_config, guardrails=block.guardrails
        )
        self.assertTrue(stored.fallback_config.enabled)
        self.assertIsNone(self.w.serving_endpoints.get("multi").ai_gateway.usage_tracking_config)

        tags = self.w.serving_endpoints.patch("multi", add_tags=[s.EndpointTag("a", "1")], delete_tags=["team"])
        self.assertEqual([(tag.key, tag.value) for tag in tags.tags], [("a", "1")])

        self.assertIn(b"request_count_total", self.w.serving_endpoints.export_metrics("multi").contents.read())
        self.assertIn(b"/serving-endpoints/multi/", self.w.serving_endpoints.get_open_api("multi").contents.read())

        self.w.serving_endpoints.delete("multi")
        with self.assertRaises(errors.NotFound):
            self.w.serving_endpoints.get("multi")
        self.assertEqual(list(self.w.serving_endpoints.list()), [])

    def test_permissions_are_read_merged_and_replaced(self):
        me = self.w.current_user.me().user_name
        endpoint = self.create("mine")
        row = s.ServingEndpointAccessControlRequest
        level = s.ServingEndpointPermissionLevel
        self.w.serving_endpoints.update_permissions(
            endpoint.id, access_control_list=[row(group_name="users", permission_level=level.CAN_QUERY)]
        )
        seen = self.w.serving_endpoints.get_permissions(endpoint.id).access_control_list
        self.assertEqual({one.user_name or one.group_name for one in seen}, {me, "users", "admins"})
        self.w.serving_endpoints.set_permissions(
            endpoint.id, access_control_list=[row(user_name=me, permission_level=level.CAN_VIEW)]
        )
        with self.assertRaises(errors.PermissionDenied):
            self.w.serving_endpoints.delete("mine")
        levels = self.w.serving_endpoints.get_permission_levels(endpoint.id).permission_levels
        self.assertEqual(len(levels), 3)


class Queries(WithClient):
    def test_chat_is_answered(self):
        self.create("chat")
        said = [s.ChatMessage(role=s.ChatMessageRole.USER, content="What is 6*7?")]
        reply = self.w.serving_endpoints.query("chat", messages=said, max_tokens=50)
        self.assertIn("42", reply.choices[0].message.content)
        self.assertEqual(reply.served_model_name, "main")
        self.assertEqual(reply.usage.total_tokens, reply.usage.prompt_tokens + reply.usage.completion_tokens)

    def test_a_prompt_is_completed(self):
        self.create("complete", [entity("main", task="llm/v1/completions", model="gpt-3.5-turbo-instruct")])
        reply = self.w.serving_endpoints.query("complete", prompt="Explain demurrage", max_tokens=20)
        self.assertTrue(reply.choices[0].text)

    def test_texts_are_embedded(self):
        self.create("embed", [entity("main", task="llm/v1/embeddings", model="text-embedding-3-small")])
        reply = self.w.serving_endpoints.query("embed", input=["late container", "the container is late"])
        self.assertEqual([len(one.embedding) for one in reply.data], [1536, 1536])


class Secrets(WithClient):
    def test_scopes_keys_and_access_lists(self):
        secrets = self.w.secrets
        self.assertEqual([(one.name, one.backend_type) for one in secrets.list_scopes()], [("llm", ws.ScopeBackendType.DATABRICKS)])
        secrets.put_secret("llm", "other", bytes_value=base64.b64encode(b"x").decode())
        self.assertEqual({one.key for one in secrets.list_secrets("llm")}, {"key", "other"})
        secrets.put_acl("llm", "data-team", ws.AclPermission.READ)
        self.assertEqual(secrets.get_acl("llm", "data-team").permission, ws.AclPermission.READ)
        self.assertEqual(len(list(secrets.list_acls("llm"))), 2)
        secrets.delete_acl("llm", "data-team")
        secrets.delete_secret("llm", "other")
        with self.assertRaises(errors.BadRequest):
            secrets.get_secret("llm", "key")
        with self.assertRaises(errors.ResourceAlreadyExists):
            secrets.create_scope("llm")
        secrets.delete_scope("llm")
        self.assertEqual(list(secrets.list_scopes()), [])
        with self.assertRaises(errors.ResourceDoesNotExist):
            list(secrets.list_secrets("llm"))


class Errors(WithClient):
    def test_errors_arrive_as_their_own_types(self):
        endpoints = self.w.serving_endpoints
        with self.assertRaises(errors.ResourceDoesNotExist):
            endpoints.get("none")
        self.create("here")
        with self.assertRaises(errors.ResourceAlreadyExists):
            endpoints.create(name="here", config=config("here", [entity("main")]))
        for wrong in (
            config("x", [entity("a"), entity("b")]),
            config("x", [entity("a"), entity("b")], (50, 49)),
            config("x", [entity("a"), entity("b", task="llm/v1/embeddings")], (50, 50)),
            config("x", [entity("a", openai_config=s.OpenAiConfig(openai_api_key="{{secrets/llm/none}}"))]),
            config("x", [entity("a", openai_config=s.OpenAiConfig())]),
        ):
            with self.assertRaises(errors.InvalidParameterValue):
                endpoints.create(name="x", config=wrong)
        with self.assertRaises(errors.InvalidParameterValue):
            endpoints.create(name="no spaces", config=config("x", [entity("a")]))
        with self.assertRaises(errors.Unauthenticated):
            self.client("nope").serving_endpoints.get("here")
        endpoints.update_config("here", served_entities=[entity("main")])
        with self.assertRaises(errors.ResourceConflict):
            endpoints.update_config("here", served_entities=[entity("main")])
        with self.assertRaises(errors.NotImplemented):
            self.w.api_client.do("GET", "/api/2.0/not-simulated")

    def test_a_used_up_limit_is_too_many_requests(self):
        self.create("limited")
        minute = s.AiGatewayRateLimitRenewalPeriod.MINUTE
        self.w.serving_endpoints.put_ai_gateway(
            "limited", rate_limits=[s.AiGatewayRateLimit(renewal_period=minute, calls=0)]
        )
        # The SDK waits and tries again on 429; when its time is up it raises with the last error as the cause.
        with self.assertRaises(TimeoutError) as raised:
            self.w.serving_endpoints.query("limited", prompt=None, messages=[
                s.ChatMessage(role=s.ChatMessageRole.USER, content="hi")
            ])
        self.assertIsInstance(raised.exception.__cause__, errors.TooManyRequests)

    def test_a_wrong_provider_key_is_told_at_the_first_prompt(self):
        self.create("wrong", [entity("main", openai_config=s.OpenAiConfig(openai_api_key_plaintext="sk-wrong"))])
        with self.assertRaises(errors.DatabricksError) as raised:
            self.w.serving_endpoints.query(
                "wrong", messages=[s.ChatMessage(role=s.ChatMessageRole.USER, content="hi")]
            )
        self.assertIsInstance(raised.exception, errors.Unauthenticated)


if __name__ == "__main__":
    unittest.main()
