"""The app's factory: settings and a store in, a Flask app out; nothing happens at import."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, request, url_for

import glocal_graph
from glocal_graph.data.store import GraphStore, open_store
from glocal_graph.front.web import (
    briefing,
    cards,
    changes,
    compare,
    compression,
    crawlers,
    data,
    descriptions,
    display,
    errors,
    explore,
    finder,
    graphs,
    headers,
    health,
    home,
    labels,
    language,
    links,
    menu,
    network_api,
    ontology,
    overview,
    paths,
    picture_files,
    planner,
    publishers,
    questions,
    reconcile,
    sparql,
    sparql_examples,
    statistics,
    thing_views,
    things,
    updates,
    workbench,
)
from glocal_graph.front.web.site import Site
from glocal_graph.model.settings import Settings

__all__ = ["create_app"]

_ROOMS = (
    home,
    explore,
    network_api,
    picture_files,
    cards,
    things,
    thing_views,
    sparql,
    questions,
    planner,
    compare,
    briefing,
    data,
    ontology,
    health,
    links,
    labels,
    workbench,
    descriptions,
    sparql_examples,
    crawlers,
    updates,
    graphs,
    reconcile,
    paths,
    finder,
    statistics,
    overview,
)
_YEAR = 31_536_000


def create_app(settings: Settings | None = None, store: GraphStore | None = None) -> Flask:
    """The web app over this store; without one, over the store that the settings name."""
    settings = settings or Settings.from_environment()
    web = settings.resources / "web"
    app = Flask(
        "glocal_graph",
        template_folder=str(web / "templates"),
        static_folder=str(web / "dist"),
        static_url_path="/static",
    )
    app.config.update(MAX_CONTENT_LENGTH=settings.body_bytes, MAX_FORM_MEMORY_SIZE=settings.body_bytes)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    site = Site(settings, store if store is not None else open_store(settings))
    app.extensions["glocal_site"] = site
    compression.install(app)
    language.install(app, language.Messages.read(web / "messages.toml"))
    display.install(app)
    publishers.install(app)
    menu.install(app)
    headers.install(app)
    errors.install(app)
    changes.install(app, settings)
    _serve_assets(app, web / "dist")
    app.context_processor(lambda: {"release": site.store.release, "version": glocal_graph.__version__})
    for room in _ROOMS:
        app.register_blueprint(room.room)
    return app


def _serve_assets(app: Flask, folder: Path) -> None:
    """Name each script and style by its content, so that browsers keep it and yet never use an old one."""
    versions = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".js", ".css", ".svg", ".png")
    }

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=versions.get(name))

    def keep_for_long(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v") and response.status_code < 400:
            response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response

    app.jinja_env.globals["asset"] = asset
    app.after_request(keep_for_long)
