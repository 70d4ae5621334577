"""The checker and libxml2 with the XSD, which is the contract, agree on 5,000 documents, positions too.

`VOXML_CORPUS_SEED=7 pytest tests/schema/test_corpus.py` checks another 5,000.
"""

from __future__ import annotations

import os
import re

import pytest
from lxml import etree

import voxml
from tests.schema.corpus import FAULTS, Sample, samples
from voxml.schema.check import check
from voxml.schema.load import libxml2_schema, safe_parser

SEED = int(os.environ.get("VOXML_CORPUS_SEED", "1"))
COUNT = 5_000
PARTS = 4


def places_by_xsd(data: bytes) -> set[tuple[int, str]]:
    """Line and element of every error that libxml2 finds."""
    schema = libxml2_schema()
    if schema.validate(etree.fromstring(data, safe_parser())):
        return set()
    return {(entry.line, plain(entry.path)) for entry in schema.error_log}  # type: ignore[attr-defined]


def plain(pointer: str) -> str:
    """An XPath without the attribute, and without [1], which libxml2 leaves out for an only child."""
    return re.sub(r"/@.*", "", pointer).replace("[1]", "")


@pytest.fixture(scope="module")
def corpus() -> list[Sample]:
    return list(samples(SEED, COUNT))


def test_the_corpus_has_valid_documents_and_every_kind_of_error(corpus: list[Sample]) -> None:
    assert len(corpus) == COUNT
    assert corpus == list(samples(SEED, COUNT))
    faults = [sample.fault for sample in corpus]
    assert faults.count(None) > COUNT / 4
    assert {name for name, _ in FAULTS} == set(faults) - {None}


@pytest.mark.parametrize("part", range(PARTS))
def test_checker_and_xsd_find_the_same_errors_at_the_same_positions(part: int, corpus: list[Sample]) -> None:
    for sample in corpus[part::PARTS]:
        found = check(sample.data, form="xml").diagnostics
        by_xsd = places_by_xsd(sample.data)
        assert bool(found) == bool(by_xsd) == (sample.fault is not None), (sample, found, by_xsd)
        assert voxml.is_valid(sample.data) is not bool(found), sample
        places = {(each.line, plain(each.pointer)) for each in found}
        if sample.fault == "child of text":
            # libxml2 points at the element that may hold text only, we at the child in it.
            places = {(each.line, plain(each.pointer.rpartition("/")[0])) for each in found}
        assert places == by_xsd, (sample, found, by_xsd)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_xsd_engine_finds_what_the_checker_finds(part: int, corpus: list[Sample]) -> None:
    for sample in corpus[part::PARTS]:
        found = check(sample.data, form="xml", engine="xsd").diagnostics
        assert found == check(sample.data, form="xml").diagnostics, sample
