"""Which files are ours."""

from __future__ import annotations

import pytest

from voxml.linting.envelope import is_voxml, may_be_voxml


@pytest.mark.parametrize(
    ("data", "ours"),
    [
        (b"<Response/>", True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <a/> --><!-- b -->\n<Response version='1.0'>", True),
        (b"<r:Response xmlns:r='urn:x'/>", True),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><Response/>", True),
        (b"<project/>", False),
        (b"<!-- <Response/> --><project/>", False),
        (b"<?pi <Response/> ?><feed/>", False),
        ("<Response/>".encode("utf-16"), True),
    ],
)
def test_xml(data: bytes, ours: bool) -> None:
    if ours:
        assert may_be_voxml(data, is_json=False)
    assert (may_be_voxml(data, is_json=False) and is_voxml(data, is_json=False)) is ours


@pytest.mark.parametrize(
    ("data", "ours"),
    [
        (b'{"voxml_version": "1.0", "instructions": []}', True),
        (b'{"VoxmlVersion": "1.0"}', True),
        (b'{"instructions": [{"verb": "Say"}]}', True),
        (b'{"instructions": [{"Verb": "Say"}]}', True),
        (b'{"voxml_version": "1.0", "instructions": [', True),
        (b'{"instructions": ["mix"]}', False),
        (b'{"recipe": {"instructions": [{"verb": "mix"}]}}', False),
        (b'{"instructions": [', False),
        (b"[1]", False),
        (b"not json", False),
    ],
)
def test_json(data: bytes, ours: bool) -> None:
    assert (may_be_voxml(data, is_json=True) and is_voxml(data, is_json=True)) is ours


@pytest.mark.parametrize(
    "data",
    [b" " * 4096 + b"x", b"<!--a-->" * 400 + b"x", b"<!-- " * 800, b"<?a?>" * 700 + b"&", b"<!DOCTYPE " + b"[" * 4000],
)
def test_no_text_takes_long(data: bytes) -> None:
    assert may_be_voxml(data, is_json=False)
    assert not is_voxml(data * 50, is_json=False)
