"""The command line: each command reads its arguments, asks one room of the house, and writes the result.

Exit codes: 0 done, 1 it failed or found faults, 2 the request was wrong. Results go to standard output,
everything else, one clear line an error, to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from glocal_graph import __version__
from glocal_graph.data.file_io import write_whole
from glocal_graph.data.store.authentication import Credentials
from glocal_graph.data.store.publisher import Target
from glocal_graph.front import commands, publication
from glocal_graph.model.errors import GlocalError, UsageError
from glocal_graph.model.settings import Settings

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(args=arguments, standalone_mode=False, prog_name="glocal-graph")
    except click.exceptions.Abort:
        return _fail("stopped", 1)
    except click.ClickException as error:
        return _fail(error.format_message(), 2)
    except GlocalError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        # The reader of a pipe (head, less) left: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"{error.filename or 'the system'}: {error.strerror or error}", 1)
    except Exception as error:
        if os.environ.get("GLOCAL_DEBUG"):
            raise
        reason = f"unexpected {type(error).__name__}: {error}"
        return _fail(f"{reason}; GLOCAL_DEBUG=1 shows where, and the maintainers would like to know", 1)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    # What was typed stands in the message: a control character in it must not reach the terminal.
    line = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in " ".join(message.split()))
    click.echo(f"glocal-graph: {line}", err=True)
    return code


def _store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--store",
        metavar="DIR|URL",
        help="Folder of snapshots, or a SPARQL 1.1 endpoint. Default: GLOCAL_STORE, else a folder of your own.",
    )(command)


def _language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--lang", type=click.Choice(["en", "ja"]), default="en", help="Language of labels.")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="glocal-graph")
def cli() -> None:
    """Glocal Graph: query, see and take away Japan's regional-international relations."""


@cli.command()
@_store_option
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder that holds data/ and ontology/ (default: our own)."
)
@click.option("--release", help="Release number to give (default: the date and a running number).")
@click.option("--discard-edits", is_flag=True, help="Leave out what was written since the last build.")
def build(store: str | None, data: Path | None, release: str | None, *, discard_edits: bool) -> int:
    """Make a snapshot from data/ and ontology/, check it, and publish it."""
    settings = Settings.from_environment(store=store, resources=data)
    return commands.build(settings, release, Console(stderr=True), keeps_edits=not discard_edits)


@cli.command()
@_store_option
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (default 8000).")
def serve(store: str | None, host: str | None, port: int | None) -> int:
    """Serve the web app; builds a snapshot first if there is none."""
    settings = Settings.from_environment(store=store, host=host, port=port)
    return commands.serve(settings, Console(stderr=True))


@cli.command()
@click.argument("what", metavar="FILE|-|NAME")
@_store_option
@_language_option
@click.option(
    "--format", "format_name", default="table", help="table, xlsx, csv, json, turtle, xml, tsv, ntriples, jsonld, …"
)
@click.option("--param", "params", multiple=True, metavar="K=V", help="Parameter of a question of the gallery.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: stdout)."
)
def query(
    what: str, store: str | None, lang: str, format_name: str, params: tuple[str, ...], output: Path | None
) -> int:
    """Ask a SPARQL query: a file, standard input (-), or a question of the gallery by its name."""
    settings = Settings.from_environment(store=store)
    values = dict(_pair(text) for text in params)
    with closing(commands.Session(settings)) as session:
        content = session.query(what, values, format_name, lang)
    if output is None and format_name == "xlsx" and sys.stdout.isatty():
        raise UsageError("an Excel file is nothing for a terminal; name a file by -o answer.xlsx")
    _write(content, output)
    return 0


@cli.command()
@click.argument("places", metavar="PLACE...", nargs=-1, required=True)
@_store_option
@_language_option
@click.option("--hops", type=click.IntRange(1, 4), default=1, help="How many steps to follow from the place.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="HTML file to write."
)
def network(places: tuple[str, ...], store: str | None, lang: str, hops: int, output: Path) -> int:
    """Draw a place's network as one self-contained interactive page."""
    settings = Settings.from_environment(store=store)
    with closing(commands.Session(settings)) as session:
        click.echo(session.draw(places, hops, output, lang), err=True)
    return 0


