"""How values are shown: labels in the reader's language, dates in both calendars, addresses only where safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from glocal_graph.front.web.language import LANGUAGES, current_language, translate
from glocal_graph.front.web.site import Word, get_site
from glocal_graph.model import vocabulary as v
from glocal_graph.model.dates import era, parse_date
from glocal_graph.model.errors import DateError
from glocal_graph.questions.description import Value

__all__ = ["date_text", "install", "local_address", "safe_link", "word"]

_DATES = {v.GLOCAL + name for name in ("date", "endedDate", "claimedDate", "succeededOn", "issued", "validUntil")}
_DATES |= {v.glocal("dateRead"), v.glocal("partnerWishDate")}
#: Letters of a text from which on it gets a line of its own.
_LONG = 48
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_JAPANESE_RUN = re.compile(r"([\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+)")


def install(app: Flask) -> None:
    """Give the templates the filters and functions."""
    app.jinja_env.filters.update(
        date=_each_time(date_text),
        word=_each_time(word),
        comment=_each_time(comment),
        inverse=_each_time(inverse_word),
        number=number,
        host=host,
        shorten=v.shorten,
        local_id=v.local,
        script=script,
        marked=marked,
    )
    app.jinja_env.globals.update(
        address_of=local_address,
        explore_address=explore_address,
        page_address=page_address,
        safe_link=safe_link,
        shown=shown,
        foreign=foreign,
        in_language=in_language,
        is_long=is_long,
        base_id=v.ID,
        prefixes=v.PREFIXES,
    )


def _each_time(show: Callable[[str], str]) -> Callable[[Context, str], str]:
    """A filter that is asked for each page: of a fixed term the template would keep what it was told the first time."""

    @pass_context
    def ask(_: Context, text: str) -> str:
        return show(text)

    return ask


def date_text(text: str) -> str:
    """An EDTF date as people read it; in Japanese with the era beside it.

    What is no date is shown as it is.
    """
    language = current_language()
    try:
        date = parse_date(text)
    except DateError:
        return text
    shown_date = date.display(language)
    if language != "ja" or date.earliest is None:
        return shown_date
    eras = dict.fromkeys(era(day, "ja") for day in (date.earliest, date.latest) if day)
    named = "・".join(name for name in eras if name)
    return f"{shown_date}({named})" if named else shown_date


def word(iri: str) -> str:
    """The label of a term of the ontology, given by IRI or by local name; else the local name, spaced."""
    known = _find_word(iri)
    if label := _either(known.label_en, known.label_ja):
        return label
    try:
        return translate("term." + v.shorten(iri))
    except KeyError:
        return _CAMEL.sub(" ", re.split(r"[#/:]", iri)[-1]).lower()


def comment(iri: str) -> str:
    """What the ontology says of a term; empty if nothing."""
    known = _find_word(iri)
    return _either(known.comment_en, known.comment_ja)


def _find_word(iri: str) -> Word:
    return get_site().words.get(iri if "://" in iri else v.GLOCAL + iri) or Word()


def _either(english: str, japanese: str) -> str:
    """The reader's of the two, else the other."""
    return (japanese or english) if current_language() == "ja" else (english or japanese)


def inverse_word(iri: str) -> str:
    """What to call the things that a property leads from: "Born here" for birthPlace."""
    try:
        return translate("inverse." + re.split(r"[#/]", iri)[-1])
    except KeyError:
        return f"{word(iri)} ←"


def page_address(name: str, page: int) -> str:
    """The address of this page with another page of one group of inverse links."""
    arguments: dict[str, Any] = {**(request.view_args or {}), **request.args, f"page-{name}": page}
    return url_for(request.endpoint or "home.home", **arguments, _anchor="from-" + name.replace(":", "-"))


def number(value: Any) -> str:
    """A whole number with its thousands marked; anything else as it is."""
    try:
        return f"{int(value):,}"
    except (TypeError, ValueError):
        return str(value)


def local_address(iri: str) -> str:
    """The page of a thing, a term or a graph of ours on this site; empty for what lies elsewhere."""
    if iri.startswith(v.ID):
        return url_for("things.doc", thing=iri.removeprefix(v.ID))
    if iri.startswith(v.GLOCAL):
        return url_for("ontology.ontology") + "#" + quote(iri.removeprefix(v.GLOCAL))
    if iri == v.GLOCAL.removesuffix("#"):
        return url_for("ontology.ontology")
    if iri.startswith(v.GRAPH) and iri != v.GRAPH:
        return url_for("graphs.graph", name=iri.removeprefix(v.GRAPH))
    return ""


def explore_address(iri: str) -> str:
    """The network around a thing."""
    return url_for("explore.explore", focus=iri.removeprefix(v.ID))


def safe_link(address: str) -> str:
    """The address if a browser may follow it, which is only http and https; else nothing."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    harmless = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\x00-\x20\x7f]", address.strip())
    return address.strip() if harmless else ""


def host(address: str) -> str:
    """The host of an address, as the short name of a page."""
    try:
        return urlsplit(address).netloc.removeprefix("www.") or address
    except ValueError:
        return address


def shown(value: Value, predicate: str = "") -> str:
    """A value as text: a label, a date, a number, yes or no, or the words themselves."""
    if value.is_iri:
        return value.label(current_language())
    if predicate in _DATES or value.datatype == v.XSD_DATE:
        return date_text(value.text)
    if value.datatype == v.XSD_BOOLEAN:
        return translate("value.yes" if value.text in ("true", "1") else "value.no")
    if value.datatype == v.XSD_INTEGER and predicate not in (v.glocal("year"), v.glocal("edition")):
        return number(value.text)
    return value.text


def in_language(values: Sequence[Value]) -> Sequence[Value]:
    """The values to show: where a text is there in both languages, the reader's; else all."""
    language = current_language()
    own = [value for value in values if value.language == language]
    other = [value for value in values if value.language in LANGUAGES and value.language != language]
    return [value for value in values if value not in other] if len(own) == len(other) else values


def is_long(values: Sequence[Value]) -> bool:
    """Whether a fact needs the whole width of the page."""
    return any(len(value.text) > _LONG for value in values if not value.is_iri)


def script(text: str) -> str:
    """The language that a text without a tag is most likely in: ja where it has kana or kanji, else en."""
    return "ja" if _JAPANESE.search(text) else "en"


def foreign(value: Value, predicate: str = "") -> str:
    """The language tag of what `shown` gives, where it is not the page's own; else empty."""
    language = current_language()
    if value.is_iri:
        tag = _label_language(value, language)
    elif shown(value, predicate) != value.text:
        return ""  # a date, a number, yes or no: written in the reader's language
    else:
        tag = value.language or ("" if value.datatype else script(value.text))
    return "" if tag == language else tag


def marked(text: str) -> Markup:
    """A text of the page with its Japanese words told as Japanese, where the page itself is not."""
    if current_language() == "ja":
        return escape(text)
    pieces = (
        Markup('<span lang="ja">{}</span>').format(piece) if _JAPANESE.search(piece) else escape(piece)
        for piece in _JAPANESE_RUN.split(text)
    )
    return Markup("").join(pieces)


def _label_language(value: Value, language: str) -> str:
    present: Iterable[str] = [tag for tag in (language, "ja", "en") if getattr(value, f"label_{tag}")]
    return next(iter(present), "")
