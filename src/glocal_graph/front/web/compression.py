"""Answers packed as the client can unpack them: zstd, br or gzip."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_compress import Compress

__all__ = ["install"]

_WAYS = ["zstd", "br", "gzip"]
#: What packs well. Pictures, fonts, spreadsheets and archives are packed already.
_PACKED = [
    "text/html",
    "text/css",
    "text/plain",
    "text/csv",
    "text/tab-separated-values",
    "text/turtle",
    "text/xml",
    "text/javascript",
    "text/x-nquads",
    "application/graphml+xml",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/n-quads",
    "application/n-triples",
    "application/problem+json",
    "application/rdf+xml",
    "application/schema+json",
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "application/trig",
    "application/turtle",
    "application/x-trig",
    "application/x-turtle",
    "application/xml",
    "image/svg+xml",
]


def install(app: Flask) -> None:
    """Pack what the app answers. To be called before whatever else looks at answers, so that it comes last."""
    app.config.update(
        COMPRESS_MIMETYPES=_PACKED,
        COMPRESS_ALGORITHM=_WAYS,
        COMPRESS_ALGORITHM_STREAMING=_WAYS,
        COMPRESS_LEVEL=5,
    )
    _Packer(app)


class _Packer(Compress):
    """As Flask-Compress packs, except where it should not."""

    def after_request(self, response: Any) -> Any:
        """The answer, packed if the client and its kind allow it. A part of a file is one of it as it lies there."""
        if response.status_code == 206 or _is_refused():
            response.vary.add("Accept-Encoding")
            return response
        plain = response.response
        packed = super().after_request(response)
        if packed.response is not plain and hasattr(plain, "close"):
            packed.call_on_close(plain.close)
        if packed.is_streamed and packed.content_encoding and request.method in ("GET", "HEAD"):
            packed.make_conditional(request)  # the tag of a file now names its way of packing, as the client's does
        return packed


def _is_refused() -> bool:
    """Whether the client refuses one of our ways by q=0, which Flask-Compress overlooks."""
    return any(quality <= 0 and name in (*_WAYS, "*") for name, quality in request.accept_encodings)
