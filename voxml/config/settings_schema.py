"""The JSON Schema of `voxml.toml`, by which editors complete and check it."""

from __future__ import annotations

from typing import Any

from voxml.config.known import KNOWN, SHARED, Setting
from voxml.version import HOME


def settings_schema() -> dict[str, Any]:
    """Return the schema; both spellings of a name, with hyphens and with underscores, are allowed."""
    tables: dict[str, dict[str, Any]] = {"": {}, "lint": {}, "site": {}}
    for setting in KNOWN:
        table, _, name = setting.name.rpartition(".")
        _add(tables[table], name, setting)
        if setting.name in SHARED:
            _add(tables["lint"], name, setting)
    top = tables[""]
    for table, title in (("lint", "Settings of the linter."), ("site", "Settings of the site.")):
        top[table] = {
            "description": title,
            "type": "object",
            "additionalProperties": False,
            "properties": tables[table],
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{HOME}/voxml-settings.schema.json",
        "title": "Settings of voxml",
        "description": "The content of voxml.toml, and of [tool.voxml] in pyproject.toml.",
        "type": "object",
        "additionalProperties": False,
        "properties": top,
    }


def _add(properties: dict[str, Any], name: str, setting: Setting) -> None:
    value = {"description": setting.description, **setting.kind.schema}
    if setting.default not in (None, [], {}):
        value["default"] = setting.default
    properties[name] = value
    if "-" in name:
        properties[name.replace("-", "_")] = value
    elif "_" in name:
        properties[name.replace("_", "-")] = value
    if setting.alias:
        properties[setting.alias] = {**value, "deprecated": True}
