"""The files of the whole graph: each written once a release, with its size and checksum, and no release mixed up."""

from __future__ import annotations

import atexit
import hashlib
import logging
import re
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from werkzeug.exceptions import ServiceUnavailable

from glocal_graph.data.file_io import write_whole
from glocal_graph.front.web.site import Site
from glocal_graph.model.errors import StoreError
from glocal_graph.output.export import FORMATS, Format, export_all, export_every

__all__ = ["Download", "Downloads", "get_downloads"]

_ATTEMPTS = 3
_PATIENCE_SECONDS = 25.0
_log = logging.getLogger(__name__)
_MAKING = threading.Lock()
#: What a release may be called by an engine elsewhere, and no file can.
_ODD = re.compile(r"[^0-9A-Za-z._+-]+")


@dataclass(frozen=True)
class Download:
    """One file as it is served."""

    format: Format
    release: str
    path: Path
    size: int
    sha256: str


class Downloads:
    """The files of one app, in a folder that goes with the process. Those of old releases go."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="glocal-graph-")
        atexit.register(self._folder.cleanup)
        self._lock, self._starting = threading.Lock(), threading.Lock()
        self._files: dict[str, Download] = {}
        self._before: dict[str, Download | None] = {}
        self._writer: threading.Thread | None = None

    def one(self, site: Site, chosen: Format) -> Download:
        """The file of the present release in this format, written at the first request for it."""
        file = self.known(site, chosen)
        if file is not None:
            return file
        with self._lock:
            return self.known(site, chosen) or self._write(site, chosen)

    def known(self, site: Site, chosen: Format) -> Download | None:
        """The file if it is written already."""
        file = self._files.get(chosen.name)
        return file if file is not None and file.release == site.store.release else None

    def all(self, site: Site) -> Sequence[Download]:
        """All files, of one release, written if they are not; 503 where that takes longer than a client waits."""
        self.prepare(site)
        writer = self._writer
        if writer is not None:
            writer.join(_PATIENCE_SECONDS)
        files = [file for chosen in FORMATS.values() if (file := self.known(site, chosen)) is not None]
        if len(files) < len(FORMATS) or len({file.release for file in files}) != 1:
            raise ServiceUnavailable("the files of this release are being written; try again", retry_after=10)
        return files

    def prepare(self, site: Site) -> None:
        """Have all files written in the background, so that no visitor waits for them."""
        if all(self.known(site, chosen) is not None for chosen in FORMATS.values()):
            return
        with self._starting:
            if self._writer is None or not self._writer.is_alive():
                self._writer = threading.Thread(target=self._write_all, args=(site,), daemon=True, name="downloads")
                self._writer.start()

    def _write_all(self, site: Site) -> None:
        release = site.store.release
        try:
            for chosen, content in export_every(site.store):
                if site.store.release != release:
                    return  # parts of it may be of the next release; who asks for its files has them written
                with self._lock:
                    if self.known(site, chosen) is None:
                        self._put(chosen, release, content)
        except Exception as error:
            # Whoever asks for one file is told; whoever asks for all has them written again.
            _log.warning("the files of release %s are not all written: %s", release, error)

    def _write(self, site: Site, chosen: Format) -> Download:
        for _ in range(_ATTEMPTS):
            release = site.store.release
            content = export_all(site.store, chosen.name)
            if site.store.release == release:
                return self._put(chosen, release, content)
        raise StoreError("the graph changes faster than its files are written; try again later")

    def _put(self, chosen: Format, release: str, content: bytes) -> Download:
        path = Path(self._folder.name) / f"glocal-graph-{_ODD.sub('_', release)[:100]}{chosen.suffix}"
        write_whole(path, content)
        file = Download(chosen, release, path, len(content), hashlib.sha256(content).hexdigest())
        self._replace(file)
        return file

    def _replace(self, file: Download) -> None:
        """The file of the release before stays for those who are just fetching it; the one before that goes."""
        name = file.format.name
        before, self._before[name] = self._before.get(name), self._files.get(name)
        self._files[name] = file
        kept = {item.path for item in (file, self._before[name]) if item is not None}
        if before is not None and before.path not in kept:
            with suppress(OSError):  # on Windows, somebody may have it open
                before.path.unlink()


def get_downloads() -> Downloads:
    """The files of the running app."""
    with _MAKING:
        if "glocal_downloads" not in current_app.extensions:
            current_app.extensions["glocal_downloads"] = Downloads()
        found: Downloads = current_app.extensions["glocal_downloads"]
        return found
