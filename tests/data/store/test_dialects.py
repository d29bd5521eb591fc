"""Engines by what they say of themselves, and where they are written to; Digest as RFC 7616 computes it."""

from __future__ import annotations

import hashlib
import re

import pytest

from glocal_graph.data.store.authentication import Credentials
from glocal_graph.data.store.dialects import beside, find_dialect, is_engines_own
from glocal_graph.model.errors import RemoteError


@pytest.mark.parametrize(
    ("server", "name", "address"),
    [
        ("Virtuoso/07.20.3229 (Linux)", "Virtuoso", "http://host:8890/sparql-graph-crud-auth"),
        ("oxigraph/0.5.13", "Oxigraph", "http://host:8890/store"),
        ("Apache Jena Fuseki (5.1.0)", None, None),
        ("nginx", None, None),
    ],
)
def test_an_engine_is_known_by_its_header(server, name, address):
    found = find_dialect({"server": server})
    assert (found.name if found else None) == name
    if found:
        assert beside("http://host:8890/sparql", found.graph_store) == address


def test_what_lies_beside_an_endpoint_keeps_its_folder():
    assert beside("https://host/a/b/query/", "data") == "https://host/a/b/data"


def test_the_graphs_of_an_engine_are_told_from_those_of_people():
    assert is_engines_own("http://www.openlinksw.com/schemas/virtrdf#")
    assert not is_engines_own("https://w3id.org/glocal-graph/graph/places")


@pytest.mark.parametrize(("algorithm", "name"), [("MD5", "md5"), ("SHA-256", "sha256")])
def test_a_digest_proves_the_password_without_sending_it(algorithm, name):
    def digest(text: str) -> str:
        return hashlib.new(name, text.encode()).hexdigest()

    credentials = Credentials("ännchen", "geheim, ja")
    assert credentials.sign("PUT", "/x") == {}
    assert credentials.take_up(f'Digest realm="SPARQL", nonce="abc", opaque="op", qop="auth", algorithm="{algorithm}"')
    for number in ("00000001", "00000002"):
        header = credentials.sign("PUT", "/store?graph=urn%3Ax")["Authorization"]
        said = {key: quoted or bare for key, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|(\w[\w-]*))', header)}
        assert (said["nc"], said["opaque"], said["uri"]) == (number, "op", "/store?graph=urn%3Ax")
        secret, what = digest("ännchen:SPARQL:geheim, ja"), digest("PUT:/store?graph=urn%3Ax")
        assert said["response"] == digest(f"{secret}:abc:{number}:{said['cnonce']}:auth:{what}")
        assert "geheim" not in header
    assert "geheim" not in repr(credentials)


def test_a_wish_that_cannot_be_met_is_no_answer():
    assert not Credentials().take_up('Digest realm="x", nonce="y"')
    assert not Credentials("ann", "x").take_up("Negotiate")
    assert not Credentials(token="t").take_up('Basic realm="x"')
    with pytest.raises(RemoteError, match="MD5-sess"):
        Credentials("ann", "x").take_up('Digest realm="x", nonce="y", algorithm=MD5-sess')
