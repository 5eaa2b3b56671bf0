"""The configuration file as the official SDK reads it, and as this project reads it.

Each case is one file. The SDK reads it with its own `Config`, unchanged but for the network and the programs it would
start; the example program `profiles` reads it too and prints what it found, values as SHA-256. GATEWRIGHT_PROFILES names
that program.
"""

import base64
import configparser
import contextlib
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import types
import unittest
from unittest import mock

from databricks.sdk import config as sdk_config
from databricks.sdk import credentials_provider, oauth
from databricks.sdk.core import Config

AWS = "host = https://acme.cloud.databricks.com\n"
AZURE = "host = https://adb-12.3.azuredatabricks.net\n"

# How configparser and the SDK refuse a file, beside our name of the same.
REFUSALS = {
    configparser.MissingSectionHeaderError: "no-section",
    configparser.ParsingError: "lines",
    configparser.DuplicateSectionError: "duplicate-section",
    configparser.DuplicateOptionError: "duplicate-key",
}

# What is read out of a file.
FILES = {
    "empty": "",
    "only blank lines": "\n \n\t\n",
    "only a comment": "# nothing here",
    "plain": f"[DEFAULT]\n{AWS}token = dapi1\n\n[prod]\nhost=https://p.cloud.databricks.com\ntoken=dapi2\n",
    "no final newline": "[prod]\nhost = https://p.cloud.databricks.com\ntoken = dapi2",
    "windows line ends": f"[DEFAULT]\n{AWS}token = dapi1\n\n[prod]\ntoken = a\n  b\n\n".replace("\n", "\r\n"),
    "old mac line ends": f"[DEFAULT]\n{AWS}token = dapi1\n[prod]\ntoken = b\n".replace("\n", "\r"),
    "mixed line ends": "[a]\r\nhost = 1\rtoken = 2\n\r\nclient_id = 3\r\r\n",
    "comments": "# one\n; two\n   # three\n[a] # four\n\t;five\nhost = x\n#host = y\n",
    "comments behind values stay": "[a]\ntoken = abc # no ; no\nhost = https://x.com#frag ;x\nclient_id=#\n",
    "comment inside a value": "[a]\ntoken = one\n  # no\n  two\n ; no\n\n  three\n",
    "rem is no comment": "[a]\nrem host = x\n",
    "colons and equals": "[a]\nhost: https://x.com\ntoken = a=b:c==\nclient_id :=: d\nscopes==\n",
    "spaces around everything": "[ a ]\n  host   =    x   \n  token\t:\ty\t\n",
    "spaces inside names": "[a b]\nmy key = 1\nhost  name = 2\n",
    "odd white space": "[a]\nhost =\u00a0x\u2003\ntoken\u00a0= y\x1c\x1f\nclient_id = a\x0bb\x0c\n\u3000scopes = 1\n",
    "separators of other worlds end no line": "[a]\nhost = a\u2028b\u2029c\x85d\x1ce\n",
    "zero bytes": "[a]\nhost = a\x00b\ntoken\x00 = c\n",
    "continuation": "[a]\ntoken = one\n two\n\tthree\nhost = x\n",
    "continuation with blank lines": "[a]\ntoken = one\n\n\n two\n\n\n\nhost = x\n   \n",
    "continuation of an empty value": "[a]\ntoken =\n one\n two\n",
    "continuation looks like a key": "[a]\nhost = x\n token = y\n[b]\nhost = z\n",
    "continuation looks like a section": "[a]\nhost = x\n [b]\ntoken = y\n",
    "everything stands in": "  [a]\n  host = x\n  token = y\n    z\n  [b]\n  host = w\n",
    "less and less in": "    [a]\n   host = x\n  token = y\n client_id = z\n",
    "a section that stands in": "[a]\n  [b]\n  host = x\n",
    "empty values": "[a]\nhost =\ntoken:\nclient_id = \nclient_secret=\t\n",
    "quotes and escapes": "[a]\nhost = \"x\"\ntoken = 'a\\n\\t\\\\b'\nclient_id = \\\n",
    "interpolation": "[DEFAULT]\nb = 2\n[a]\ntoken = %(b)s %(none)s %% %\nhost = ${x} $HOME ~\n",
    "case of keys": "[a]\nHOST = x\nToKeN = y\nÀÉ_ΣΑΣ = z\nİ = 1\n",
    "case of sections": "[a]\nhost=1\n[A]\nhost=2\n[default]\nhost=3\n[Default]\nhost=4\n",
    "names of sections": "[a]b]\nx=1\n[]]\nx=2\n[[c]]\nx=3\n[d] [e]\nx=4\n[f]g\nx=5\n[ ]\nx=6\n",
    "brackets": "[a\nhost=x\n",
    "brackets with an equals sign": "[a]\n[b = c\nhost=x\n",
    "empty brackets": "[a]\n[]\n",
    "empty brackets with an equals sign": "[a]\n[] = 1\n",
    "unicode": "[prod-ü-日本-🦀]\nhost = https://ü.example\ntoken = 🔑\n",
    "profile names to trip over": "[__settings__2]\nhost=1\n[ __settings__]\nhost=2\n[DEFAULT ]\nhost=3\n",
    "default keys are not inherited": f"[DEFAULT]\n{AWS}token=t\n[a]\nclient_id = x\n",
    "default without keys": "[DEFAULT]\n[a]\nhost=x\n",
    "default twice": "[DEFAULT]\nhost=x\n[a]\nhost=y\n[DEFAULT]\ntoken=z\n  more\n",
    "default last": "[a]\nhost=y\n[DEFAULT]\nhost=x\n",
    "empty profiles": "[a]\n[b]\n\n[c]",
    "settings": f"[__settings__]\ndefault_profile = prod\nauth_storage = secure\n[DEFAULT]\n{AWS}[prod]\nhost=y\n",
    "settings with a profile that is not there": f"[__settings__]\ndefault_profile = gone\n[DEFAULT]\n{AWS}",
    "settings that name themselves": f"[__settings__]\ndefault_profile = __settings__\n[DEFAULT]\n{AWS}",
    "settings without a default": f"[__settings__]\ndefault_profile =\n[DEFAULT]\n{AWS}",
    "settings with another case": f"[__settings__]\nDefault_Profile =   prod  \n[prod]\n{AWS}",
    "settings over two lines": f"[__settings__]\ndefault_profile =\n  prod\n[prod]\n{AWS}",
    "settings that name DEFAULT": f"[__settings__]\ndefault_profile = DEFAULT\n[DEFAULT]\n{AWS}",
    "settings that name an empty DEFAULT": "[__settings__]\ndefault_profile = DEFAULT\n[DEFAULT]\n",
    "keys nobody knows": f"[a]\n{AWS}token=t\nfavourite_colour = green\njobs-api-version = 2.0\n",
    "long value": "[a]\ntoken = " + "x" * 100_000 + "\n",
    "long continuation": "[a]\ntoken = x\n" + "  y\n" * 5_000,
    "refused: a key before any section": "host = x\n[a]\n",
    "refused: text before any section": "\n\nhello\n",
    "refused: duplicate section": "[a]\nhost=1\n[b]\n[a]\nhost=2\n",
    "refused: duplicate settings": "[__settings__]\n[__settings__]\n",
    "refused: duplicate key": "[a]\nhost=1\nhost=2\n",
    "refused: duplicate key in another case": "[a]\nhost=1\nHost : 2\n",
    "refused: duplicate key of default": "[DEFAULT]\nhost=1\n[a]\n[DEFAULT]\nhost=2\n",
    "refused: a key without a value": "[a]\nhost\ntoken = x\n",
    "refused: a value without a key": "[a]\n= x\n",
    "refused: a value without a key, twice": "[a]\n= x\n: y\n",
    "refused: a stray line, then a duplicate": "[a]\nstray\nhost=1\nhost=2\n",
    "refused: byte order mark": "\ufeff[a]\nhost=1\n",
    "refused: byte order mark and a comment": "\ufeff# hello\n[a]\nhost=1\n",
    "refused: only a byte order mark": "\ufeff",
    "byte order mark in the middle": "[a]\n\ufeffhost=1\ntoken = \ufeffx\n",
    "refused: invalid bytes": b"[a]\nhost=\xff\xfe\n",
    "refused: latin 1": "[a]\ntoken=ü\n".encode("latin-1"),
    "refused: utf-16": "[a]\nhost=1\n".encode("utf-16"),
    "refused: utf-16 with the other order": b"\xfe\xff\x00[\x00a\x00]",
    "refused: half a character at the end": "[a]\nhost=ü".encode()[:-1],
    "refused: surrogates": b"[a]\nhost=\xed\xa0\x80\n",
}

