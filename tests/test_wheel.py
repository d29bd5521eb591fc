"""The wheel: installed into an empty environment, away from the checkout, it builds, queries and serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed with the locked versions of what it needs and nothing else."""
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pins = home / "constraints.txt"
    locked = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
    pins.write_text("\n".join(re.findall(r"^[a-zA-Z0-9_.-]+==[^\\\n]+", locked, re.MULTILINE)), encoding="utf-8")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", str(pins)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return scripts / "glocal-graph"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment that knows nothing of the checkout."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    return {**kept, "HOME": str(home), "GLOCAL_STORE": str(home / "store"), "COLUMNS": "200"}


@pytest.fixture(scope="module")
def address(installed: Path, elsewhere: dict[str, str]) -> Iterator[str]:
    """The app, served by the installed command; it builds its snapshot first."""
    command = [str(installed), "serve", "--port", "8437"]
    with subprocess.Popen(command, env=elsewhere, cwd=elsewhere["HOME"], stderr=subprocess.PIPE) as process:
        url = "http://127.0.0.1:8437"
        try:
            _wait_for(url + "/health", process)
            yield url
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            assert process.stderr is not None
            pytest.fail(f"the server ended by itself: {process.stderr.read().decode()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("the server did not come up within two minutes")


def test_the_wheel_carries_what_it_needs(wheel: Path):
    names = ZipFile(wheel).namelist()
    for part in (
        "ontology/shapes.ttl", "data/newsletters/2018-03.ttl", "queries/partners-of-place.rq", "web/messages.toml",
        "web/templates/home.html", "web/dist/vis-network.min.js", "web/dist/editor.js", "web/dist/editor.css",
        "web/dist/views.js", "web/dist/world.json", "web/dist/japan.json", "web/dist/LICENCES.txt",
    ):  # fmt: skip
        assert f"glocal_graph/_resources/{part}" in names
    assert not [name for name in names if "node_modules" in name]


def test_the_installed_command_serves(address: str):
    for path, words in (("/?lang=ja", "鹿児島市"), ("/explore?focus=municipality/46201", "Naples")):
        with urllib.request.urlopen(address + path, timeout=30) as answer:
            assert words in answer.read().decode("utf-8")
    for name in ("vis-network.min.js", "editor.js"):
        with urllib.request.urlopen(f"{address}/static/{name}", timeout=30) as answer:
            assert len(answer.read()) > 100_000


def test_the_installed_command_answers(address: str, installed: Path, elsewhere: dict[str, str]):
    command = [str(installed), "query", "partners-of-place", "--param", "place=鹿児島市", "--lang", "ja"]
    done = subprocess.run(command, env=elsewhere, cwd=elsewhere["HOME"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "ナポリ" in done.stdout.decode("utf-8")
