"""What each command does, apart from reading its arguments: sessions with a store, builds, loads, reports."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from rich.console import Console

from glocal_graph.data.build import UNRESOLVED, BuildReport, build_snapshot, load_file
from glocal_graph.data.editing import COMMAND_LINE, Edit
from glocal_graph.data.editing_process import Editor
from glocal_graph.data.file_io import decode
from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.data.store.snapshot import Snapshot, current, list_snapshots
from glocal_graph.data.validation import validate_files
from glocal_graph.front.display import BuildProgress, render_summary, render_table
from glocal_graph.front.tokens import make_token
from glocal_graph.model.errors import DataError, FormatUnknown, StoreMissing, UsageError
from glocal_graph.model.settings import Settings
from glocal_graph.output import drawing, export, export_tables
from glocal_graph.questions.answering import answer_question
from glocal_graph.questions.answers import count_coverage, read_table
from glocal_graph.questions.gallery import PLACE_KINDS, Question, bind, find_question, load_gallery
from glocal_graph.questions.guard import admit
from glocal_graph.questions.network import neighbourhood
from glocal_graph.questions.search import NameIndex

#: Formats of a SELECT's or an ASK's answer by their names on the command line; triples have those of an export.
_TABLE_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}

__all__ = ["Session", "build", "info", "load", "serve", "token", "update", "validate"]


class Session:
    """An open store with its names, for the commands that ask it something."""

    def __init__(self, settings: Settings) -> None:
        # A command asks one thing after the other, so one worker does.
        self.settings = replace(settings, query_workers=1)
        self.store: GraphStore = open_store(self.settings)

    def close(self) -> None:
        """Give the store's workers back."""
        self.store.close()

    @cached_property
    def names(self) -> NameIndex:
        """The index of names; read once, when a place is first asked for."""
        return NameIndex.from_store(self.store)

    def query(self, what: str, values: Mapping[str, str], format_name: str, language: str) -> bytes:
        """The answer to a file, standard input or a question of the gallery, in this format."""
        question = self._find_question(what)
        if question is not None and format_name in ("table", *export_tables.TABLE_FILES):
            return self._answer(question, values, format_name, language)
        if question is not None:
            text = bind(question, values, language, self._resolve)
        elif values:
            raise UsageError("--param belongs to a question of the gallery, not to a query of your own")
        else:
            text = _read_text(what)
        admit(text, self.settings)
        if format_name != "table":
            return self.store.query(text, media_type=_media_type(format_name)).body
        answer = self.store.query(text)
        if answer.form == "construct":
            return self.store.query(text, media_type="text/turtle").body
        return render_table(read_table(answer, language), language).encode()

    def _answer(self, question: Question, values: Mapping[str, str], format_name: str, language: str) -> bytes:
        """The answer to a question of the gallery: as a table for the terminal, or as a file."""
        table = answer_question(self.store, question, values, language, self._resolve)
        if format_name == "table":
            coverage = count_coverage(self.store, question, language)
            return render_table(table, language, coverage, question.note(language)).encode()
        about = export_tables.describe(self.store, question, values, language, self._resolve, self._name_of(language))
        return export_tables.export_table(table, about, format_name, self.store)

    def draw(self, places: Sequence[str], hops: int, output: Path, language: str) -> str:
        """Write the network of these places as a page of its own; the sentence says what is on it."""
        graph = neighbourhood(self.store, [self.names.resolve(place) for place in places], hops=hops)
        drawing.write_page(graph, output, language)
        return f"{output}: {graph.number_of_nodes()} things, {graph.number_of_edges()} links"

    def export_all(self, format_name: str) -> bytes:
        """The whole graph in this format."""
        return export.export_all(self.store, format_name)

    def export_query(self, what: str, format_name: str) -> bytes:
        """The triples of a CONSTRUCT or DESCRIBE query in this format."""
        text = _read_text(what)
        admit(text, self.settings)
        return export.export_triples(self.store.construct(text), format_name)

    def export_places(self, places: Sequence[str], hops: int, format_name: str) -> bytes:
        """The network of these places, with the sources of what it says, in this format."""
        graph = neighbourhood(self.store, [self.names.resolve(place) for place in places], hops=hops)
        return export.export_network(graph, format_name, self.store)

    def _find_question(self, what: str) -> Question | None:
        """The question of the gallery that was asked; None for a file or standard input."""
        gallery = load_gallery(self.settings)
        if what == "-" or (what not in gallery and Path(what).is_file()):
            return None
        if what not in gallery and ("/" in what or what.endswith((".rq", ".sparql"))):
            raise UsageError(f'no file "{what}"')
        return find_question(gallery, what)

    def _name_of(self, language: str) -> Callable[[str], str]:
        def name(iri: str) -> str:
            entry = self.names.get(iri)
            return "" if entry is None else entry.label_ja if language == "ja" else entry.label_en

        return name

    def _resolve(self, text: str, kind: str) -> str:
        return self.names.resolve(text, PLACE_KINDS.get(kind))


