"""What the app hands over for an endpoint, taken by those it is meant for: Python runs the Python, bash runs curl and the
command line's call, parsers that nobody here wrote read Terraform, YAML and JSON. Each for every provider and sign-in form,
and for texts that try to break out of their quotes.

GATEWRIGHT_HANDOFF names the program that prints the texts (tests/clients/handoff.rs).
"""

import copy
import io
import json
import os
import subprocess
import tempfile
import time
import unittest
import unittest.mock
from contextlib import redirect_stdout
from pathlib import Path

import hcl2
import yaml
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.service import serving as s

from databricks_forms import FORMS
from sandbox_process import SandboxTest

NAME = "handed-over"
GATEWAY = {
    "usage_tracking_config": {"enabled": True},
    "rate_limits": [
        {"key": "user", "renewal_period": "minute", "calls": 60},
        {"key": "user_group", "principal": 'data "team"', "renewal_period": "minute", "tokens": 20000},
    ],
    "guardrails": {"input": {"safety": True, "pii": {"behavior": "BLOCK"}}, "output": {"pii": {"behavior": "MASK"}}},
    "fallback_config": {"enabled": True},
}
# Each would end its literal, start an expression or run a program where it is not quoted as the language wants it.
HOSTILE = [
    "\"'\\",
    "'; touch stolen; '",
    "$(touch stolen) `touch stolen` ${HOME}",
    "${file(\"/etc/passwd\")} %{ for x in y }$$${z}$${{w}}",
    "line one\nline two\r\n\"\"\"\nname: other\nJSON\nEOF",
    "{{.template}} #{x} \\(env.HOME) \\u0022",
    "\u202e\u2028\ttab \u00e9\u00df\U0001f600",
    "- [*a, &b, !!python/object:x] # no: comment",
]


