"""The documents: their links lead somewhere, their commands run, their answers and figures are those of the graph."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from glocal_graph.data.build import BuildReport
from glocal_graph.data.store import GraphStore
from glocal_graph.front.cli import cli
from glocal_graph.front.web import create_app
from glocal_graph.model.settings import Settings
from glocal_graph.questions.gallery import load_gallery
from tests.front.serving import serving_here
from tools import document_examples, document_questions, screenshots

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "data").rglob("*.md")]
    if path.is_file()
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
THEME = """@prefix glocal: <https://w3id.org/glocal-graph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://w3id.org/glocal-graph/id/> .
<theme/a-theme-of-the-documents> a glocal:Theme ; rdfs:label "A theme"@en , "テーマ"@ja .
"""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ── Links ─────────────────────────────────────────────────────────────────────────────────────────────────


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as they are made on GitHub and its likes."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_between_the_documents_leads_somewhere(path):
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        found = (path.parent / target).resolve() if target else path
        assert found.exists(), f"{name_of(path)} links to {link}"
        assert ROOT in found.parents, f"{name_of(path)} links out of the project: {link}"
        if anchor:
            assert anchor in anchors(found.read_text(encoding="utf-8")), f"{name_of(path)} links to {link}"


def test_every_document_and_picture_is_linked_from_another():
    linked = {
        (path.parent / link.partition("#")[0]).resolve()
        for path in DOCUMENTS
        for link in LINK.findall(path.read_text(encoding="utf-8"))
    }
    expected = {*(ROOT / "docs").glob("*.md"), *(ROOT / "data").rglob("README.md")}
    assert {name_of(path) for path in expected - linked} == set()


def test_the_pictures_are_small_and_in_both_languages():
    names = {path.name for path in (ROOT / "docs" / "images").glob("*.webp")}
    wanted = {f"{picture.name}-{language}.webp" for picture in screenshots.PICTURES for language in ("en", "ja")}
    assert names == wanted, "run `make screenshots`"
    for name in names:
        assert (ROOT / "docs" / "images" / name).stat().st_size <= 250_000, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_no_document_names_a_folder_of_one_machine(path):
    assert not re.search(r"/(?:home|root|tmp|work|Users)/\w", path.read_text(encoding="utf-8"))


# ── What is documented ────────────────────────────────────────────────────────────────────────────────────


def test_every_command_and_option_is_in_the_document_of_the_command_line():
    text = read("docs/cli.md")
    for name, command in cli.commands.items():
        assert f"\n## {name}\n" in text
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert option in text, f"{name} {option}"


def test_every_question_is_listed_as_the_command_writes_it():
    text = document_questions.render()
    assert read("docs/questions.md") == text, "run `python tools/document_questions.py`"
    for question in load_gallery(Settings()).values():
        assert question.title_en in text
        assert question.title_ja in text


def test_every_setting_is_listed():
    text = read("docs/settings.md")
    for name, _, help_text in Settings.table():
        assert f"`GLOCAL_{name.upper()}`" in text
        assert help_text in text


def test_every_table_of_the_data_is_described():
    texts = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS if ROOT / "data" in path.parents)
    for path in (ROOT / "data").rglob("*.t[st]*"):
        assert path.name in texts, name_of(path)


# ── Answers and figures ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", document_examples.DOCUMENTS)
def test_answers_and_figures_are_those_of_the_graph(name: str, real_store: GraphStore):
    text = read(name)
    assert document_examples.renew(text, real_store) == text, "run `python tools/document_examples.py`"


def test_there_are_ten_queries_and_each_has_an_answer():
    text = read("docs/sparql.md")
    assert re.findall(r"^## (\d+)\.", text, flags=re.MULTILINE) == [str(number) for number in range(1, 11)]
    answers = [match["answer"] for match in document_examples.EXAMPLE.finditer(text)]
    assert len(answers) == 10
    assert all(len(answer.splitlines()) > 1 for answer in answers)


# ── Commands ──────────────────────────────────────────────────────────────────────────────────────────────


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Each command of the console blocks, with the lines that are shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in CONSOLE.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif found:
                found[-1][1].append(line)
    return found


def matches(shown: list[str], output: str) -> bool:
    """Whether the output is what is shown; … stands for any part of a line, alone in a line for any lines."""
    if not shown:
        return True
    pattern = ""
    for line in shown:
        any_lines = line.strip() == "…"
        pattern += r"(?:.*\n)*" if any_lines else "[^\n]*".join(map(re.escape, line.split("…"))) + r"[ ]*\n"
    return re.fullmatch(pattern, output if output.endswith("\n") else output + "\n") is not None


@pytest.fixture(scope="module")
def console(real_settings: Settings, tmp_path_factory: pytest.TempPathFactory):
    """Runs a line of a document in a folder of its own, on a copy of the built store."""
    folder = tmp_path_factory.mktemp("console")
    shutil.copytree(real_settings.store, folder / "store")
    (folder / "theme.ttl").write_text(THEME, encoding="utf-8")
    environment = {**os.environ, "GLOCAL_STORE": str(folder / "store"), "COLUMNS": "200", "PYTHONUTF8": "1"}
    environment["GLOCAL_QUERY_WORKERS"] = "1"  # each command asks one thing after the other

    @cache
    def run(line: str) -> subprocess.CompletedProcess[str]:
        words = shlex.split(line)
        given = ""
        if words[0] == "echo":
            given, words = words[1], words[words.index("|") + 1 :]
        assert words[0] == "glocal-graph"
        arguments = [sys.executable, "-m", "glocal_graph.front.cli", *words[1:]]
        return subprocess.run(
            arguments, input=given, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120
        )

    return run


@pytest.mark.slow
@pytest.mark.parametrize(("line", "shown"), commands(read("docs/cli.md")), ids=lambda value: str(value)[:60])
def test_the_examples_of_the_command_line_run_as_shown(line: str, shown: list[str], console, real_build):
    if line == "glocal-graph build":
        report: BuildReport = real_build[1]
        output = "".join(f"{name:<36} {value}\n" for name, value in report.lines())
        assert matches(shown, output), output
        return
    done = console(line)
    fails = any(text.startswith("glocal-graph: ") for text in shown)
    assert done.returncode == (2 if fails else 0), done.stderr
    output = done.stderr if not done.stdout else done.stdout
    assert matches(shown, output), output


@pytest.mark.slow
def test_the_tour_of_the_readme_runs(console):
    tour = [line for line, _ in commands(read("README.md"))]
    assert len(tour) == 10
    assert tour[0] == "glocal-graph build"
    assert tour[-1] == "glocal-graph serve"
    for line in tour[1:-1]:
        done = console(line)
        assert done.returncode == 0, f"{line}: {done.stderr}"


# ── Programs that ask the app ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def address(real_settings: Settings, real_store: GraphStore) -> Iterator[str]:
    with serving_here(create_app(real_settings, real_store)) as address:
        yield address


RUNNERS = {"bash": ("bash", "-e"), "python": (sys.executable, "-"), "r": ("Rscript", "-")}
PROGRAMS = re.findall(r"```(bash|python|r)\n(.*?)```", read("docs/sparql.md"), flags=re.DOTALL)


def test_there_are_programs_in_three_languages():
    assert {language for language, _ in PROGRAMS} == set(RUNNERS)


@pytest.mark.parametrize(("language", "program"), PROGRAMS, ids=lambda value: value[:20])
def test_a_program_of_the_documents_gets_its_answer(language: str, program: str, address: str, tmp_path: Path):
    runner = RUNNERS[language]
    if shutil.which(runner[0]) is None or (language == "bash" and shutil.which("curl") is None):
        pytest.skip(f"{runner[0]} is not on this machine")
    text = program.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(runner, input=text, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    assert re.search(r"\d{4}", done.stdout), done.stdout
