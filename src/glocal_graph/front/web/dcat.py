"""The DCAT catalogue as triples: the dataset, its distributions as they are served, and the endpoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Triple

from glocal_graph.data.void import ABOUT, DATASET, both, say
from glocal_graph.front.web.downloads import Download
from glocal_graph.front.web.headers import LICENCE
from glocal_graph.front.web.site import Site
from glocal_graph.model import vocabulary as v
from glocal_graph.output.export import FORMATS

__all__ = ["dates", "dump_addresses", "triples"]

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_HEX = NamedNode(v.XSD + "hexBinary")
_SIZE = NamedNode(v.XSD + "nonNegativeInteger")
_TIME = NamedNode(v.XSD + "dateTime")
#: What the graph says of the dataset itself that a catalogue repeats; its numbers are in the VoID description.
_REPEATED = {
    v.RDF_TYPE, v.DCTERMS + "title", v.DCTERMS + "description", v.DCTERMS + "license", v.DCTERMS + "publisher",
    v.DCTERMS + "language", v.DCAT + "keyword", v.DCAT + "version", v.glocal("release"), v.DC + "rights",
    v.FOAF + "name",
}  # fmt: skip


def triples(site: Site, root: str, files: Iterable[Download]) -> Iterator[Triple]:
    """The catalogue of the site at this address, with these files."""
    catalogue, service = f"{root}data/catalog", f"{root}sparql"
    yield from say(catalogue, v.RDF_TYPE, v.DCAT + "Catalog")
    yield from say(catalogue, v.DCTERMS + "title", *both(("Glocal Graph: data", "グローカル・グラフ:データ")))
    yield from say(catalogue, v.DCTERMS + "description", *both(ABOUT["description"]))
    yield from say(catalogue, v.DCTERMS + "license", LICENCE)
    yield from say(catalogue, v.DCAT + "dataset", DATASET)
    yield from say(catalogue, v.DCAT + "service", service)
    yield from say(catalogue, v.FOAF + "homepage", root)
    yield from dates(site, catalogue)
    yield from _dataset(site, root)
    for file in files:
        yield from _distribution(site, root, file)
    yield from say(service, v.RDF_TYPE, v.DCAT + "DataService")
    yield from say(service, v.DCTERMS + "title", *both(("Glocal Graph: SPARQL", "グローカル・グラフ:SPARQL")))
    yield from say(service, v.DCAT + "endpointURL", service)
    yield from say(service, v.DCAT + "endpointDescription", service)
    yield from say(service, v.DCAT + "servesDataset", DATASET)
    yield from say(service, v.DCTERMS + "license", LICENCE)
    yield from say(service, v.DCTERMS + "conformsTo", "https://www.w3.org/TR/sparql11-protocol/")


def dates(site: Site, thing: str) -> Iterator[Triple]:
    """When this release was made, where the store knows it."""
    try:
        made = datetime.fromisoformat(str(site.store.info().get("date", "")))
    except ValueError:
        return
    day = Literal(made.isoformat(timespec="seconds"), datatype=_TIME)
    yield from say(thing, v.DCTERMS + "issued", day)
    yield from say(thing, v.DCTERMS + "modified", day)


def dump_addresses(root: str, names: Sequence[str]) -> list[str]:
    """Where the whole graph is downloaded in these formats."""
    return [_address(root, FORMATS[name].suffix) for name in names]


def _address(root: str, suffix: str) -> str:
    return f"{root}data/glocal-graph{suffix}"


def _dataset(site: Site, root: str) -> Iterator[Triple]:
    said = [triple for triple in site.description if triple.predicate.value in _REPEATED]
    yield from (t for t in said if t.subject.value in (DATASET, f"{DATASET}#publisher"))  # type: ignore[union-attr]
    if not said:
        yield from say(DATASET, v.RDF_TYPE, v.DCAT + "Dataset")
        yield from say(DATASET, v.DCTERMS + "title", *both(ABOUT["title"]))
        yield from say(DATASET, v.DCAT + "version", Literal(site.store.release))
    yield from say(DATASET, v.DCAT + "landingPage", f"{root}data")
    yield from say(DATASET, v.RDFS + "seeAlso", f"{root}.well-known/void")
    yield from dates(site, DATASET)


def _distribution(site: Site, root: str, file: Download) -> Iterator[Triple]:
    node = f"{root}data/catalog#{file.format.name}"
    yield from say(DATASET, v.DCAT + "distribution", node)
    yield from say(node, v.RDF_TYPE, v.DCAT + "Distribution")
    yield from say(node, v.DCTERMS + "title", *both((file.format.title_en, file.format.title_ja)))
    yield from say(node, v.DCAT + "downloadURL", _address(root, file.format.suffix))
    yield from say(node, v.DCAT + "accessURL", f"{root}data")
    yield from say(node, v.DCAT + "mediaType", _MEDIA_TYPES + file.format.media_type)
    yield from say(node, v.DCAT + "byteSize", Literal(str(file.size), datatype=_SIZE))
    yield from say(node, v.DCTERMS + "license", LICENCE)
    yield from say(node, v.SPDX + "checksum", f"{node}-checksum")
    yield from say(f"{node}-checksum", v.RDF_TYPE, v.SPDX + "Checksum")
    yield from say(f"{node}-checksum", v.SPDX + "algorithm", v.SPDX + "checksumAlgorithm_sha256")
    yield from say(f"{node}-checksum", v.SPDX + "checksumValue", Literal(file.sha256, datatype=_HEX))
    yield from dates(site, node)
