"""The shipped schemas: their bytes, and libxml2 and xmlschema ready to check by the XSD."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lxml import etree
    from xmlschema import XMLSchema10

NAMES = {"xsd": "voxml-1.0.xsd", "json": "voxml-1.0.schema.json"}


def schema_path(kind: Literal["xsd", "json"]) -> Path:
    """Return the path of a shipped schema: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_data" / "schemas" / NAMES[kind]
    return shipped if shipped.exists() else package.parent / "schemas" / NAMES[kind]


def schema_text(kind: Literal["xsd", "json"]) -> str:
    """Return the text of a shipped schema."""
    return schema_path(kind).read_text(encoding="utf-8")


@cache
def libxml2_schema() -> etree.XMLSchema:
    """Return the XSD as libxml2 has compiled it."""
    from lxml import etree

    return etree.XMLSchema(etree.fromstring(schema_text("xsd").encode(), safe_parser()))


@cache
def xmlschema_schema() -> XMLSchema10:
    """Return the XSD as xmlschema has compiled it."""
    from xmlschema import XMLSchema10

    return XMLSchema10(schema_text("xsd"), defuse="always", allow="none")


def safe_parser() -> etree.XMLParser:
    """Return a parser of libxml2 that expands no entity, loads nothing and takes UTF-8 whatever the text declares."""
    from lxml import etree

    return etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
