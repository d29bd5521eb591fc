"""A change is stopped past its limits, alone; it dies with its program; what was made is not made twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from glocal_graph.data.editing import Edit
from glocal_graph.data.editing_process import Editor
from glocal_graph.data.store.lock import hold
from glocal_graph.model.errors import ChangeRefused, QueryStopped, ShapesBroken, StoreBusy, StoreError
from glocal_graph.model.settings import Settings
from tests.writing import PREFIXES, publish_valid, served, theme

CROSS = "INSERT { ?a ?b ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DOUBLED = "INSERT { <urn:a> <urn:b> ?x40 } WHERE { BIND('aaaaaaaa' AS ?x0) " + "".join(
    f"BIND(CONCAT(?x{step}, ?x{step}) AS ?x{step + 1}) " for step in range(40)
) + "}"  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    return publish_valid(tmp_path_factory.mktemp("process") / "store", update_seconds=3, update_memory=700 << 20)


@pytest.fixture(scope="module")
def editor(settings):
    made = Editor(settings)
    yield made
    made.close()


def update(text: str) -> Edit:
    return Edit("update", "hanako", text=PREFIXES + text)


@pytest.mark.parametrize(("name", "text"), [("cross", CROSS), ("doubled", DOUBLED)])
def test_a_runaway_is_stopped_and_the_next_change_is_made(editor, settings, name, text):
    before = served(settings)
    with pytest.raises(QueryStopped) as caught:
        editor.make(update(text))
    assert caught.value.limit in ("time", "memory")  # whichever it meets first on this machine
    assert served(settings) == before
    assert editor.make(update(f"INSERT DATA {{ {theme('after-' + name)} }}")).added == 3


def test_an_error_of_the_other_process_is_the_same_error_here(editor):
    with pytest.raises(ShapesBroken) as caught:
        editor.make(update('INSERT DATA { theme:x a glocal:Theme ; rdfs:label "x"@en }'))
    assert [finding.rule for finding in caught.value.findings] == ["labels"]


def test_a_process_killed_from_outside_is_an_error_or_a_change_and_the_next_is_made(editor, settings):
    before = served(settings).release
    assert editor.make(update(f"INSERT DATA {{ {theme('first')} }}")).release != before
    for process in editor.process_ids():
        os.kill(process, signal.SIGKILL)
    done = wait_for(lambda: make_or_none(editor, update(f"INSERT DATA {{ {theme('second')} }}")))
    assert served(settings).release == done.release


def make_or_none(editor, edit):
    try:
        return editor.make(edit)
    except StoreError:
        return None


def test_another_engines_graph_is_not_changed_from_here():
    with pytest.raises(ChangeRefused, match="another engine"):
        Editor(Settings(store="http://127.0.0.1:9/sparql")).make(update("CLEAR ALL"))


def test_too_many_writers_are_turned_away_at_once(settings, monkeypatch):
    full = Editor(settings)
    while full._places.acquire(blocking=False):
        pass
    with pytest.raises(StoreBusy, match="too many"):
        full.make(update("CLEAR ALL"))


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of Unix")
def test_the_process_of_a_change_ends_with_the_program_that_asked(tmp_path):
    settings = publish_valid(tmp_path / "store")
    before = served(settings)
    code = f"""
import sys
from glocal_graph.data.editing import Edit
from glocal_graph.data.editing_process import Editor
from glocal_graph.model.settings import Settings
if __name__ == "__main__":
    editor = Editor(Settings(store=sys.argv[1], update_seconds=300))
    editor._ready_pool()
    print("ready", flush=True)
    editor.make(Edit("update", "hanako", text={CROSS!r}))
"""
    script = tmp_path / "change.py"
    script.write_text(code, encoding="utf-8")
    with subprocess.Popen([sys.executable, script, settings.store], stdout=subprocess.PIPE) as asking:
        assert asking.stdout is not None
        assert asking.stdout.readline() == b"ready\n"
        children = wait_for(lambda: [c for c in psutil.Process(asking.pid).children() if is_at_work(settings)])
        asking.send_signal(signal.SIGKILL)
    assert wait_for(lambda: not any(psutil.pid_exists(child.pid) and child.status() != "zombie" for child in children))
    with hold(Path(settings.store) / ".lock"):
        assert served(settings) == before


def is_at_work(settings: Settings) -> bool:
    return bool(list(Path(settings.store).glob(".draft-*")))


def wait_for(found):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come")
