"""The service and the dataset described for programs: SPARQL service description, VoID and DCAT, in RDF of any form.

What the graph says of itself is in it (`data/void.py`). Here the addresses are added under which it is served, and
the description is kept as bytes for as long as the release is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator

from cachetools import LRUCache
from flask import Blueprint, Response, current_app, request
from pyoxigraph import Literal, NamedNode, Triple

from glocal_graph.data.void import ABOUT, DATASET, both, dataset_part, say
from glocal_graph.front.web import dcat
from glocal_graph.front.web.downloads import get_downloads
from glocal_graph.front.web.headers import LICENCE, etag, is_known, keep, open_to_all
from glocal_graph.front.web.negotiation import GRAPH_OFFERS, Offer, choose
from glocal_graph.front.web.site import Site, get_site, root_address
from glocal_graph.model import vocabulary as v
from glocal_graph.output.export import export_triples

__all__ = ["describe_dataset", "describe_service", "give", "room"]

room = Blueprint("descriptions", __name__)

_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip
_DUMPS = ("turtle", "jsonld", "ntriples", "rdfxml", "trig", "nquads")
_LIMITS = (
    "The default graph is the union of the named graphs. A query has {seconds:g} s (timeout= gives up to {most:g} s), "
    "{memory:,} MB of memory, {length:,} characters of text and {result:,} MB of result. One that is stopped answers "
    "503 or 413 and says why, before any part of its result is sent.",
    "既定グラフは名前付きグラフの和です。1つの問い合わせの上限は、時間{seconds:g}秒(timeout= で最大{most:g}秒)、"
    "メモリ{memory:,}MB、本文{length:,}文字、結果{result:,}MBです。上限を超えたものには、結果を送る前に、"
    "503または413で理由を返します。",
)
_KEPT_BYTES = 16 << 20
_KEPT_LOCK = threading.Lock()


@room.get("/.well-known/void")
def void() -> Response:
    """The VoID description of the dataset, with the addresses where it is served."""
    get_downloads().prepare(get_site())  # who reads this asks for the catalogue or a file next
    offer = choose(GRAPH_OFFERS, request.headers.get("Accept"), request.args.get("format"))
    return describe_dataset(offer)


def describe_dataset(offer: Offer) -> Response:
    """The dataset's description, as the graph has it and as it is served."""
    return give("void", offer, lambda: _dataset_triples(get_site(), root_address()))


def describe_service(offer: Offer) -> Response:
    """The SPARQL 1.1 service description: what the endpoint speaks, writes and holds."""
    site = get_site()
    facts = (*_limits(site), str(bool(site.settings.tokens)))
    return give("service", offer, lambda: _service_triples(site, root_address()), *facts)


@room.get("/data/catalog")
def catalogue() -> Response:
    """The DCAT catalogue: the dataset, each file of it with size and checksum, and the endpoint."""
    return _give_catalogue(choose(GRAPH_OFFERS, request.headers.get("Accept"), request.args.get("format")))


@room.get("/data/catalog.<suffix>")
def catalogue_as(suffix: str) -> Response:
    """The DCAT catalogue in the format of this suffix."""
    return _give_catalogue(choose(GRAPH_OFFERS, None, suffix))


def _give_catalogue(offer: Offer) -> Response:
    site, root = get_site(), root_address()
    return give("catalogue", offer, lambda: dcat.triples(site, root, get_downloads().all(site)))


def give(name: str, offer: Offer, make: Callable[[], Iterable[Triple]], *facts: str) -> Response:
    """A description as bytes, made once for each release, format and address of the site.

    `facts` are what else it depends on: settings, files.
    """
    release = get_site().store.release
    tag = etag(name, release, offer.content_type, *facts)
    if is_known(tag):
        return open_to_all(keep(Response(status=304), tag))
    key = (name, release, offer.name, root_address())
    with _KEPT_LOCK:
        kept: LRUCache[tuple[str, ...], bytes] = current_app.extensions.setdefault(
            "glocal_descriptions", LRUCache(_KEPT_BYTES, getsizeof=len)
        )
        body = kept.get(key)
    if body is None:
        body = export_triples(make(), offer.name)
        if get_site().store.release == release and len(body) <= _KEPT_BYTES:
            with _KEPT_LOCK:
                kept[key] = body
    response = Response(body, content_type=offer.content_type)
    response.headers.add("Link", f'<{LICENCE}>; rel="license"')
    return open_to_all(keep(response, tag))


