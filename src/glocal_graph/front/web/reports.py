"""Tables that are no question of the gallery, described like one, so that they leave the house as the same files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Response, current_app

from glocal_graph.front.web.headers import etag, is_known, keep, open_to_all
from glocal_graph.front.web.language import Messages, current_language, translate
from glocal_graph.front.web.site import get_site
from glocal_graph.output.export_tables import About, export_table, find_table_file
from glocal_graph.questions.answers import Cell, Heading, Table
from glocal_graph.questions.gallery import Question

__all__ = ["FORMS", "make_table", "send_table"]

#: The forms of such a table.
FORMS = ("xlsx", "csv", "json")


def make_table(key: str, names: Sequence[str], rows: Sequence[Sequence[Cell]], notes: Sequence[str] = ()) -> Table:
    """A table whose headings are the messages `key.column_NAME`."""
    headings = tuple(Heading(name, translate(f"{key}.column_{name}")) for name in names)
    return Table(headings, tuple(tuple(row) for row in rows), tuple(notes))


def send_table(
    name: str, title: str, table: Table, form: str, tag: tuple[str, ...], given: Sequence[tuple[str, str]] = ()
) -> Response:
    """A table as a file; `title` is the key of its title, `given` what it was made for, as (heading, value)."""
    site, chosen = get_site(), find_table_file(form)
    known = etag("report", name, chosen.name, site.store.release, current_language(), *tag)
    if is_known(known):
        return open_to_all(keep(Response(status=304), known))
    about = About(_describe(name, title), current_language(), site.store.release, tuple(given))
    response = Response(export_table(table, about, chosen.name, site.store, bom=True), mimetype=chosen.media_type)
    if form != "json":
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", "-".join([name, *tag]))[:100].strip("-.")
        response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return open_to_all(keep(response, known))


def _describe(name: str, title: str) -> Question:
    messages: Messages = current_app.extensions["glocal_messages"]
    english, japanese = (messages.get(title, language) for language in ("en", "ja"))
    return Question(name, 0, english, japanese, parameters=(), columns=(), shows="table", coverage=(), text="")