def build(settings: Settings, release: str | None, console: Console, *, keeps_edits: bool = True) -> int:
    """Build and publish a snapshot, with progress; the exit code."""
    with BuildProgress(console) as progress:
        report = build_snapshot(settings, release=release, progress=progress, keeps_edits=keeps_edits)
    return _conclude(report, console)


def load(settings: Settings, file: Path, graph: str, console: Console) -> int:
    """Add a file of RDF to a new snapshot; the exit code."""
    with BuildProgress(console) as progress:
        report = load_file(settings, file, graph, progress=progress)
    return _conclude(report, console)


def update(settings: Settings, what: str) -> str:
    """Make a SPARQL update of a file or of standard input; the sentence says what became of it."""
    text = _read_text(what)
    admit(text, settings, updates=True)
    editor = Editor(settings)
    try:
        done = editor.make(Edit("update", COMMAND_LINE, text=text))
    finally:
        editor.close()
    if not done.change:
        return f"nothing changed; the release is {done.release}"
    return f"{done.added} triples added, {done.removed} removed; the release is {done.release}"


def token(name: str, scope: str) -> str:
    """A fresh token for a name, and the entry that lets it in."""
    made, entry = make_token(name, scope)
    return f"token: {made}\nentry: {entry}\n"


def _media_type(format_name: str) -> str:
    """The media type of a query's answer in this format; FormatUnknown lists those that there are."""
    name = format_name.lower()
    graphs = {item.name: item.media_type for item in export.FORMATS.values() if item.holds != "network"}
    if found := _TABLE_FORMATS.get(name) or graphs.get(name):
        return found
    raise FormatUnknown(
        f'a query has no answer in the format "{format_name}"; a table comes as table, {", ".join(_TABLE_FORMATS)}, '
        f"triples as {', '.join(graphs)}"
    )


def _conclude(report: BuildReport, console: Console) -> int:
    """Print what was refused and what was done; the exit code."""
    for line in report.complaints():
        console.print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)
    console.print(render_summary(report), highlight=False, markup=False, emoji=False)
    return 0 if report.release else 1


def serve(settings: Settings, console: Console) -> int:
    """Serve the web app until it is stopped; builds first where there is no snapshot."""
    from glocal_graph.front.web.server import serve as serve_app

    if not settings.is_remote:
        try:
            current(Path(settings.store))
        except StoreMissing:
            console.print("No snapshot yet: building one first.")
            if build(settings, None, console):
                return 1
    serve_app(settings, ready=lambda address: console.print(f"Serving on {address} (Ctrl+C stops it)", highlight=False))
    return 0


def validate(settings: Settings, files: Sequence[Path], language: str) -> tuple[str, int]:
    """The report on these files of RDF, and how many faults it has."""
    findings = validate_files(files, settings)
    lines = [finding.line(language) for finding in findings]
    faults = sum(finding.is_violation for finding in findings)
    lines.append(f"{len(files)} file(s), {faults} fault(s), {len(findings) - faults} remark(s)")
    return "\n".join(lines) + "\n", faults


def info(settings: Settings, *, as_json: bool) -> str:
    """What is served: release, counts, paths; and all snapshots of the folder."""
    facts: dict[str, object] = {"store": settings.store}
    if settings.is_remote:
        store = open_store(settings)
        try:
            facts.update(store.info())
        finally:
            store.close()
    else:
        now = current(Path(settings.store))
        facts["current"] = now.release
        facts["snapshots"] = [_describe(item, whole=as_json) for item in list_snapshots(Path(settings.store))]
    if as_json:
        return json.dumps(facts, ensure_ascii=False, indent=2, default=str) + "\n"
    return _lines(facts)


def _describe(snapshot: Snapshot, *, whole: bool) -> dict[str, object]:
    """A snapshot's path and manifest; the checksums of its files only where the whole is wanted."""
    facts = {"path": str(snapshot.path), **snapshot.manifest}
    unresolved = snapshot.path / UNRESOLVED
    if unresolved.exists():
        facts["unresolved rows"] = str(unresolved)
    if not whole:
        facts.pop("checksums", None)
    return facts


def _lines(facts: Mapping[str, object], indent: str = "") -> str:
    text = ""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            text += f"{indent}{name}:\n{_lines(value, indent + '  ')}"
        elif isinstance(value, list):
            text += f"{indent}{name}:\n"
            for item in value:
                text += _lines(item, indent + "  ") + "\n" if isinstance(item, Mapping) else f"{indent}  {item}\n"
        else:
            text += f"{indent}{name}: {value}\n"
    return text


def _read_text(what: str) -> str:
    if what == "-":
        content = sys.stdin.buffer.read()
    else:
        path = Path(what)
        if not path.exists() or path.is_dir():
            raise UsageError(f'no file "{what}"; give a file, "-" for standard input, or a question of the gallery')
        content = path.read_bytes()
    try:
        return decode("standard input" if what == "-" else what, content)
    except DataError as error:
        raise UsageError(str(error)) from error