def texts_of(endpoints):
    """The texts of every format for each endpoint."""
    program = os.environ.get("GATEWRIGHT_HANDOFF")
    if not program:
        raise unittest.SkipTest("GATEWRIGHT_HANDOFF does not name the program that prints the texts.")
    lines = "".join(json.dumps(endpoint) + "\n" for endpoint in endpoints)
    printed = subprocess.run([program], input=lines, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
    return [json.loads(line) for line in printed.stdout.splitlines()]


def wanted(endpoint):
    """The body that creates an endpoint like this one."""
    config = endpoint["config"]
    body = {
        "name": endpoint["name"],
        "config": {
            "served_entities": [
                {"name": one["name"], "external_model": one["external_model"]} for one in config["served_entities"]
            ],
        },
    }
    if config.get("traffic_config"):
        body["config"]["traffic_config"] = {
            "routes": [
                {"served_entity_name": route["served_entity_name"], "traffic_percentage": route["traffic_percentage"]}
                for route in config["traffic_config"]["routes"]
            ]
        }
    for part in ("ai_gateway", "tags", "description"):
        if endpoint.get(part):
            body[part] = endpoint[part]
    return body


def older_routes(body):
    """The same with the name that Terraform and bundles know for the entity of a route."""
    body = copy.deepcopy(body)
    for route in body["config"].get("traffic_config", {}).get("routes", []):
        route["served_model_name"] = route.pop("served_entity_name")
    return body


def plain_hcl(node, like):
    """What the parser of HCL gives, as JSON: texts without their quotes, and single blocks no longer lists of one."""
    if isinstance(like, dict):
        if isinstance(node, list):
            (node,) = node
        node = {key: value for key, value in node.items() if not key.startswith("__")}
        if set(node) != set(like):
            raise AssertionError(f"{sorted(node)} instead of {sorted(like)}")
        return {key: plain_hcl(value, like[key]) for key, value in node.items()}
    if isinstance(like, list):
        if len(node) != len(like):
            raise AssertionError(f"{len(node)} blocks instead of {len(like)}")
        return [plain_hcl(one, other) for one, other in zip(node, like)]
    if isinstance(like, str):
        return hcl_text(node)
    return node


def hcl_text(literal):
    """A quoted template of HCL without expressions. `$${` is the text `${`; any other `${` would be an expression."""
    if not (len(literal) >= 2 and literal[0] == literal[-1] == '"'):
        raise AssertionError(f"{literal!r} is no literal")
    out, rest = [], literal[1:-1]
    escapes = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
    while rest:
        if rest[:3] in ("$${", "%%{"):
            out.append(rest[1:3])
            rest = rest[3:]
        elif rest[:2] in ("${", "%{"):
            raise AssertionError(f"{literal!r} holds an expression")
        elif rest[0] != "\\":
            out.append(rest[0])
            rest = rest[1:]
        elif rest[1] in "uU":
            digits = 4 if rest[1] == "u" else 8
            out.append(chr(int(rest[2 : 2 + digits], 16)))
            rest = rest[2 + digits :]
        else:
            out.append(escapes[rest[1]])
            rest = rest[2:]
    return "".join(out)


def resource(text):
    """The one resource of a Terraform file."""
    (block,) = hcl2.loads(text)["resource"]
    ((kind, named),) = [item for item in block.items() if not item[0].startswith("__")]
    ((label, body),) = [item for item in named.items() if not item[0].startswith("__")]
    return kind.strip('"'), label.strip('"'), body


class Handoff(SandboxTest):
    world = "empty"

    def setUp(self):
        super().setUp()
        self.w = WorkspaceClient(
            config=Config(host=self.sandbox.host, token=self.sandbox.token, http_timeout_seconds=10)
        )
        # The SDK waits for whole seconds between two looks; the sandbox is faster.
        sleep = time.sleep
        patience = unittest.mock.patch("time.sleep", lambda seconds: sleep(min(seconds, 0.05)))
        patience.start()
        self.addCleanup(patience.stop)
        self.w.secrets.create_scope("llm")
        self.w.secrets.put_secret("llm", "key", string_value="sk-fine")
        os.environ["DATABRICKS_HOST"], os.environ["DATABRICKS_TOKEN"] = self.sandbox.host, self.sandbox.token
        self.addCleanup(os.environ.pop, "DATABRICKS_HOST")
        self.addCleanup(os.environ.pop, "DATABRICKS_TOKEN")

    def make(self, provider, block, model="gpt-4o", **more):
        """An endpoint of this provider with a spare, as the workspace answers it."""
        external = {"provider": provider.value, "name": model, "task": "llm/v1/chat"}
        external |= {name: value.as_dict() for name, value in block.items()}
        entities = [{"name": one, "external_model": external} for one in ("main", "spare")]
        routes = [{"served_model_name": "main", "traffic_percentage": 80}]
        routes.append({"served_model_name": "spare", "traffic_percentage": 20})
        body = {"name": NAME, "ai_gateway": GATEWAY, "tags": [{"key": "team", "value": "search"}], **more}
        body["config"] = {"served_entities": entities, "traffic_config": {"routes": routes}}
        self.post(body)
        return self.read()

    def post(self, body):
        return self.w.api_client.do("POST", "/api/2.0/serving-endpoints", body=body)

    def read(self):
        self.w.serving_endpoints.wait_get_serving_endpoint_not_updating(NAME)
        return self.w.api_client.do("GET", f"/api/2.0/serving-endpoints/{NAME}")

    def everything(self, secrets):
        """Each provider and sign-in form with its texts, for one way of giving the key."""
        made = []
        for form, (provider, block) in FORMS.items():
            plain = "_plaintext" in json.dumps({name: one.as_dict() for name, one in block.items()})
            if plain == (secrets == "plain"):
                made.append((form, self.make(provider, block)))
                self.w.serving_endpoints.delete(NAME)
        return [(form, endpoint, text) for (form, endpoint), text in zip(made, texts_of(one for _, one in made))]

    def creates_the_same(self, endpoint, create):
        """Runs `create` in a folder of its own and compares what the workspace then has."""
        with tempfile.TemporaryDirectory() as folder:
            create(folder)
            self.assertEqual(os.listdir(folder), [], "something in the text was run")
        self.assertEqual(wanted(self.read()), wanted(endpoint))
        self.w.serving_endpoints.delete(NAME)

    def run_python(self, text, folder):
        here = os.getcwd()
        os.chdir(folder)
        try:
            with redirect_stdout(io.StringIO()) as said:
                exec(compile(text, "handed-over.py", "exec"), {"__name__": "__main__"})
        finally:
            os.chdir(here)
        self.assertIn("READY", said.getvalue())

    def run_shell(self, text, folder):
        """bash with the real curl and jq; `databricks` is a stand-in that sends what it was given, as the CLI does."""
        stand_in = f"""
            databricks() {{
              case "$1 $2" in "serving-endpoints create"|"api post") ;; *) return 9;; esac
              while [ "$1" != --json ]; do shift; done
              case "$2" in @*) body=$(cat "${{2#@}}");; *) body=$2;; esac
              printf %s "$body" | curl -sS --fail-with-body --data-binary @- -H "Authorization: Bearer $DATABRICKS_TOKEN" \\
                -H 'Content-Type: application/json' "$DATABRICKS_HOST/api/2.0/serving-endpoints"
            }}
        """
        ran = subprocess.run(
            ["bash", "-euc", stand_in + text], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.assertEqual(ran.returncode, 0, ran.stdout + text)

    def test_python_curl_and_the_command_line_make_the_same_endpoint_of_every_provider(self):
        for form, endpoint, text in self.everything("references"):
            with self.subTest(form):
                self.creates_the_same(endpoint, lambda folder: self.run_python(text["python"]["text"], folder))
                self.creates_the_same(endpoint, lambda folder: self.run_shell(text["curl"]["text"], folder))
                self.creates_the_same(endpoint, lambda folder: self.run_shell(text["cli"]["text"], folder))
                self.creates_the_same(endpoint, lambda _: self.post(json.loads(text["restJson"]["text"])))

    def test_a_key_in_plain_text_is_a_variable_that_has_to_be_set_and_then_makes_the_endpoint(self):
        for form, endpoint, text in self.everything("plain"):
            with self.subTest(form):
                words = text["python"]["text"].split('"')
                variables = [word for word in words if word.startswith(("MAIN_", "SPARE_"))]
                self.assertTrue(variables, "a variable stands for each key")
                with self.assertRaises(KeyError):
                    self.run_python(text["python"]["text"], tempfile.gettempdir())
                with self.assertRaisesRegex(AssertionError, "is not set yet"):
                    self.run_shell(text["curl"]["text"], tempfile.gettempdir())
                for name in variables:
                    self.assertTrue(any(name in note for note in text["python"]["notes"]), name)
                    self.assertIn(f'variable "{name.lower()}"', text["terraform"]["text"])
                    self.assertIn(f"${{var.{name.lower()}}}", text["bundle"]["text"])
                key = 'a "key" with $(touch stolen)\nand a line break'
                with unittest.mock.patch.dict(os.environ, {name: key for name in variables}):
                    self.creates_the_same(endpoint, lambda folder: self.run_python(text["python"]["text"], folder))
                    self.creates_the_same(endpoint, lambda folder: self.run_shell(text["curl"]["text"], folder))
                    self.creates_the_same(endpoint, lambda folder: self.run_shell(text["cli"]["text"], folder))

    def test_terraform_and_the_bundle_read_as_the_same_endpoint_of_every_provider(self):
        for form, endpoint, text in self.everything("references"):
            with self.subTest(form):
                self.reads_the_same(endpoint, text)

    def reads_the_same(self, endpoint, text):
        body = older_routes(wanted(endpoint))
        kind, label, block = resource(text["terraform"]["text"])
        self.assertEqual((kind, label), ("databricks_model_serving", "handed_over"))
        self.assertEqual(plain_hcl(block, body), body)
        bundle = yaml.safe_load(text["bundle"]["text"])
        self.assertEqual(bundle["resources"]["model_serving_endpoints"], {"handed_over": body})
        # The SDK's own type takes the JSON whole: no field is dropped, no word unknown.
        typed = s.EndpointCoreConfigInput.from_dict({**wanted(endpoint)["config"], "name": NAME}).as_dict()
        self.assertEqual(typed, {**wanted(endpoint)["config"], "name": NAME})

    def test_texts_that_try_to_break_out_stay_texts(self):
        provider, block = FORMS["openai-ref"]
        made = []
        for text in HOSTILE:
            tags = [{"key": "team", "value": text}]
            made.append(self.make(provider, block, model=f"m {text}", description=f"d {text}", tags=tags))
            self.assertEqual(made[-1]["tags"], tags, "the workspace keeps it as it is")
            self.w.serving_endpoints.delete(NAME)
        for hostile, endpoint, text in zip(HOSTILE, made, texts_of(made)):
            with self.subTest(hostile):
                self.creates_the_same(endpoint, lambda folder: self.run_python(text["python"]["text"], folder))
                self.creates_the_same(endpoint, lambda folder: self.run_shell(text["curl"]["text"], folder))
                self.creates_the_same(endpoint, lambda folder: self.run_shell(text["cli"]["text"], folder))
                self.creates_the_same(endpoint, lambda _: self.post(json.loads(text["restJson"]["text"])))
                self.reads_the_same(endpoint, text)

    def test_what_asks_the_endpoint_gets_an_answer(self):
        provider, block = FORMS["openai-ref"]
        endpoint = self.make(provider, block)
        (text,) = texts_of([endpoint])
        with redirect_stdout(io.StringIO()) as said:
            exec(compile(text["openai"]["text"], "ask.py", "exec"), {"__name__": "__main__"})
        self.assertTrue(said.getvalue().strip())
        self.assertIn(f"ai_query('{NAME}'", text["sql"]["text"])

    def test_file_names_are_plain_and_told_apart(self):
        provider, block = FORMS["openai-ref"]
        (text,) = texts_of([self.make(provider, block)])
        names = [one["fileName"] for one in text.values()]
        self.assertEqual(len(set(names)), len(names), names)
        self.assertTrue(all(Path(name).name == name and name.startswith(NAME) for name in names), names)


if __name__ == "__main__":
    unittest.main()
