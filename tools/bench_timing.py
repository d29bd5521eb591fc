"""How a question is timed: warmed up first, then run until it was run often enough or has used its time."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["NOT_RUN", "Plan", "Timing", "TooSlow", "measure"]


class TooSlow(Exception):
    """An engine did not answer within its limit; the message says which."""


@dataclass(frozen=True)
class Plan:
    """How often a question is run: so many times, unless it has used so many seconds (then at least `least`)."""

    runs: int
    least: int
    seconds: float
    warm_up: int = 1


@dataclass(frozen=True)
class Timing:
    """The seconds of each counted run, the number of rows; or the reason why there are none."""

    runs: tuple[float, ...] = ()
    rows: int = 0
    reason: str = ""

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.runs) * 1000

    @property
    def worst(self) -> float:
        """The slowest run in milliseconds."""
        return max(self.runs) * 1000


NOT_RUN = Timing(reason="not run")


def measure(ask: Callable[[], bytes], plan: Plan) -> Timing:
    """Time a question that is answered as SPARQL JSON; a failure is kept as the reason."""
    try:
        started = time.perf_counter()
        body = b""
        for _ in range(plan.warm_up):
            body = ask()
        first = time.perf_counter() - started
        if first > plan.seconds:
            # Warming up used the time already, and tells as much as another run would.
            return Timing((first / plan.warm_up,), _count_rows(body))
        return Timing(_run(ask, plan), _count_rows(body))
    except TooSlow as error:
        return Timing(reason=str(error))
    except Exception as error:
        return Timing(reason=f"failed: {(str(error).splitlines() or [type(error).__name__])[0][:80]}")


def _run(ask: Callable[[], bytes], plan: Plan) -> tuple[float, ...]:
    runs: list[float] = []
    while len(runs) < plan.runs and (len(runs) < plan.least or sum(runs) < plan.seconds):
        started = time.perf_counter()
        ask()
        runs.append(time.perf_counter() - started)
    return tuple(runs)


def _count_rows(body: bytes) -> int:
    answer = json.loads(body)
    return len(answer["results"]["bindings"]) if "results" in answer else 1
