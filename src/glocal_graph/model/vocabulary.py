"""The ontology's names for code: namespaces, prefixes, classes, properties and concepts, all as plain strings.

Plain strings serve rdflib's URIRef and pyoxigraph's NamedNode alike. `glocal("party")` gives a term's IRI and
raises KeyError for a name that ontology/glocal.ttl does not have, so that a slip of the pen is no silent triple.
The base of every IRI is one setting (GLOCAL_BASE); the files of ontology/ are written with the default base and
`rebase` moves their text to the chosen one.
"""

from __future__ import annotations

from types import MappingProxyType

from glocal_graph.model.settings import DEFAULT_BASE, Settings

__all__ = [
    "AREAS",
    "BASE",
    "CLASSES",
    "CONCEPT_SCHEMES",
    "DATATYPE_PROPERTIES",
    "DC",
    "DCAT",
    "DCTERMS",
    "DCTERMS_SOURCE",
    "DEFAULT_BASE",
    "EVENT_CLASSES",
    "FOAF",
    "GEO",
    "GEO_LAT",
    "GEO_LONG",
    "GLOCAL",
    "GRAPH",
    "GRAPHS",
    "ID",
    "KINDS",
    "LEVELS",
    "LEVEL_CLASSES",
    "OBJECT_PROPERTIES",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "RDFS_LABEL",
    "RDF_TYPE",
    "SCHEMA",
    "SD",
    "SH",
    "SKOS",
    "SKOS_ALT_LABEL",
    "SOURCE_KINDS",
    "SPDX",
    "STATUSES",
    "VOID",
    "XSD",
    "XSD_BOOLEAN",
    "XSD_DATE",
    "XSD_DECIMAL",
    "XSD_INTEGER",
    "XSD_STRING",
    "XSD_URI",
    "class_of",
    "concept",
    "glocal",
    "graph",
    "iri",
    "local",
    "rebase",
    "shorten",
]

#: The base of this run's IRIs; always ends with a slash.
BASE: str = Settings.base

GLOCAL = BASE + "ontology#"
ID = BASE + "id/"
GRAPH = BASE + "graph/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
PROV = "http://www.w3.org/ns/prov#"
ORG = "http://www.w3.org/ns/org#"
FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = "https://schema.org/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
SPDX = "http://spdx.org/rdf/terms#"
DC = "http://purl.org/dc/elements/1.1/"

#: Prefix → namespace, in the order in which they are written and offered. Things get one prefix for each
#: folder under id/, since a local name of Turtle may not hold a slash.
PREFIXES: MappingProxyType[str, str] = MappingProxyType(
    {
        "glocal": GLOCAL,
        "id": ID,
        "country": ID + "country/",
        "region": ID + "region/",
        "prefecture": ID + "prefecture/",
        "municipality": ID + "municipality/",
        "partnership": ID + "partnership/",
        "event": ID + "event/",
        "site": ID + "site/",
        "person": ID + "person/",
        "asset": ID + "asset/",
        "theme": ID + "theme/",
        "work": ID + "work/",
        "history": ID + "historical-event/",
        "organisation": ID + "organisation/",
        "office": ID + "office/",
        "source": ID + "source/",
        "claim": ID + "claim/",
        "change": ID + "change/",
        "agent": ID + "agent/",
        "concept": ID + "concept/",
        "graph": GRAPH,
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
        "skos": SKOS,
        "dcterms": DCTERMS,
        "geo": GEO,
        "prov": PROV,
        "org": ORG,
        "foaf": FOAF,
        "schema": SCHEMA,
        "void": VOID,
        "dcat": DCAT,
        "sd": SD,
        "sh": SH,
        "spdx": SPDX,
        "dc": DC,
    }
)

RDF_TYPE = RDF + "type"
RDFS_LABEL = RDFS + "label"
SKOS_ALT_LABEL = SKOS + "altLabel"
DCTERMS_SOURCE = DCTERMS + "source"
GEO_LAT = GEO + "lat"
GEO_LONG = GEO + "long"
XSD_STRING = XSD + "string"
XSD_INTEGER = XSD + "integer"
XSD_DECIMAL = XSD + "decimal"
XSD_BOOLEAN = XSD + "boolean"
XSD_DATE = XSD + "date"
XSD_URI = XSD + "anyURI"

#: Class → the classes of ours directly above it. Data states all of them, so that no query needs inference.
CLASSES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "Place": (),
        "LocalGovernment": ("Place",),
        "Country": ("Place",),
        "Region": ("LocalGovernment",),
        "Prefecture": ("LocalGovernment",),
        "Municipality": ("LocalGovernment",),
        "City": ("Municipality",),
        "SpecialWard": ("Municipality",),
        "Town": ("Municipality",),
        "Village": ("Municipality",),
        "County": ("Municipality",),
        "District": ("Municipality",),
        "Site": ("Place",),
        "Partnership": (),
        "Event": (),
        "Reception": ("Event",),
        "Seminar": ("Event",),
        "StudyTour": ("Event",),
        "Forum": ("Event",),
        "ProjectAbroad": ("Event",),
        "OfficialVisit": ("Event",),
        "AnniversaryEvent": ("Event",),
        "Signing": ("Event",),
        "Person": (),
        "HistoricalFigure": ("Person",),
        "HistoricalEvent": (),
        "CreativeWork": (),
        "Film": ("CreativeWork",),
        "CulturalAsset": (),
        "Food": ("CulturalAsset",),
        "Craft": ("CulturalAsset",),
        "PerformingArt": ("CulturalAsset",),
        "MartialArt": ("CulturalAsset",),
        "Organisation": (),
        "Office": (),
        "Theme": (),
        "Source": (),
        "SourceSection": ("Source",),
        "Claim": (),
        "Change": (),
    }
)

