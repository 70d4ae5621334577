"""The page of the settings, from their JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.config.known import KNOWN, SHARED, TABLES
from voxml.config.settings_schema import settings_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# Settings

Settings are in `voxml.toml`, or under `[tool.voxml]` in `pyproject.toml`. Those of the nearest folder at or above a file
count. `voxml config show` lists each setting, its value and where it comes from; `voxml schema settings` prints the
[JSON Schema](voxml-settings.schema.json) that this page is made from. A name may be written with hyphens or underscores.

"""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the settings."""
    return settings_schema()


def page() -> str:
    """Return the page in Markdown."""
    return _HEAD + "\n".join(_table(schema(), "")) + "\n"


def _table(node: dict[str, Any], path: str) -> Iterator[str]:
    # The schema has each name in both spellings, and old names; the page has the one that the code gives.
    known = {each.name.removeprefix(f"{path}.") for each in KNOWN} | {*SHARED, *TABLES}
    members = {name: value for name, value in node["properties"].items() if name in known}
    tables = {name: value for name, value in members.items() if value.get("properties")}
    if path:
        yield f"## `[{path}]` {{ #{path.replace('.', '-')} }}\n"
    else:
        yield "## At the top { #top }\n"
    if node.get("description") and path:
        yield node["description"] + "\n"
    plain = {name: value for name, value in members.items() if name not in tables}
    if plain:
        yield "| setting | value | not set | meaning |\n| --- | --- | --- | --- |"
        for name, value in plain.items():
            default = f"`{_toml(value['default'])}`" if "default" in value else "–"
            meaning = _cell(value.get("description", ""))
            yield f'| <code class="vx-option">{name}</code> | {_kind(value)} | {default} | {meaning} |'
        yield ""
    for name, value in tables.items():
        yield from _table(value, f"{path}.{name}".lstrip("."))


def _kind(node: dict[str, Any]) -> str:
    if "enum" in node:
        return ", ".join(f"`{_toml(value)}`" for value in node["enum"])
    if "anyOf" in node:
        return " or ".join(dict.fromkeys(_kind(each) for each in node["anyOf"]))
    if node.get("type") == "array":
        return f"list of {_kind(node.get('items', {}))}s".replace("texts or list of texts", "texts")
    if node.get("type") == "object":
        return f"table of {_kind(node['additionalProperties'])}" if _is_table(node) else "table"
    return {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}.get(
        node.get("type", ""), "value"
    )


def _is_table(node: dict[str, Any]) -> bool:
    return isinstance(node.get("additionalProperties"), dict)


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
