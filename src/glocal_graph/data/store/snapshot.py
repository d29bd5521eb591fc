"""A folder of snapshots: each built in a draft, published whole or not at all, and never written again.

root/current              one line: the release that is served; replaced in one step
root/2026.11.23-1/        a snapshot
    manifest.json         release, date, software, triples, graphs (triples of each), checksums (SHA-256)
    graph.nq              every quad, one a line, sorted by bytes: `LC_ALL=C sort` of any dump gives the same file
    store/                the Oxigraph store of the same quads
root/.draft-…/            being built, or left behind by a killed build: ignored, and removed by the next one
root/.lock                held by the one build at work
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from glocal_graph import __version__
from glocal_graph.data.store.lock import hold
from glocal_graph.model.errors import StoreError, StoreMissing, UsageError

__all__ = ["DUMP", "Draft", "Snapshot", "current", "draft", "list_snapshots", "prune", "verify"]

#: The sorted N-Quads of a snapshot, beside its store.
DUMP = "graph.nq"
_STORE = "store"
_MANIFEST = "manifest.json"
_CURRENT = "current"
_DRAFT = ".draft-"
_RELEASE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]{0,99}")
_COUNT = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_log = logging.getLogger(__name__)
#: What every manifest says, whatever a build adds.
_NEEDED = {"release": str, "date": str, "triples": int, "graphs": dict, "checksums": dict}
#: RocksDB's own diary; opening the store may write it, so it has no checksum.
_NOT_SUMMED = re.compile(r"LOG(\.old.*)?")


@dataclass(frozen=True)
class Snapshot:
    """One published state of the graph."""

    path: Path
    release: str
    manifest: Mapping[str, Any]

    @property
    def store_path(self) -> Path:
        """The Oxigraph store; open it with `pyoxigraph.Store.read_only`."""
        return self.path / _STORE

    @property
    def dump_path(self) -> Path:
        """All quads as sorted N-Quads."""
        return self.path / DUMP

    @property
    def triples(self) -> int:
        """The number of quads in all graphs."""
        return int(self.manifest["triples"])


class Draft:
    """A snapshot in the making: fill `store`, put further files into `path`, then `publish`."""

    def __init__(self, root: Path, release: str, *, keep: int, copy_of: Snapshot | None = None) -> None:
        self.root, self.release, self.keep = root, release, keep
        self.path = root / f"{_DRAFT}{release}"
        self.path.mkdir()
        if copy_of is not None:
            ox.Store.read_only(str(copy_of.store_path)).backup(self.path / _STORE)
        self._store: ox.Store | None = ox.Store(self.path / _STORE)

    @property
    def store(self) -> ox.Store:
        """The store to fill; gone after publishing, so keep no other reference to it."""
        if self._store is None:
            raise StoreError(f"release {self.release} is published, and is never written again")
        return self._store

    def publish(self, fields: Mapping[str, Any] | None = None) -> Snapshot:
        """Close the draft and make it the current snapshot; `fields` are added to its manifest."""
        manifest = {
            "software": __version__,
            **(fields or {}),
            "release": self.release,
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            **_count(self.store),
        }
        self.store.flush()
        self.store.optimize()
        _write_dump(self.store, self.path / DUMP)
        self.abandon()
        manifest["checksums"] = {name: _sum(self.path / name) for name in _list_files(self.path)}
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (self.path / _MANIFEST).write_text(text, encoding="utf-8", newline="\n")
        _sync_tree(self.path)
        target = self.root / self.release
        self.path.rename(target)
        _sync_folder(self.root)
        _switch(self.root, self.release)
        # From here on the new snapshot is served, and nothing may say otherwise.
        with suppress(OSError):
            _sync_folder(self.root)
        try:
            prune(self.root, self.keep)
        except StoreError as error:
            _log.warning("old snapshots stay for now: %s", error)
        return Snapshot(target, self.release, manifest)

    def abandon(self) -> None:
        """Let go of the store, as Windows wants before its folder is moved or removed."""
        self._store = None


@contextmanager
def draft(root: Path, *, release: str | None = None, keep: int = 5, copy_of: Snapshot | None = None) -> Iterator[Draft]:
    """A draft in this folder; whatever was not published when the block ends is removed.

    With `copy_of` the draft starts as a copy of that snapshot (hard links: nothing is written twice). StoreError
    if another build is at work, if the disk is full or the folder cannot be written; the snapshot that is served
    stays as it is. After publishing, only the newest `keep` snapshots remain, and always the current one.
    """
    with _clear_errors(root):
        root.mkdir(parents=True, exist_ok=True)
    with _clear_errors(root), hold(root / ".lock"):
        _remove_leftovers(root)
        made = Draft(root, _choose_release(root, release), keep=keep, copy_of=copy_of)
        try:
            yield made
        finally:
            made.abandon()
            shutil.rmtree(made.path, ignore_errors=True)


def current(root: Path) -> Snapshot:
    """The snapshot that is served."""
    try:
        release = (root / _CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        if root.exists() and not root.is_dir():
            raise StoreError(f"{root} is a file; the store is a folder of snapshots") from None
        raise StoreMissing(f"there is no snapshot in {root}; run `glocal-graph build` to make one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{root / _CURRENT} cannot be read: {_reason(error)}") from error
    if not _RELEASE.fullmatch(release):
        raise StoreError(f"{root / _CURRENT} names no release; run `glocal-graph build` to publish a new one")
    return _read(root / release)


def list_snapshots(root: Path) -> list[Snapshot]:
    """All published snapshots, the oldest first; drafts and broken ones are left out."""
    found = []
    try:
        folders = [path for path in root.iterdir() if _RELEASE.fullmatch(path.name) and path.is_dir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"{root} cannot be read: {_reason(error)}") from error
    for path in folders:
        try:
            found.append(_read(path))
        except StoreError:
            continue
    return sorted(found, key=lambda item: (str(item.manifest["date"]), _natural(item.release)))


def verify(snapshot: Snapshot, names: Iterable[str] | None = None) -> None:
    """Compare files with their checksums: those named (a folder's name means all in it), or every one.

    Raises StoreError for the first that is missing or changed, and for counts that do not agree.
    """
    if sum(snapshot.manifest["graphs"].values()) != snapshot.triples:
        raise _broken(snapshot.path, "the counts of its graphs do not add up")
    sums: dict[str, str] = snapshot.manifest["checksums"]
    wanted = None if names is None else tuple(names)
    for name, expected in sums.items():
        if wanted is not None and name.partition("/")[0] not in wanted:
            continue
        try:
            actual = _sum(snapshot.path / name)
        except OSError as error:
            raise _broken(snapshot.path, f"{name} cannot be read ({_reason(error)})") from error
        if actual != expected:
            raise _broken(snapshot.path, f"{name} is not as it was published")
        if name == DUMP and _count_lines(snapshot.dump_path) != snapshot.triples:
            raise _broken(snapshot.path, f"{name} does not hold as many triples as its manifest says")


def prune(root: Path, keep: int) -> list[str]:
    """Remove all but the newest snapshots; never the current one. Gives the releases that were removed."""
    served = current(root).release
    old = [item for item in list_snapshots(root)[: -max(keep, 1)] if item.release != served]
    removed = []
    for item in old:
        hidden = root / f"{_DRAFT}old-{item.release}"
        try:
            # Out of the list in one step; what a reader on Windows holds open stays until a later build.
            item.path.rename(hidden)
        except OSError:
            continue
        shutil.rmtree(hidden, ignore_errors=True)
        removed.append(item.release)
    return removed


def _read(path: Path) -> Snapshot:
    try:
        manifest = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
        release = manifest["release"]
        known = all(isinstance(manifest[key], kind) for key, kind in _NEEDED.items())
    except FileNotFoundError as error:
        raise _broken(path, f"{_MANIFEST} is missing") from error
    except OSError as error:
        raise _broken(path, f"{_MANIFEST} cannot be read ({_reason(error)})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(path, f"{_MANIFEST} is damaged") from error
    if release != path.name or not known:
        raise _broken(path, f"{_MANIFEST} is not that of this release")
    return Snapshot(path, release, manifest)


def _broken(path: Path, reason: str) -> StoreError:
    return StoreError(f"snapshot {path} is broken: {reason}; run `glocal-graph build` to publish a new one")


def _choose_release(root: Path, wanted: str | None) -> str:
    if wanted is None:
        day = datetime.now(UTC).strftime("%Y.%m.%d")
        numbers = [path.name.removeprefix(f"{day}-") for path in root.glob(f"{day}-*")]
        return f"{day}-{max((int(n) for n in numbers if n.isdigit()), default=0) + 1}"
    if not _RELEASE.fullmatch(wanted) or wanted.casefold() == _CURRENT:
        raise UsageError(f'"{wanted}" is no name for a release; use letters, digits, ".", "-" and "_"')
    if (root / wanted).exists():
        raise UsageError(f"release {wanted} exists already, and is never written again; choose another name")
    return wanted


def _count(store: ox.Store) -> dict[str, Any]:
    graphs = {}
    for row in store.query(_COUNT):  # type: ignore[union-attr]
        graphs[row["g"].value] = int(row["n"].value)
    triples = len(store)
    loose = triples - sum(graphs.values())
    if loose:
        graphs[""] = loose
    return {"triples": triples, "graphs": dict(sorted(graphs.items()))}


def _write_dump(store: ox.Store, path: Path) -> None:
    store.dump(path, ox.RdfFormat.N_QUADS)
    # Sorted, so that the same quads are the same bytes whichever order they were added in.
    lines = path.read_bytes().splitlines(keepends=True)
    lines.sort()
    with path.open("wb") as file:
        file.writelines(lines)


def _list_files(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and not _NOT_SUMMED.fullmatch(path.name))
    return sorted(path.relative_to(folder).as_posix() for path in files)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))


def _switch(root: Path, release: str) -> None:
    fresh = root / f"{_DRAFT}current"
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(release + "\n")
        file.flush()
        os.fsync(file.fileno())
    for attempt in range(100):
        try:
            fresh.replace(root / _CURRENT)
            break
        except PermissionError:
            # Windows refuses for the instant in which a reader has the old file open.
            if os.name != "nt" or attempt == 99:
                raise
            time.sleep(0.02)


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    for path in [*(path for path in folder.rglob("*") if path.is_dir()), folder]:
        _sync_folder(path)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened there, and its entries are written with the file
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_leftovers(root: Path) -> None:
    for path in root.glob(f"{_DRAFT}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def _clear_errors(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.filename is not None and not Path(str(error.filename)).is_relative_to(root):
            raise
        raise StoreError(
            f"the store in {root} cannot be written: {_reason(error)}; the snapshot that is served is unchanged"
        ) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error).splitlines()[0]


def _natural(release: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", release)]
