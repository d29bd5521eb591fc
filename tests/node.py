"""Runs a piece of the browser's scripts in Node, for tests of what needs no page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[1] / "web" / "scripts"


def run_script(module: str, names: str, expression: str, given: Any = None) -> Any:
    """The value of an expression over what a module of web/scripts exports; `given` is at hand as `given`."""
    # The machine's own, else the one that came as a Python package.
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        assert not os.environ.get("CI"), "Node is needed"
        pytest.skip("Node is not on this machine")
    program = (
        f"import {{ {names} }} from {json.dumps((SCRIPTS / module).as_uri())};\n"
        f"const given = {json.dumps(given)};\n"
        f"process.stdout.write(JSON.stringify({expression}));\n"
    )
    done = subprocess.run(
        [node, "--input-type=module", "-"], input=program, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
