"""What the package needs is what it says that it needs: a fresh machine has nothing else."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Parts of Flask, which names them itself.
OF_FLASK = {"jinja2", "markupsafe", "werkzeug"}
#: Read by no import: the time zones of `zoneinfo`, where the system has none.
READ_AS_DATA = {"tzdata"}


def imported() -> set[str]:
    """The distributions that the code imports something of."""
    names: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    known = packages_distributions()
    others = names - set(sys.stdlib_module_names) - {"glocal_graph"}
    return {known[name][0].lower().replace("_", "-") for name in others}


def named() -> set[str]:
    """The distributions that the package says it needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=\[; ]", need)[0].lower() for need in project["dependencies"]}


def test_every_package_that_is_imported_is_named():
    assert imported() - named() - OF_FLASK == set()


def test_every_package_that_is_named_is_imported():
    assert named() - imported() - READ_AS_DATA == set()


def test_every_package_that_is_named_is_locked():
    lock = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
    assert named() - set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)) == set()