#: Properties that lead from a thing to a thing.
OBJECT_PROPERTIES = (
    "about",
    "aboutPartnership",
    "areaOfJapan",
    "associatedWith",
    "birthPlace",
    "capital",
    "changedGraph",
    "claimAbout",
    "claimedKind",
    "claimedStatus",
    "coOrganiser",
    "country",
    "features",
    "field",
    "helpedAfter",
    "hostTownOf",
    "inspired",
    "kind",
    "knownFor",
    "level",
    "office",
    "officeOf",
    "organiser",
    "participant",
    "partnerOf",
    "party",
    "publishedBy",
    "sectionOf",
    "series",
    "sisterCityOf",
    "sourceKind",
    "status",
    "subEventOf",
    "succeededBy",
    "tookPartIn",
    "venue",
    "within",
)

#: Properties that lead from a thing to a value.
DATATYPE_PROPERTIES = (
    "address",
    "audience",
    "change",
    "changedIn",
    "claimedDate",
    "cost",
    "countryCount",
    "currency",
    "date",
    "dateRead",
    "description",
    "earliest",
    "edition",
    "endedDate",
    "geonamesId",
    "headCount",
    "isoCode",
    "issued",
    "jisCode",
    "latest",
    "note",
    "online",
    "operation",
    "partnerWish",
    "partnerWishDate",
    "population",
    "publisher",
    "quotedName",
    "reason",
    "release",
    "succeededOn",
    "topic",
    "triplesAdded",
    "triplesRemoved",
    "validUntil",
    "year",
)

#: The named graphs: one for each kind of source, and those of what is written later; queries see their union.
GRAPHS = (
    "places", "partnerships", "events", "newsletters", "figures", "ontology", "derived", "edits", "changes", "dataset",
)  # fmt: skip

KINDS = ("sister", "friendship", "partnership", "other")
STATUSES = ("active", "ended", "suspended", "unknown")
LEVELS = ("country", "region", "prefecture", "county", "city", "district", "ward", "town", "village", "other")
SOURCE_KINDS = ("party", "clair", "mission", "ministry", "newsletter", "press", "list", "other")
AREAS = ("hokkaido", "tohoku", "kanto", "chubu", "kinki", "chugoku", "shikoku", "kyushu")

#: Concept scheme → (what its concepts' ids begin with, their notations).
CONCEPT_SCHEMES: MappingProxyType[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "kinds": ("kind", KINDS),
        "statuses": ("status", STATUSES),
        "levels": ("level", LEVELS),
        "source-kinds": ("source-kind", SOURCE_KINDS),
        "areas-of-japan": ("area", AREAS),
    }
)

#: Level of government → class of the place; "ward" means Tokyo's special wards, a ward elsewhere is a district.
LEVEL_CLASSES: MappingProxyType[str, str] = MappingProxyType(
    {
        "country": "Country",
        "region": "Region",
        "prefecture": "Prefecture",
        "county": "County",
        "city": "City",
        "district": "District",
        "ward": "SpecialWard",
        "town": "Town",
        "village": "Village",
        "other": "Municipality",
    }
)

#: The kinds of event, below Event itself.
EVENT_CLASSES = tuple(name for name, above in CLASSES.items() if above == ("Event",))

_TERMS = {name: GLOCAL + name for name in (*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES)}
_CONCEPTS = {
    f"{start}-{notation}": f"{ID}concept/{start}-{notation}"
    for start, notations in CONCEPT_SCHEMES.values()
    for notation in notations
}


def glocal(name: str) -> str:
    """The IRI of a class or property of ours; KeyError if the ontology has none of this name.

    >>> glocal("party")
    'https://w3id.org/glocal-graph/ontology#party'
    """
    return _TERMS[name]


def iri(thing: str) -> str:
    """The IRI of the thing with this id.

    >>> iri("municipality/46201")
    'https://w3id.org/glocal-graph/id/municipality/46201'
    """
    return ID + thing


def local(thing: str) -> str:
    """The id of a thing under id/; the IRI itself where it lies elsewhere."""
    return thing.removeprefix(ID)


def concept(start: str, notation: str) -> str:
    """The IRI of a concept; KeyError if its scheme has none of this notation.

    >>> concept("kind", "sister")
    'https://w3id.org/glocal-graph/id/concept/kind-sister'
    """
    return _CONCEPTS[f"{start}-{notation}"]


def graph(name: str) -> str:
    """The IRI of one of our named graphs; ValueError for a name that is none of them."""
    if name not in GRAPHS:
        raise ValueError(f"no named graph {name}; there are {', '.join(GRAPHS)}")
    return GRAPH + name


def class_of(name: str) -> tuple[str, ...]:
    """The IRIs of a class and of all classes of ours above it, itself first.

    >>> [above.removeprefix(GLOCAL) for above in class_of("City")]
    ['City', 'Municipality', 'LocalGovernment', 'Place']
    """
    found = [_TERMS[name]]
    for above in CLASSES[name]:
        found += [item for item in class_of(above) if item not in found]
    return tuple(found)


def shorten(address: str) -> str:
    """An IRI with its prefix, by the longest namespace that fits; the IRI itself where none does.

    >>> shorten("https://w3id.org/glocal-graph/id/municipality/46201")
    'municipality:46201'
    """
    fitting = [(len(space), prefix) for prefix, space in PREFIXES.items() if address.startswith(space)]
    if not fitting:
        return address
    length, prefix = max(fitting)
    return f"{prefix}:{address[length:]}"


def rebase(text: str) -> str:
    """A file of ontology/ or data/, moved from the default base to this run's."""
    return text if BASE == DEFAULT_BASE else text.replace(DEFAULT_BASE, BASE)
