"""Starts the sandbox program for the tests and stops it with them.

GATEWRIGHT_SANDBOX names the program. The tests beside this file use `SandboxTest`; no client library is imported here.
"""

import html.parser
import json
import os
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request


class Sandbox:
    """One running sandbox; `host` with `token`, or with `client_id` and `client_secret`, is what clients are given."""

    def __init__(self, world="demo", speed="20"):
        program = os.environ.get("GATEWRIGHT_SANDBOX")
        if not program:
            raise unittest.SkipTest("GATEWRIGHT_SANDBOX does not name the sandbox program.")
        self._process = subprocess.Popen(
            [program, "--port", "0", "--world", world, "--speed", speed, "--service-principal", "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready = json.loads(self._process.stdout.readline())
        self.host, self.token = ready["host"], ready["token"]
        self.client_id, self.client_secret = ready["client_id"], ready["client_secret"]

    def control(self, method, path, body=None):
        """Calls one of the sandbox's own controls under /sandbox."""
        request = urllib.request.Request(
            self.host + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as reply:
            return json.loads(reply.read() or b"{}")

    def stop(self):
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


class _Form(html.parser.HTMLParser):
    """Where the form of a page goes, and its hidden fields."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.action = attrs["action"]
        elif tag == "input" and attrs.get("type") == "hidden":
            self.fields[attrs["name"]] = attrs["value"]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the address a browser is sent to is what the tests want to see."""

    def redirect_request(self, *_):
        return None


def answer_sign_in_page(address, **answers):
    """What a person and a browser do: open the page, press a button. Returns the address the browser is sent to."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    with opener.open(address, timeout=10) as reply:
        form = _Form(reply.read().decode())
    split = urllib.parse.urlsplit(address)
    own = f"{split.scheme}://{split.netloc}"
    body = urllib.parse.urlencode({**form.fields, **answers}).encode()
    request = urllib.request.Request(own + form.action, data=body, headers={"Origin": own})
    try:
        opener.open(request, timeout=10)
    except urllib.error.HTTPError as sent:
        with sent:
            return sent.headers["Location"]
    raise AssertionError("The page sent the browser nowhere.")


class SandboxTest(unittest.TestCase):
    """A test class with a sandbox of its own, reset before each test."""

    world = "demo"

    @classmethod
    def setUpClass(cls):
        # Clients look into the environment and the home folder for other credentials.
        for name in [name for name in os.environ if name.startswith(("DATABRICKS_", "OPENAI_", "ARM_"))]:
            del os.environ[name]
        os.environ["DATABRICKS_CONFIG_FILE"] = os.devnull
        os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
        cls.sandbox = Sandbox(cls.world)
        cls.addClassCleanup(cls.sandbox.stop)

    def setUp(self):
        self.sandbox.control("POST", "/sandbox/reset")
