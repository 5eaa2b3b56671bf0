"""The official Databricks SDK for Python, unchanged, against the sandbox."""

import base64
import unittest
import urllib.parse

from databricks.sdk import WorkspaceClient
from databricks.sdk import errors
from databricks.sdk import oauth
from databricks.sdk.core import Config
from databricks.sdk.service import serving as s
from databricks.sdk.service import workspace as ws

from databricks_forms import FORMS, KEY, OPEN_AI
from sandbox_process import SandboxTest, answer_sign_in_page

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


    def test_who_may_use_a_scope_is_read_changed_and_taken_back(self):
        secrets = self.w.secrets
        me = self.w.current_user.me().user_name
        self.assertEqual([(one.principal, one.permission.value) for one in secrets.list_acls("llm")], [(me, "MANAGE")])
        secrets.put_acl("llm", "users", ws.AclPermission.READ)
        secrets.put_acl("llm", "users", ws.AclPermission.WRITE)
        self.assertEqual(secrets.get_acl("llm", "users").permission, ws.AclPermission.WRITE)
        secrets.delete_acl("llm", "users")
        with self.assertRaises(errors.ResourceDoesNotExist):
            secrets.get_acl("llm", "users")

    def test_a_scope_for_everybody_is_the_only_kind_without_the_premium_plan(self):
        self.sandbox.control("POST", "/sandbox/settings", {"standard_plan": True})
        with self.assertRaises(errors.BadRequest):
            self.w.secrets.create_scope("own")
        self.w.secrets.create_scope("shared", initial_manage_principal="users")
        self.assertEqual(self.w.secrets.get_acl("shared", "users").permission, ws.AclPermission.MANAGE)

    def test_a_person_without_rights_is_refused(self):
        self.sandbox.control("POST", "/sandbox/settings", {"identity": "limited"})
        w = self.client(self.sandbox.token)
        self.assertEqual([one.name for one in w.secrets.list_scopes()], ["llm"])
        for refused in (
            lambda: list(w.secrets.list_secrets("llm")),
            lambda: w.secrets.put_secret("llm", "k", string_value="v"),
            lambda: w.secrets.create_scope("own"),
            lambda: w.serving_endpoints.create(name="x", config=config("x", [entity("a")])),
            lambda: list(w.warehouses.list()),
        ):
            with self.assertRaises(errors.PermissionDenied):
                refused()
        self.assertEqual(list(w.catalogs.list()), [])


class SignIn(SandboxTest):
    """OAuth by the SDK's own means: as a program with a secret, and as a person at the sandbox's page."""

    def token_calls(self):
        journal = self.sandbox.control("GET", "/sandbox/requests")["requests"]
        return [entry["status"] for entry in journal if entry["path"] == "/oidc/v1/token"]

    def principal(self, secret):
        return WorkspaceClient(
            config=Config(
                host=self.sandbox.host,
                client_id=self.sandbox.client_id,
                client_secret=secret,
                retry_timeout_seconds=1,
                http_timeout_seconds=10,
            )
        )

    def test_a_service_principal_signs_in_and_lists(self):
        w = self.principal(self.sandbox.client_secret)
        self.assertEqual(w.config.auth_type, "oauth-m2m")
        self.assertEqual(w.current_user.me().user_name, self.sandbox.client_id)
        self.assertIn("code-review-bot", [one.name for one in w.serving_endpoints.list()])
        self.assertEqual({one.name for one in w.warehouses.list()}, {"shared-serverless", "finance-nightly"})
        self.assertIn("main", [one.name for one in w.catalogs.list()])
        self.assertEqual(self.token_calls(), [200], "one token for all calls")

    def test_a_wrong_secret_is_refused_before_any_call(self):
        with self.assertRaises(ValueError) as raised:
            self.principal("wrong").current_user.me()
        self.assertIn("invalid_client", str(raised.exception))
        self.assertEqual(set(self.token_calls()), {401})

    def test_a_token_that_ends_is_asked_for_again(self):
        self.sandbox.control("POST", "/sandbox/settings", {"token_lifetime": 1})
        w = self.principal(self.sandbox.client_secret)
        for _ in range(3):
            w.current_user.me()
        self.assertGreaterEqual(len(self.token_calls()), 3)

    def begin(self):
        client = oauth.OAuthClient(
            oidc_endpoints=oauth.get_workspace_endpoints(self.sandbox.host),
            redirect_url="http://localhost:8020",
            client_id="databricks-cli",
            scopes=["all-apis", "offline_access"],
        )
        return client.initiate_consent()

    def finish(self, consent, **answers):
        back = answer_sign_in_page(consent.authorization_url, **answers)
        self.assertTrue(back.startswith("http://localhost:8020/?"), back)
        return consent.exchange_callback_parameters(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query)))

    def test_a_person_signs_in_at_the_page_and_stays_signed_in(self):
        session = self.finish(self.begin(), identity="limited", choice="sign-in")
        w = WorkspaceClient(config=Config(host=self.sandbox.host, credentials_strategy=session))
        self.assertEqual(w.current_user.me().display_name, "Noah Lindqvist")
        before = session.token()
        after = session.refresh()
        self.assertNotEqual(before.access_token, after.access_token)
        self.assertNotEqual(before.refresh_token, after.refresh_token)
        with self.assertRaises(ValueError) as raised:
            session.refresh()
        self.assertIn("Refresh token is invalid", str(raised.exception))

    def test_a_person_refuses_at_the_page(self):
        with self.assertRaises(ValueError) as raised:
            self.finish(self.begin(), choice="refuse")
        self.assertIn("access_denied", str(raised.exception))

    def test_the_host_tells_about_itself(self):
        told = oauth.get_host_metadata(self.sandbox.host)
        self.assertEqual(told.oidc_endpoint, self.sandbox.host + "/oidc")
        self.assertEqual(told.workspace_id, "7405618233190442")


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
