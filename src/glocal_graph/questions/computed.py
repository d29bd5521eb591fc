"""Answers that SPARQL alone cannot give: the rows of a question go in, the table that people asked for comes out.

A question names its function by `# computed: name` in its head; the functions are in the modules computed_*.
"""

from __future__ import annotations

from collections.abc import Callable

from glocal_graph.model.errors import DataError
from glocal_graph.questions.answers import Table
from glocal_graph.questions.computed_chains import find_chains
from glocal_graph.questions.computed_changes import list_changes
from glocal_graph.questions.computed_mixing import compare_partners
from glocal_graph.questions.computed_network import find_triads, measure_network
from glocal_graph.questions.computed_table import Asked

__all__ = ["compute"]

_FUNCTIONS: dict[str, Callable[[Asked], Table]] = {
    "chains": find_chains,
    "changes": list_changes,
    "measures": measure_network,
    "mixing": compare_partners,
    "triads": find_triads,
}


def compute(asked: Asked) -> Table:
    """The table of a question whose head names a function."""
    name = asked.question.computed
    if name not in _FUNCTIONS:
        raise DataError(f"{asked.question.name}.rq", None, f'no function is called "{name}"; see questions/computed.py')
    return _FUNCTIONS[name](asked)
