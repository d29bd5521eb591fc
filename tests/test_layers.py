"""The house: five layers, arrows one way, no circle, and no room larger than its promise."""

from __future__ import annotations

import ast
from pathlib import Path

import networkx as nx
import pytest

LAYERS = ["model", "data", "questions", "output", "front"]
PACKAGE = Path(__file__).parents[1] / "src" / "glocal_graph"
MODULES = sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = ("glocal_graph", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("glocal_graph"):
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("glocal_graph")}
    names = {module_name(module) for module in MODULES}
    return {name for name in found if name in names}


def layer_of(module: str) -> int:
    parts = module.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 else -1


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_from_its_own_layer_or_those_above(path):
    own = layer_of(module_name(path))
    below = {name for name in imports_of(path) if layer_of(name) > own >= 0}
    assert not below


def test_no_imports_run_in_a_circle():
    graph = nx.DiGraph()
    for path in MODULES:
        for name in imports_of(path):
            # A package's __init__ that re-exports its own modules is no circle.
            if not name.startswith(module_name(path)) and not module_name(path).startswith(name + "."):
                graph.add_edge(module_name(path), name)
    assert list(nx.simple_cycles(graph)) == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_every_module_begins_with_its_promise_and_stays_small(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "the first line says what the module is for"
    assert text.count("\n") <= 400, "split the room: it has outgrown its promise"