def _dataset_triples(site: Site, root: str) -> Iterator[Triple]:
    """What the graph says of itself, and where it is served."""
    yield from site.description or _describe_unknown(site)
    page = f"{root}.well-known/void"
    yield from say(page, v.RDF_TYPE, v.VOID + "DatasetDescription")
    yield from say(page, v.FOAF + "primaryTopic", DATASET)
    yield from say(page, v.DCTERMS + "license", LICENCE)
    yield from say(DATASET, v.VOID + "sparqlEndpoint", f"{root}sparql")
    yield from say(DATASET, v.VOID + "dataDump", *dcat.dump_addresses(root, _DUMPS))
    yield from say(DATASET, v.VOID + "feature", *(_FORMATS + name for name in _RESULT_FORMATS[4:]))
    yield from say(DATASET, v.DCAT + "landingPage", f"{root}data")
    yield from say(DATASET, v.FOAF + "homepage", root)
    yield from dcat.dates(site, DATASET)


def _describe_unknown(site: Site) -> Iterator[Triple]:
    """Of a graph elsewhere that does not describe itself: what counting it tells."""
    yield from say(DATASET, v.RDF_TYPE, v.VOID + "Dataset", v.DCAT + "Dataset")
    yield from say(DATASET, v.DCTERMS + "title", *both(ABOUT["title"]))
    yield from say(DATASET, v.VOID + "triples", site.triples)
    yield from say(DATASET, v.glocal("release"), Literal(site.store.release))
    for graph, number in site.store.graphs().items():
        if graph:
            yield from say(DATASET, v.VOID + "subset", dataset_part("graph", graph))
            yield from say(dataset_part("graph", graph), v.VOID + "triples", number)


def _service_triples(site: Site, root: str) -> Iterator[Triple]:
    service = f"{root}sparql"
    yield from say(service, v.RDF_TYPE, v.SD + "Service", v.DCAT + "DataService")
    yield from say(service, v.SD + "endpoint", service)
    yield from say(service, v.SD + "supportedLanguage", v.SD + "SPARQL11Query")
    yield from say(service, v.SD + "resultFormat", *(_FORMATS + name for name in _RESULT_FORMATS))
    yield from say(service, v.SD + "feature", v.SD + "UnionDefaultGraph")
    yield from say(service, v.SD + "defaultEntailmentRegime", "http://www.w3.org/ns/entailment/Simple")
    yield from say(service, v.DCTERMS + "title", *both(("Glocal Graph: SPARQL", "グローカル・グラフ:SPARQL")))
    yield from say(service, v.DCTERMS + "description", *both(_limits(site)))
    yield from say(service, v.DCTERMS + "license", LICENCE)
    yield from say(service, v.DCTERMS + "conformsTo", "https://www.w3.org/TR/sparql11-protocol/")
    yield from say(service, v.DCAT + "servesDataset", DATASET)
    yield from say(service, v.RDFS + "seeAlso", f"{root}.well-known/void", f"{root}.well-known/sparql-examples/")
    yield from _dataset_of(site, service)
    if site.settings.tokens:
        yield from _writing_service(root)


def _limits(site: Site) -> tuple[str, str]:
    settings = site.settings
    values = {
        "seconds": settings.query_seconds,
        "most": settings.query_seconds_most,
        "memory": settings.query_memory >> 20,
        "length": settings.query_length,
        "result": settings.result_bytes >> 20,
    }
    return _LIMITS[0].format(**values), _LIMITS[1].format(**values)


def _dataset_of(site: Site, service: str) -> Iterator[Triple]:
    """The dataset that a query without FROM is asked of, and the graphs that FROM and FROM NAMED may name."""
    whole, union = f"{service}#dataset", f"{service}#default-graph"
    yield from say(service, v.SD + "defaultDataset", whole)
    yield from say(service, v.SD + "availableGraphs", whole)
    yield from say(whole, v.RDF_TYPE, v.SD + "Dataset", v.SD + "GraphCollection")
    yield from say(whole, v.SD + "defaultGraph", union)
    yield from say(union, v.RDF_TYPE, v.SD + "Graph", v.VOID + "Dataset")
    yield from say(union, v.VOID + "triples", site.triples)
    for graph, number in sorted(site.store.graphs().items()):
        if not graph:
            continue
        part = dataset_part("graph", graph)
        node = f"{service}#{part.partition('#')[2]}"
        yield from say(whole, v.SD + "namedGraph", node)
        yield from say(node, v.RDF_TYPE, v.SD + "NamedGraph")
        yield Triple(NamedNode(node), NamedNode(v.SD + "name"), NamedNode(graph))
        yield from say(node, v.SD + "graph", part)
        yield from say(part, v.RDF_TYPE, v.SD + "Graph", v.VOID + "Dataset")
        yield from say(part, v.VOID + "triples", number)


def _writing_service(root: str) -> Iterator[Triple]:
    service = f"{root}update"
    yield from say(service, v.RDF_TYPE, v.SD + "Service")
    yield from say(service, v.SD + "endpoint", service)
    yield from say(service, v.SD + "supportedLanguage", v.SD + "SPARQL11Update")
    yield from say(
        service,
        v.DCTERMS + "description",
        *both(("For holders of a token only.", "トークンを持つ方だけが使えます。")),
    )