# What a profile leads to.
KEYS = {
    "token": f"{AWS}token=t",
    "token without a scheme": "host = acme.cloud.databricks.com/\ntoken=t",
    "token without a host": "token=t",
    "token with an empty host": "host=\ntoken=t",
    "host alone": AWS,
    "host alone on Azure": AZURE,
    "host alone on Azure with a tenant": f"{AZURE}azure_tenant_id=t",
    "host alone on Google": "host = https://1.2.gcp.databricks.com",
    "empty token": f"{AWS}token=",
    "service principal": f"{AWS}client_id=c\nclient_secret=s",
    "client id alone": f"{AWS}client_id=c",
    "empty client secret": f"{AWS}client_id=c\nclient_secret=",
    "azure service principal": f"{AZURE}azure_client_id=c\nazure_client_secret=s\nazure_tenant_id=t",
    "azure service principal elsewhere": f"{AWS}azure_client_id=c\nazure_client_secret=s\nazure_tenant_id=t",
    "password": f"{AWS}username=u\npassword=p",
    "user name alone": f"{AWS}username=u",
    "metadata service": f"{AWS}metadata_service_url=http://127.0.0.1:1/x",
    "token of the environment": f"{AWS}oidc_token_env=SOME_OIDC_TOKEN",
    "token of a file": f"{AWS}oidc_token_filepath=/dev/null",
    "nothing": "",
    "two methods": f"{AWS}token=t\nclient_id=c\nclient_secret=s",
    "three methods": f"{AWS}token=t\nusername=u\nazure_client_id=a",
    "two methods, one empty": f"{AWS}token=\nclient_id=c\nclient_secret=s",
    "two methods, one of them a tenant": f"{AZURE}token=t\nazure_tenant_id=a",
    "two methods and google": f"{AWS}token=t\ngoogle_service_account=x@y",
    "two methods and a choice": f"{AWS}token=t\nclient_id=c\nclient_secret=s\nauth_type=oauth-m2m",
    "two methods and the other choice": f"{AWS}token=t\nclient_id=c\nclient_secret=s\nauth_type=pat",
    "two methods and an empty choice": f"{AWS}token=t\nclient_id=c\nclient_secret=s\nauth_type=",
    "chosen: pat": f"{AWS}token=t\nauth_type=pat",
    "chosen: pat without a token": f"{AWS}auth_type=pat",
    "chosen: in another case": f"{AWS}token=t\nauth_type=PAT",
    "chosen: oauth-m2m without a secret": f"{AWS}client_id=c\nauth_type=oauth-m2m",
    "chosen: databricks-cli": f"{AWS}auth_type=databricks-cli",
    "chosen: databricks-cli on Azure": f"{AZURE}auth_type=databricks-cli",
    "chosen: databricks-cli beside a token": f"{AWS}token=t\nauth_type=databricks-cli",
    "chosen: azure-cli": f"{AZURE}auth_type=azure-cli",
    "chosen: azure-cli elsewhere": f"{AWS}auth_type=azure-cli",
    "chosen: external-browser": f"{AWS}auth_type=external-browser",
    "chosen: external-browser with an app": f"{AWS}auth_type=external-browser\nclient_id=app\nscopes=sql, all-apis",
    "chosen: azure-client-secret": f"{AZURE}azure_client_id=c\nazure_client_secret=s\nauth_type=azure-client-secret",
    "chosen: azure-client-secret without a secret": f"{AZURE}azure_client_id=c\nauth_type=azure-client-secret",
    "chosen: basic": f"{AWS}username=u\npassword=p\nauth_type=basic",
    "chosen: something unknown": f"{AWS}token=t\nauth_type=magic",
}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def ours(path=None, **env):
    """What the example program found in a file, or in the one of the environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATABRICKS_", "ARM_"))}
    command = [os.environ["GATEWRIGHT_PROFILES"]] + ([] if path is None else [str(path)])
    run = subprocess.run(command, capture_output=True, env={**clean, **env}, timeout=60, check=True)
    return json.loads(run.stdout)


class Parsed(configparser.ConfigParser):
    """The parser of the SDK, kept so that a test sees what it read."""

    last = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        Parsed.last = self


def jwt():
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    return f"{part({})}.{part({'upn': 'me@example.com'})}.x"


def programs(command, **_):
    """Stands in for `az` and `databricks`, both signed in."""
    answer = {
        "accessToken": jwt(),
        "access_token": jwt(),
        "tokenType": "Bearer",
        "token_type": "Bearer",
        "expiresOn": "2100-01-01 00:00:00.000000",
        "expiry": "2100-01-01T00:00:00Z",
    }
    if "version" in command:
        answer = {"Major": 1, "Minor": 13, "Patch": 0}
    return types.SimpleNamespace(stdout=json.dumps(answer).encode(), stderr=b"", returncode=0)


@contextlib.contextmanager
def sdk():
    """The SDK with nothing around it: no variables, no network, both command lines installed and signed in."""
    cli = credentials_provider.DatabricksCliTokenSource
    endpoints = oauth.OidcEndpoints("https://x/authorize", "https://x/token")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATABRICKS_", "ARM_"))}
    with contextlib.ExitStack() as patches:
        for patch in (
            mock.patch.dict(os.environ, {**clean, "SOME_OIDC_TOKEN": "t"}, clear=True),
            mock.patch.object(sdk_config.configparser, "ConfigParser", Parsed),
            mock.patch.object(sdk_config, "get_endpoints_from_url", lambda url: endpoints),
            mock.patch.object(Config, "_resolve_host_metadata", lambda self: None),
            mock.patch.object(Config, "load_azure_tenant_id", lambda self: None),
            mock.patch.object(credentials_provider, "_run_subprocess", programs),
            mock.patch.object(cli, "_find_executable", staticmethod(lambda name: f"/usr/bin/{name}")),
            mock.patch.object(oauth, "TokenCache", mock.MagicMock()),
            mock.patch.object(oauth, "OAuthClient", mock.MagicMock()),
        ):
            patches.enter_context(patch)
        yield


def only_read(_config):
    """A strategy that ends at the file."""
    return lambda: {}


only_read.auth_type = lambda: "only-read"


def read_by_sdk(path, profile=None):
    """(Config, None), or (None, the error it raised)."""
    try:
        more = {} if profile is None else {"profile": profile}
        return Config(config_file=str(path), credentials_strategy=only_read, **more), None
    except Exception as error:  # configparser's errors and the SDK's own
        return None, error


def sections_of_sdk():
    """Profiles as the SDK takes them out of its parser."""
    sections = {name: dict(values) for name, values in Parsed.last._sections.items() if name != "__settings__"}
    if Parsed.last.defaults():
        sections["DEFAULT"] = dict(Parsed.last.defaults())
    return sections


@unittest.skipUnless(os.environ.get("GATEWRIGHT_PROFILES"), "GATEWRIGHT_PROFILES does not name the program.")
class Profiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "databrickscfg"

    def write(self, content):
        self.file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def compare(self, content):
        """Compares the whole file: refused or not, profiles, keys, values, and the default."""
        self.write(content)
        answer = ours(self.file)
        with sdk():
            config, error = read_by_sdk(self.file)
            refused = isinstance(error, (configparser.Error, UnicodeDecodeError)) or isinstance(
                getattr(error, "__cause__", None), UnicodeDecodeError
            )
            self.assertEqual("refused" in answer, refused, (answer, error))
            if refused:
                kind = REFUSALS.get(type(error), "encoding")
                if content.startswith(b"\xef\xbb\xbf" if isinstance(content, bytes) else "\ufeff"):
                    self.assertEqual(kind, "no-section")
                    kind = "byte-order-mark"
                self.assertEqual(answer["refused"]["kind"], kind, answer)
                return answer
            sections = sections_of_sdk()
            hashed = {name: {key: sha(value) for key, value in keys.items()} for name, keys in sections.items()}
            found = {name: profile["keys"] for name, profile in answer["profiles"].items()}
            self.assertEqual(found, hashed)
            # In the order of the file; the SDK's parser keeps DEFAULT apart.
            named = [name for name in hashed if name != "DEFAULT"]
            self.assertEqual([name for name in found if name != "DEFAULT"], named)
            self.default(answer["default"], config, error, sections)
        return answer

    def default(self, default, config, error, sections):
        if error is None:
            # The SDK leaves the name out when it falls back to DEFAULT.
            expected = config.profile or ("DEFAULT" if "DEFAULT" in sections else None)
            self.assertEqual(default, {"name": expected})
        elif "reserved section name" in str(error):
            self.assertEqual(default["kind"], "reserved")
        else:
            self.assertIn("profile configured", str(error))
            self.assertEqual(default["kind"], "not-found")

    def test_every_file_of_the_corpus_reads_as_the_sdk_reads_it(self):
        for name, content in FILES.items():
            with self.subTest(name):
                answer = self.compare(content)
                if name.startswith("refused"):
                    self.assertIn("refused", answer)

    def test_files_made_at_random_read_as_the_sdk_reads_them(self):
        pieces = ["[a]", "[b]", "[DEFAULT]", "[__settings__]", "host", "token", "=", ":", " ", "  ", "\t", "#", ";", "x"]
        pieces += ["]", "[", "\n", "\n", "\n", "\r\n", "%", "\u00a0", "\x1c", "default_profile", "HOST", "\\", '"', "é"]
        dice = random.Random(20_26)
        read = 0
        for number in range(400):
            lines = ["[a]\n"] if number % 2 else []
            content = "".join(lines + dice.choices(pieces, k=dice.randrange(1, 30)))
            with self.subTest(content=content):
                read += "refused" not in self.compare(content)
        self.assertGreater(read, 50)
        self.assertLess(read, 390)

    def test_each_value_of_a_profile_is_the_value_of_the_sdks_config(self):
        # Without those that the SDK changes after reading: the name of the strategy, and addresses it completes.
        changed = ("auth_type", "config_file", "host", "profile")
        names = [a.name for a in Config.attributes() if a.transform is str and a.name not in changed]
        keys = "".join(f"{name.upper()} : v{number} # {name}\n" for number, name in enumerate(names))
        self.write(f"[all]\nauth_type = pat\n{AWS}{keys}")
        found = ours(self.file)["profiles"]["all"]["keys"]
        with sdk():
            config, error = read_by_sdk(self.file, "all")
            self.assertIsNone(error)
        self.assertGreater(len(names), 20)
        for name in names:
            self.assertEqual(found[name], sha(getattr(config, name)), name)

    def test_a_thousand_profiles(self):
        self.compare(thousand())
        answer = ours(self.file)
        self.assertEqual(len(answer["profiles"]), 1000)
        with sdk():
            for number in (0, 1, 499, 998, 999):
                config, error = read_by_sdk(self.file, f"team-{number}")
                self.assertIsNone(error)
                self.assertEqual(answer["profiles"][f"team-{number}"]["keys"]["token"], sha(config.token))

    def test_a_profile_leads_to_the_same_way_of_signing_in(self):
        for name, keys in KEYS.items():
            with self.subTest(name):
                self.write(f"[p]\n{keys}\n")
                answer = ours(self.file)["profiles"]["p"]["signIn"]
                with sdk():
                    self.same_way(answer, self.way_of_sdk())

    def way_of_sdk(self):
        try:
            return Config(config_file=str(self.file), profile="p").auth_type, None
        except ValueError as error:
            return None, str(error)

    def same_way(self, answer, sdks):
        auth_type, error = sdks
        if "authType" in answer:
            self.assertEqual(answer["authType"], auth_type, error)
        elif answer["kind"] == "unsupported":
            # The sentence names the SDK's word for it. Of a metadata service and a token's file the SDK finds out later that
            # there is none, and goes on; what they are for is said here all the same.
            later = any(word in answer["told"] for word in ("(metadata-service)", "(file-oidc)"))
            self.assertTrue(later or f"({auth_type})" in answer["told"], (answer, sdks))
        elif answer["kind"] == "many-methods":
            names = re.search(r"more than one authorization method configured: ([\w -]+)", error).group(1)
            for method in names.split(" and "):
                self.assertIn(f"{method} (", answer["told"])
        else:
            self.assertIn(answer["kind"], ("missing", "no-host", "unknown-auth-type", "not-azure"))
            self.assertIsNone(auth_type, answer)

    def test_the_environment_says_which_file_and_which_profile(self):
        self.write(f"[DEFAULT]\n{AWS}token=d\n[a]\n{AWS}token=a\n[__settings__]\ndefault_profile=a\n")
        home = self.file.parent
        self.file.rename(home / ".databrickscfg")
        other = home / "other"
        other.write_text("[b]\nhost=b\n")
        for env in (
            {},
            {"DATABRICKS_CONFIG_PROFILE": "DEFAULT"},
            {"DATABRICKS_CONFIG_PROFILE": ""},
            {"DATABRICKS_CONFIG_PROFILE": "gone"},
            {"DATABRICKS_CONFIG_PROFILE": "__settings__"},
            {"DATABRICKS_CONFIG_FILE": str(other)},
            {"DATABRICKS_CONFIG_FILE": "~/other", "DATABRICKS_CONFIG_PROFILE": "b"},
            {"DATABRICKS_CONFIG_FILE": ""},
            {"DATABRICKS_CONFIG_FILE": str(home / "nowhere")},
            {"DATABRICKS_CONFIG_FILE": os.devnull},
        ):
            with self.subTest(env=env):
                env = {**env, "HOME": str(home)}
                answer = ours(**env)
                with sdk(), mock.patch.dict(os.environ, env):
                    Parsed.last = None
                    try:
                        config, error = Config(credentials_strategy=only_read), None
                    except ValueError as raised:
                        config, error = None, raised
                    sections = sections_of_sdk() if Parsed.last else {}
                    self.assertEqual(sorted(answer["profiles"]), sorted(sections))
                    self.default(answer["default"], config, error, sections)

    def test_what_is_not_read_is_told(self):
        self.assertEqual(ours(self.file.parent)["refused"]["kind"], "folder")
        with open(self.file, "wb") as file:
            file.truncate(5 * 1024 * 1024)
        self.assertEqual(ours(self.file)["refused"]["kind"], "too-large")

    def test_no_value_is_printed(self):
        self.write(f"[p]\n{AWS}token = canary-1\nclient_secret = canary-2\nmine = canary-3\nauth_type = canary4\n")
        self.assertNotRegex(json.dumps(ours(self.file)), "canary-")


def thousand():
    """A file with a thousand profiles, in every style that people use."""
    styles = (
        "[team-{n}]\nhost = https://w{n}.cloud.databricks.com\ntoken = dapi-{n} #{n}\n\n",
        "[team-{n}]\r\nhost=https://w{n}.cloud.databricks.com\r\ntoken=dapi-{n}\r\n",
        "# {n}\n[team-{n}]\n  HOST : https://w{n}.cloud.databricks.com\n  token : dapi-{n};\n; end\n",
    )
    return "".join(styles[number % 3].format(n=number) for number in range(1000))


if __name__ == "__main__":
    unittest.main()
