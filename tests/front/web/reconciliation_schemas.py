"""What the Reconciliation Service API 0.2 lets a service answer, as JSON Schemas."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
PATH = {"type": "object", "properties": {"service_url": TEXT, "service_path": TEXT}}


def named(**more: Any) -> dict[str, Any]:
    """An object with id and name."""
    return {"type": "object", "properties": {"id": TEXT, "name": TEXT, **more}, "required": ["id", "name"]}


def only(**properties: Any) -> dict[str, Any]:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name != "description"],
        "additionalProperties": False,
    }


TYPE = named(description=TEXT, broader={"type": "array", "items": named()})
SETTING = {
    "type": "object",
    "properties": {"type": {"enum": ["number", "text", "checkbox", "select"]}, "label": TEXT, "name": TEXT},
    "required": ["type", "label", "name"],
    "if": {"properties": {"type": {"const": "select"}}},
    "then": {
        "required": ["choices"],
        "properties": {"choices": {"type": "array", "items": {"required": ["value", "name"]}}},
    },
}
MANIFEST = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": TEXT,
        "schemaSpace": TEXT,
        "documentation": TEXT,
        "serviceVersion": TEXT,
        "logo": TEXT,
        "view": {
            "type": "object",
            "required": ["url"],
            "properties": {"url": {"type": "string", "pattern": r"\{\{id\}\}"}},
        },
        "defaultTypes": {"type": "array", "items": TYPE, "uniqueItems": True},
        "suggest": {
            "type": "object",
            "properties": {
                name: {
                    **PATH,
                    "properties": {**PATH["properties"], "flyout_service_path": {"pattern": r"\$\{id\}"}},
                }
                for name in ("entity", "property", "type")
            },
        },
        "preview": {
            "type": "object",
            "required": ["url", "width", "height"],
            "properties": {
                "url": {"type": "string", "pattern": r"\{\{id\}\}"},
                "width": {"type": "integer"},
                "height": {"type": "integer"},
            },
        },
        "extend": {
            "type": "object",
            "properties": {"propose_properties": PATH, "property_settings": {"type": "array", "items": SETTING}},
        },
    },
}
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {
            "result": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "score"],
                    "properties": {
                        "id": TEXT,
                        "name": TEXT,
                        "description": TEXT,
                        "score": {"type": "number"},
                        "match": {"type": "boolean"},
                        "type": {"type": "array", "items": named()},
                        "features": {
                            "type": "array",
                            "items": {"properties": {"id": TEXT, "value": {"type": ["boolean", "number"]}}},
                        },
                    },
                },
            }
        },
    },
}
SUGGESTIONS = {
    "type": "object",
    "required": ["result"],
    "properties": {
        "result": {"type": "array", "items": named(description=TEXT, notable={"type": "array", "items": named()})}
    },
}
PROPOSED = {
    "type": "object",
    "required": ["type", "properties"],
    "properties": {"type": TEXT, "properties": {"type": "array", "items": named()}},
}
EXTENDED = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": named(type=named(), service=TEXT)},
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {
                        "oneOf": [
                            only(),
                            only(id=TEXT, name=TEXT, description=TEXT),
                            only(str=TEXT),
                            only(float={"type": "number"}),
                            only(int={"type": "integer"}),
                            only(
                                date={
                                    "type": "string",
                                    "pattern": r"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?$",
                                }
                            ),
                        ]
                    },
                },
            },
        },
    },
}
