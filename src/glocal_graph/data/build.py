"""The whole way from data/ and ontology/ to a snapshot: read, resolve, write RDF, check, publish."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pyoxigraph import Quad, Triple

from glocal_graph.model.errors import DataError

__all__ = ["BuildReport", "Progress", "build_snapshot", "load_file"]
