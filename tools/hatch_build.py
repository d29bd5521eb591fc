"""Build hook: puts ontology, data, queries and the built web files into the wheel.

An editable install reads them from the checkout, so that an edited row is seen by the next build.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: What the wheel carries beside the code: folder or file in the checkout → place in the package.
RESOURCES = ("ontology", "data", "queries", "web/templates", "web/messages.toml", "web/dist")


class ResourcesHook(BuildHookInterface):
    """Adds the top-level folders to a wheel under glocal_graph/_resources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse a wheel without its parts; leave editable installs alone."""
        if self.target_name != "wheel" or version == "editable":
            return
        for name in RESOURCES:
            if not Path(self.root, name).exists():
                raise FileNotFoundError(f"{name} is missing, so the wheel would not work; run `make assets` first")
            build_data["force_include"][name] = f"glocal_graph/_resources/{name}"
