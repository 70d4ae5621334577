"""A hypothesis strategy for documents that have exactly one fault, of the kinds that people really make."""

from __future__ import annotations

import json
from typing import Any, Literal, NamedTuple
from xml.etree import ElementTree

from hypothesis import strategies as st

from voxml.language.response import Response
from voxml.testing.faulty_json import JSON_KINDS
from voxml.testing.faulty_kind import Kind
from voxml.testing.faulty_xml import XML_KINDS
from voxml.testing.strategies import documents, instructions


class Faulty(NamedTuple):
    """A document with one fault."""

    #: What was done to it, in a word or two.
    kind: str
    #: The rule that finds it.
    rule: str
    form: Literal["xml", "json"]
    data: bytes


def faulty_documents(form: Literal["xml", "json"] | None = None) -> st.SearchStrategy[Faulty]:
    """Documents with one fault each, in both forms or in one; `Faulty.rule` says what should find it."""
    strategies = []
    if form != "json":
        strategies.append(st.sampled_from(XML_KINDS).flatmap(lambda kind: _spoilt(kind, "xml")))
    if form != "xml":
        strategies.append(st.sampled_from(JSON_KINDS).flatmap(lambda kind: _spoilt(kind, "json")))
    return st.one_of(strategies)


def _spoilt(kind: Kind, form: Literal["xml", "json"]) -> st.SearchStrategy[Faulty]:
    around = documents(max_instructions=2)
    return st.builds(
        lambda before, verb, after: Faulty(
            kind.name,
            kind.rule,
            form,
            (_spoil_xml if form == "xml" else _spoil_json)(kind, before, verb, after),
        ),
        around,
        instructions(kind.verb),
        around,
    )


def _spoil_xml(kind: Kind, before: Response, verb: Any, after: Response) -> bytes:
    # ElementTree keeps what it parsed, so that the text of the document stays as voxml wrote it.
    root = ElementTree.fromstring(Response(*before, verb, *after).to_xml())  # noqa: S314 - our own text
    replaced = kind.spoil(root, root[len(before)])
    return replaced if replaced is not None else ElementTree.tostring(root, encoding="utf-8")


def _spoil_json(kind: Kind, before: Response, verb: Any, after: Response) -> bytes:
    value = json.loads(Response(*before, verb, *after).to_json())
    replaced = kind.spoil(value, value["instructions"][len(before)])
    return replaced if replaced is not None else json.dumps(value, ensure_ascii=False).encode()
