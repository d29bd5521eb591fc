"""Snapshots: published whole or not at all, switched in one step, never written again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest

from glocal_graph import __version__
from glocal_graph.data.store.snapshot import Snapshot, current, draft, list_snapshots, prune, verify
from glocal_graph.model.errors import StoreError, StoreMissing, UsageError
from tests import faults
from tests.data.store.publish_small import publish
from tests.small_graph import read_small_graph

SCRIPT = Path(__file__).with_name("publish_small.py")


def publish_quads(root: Path, quads: list[ox.Quad], **options: object) -> Snapshot:
    with draft(root, **options) as made:
        made.store.extend(quads)
        return made.publish()


def release_inside(snapshot: Snapshot) -> str:
    (quad,) = ox.Store.read_only(str(snapshot.store_path))
    return quad.object.value


def test_a_snapshot_has_counts_checksums_and_the_same_quads_twice(tmp_path):
    quads = read_small_graph()
    snapshot = publish_quads(tmp_path, quads)
    assert current(tmp_path) == snapshot
    assert snapshot.triples == len(set(quads)) == sum(snapshot.manifest["graphs"].values())
    assert snapshot.manifest["software"] == __version__
    assert set(ox.Store.read_only(str(snapshot.store_path))) == set(quads)
    assert set(ox.parse(path=str(snapshot.dump_path))) == set(quads)
    verify(snapshot)


def test_counts_are_by_named_graph(tmp_path):
    quads = read_small_graph()
    name = "https://w3id.org/glocal-graph/graph/places"
    counted = publish_quads(tmp_path, quads).manifest["graphs"][name]
    assert counted == len({quad for quad in quads if quad.graph_name.value == name})


def test_the_dump_is_the_same_bytes_whatever_order_quads_came_in(tmp_path):
    quads = read_small_graph()
    first = publish_quads(tmp_path / "a", quads)
    random.Random(1).shuffle(quads)
    second = publish_quads(tmp_path / "b", quads)
    lines = first.dump_path.read_bytes().splitlines()
    assert lines == sorted(lines)
    assert first.manifest["checksums"]["graph.nq"] == second.manifest["checksums"]["graph.nq"]


def test_releases_of_a_day_are_numbered_on(tmp_path):
    day = datetime.now(UTC).strftime("%Y.%m.%d")
    assert [publish(tmp_path) for _ in range(2)] == [f"{day}-1", f"{day}-2"]
    assert [item.release for item in list_snapshots(tmp_path)] == [f"{day}-1", f"{day}-2"]


def test_a_release_can_be_named_and_is_known_to_the_draft(tmp_path):
    with draft(tmp_path, release="v1.0-beta") as made:
        assert made.release == "v1.0-beta"
        assert made.publish({"note": "first"}).manifest["note"] == "first"
    assert current(tmp_path).release == "v1.0-beta"


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "current", "名", "a" * 101, "x\n"])
def test_a_release_needs_a_plain_name(tmp_path, name):
    with pytest.raises(UsageError, match="no name for a release"), draft(tmp_path, release=name):
        pass


def test_a_release_is_never_written_again(tmp_path):
    with draft(tmp_path, release="one") as made:
        made.publish()
        with pytest.raises(StoreError, match="never written again"):
            _ = made.store
    with pytest.raises(UsageError, match="exists already"), draft(tmp_path, release="one"):
        pass


def test_what_is_not_published_leaves_nothing(tmp_path):
    publish(tmp_path)
    with draft(tmp_path) as made:
        made.store.extend(read_small_graph())
    with pytest.raises(KeyError), draft(tmp_path):
        raise KeyError
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", current(tmp_path).release, "current"]


def test_one_build_at_a_time(tmp_path):
    with draft(tmp_path):
        with pytest.raises(StoreError, match="another build is at work"), draft(tmp_path):
            pass
        other = subprocess.run([sys.executable, SCRIPT, tmp_path], capture_output=True, text=True)
        assert "another build is at work" in other.stderr
    publish(tmp_path)


def test_the_lock_of_a_killed_build_is_free(tmp_path):
    code = (
        "import sys, pathlib; from glocal_graph.data.store.snapshot import draft\n"
        "with draft(pathlib.Path(sys.argv[1])): print('holding', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, tmp_path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"holding\n"
        with pytest.raises(StoreError, match="another build"), draft(tmp_path):
            pass
        holder.send_signal(signal.SIGKILL)
    assert publish(tmp_path) == current(tmp_path).release
    assert not list(tmp_path.glob(".draft-*"))


def test_a_draft_can_start_as_a_copy_and_leaves_its_origin_alone(tmp_path):
    quads = read_small_graph()
    first = publish_quads(tmp_path, quads[1:])
    with draft(tmp_path, copy_of=first) as made:
        made.store.add(quads[0])
        second = made.publish()
    assert set(ox.Store.read_only(str(second.store_path))) == set(quads)
    verify(first)
    verify(second)
    assert set(ox.Store.read_only(str(first.store_path))) == set(quads[1:])


def test_only_the_newest_stay_and_always_the_current_one(tmp_path):
    releases = [publish_quads(tmp_path, [], keep=3).release for _ in range(5)]
    assert [item.release for item in list_snapshots(tmp_path)] == releases[-3:]
    (tmp_path / "current").write_text(releases[-3] + "\n")
    assert prune(tmp_path, 1) == [releases[-2]]
    assert [item.release for item in list_snapshots(tmp_path)] == [releases[-3], releases[-1]]


def test_a_missing_store_says_what_to_do(tmp_path):
    for root in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(StoreMissing, match="glocal-graph build"):
            current(root)
        assert list_snapshots(root) == []


def test_a_store_that_is_a_file_is_said_to_be_one(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        current(tmp_path / "file")
    with pytest.raises(StoreError, match="cannot be written"), draft(tmp_path / "file"):
        pass
    with pytest.raises(StoreError, match="cannot be read"):
        list_snapshots(tmp_path / "file")


def test_a_current_that_cannot_be_read_is_a_clear_error(tmp_path):
    (tmp_path / "current").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        current(tmp_path)


@pytest.mark.parametrize("content", [b"", b"../../etc", b"\xff\xfe", b"2026.11.23-1"])
def test_a_current_that_names_no_snapshot_is_a_clear_error(tmp_path, content):
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(StoreError, match=r"current|broken"):
        current(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"release": "other"}', "null"])
def test_a_damaged_manifest_is_a_clear_error_and_is_not_listed(tmp_path, content):
    release = publish(tmp_path)
    (tmp_path / release / "manifest.json").write_text(content)
    with pytest.raises(StoreError, match=r"manifest.json.*glocal-graph build"):
        current(tmp_path)
    assert list_snapshots(tmp_path) == []


def test_every_file_that_was_changed_is_found(tmp_path):
    snapshot = publish_quads(tmp_path, read_small_graph())
    names = snapshot.manifest["checksums"]
    assert {"graph.nq", "store/CURRENT"} <= set(names)
    for name in names:
        path = snapshot.path / name
        content = path.read_bytes()
        path.write_bytes(content + b"x")
        with pytest.raises(StoreError, match=name):
            verify(snapshot)
        path.unlink()
        with pytest.raises(StoreError, match=name):
            verify(snapshot)
        path.write_bytes(content)
    verify(snapshot)


def test_reading_a_store_changes_none_of_its_files(tmp_path):
    snapshot = publish_quads(tmp_path, read_small_graph())
    for _ in range(2):
        assert len(ox.Store.read_only(str(snapshot.store_path))) == snapshot.triples
    verify(snapshot)


@pytest.mark.parametrize("field", ["triples", "graphs"])
def test_counts_that_do_not_agree_are_found(tmp_path, field):
    snapshot = publish_quads(tmp_path, read_small_graph())
    manifest = dict(snapshot.manifest)
    if field == "triples":
        manifest["triples"] += 1
    else:
        manifest["graphs"] = {**manifest["graphs"], "http://example.org/more": 1}
    with pytest.raises(StoreError, match="counts"):
        verify(Snapshot(snapshot.path, snapshot.release, manifest))
    whole = {**manifest, "triples": snapshot.triples + 1, "graphs": {"": snapshot.triples + 1}}
    with pytest.raises(StoreError, match="as many triples"):
        verify(Snapshot(snapshot.path, snapshot.release, whole))


def test_a_build_killed_at_ten_moments_leaves_the_old_snapshot_whole_and_the_next_build_works(tmp_path):
    served = publish(tmp_path)
    steps = faults.count_steps(tmp_path, [SCRIPT, tmp_path])
    served = current(tmp_path).release
    assert steps > 20
    for step in [round(1 + number * (steps - 1) / 9) for number in range(10)]:
        killed = faults.run("kill", step, tmp_path, [SCRIPT, tmp_path])
        assert killed.returncode == -signal.SIGKILL, (step, killed.stderr)
        now = current(tmp_path)
        verify(now)
        # The old one, or the new one where the kill came after the switch; never a mixture.
        assert now.release == served or json.loads((now.path / "manifest.json").read_text())["release"] == now.release
        assert release_inside(now) == now.release
        served = publish(tmp_path)
        verify(current(tmp_path))
        assert current(tmp_path).release == served
        assert not list(tmp_path.glob(".draft-*"))


def test_a_disk_that_fills_at_any_step_is_a_clear_error_and_the_old_snapshot_stays(tmp_path):
    publish(tmp_path)
    steps = faults.count_steps(tmp_path, [SCRIPT, tmp_path])
    for step in random.Random(7).sample(range(1, steps + 1), 10):
        before = {item.release for item in list_snapshots(tmp_path)}
        served = current(tmp_path).release
        ended = faults.run("fail", step, tmp_path, [SCRIPT, tmp_path])
        verify(current(tmp_path))
        if ended.returncode:
            assert current(tmp_path).release == served
            assert "No space left" in ended.stderr.splitlines()[-2], ended.stderr
            assert "StoreError" in ended.stderr.splitlines()[-2], ended.stderr
        else:
            assert current(tmp_path).release not in before
    publish(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="the limit is one of POSIX")
def test_a_disk_that_is_full_for_the_engine_is_a_clear_error(tmp_path):
    release = publish(tmp_path)
    code = (
        "import resource, signal, sys, pathlib, pyoxigraph as ox\n"
        "from glocal_graph.data.store.snapshot import draft\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with draft(pathlib.Path(sys.argv[1])) as made:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "    node = ox.NamedNode('http://example.org/' + 'x' * 100)\n"
        "    made.store.bulk_extend(ox.Quad(node, node, ox.Literal(str(i) * 20), node) for i in range(20_000))\n"
        "    made.publish()\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True)
    assert "StoreError" in ended.stderr.splitlines()[-1], ended.stderr
    assert "File too large" in ended.stderr.splitlines()[-1]
    assert current(tmp_path).release == release
    verify(current(tmp_path))
    publish(tmp_path)
