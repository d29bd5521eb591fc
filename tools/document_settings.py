"""Writes docs/settings.md from the table of settings in the code."""

from __future__ import annotations

from pathlib import Path

from glocal_graph.model.settings import Settings

TARGET = Path(__file__).parents[1] / "docs" / "settings.md"
HEAD = """# Settings

Every limit and path is one setting. An environment variable sets it; a command's option, where there is one,
overrides the variable. This page is written by `python tools/document_settings.py`.

| variable | default | what it is |
|---|---|---|
"""


def main() -> None:
    """Write the page."""
    rows = []
    for name, default, help_text in Settings.table():
        shown = "a folder of the user's own" if name in ("store", "links") else default
        shown = "inside the package, else the checkout" if name == "resources" else shown
        rows.append(f"| `GLOCAL_{name.upper()}` | {shown} | {help_text} |")
    TARGET.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
