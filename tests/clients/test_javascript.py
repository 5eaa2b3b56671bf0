"""Public JavaScript clients against the sandbox: installs them once under target/ and runs `javascript/clients.test.mjs`.

Skipped, with the reason, where there is no Node or the packages cannot be installed.
"""

import os
import pathlib
import shutil
import subprocess
import unittest

from sandbox_process import SandboxTest

HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent.parent / "target"))
FOLDER = TARGET / "clients-javascript"


def install():
    """Makes the folder, unless it was made from the same lock file."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        raise unittest.SkipTest("Node and npm are not installed here.")
    lock = (HERE / "javascript/package-lock.json").read_bytes()
    stamp = FOLDER / "installed-from.json"
    if stamp.is_file() and stamp.read_bytes() == lock:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / "javascript" / name, FOLDER / name)
    try:
        ended = subprocess.run([npm, "ci", "--loglevel=error"], cwd=FOLDER, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        raise unittest.SkipTest("The JavaScript clients could not be installed within two minutes.") from None
    if ended.returncode != 0:
        raise unittest.SkipTest(f"The JavaScript clients could not be installed: {ended.stderr.strip()}")
    stamp.write_bytes(lock)


class JavaScript(SandboxTest):
    @classmethod
    def setUpClass(cls):
        install()
        super().setUpClass()

    def test_public_clients_work_unchanged(self):
        shutil.copy(HERE / "javascript/clients.test.mjs", FOLDER)
        environment = {
            **os.environ,
            "SANDBOX_HOST": self.sandbox.host,
            "SANDBOX_TOKEN": self.sandbox.token,
            "SANDBOX_ID": self.sandbox.client_id,
            "SANDBOX_SECRET": self.sandbox.client_secret,
        }
        ended = subprocess.run(
            ["node", "--test", "clients.test.mjs"],
            cwd=FOLDER, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
        )
        self.assertEqual(ended.returncode, 0, ended.stdout)
        self.assertIn("# pass 4", ended.stdout.replace("ℹ", "#"))


if __name__ == "__main__":
    unittest.main()
