"""Other public clients, unchanged, against the sandbox: mlflow deployments, litellm, LangChain.

They are heavy, so they are not in requirements.txt; each is skipped, saying so, where it is not installed.
"""

import importlib.util
import os
import unittest

from sandbox_process import SandboxTest


def needs(package):
    missing = importlib.util.find_spec(package) is None
    if missing:
        print(f"{package} is not installed (requirements-more.txt has it): its tests are skipped.")
    return unittest.skipIf(missing, f"{package} is not installed; requirements-more.txt has it.")


@needs("mlflow")
class Mlflow(SandboxTest):
    def setUp(self):
        super().setUp()
        os.environ["DATABRICKS_HOST"], os.environ["DATABRICKS_TOKEN"] = self.sandbox.host, self.sandbox.token
        from mlflow.deployments import get_deploy_client

        self.client = get_deploy_client("databricks")

    def test_endpoints_are_listed_with_a_trailing_slash(self):
        self.assertEqual(len(self.client.list_endpoints()), 11)
        paths = [one["path"] for one in self.sandbox.control("GET", "/sandbox/requests")["requests"]]
        self.assertTrue(any(path.endswith("/serving-endpoints/") for path in paths), paths)

    def test_a_chat_is_answered_and_streamed(self):
        inputs = {"messages": [{"role": "user", "content": "What is 6*7?"}]}
        whole = self.client.predict(endpoint="code-review-bot", inputs=inputs)
        self.assertIn("42", whole["choices"][0]["message"]["content"])
        pieces = self.client.predict_stream(endpoint="code-review-bot", inputs=inputs)
        text = "".join(piece["choices"][0]["delta"].get("content") or "" for piece in pieces)
        self.assertIn("42", text)

    def test_an_endpoint_is_created_and_deleted(self):
        model = {
            "provider": "openai",
            "name": "gpt-4o",
            "task": "llm/v1/chat",
            "openai_config": {"openai_api_key": "{{secrets/llm-keys/openai}}"},
        }
        made = self.client.create_endpoint(
            config={"name": "by-mlflow", "config": {"served_entities": [{"name": "main", "external_model": model}]}}
        )
        self.assertEqual(made["name"], "by-mlflow")
        self.assertEqual(self.client.get_endpoint("by-mlflow")["name"], "by-mlflow")
        self.client.delete_endpoint("by-mlflow")


@needs("litellm")
class LiteLlm(SandboxTest):
    def test_a_chat_is_answered_and_streamed(self):
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
        import litellm

        ask = {
            "model": "databricks/code-review-bot",
            "api_base": self.sandbox.host + "/serving-endpoints",
            "api_key": self.sandbox.token,
            "messages": [{"role": "user", "content": "Explain bills of lading in detail"}],
        }
        whole = litellm.completion(**ask).choices[0].message.content
        pieces = litellm.completion(stream=True, **ask)
        self.assertEqual("".join(piece.choices[0].delta.content or "" for piece in pieces), whole)

    def test_a_measured_stream_of_many_tokens_is_not_taken_for_a_loop(self):
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
        import litellm

        pieces = litellm.completion(
            model="databricks/bench-d0-i0-p16-n400",
            api_base=self.sandbox.host + "/serving-endpoints",
            api_key=self.sandbox.token,
            messages=[{"role": "user", "content": "x"}],
            stream=True,
        )
        self.assertGreaterEqual(sum(1 for piece in pieces if piece.choices[0].delta.content), 400)


@needs("langchain_openai")
class LangChain(SandboxTest):
    def setUp(self):
        super().setUp()
        from langchain_openai import ChatOpenAI

        self.model = ChatOpenAI(
            model="code-review-bot", base_url=self.sandbox.host + "/serving-endpoints", api_key=self.sandbox.token
        )

    def test_a_chat_is_answered_and_streamed(self):
        self.assertIn("42", self.model.invoke("What is 6*7?").content)
        self.assertIn("42", "".join(piece.content for piece in self.model.stream("What is 6*7?")))

    def test_texts_are_embedded(self):
        from langchain_openai import OpenAIEmbeddings

        embeddings = OpenAIEmbeddings(
            model="embeddings-multilingual",
            base_url=self.sandbox.host + "/serving-endpoints",
            api_key=self.sandbox.token,
            check_embedding_ctx_length=False,
        )
        self.assertEqual(len(embeddings.embed_query("late container")), 1024)


if __name__ == "__main__":
    unittest.main()
