"""The web app: `create_app` puts the rooms of the site together; `server.serve` runs it."""

from glocal_graph.front.web.factory import create_app

__all__ = ["create_app"]