@cli.command()
@click.argument("places", metavar="[PLACE...]", nargs=-1)
@_store_option
@click.option("--all", "everything", is_flag=True, help="The whole graph.")
@click.option("--query", "query_file", metavar="FILE|-", help="The triples of a CONSTRUCT query.")
@click.option("--hops", type=click.IntRange(1, 4), default=1, help="How many steps to follow from the places.")
@click.option(
    "--format", "format_name", default="turtle", help="turtle, jsonld, ntriples, rdfxml, trig, nquads, csv, …"
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: stdout)."
)
def export(
    places: tuple[str, ...],
    store: str | None,
    *,
    everything: bool,
    query_file: str | None,
    hops: int,
    format_name: str,
    output: Path | None,
) -> int:
    """Take a selection of the graph away, as Turtle or another format."""
    if sum([bool(places), everything, query_file is not None]) != 1:
        raise UsageError("name places, or --all, or --query FILE: exactly one of the three")
    settings = Settings.from_environment(store=store)
    with closing(commands.Session(settings)) as session:
        if everything:
            content = session.export_all(format_name)
        elif query_file is not None:
            content = session.export_query(query_file, format_name)
        else:
            content = session.export_places(places, hops, format_name)
    _write(content, output)
    return 0


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--graph", required=True, metavar="IRI", help="Named graph that the triples go to.")
@_store_option
def load(file: Path, graph: str, store: str | None) -> int:
    """Add a file of RDF to a new snapshot, checked against the shapes."""
    settings = Settings.from_environment(store=store)
    return commands.load(settings, file, graph, Console(stderr=True))


@cli.command()
@click.option("--to", "address", required=True, metavar="URL", help="SPARQL endpoint of the engine to publish to.")
@click.option("--graph-store", default="", metavar="URL", help="Where it takes graphs (default: known by the engine).")
@click.option("--update", default="", metavar="URL", help="Where it takes SPARQL updates, if it takes no graphs.")
@click.option("--user", default="", help="Name to write with; password: GLOCAL_PUBLISH_PASSWORD, else asked for.")
@click.option("--release", help="Release to publish (default: the one that is served).")
@_store_option
def publish(address: str, graph_store: str, update: str, user: str, release: str | None, store: str | None) -> int:
    """Load a snapshot into another SPARQL engine, with its named graphs, and check that all of it is there."""
    settings = Settings.from_environment(store=store)
    token, password = os.environ.get("GLOCAL_PUBLISH_TOKEN", ""), os.environ.get("GLOCAL_PUBLISH_PASSWORD", "")
    if user and not password:
        if not sys.stdin.isatty():
            raise UsageError("--user needs a password; set GLOCAL_PUBLISH_PASSWORD")
        password = click.prompt("Password", hide_input=True, err=True)
    target = Target(address, graph_store, update, Credentials(user, password, token))
    return publication.publish(settings, target, release, Console(stderr=True))


@cli.command()
@click.argument("file", metavar="FILE|-")
@_store_option
def update(file: str, store: str | None) -> int:
    """Make a SPARQL update: a file, or standard input (-); checked against the shapes, published as a new snapshot."""
    click.echo(commands.update(Settings.from_environment(store=store), file), err=True)
    return 0


@cli.command()
@click.argument("name")
@click.option("--graph", default="", metavar="IRI", help="Only graphs whose names begin so may be written with it.")
def token(name: str, graph: str) -> int:
    """Make a token for somebody who may write by HTTP, and its entry for GLOCAL_TOKENS."""
    _write(commands.token(name, graph).encode(), None)
    return 0


@cli.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_language_option
def validate(files: tuple[Path, ...], lang: str) -> int:
    """Check files of RDF against the shapes; exit 1 if something is wrong."""
    report, faults = commands.validate(Settings.from_environment(), files, lang)
    _write(report.encode(), None)
    return 1 if faults else 0


@cli.command()
@_store_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def info(store: str | None, *, as_json: bool) -> int:
    """Tell release, counts and paths, and list the snapshots."""
    settings = Settings.from_environment(store=store)
    _write(commands.info(settings, as_json=as_json).encode(), None)
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise UsageError(f'--param "{text}" is not of the form name=value')
    return name.strip(), value


def _write(content: bytes, output: Path | None) -> None:
    if output is not None:
        write_whole(output, content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
