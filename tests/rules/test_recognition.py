"""What a file is: VoxML, a near miss, another dialect, empty, or something else."""

from __future__ import annotations

import pytest

from voxml.rules.facts.recognition import recognize


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<Response/>", "voxml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <a/> --><!-- b -->\n<Response version='1.0'>", "voxml"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><Response/>", "voxml"),
        ("<Response/>".encode("utf-16"), "voxml"),
        (b"<Response><Sya>Hello</Sya></Response>", "voxml"),
        (b"<Response><SAY>Hello</SAY><Foo/></Response>", "voxml"),
        (b"<Response version='1.0'><Foo/></Response>", "voxml"),
        (b"<Response><Pay/><Message>Hello</Message></Response>", "voxml"),
        (b"<v:Response xmlns:v='urn:x'><v:Say>Hello</v:Say></v:Response>", "voxml"),
        (b"<Response><Sya>Hello", "voxml"),
        (b"<Response>", "voxml"),
        (b"<Response><Status>OK</Status><Message>Saved</Message></Response>", "other"),
        (b"<Response><Errors><Error><Message>No</Message></Error></Errors></Response>", "other"),
        (b"<Response>Fine</Response>", "other"),
        (b"<Response><Status>OK</Response>", "other"),
        (b"<r:Response xmlns:r='urn:oasis:names:tc:SAML:2.0:protocol'><r:Status/></r:Response>", "other"),
        (b"<r:Response xmlns:r='urn:x'/>", "other"),
        (b"<project/>", "other"),
        (b"<!-- <Response/> --><project/>", "other"),
        (b"<?pi <Response/> ?><feed/>", "other"),
        (b"<Respnse version='1.0'><Say>Hello</Say></Respnse>", "near-miss"),
        (b"<response><Say>Hello</Say></response>", "near-miss"),
        (b"<response><say>Hello</say></response>", "near-miss"),
        (b"<response><status>200</status></response>", "other"),
        (b"<responses><response/></responses>", "other"),
        (b"<Bxml><SpeakSentence>Hello</SpeakSentence></Bxml>", "dialect"),
        (b"<response><playtext>Hello</playtext></response>", "dialect"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"not xml", "other"),
    ],
)
def test_xml(data: bytes, kind: str) -> None:
    assert recognize(data, "xml").kind == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"voxml_version": "1.0", "instructions": []}', "voxml"),
        (b'{"VoxmlVersion": "1.0"}', "voxml"),
        (b'{"instructions": [{"verb": "Say"}]}', "voxml"),
        (b'{"instructions": [{"Verb": "Say"}]}', "voxml"),
        (b'{"voxml_version": "1.0", "instructions": [', "voxml"),
        (b'{"instructions": ["mix"]}', "other"),
        (b'{"recipe": {"instructions": [{"verb": "mix"}]}}', "other"),
        (b'{"instructions": [', "other"),
        (b'[{"verb": "Say", "text": "Hello"}]', "near-miss"),
        (b'{"verb": "Say", "text": "Hello"}', "near-miss"),
        (b'[{"action": "talk", "text": "Hello"}]', "dialect"),
        (b'{"action": "talk", "text": "Hello"}', "dialect"),
        (b'{"verb": "say", "text": "Hello"}', "dialect"),
        (b'{"version": "1.0.0", "sections": {"main": []}}', "dialect"),
        (b"version: 1.0.0\nsections:\n  main:\n    - answer: {}\n", "dialect"),
        (b'[{"action": {"a": 1}}, {"action": []}]', "other"),
        (b'{"name": "gsutil", "sections": {"a": {"verb": 1}}}', "other"),
        (b"[1]", "other"),
        (b" ", "empty"),
        (b"not json", "other"),
    ],
)
def test_json(data: bytes, kind: str) -> None:
    assert recognize(data, "json").kind == kind


@pytest.mark.parametrize(
    "data",
    [b" " * 4096 + b"x", b"<!--a-->" * 400 + b"x", b"<!-- " * 800, b"<?a?>" * 700 + b"&", b"<!DOCTYPE " + b"[" * 4000],
)
def test_no_text_takes_long(data: bytes) -> None:
    assert recognize(data * 50, "xml").kind == "other"
