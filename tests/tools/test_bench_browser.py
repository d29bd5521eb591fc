"""The part of the bench that looks at pictures: its made-up world, and its place on the page of figures."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.fixture(autouse=True)
def from_the_folder_of_tools(monkeypatch):
    """The bench's modules find each other as they do when the command runs."""
    monkeypatch.syspath_prepend(str(TOOLS))


def test_a_made_up_world_is_the_same_each_time_and_every_place_has_a_tie(tmp_path):
    from bench_world import write_world

    lines = write_world(tmp_path / "one.nq", places=300, ties=450)
    write_world(tmp_path / "two.nq", places=300, ties=450)
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()
    quads = list(ox.parse(path=tmp_path / "one.nq", format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(set(quads)) == lines
    parties: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value.endswith("#party"):
            parties.setdefault(quad.subject.value, set()).add(quad.object.value)
    assert (len(parties), {len(own) for own in parties.values()}) == (450, {2})
    assert len({place for own in parties.values() for place in own}) == 300


def test_figures_of_pictures_stand_in_tables_or_say_why_there_are_none():
    from bench_browser import BrowserTimes, Frames, Wait
    from bench_report import render_pictures

    times = BrowserTimes(
        machine="here",
        waits=[Wait("all ties", [0.5, 2.0, 0.7], 1.5)],
        frames=[Frames("dragged", [16.0] * 95 + [90.0] * 5)],
        beside=[("all ties", 3.0, 0.6)],
    )
    page = render_pictures(times)
    assert re.search(r"\| all ties +\| +1\.5 s \| +0\.70 s \| +2\.00 s \| +3 \|", page)
    assert re.search(r"\| dragged +\| +16\.0 \| +90\.0 \| +90 \|", page)
    assert "5.0 ×" in page
    assert "no browser" in render_pictures(BrowserTimes(reason="no browser"))


def test_one_part_of_the_page_is_replaced_and_all_others_stay():
    from bench_report import insert_section

    page = "# Performance\n\nwords\n\n## One\n\n1\n\n## Two\n\n2\n\n## Three\n\n3\n"
    assert insert_section(page, "## Two\n\nnew\n") == page.replace("\n2\n", "\nnew\n")
    assert insert_section(page, "## Three\n\nnew\n") == page.replace("\n3\n", "\nnew\n")
    assert insert_section(page, "## Four\n\n4\n") == page + "\n## Four\n\n4\n"
