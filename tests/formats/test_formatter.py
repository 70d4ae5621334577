"""Canonical form: the same for the same document, never another document, and nothing of people's is lost."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import voxml
from tests.schema.corpus import samples
from voxml.formats.formatter import format_document
from voxml.testing import documents


def pretty(text: str, form: str | None = None) -> str:
    made, faults = format_document(text.encode(), "a", form)  # type: ignore[arg-type]
    assert made is not None, faults
    return made


@given(documents())
def test_what_voxml_writes_is_canonical(document: voxml.Response) -> None:
    assert pretty(document.to_xml()) == document.to_xml()
    assert pretty(document.to_xml(indent=None)) == document.to_xml()
    assert pretty(document.to_json()) == document.to_json(indent=2)


@given(documents(), st.randoms())
def test_formatting_finds_the_canonical_form_again(document: voxml.Response, chance: object) -> None:
    """Shuffle attributes, quotes, white space and comments; the meaning and then the form come back."""
    rough = re.sub(r">\n\s*<", lambda _: chance.choice([">\n\n\t <", "><", "> <!-- a --> <"]), document.to_xml())  # type: ignore[attr-defined]
    made = pretty(rough)
    assert voxml.loads(made) == document
    assert pretty(made) == made
    assert made.count("<!-- a -->") == rough.count("<!-- a -->")
    assert (
        re.sub(r"\n *<!-- a -->", "", made).replace(
            '<Response version="1.0">\n</Response>', '<Response version="1.0"/>'
        )
        == document.to_xml()
    )


def test_comments_instructions_and_hints_stay() -> None:
    rough = """<?xml version='1.0'?><?xml-model href="voxml-1.0.xsd"?><!-- first -->
<Response xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="voxml-1.0.xsd">
<!-- greet -->
<Say   language='en-US' voice="x">Hello <!-- inner -->
   world &amp; "you"</Say><Say xml:space="preserve">a  b</Say>
<Gather timeout="+07" action_url="https://x.y/z"> <!-- audio --> <Play>https://x.y/a.wav</Play> <Say>x</Say></Gather>
</Response><!-- end -->"""
    assert (
        pretty(rough)
        == """<?xml-model href="voxml-1.0.xsd"?>
<!-- first -->
<Response version="1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="voxml-1.0.xsd">
  <!-- greet -->
  <Say voice="x" language="en-US">Hello <!-- inner --> world &amp; "you"</Say>
  <Say xml:space="preserve">a  b</Say>
  <Gather action_url="https://x.y/z" timeout="7">
    <Say>x</Say>
    <!-- audio -->
    <Play>https://x.y/a.wav</Play>
  </Gather>
</Response> <!-- end -->
"""
    )


def test_an_invalid_document_is_formatted_as_far_as_it_can_be_read() -> None:
    assert '<Zap colour="red"/>' in pretty("<Response><Zap  colour='red' ></Zap></Response>")
    assert pretty('{"instructions":[{"b":1.50,"verb":"Zap"}],"x":"\\ud800"}') == (
        '{\n  "instructions": [\n    {\n      "verb": "Zap",\n      "b": 1.50\n    }\n  ],\n  "x": "\\ud800"\n}\n'
    )


def test_what_would_lose_a_member_is_left_alone() -> None:
    made, faults = format_document(b'{"voxml_version":"1.0","instructions":[],"instructions":[]}', "a.json")
    assert made is None
    assert [fault.rule for fault in faults] == ["duplicate-member"]
    made, faults = format_document(b"<Response>", "a.xml")
    assert made is None and [fault.rule for fault in faults] == ["syntax"]


@pytest.mark.parametrize(
    "body",
    [
        "<Hangup><!-- a --></Hangup>",
        "<Pause><!-- a --><?x y?></Pause>",
        "<Reject><?x?></Reject>",
        '<Record action_url="https://x.y/z"><!-- a --></Record>',
        '<Stream url="wss://x.y/z"><Parameter name="a" value="b"><!-- a --></Parameter></Stream>',
        "\u00a0<Hangup/>",
        "<Hangup/>\u2028",
        "<Dial>\u00a0<Number>+14155550100</Number></Dial>",
        "<Say>\u00a0</Say>",
    ],
)
def test_formatting_changes_no_result(body: str) -> None:
    rough = f"<Response>{body}</Response>"
    made = pretty(rough)
    assert voxml.is_valid(made) == voxml.is_valid(rough)
    assert [each.rule for each in voxml.lint(made.encode())] == [each.rule for each in voxml.lint(rough.encode())]
    assert pretty(made) == made


@pytest.mark.parametrize("version", ["0", "1", "2.0", "1.x", "", "01.0"])
def test_a_version_of_xml_that_does_not_exist(version: str) -> None:
    text = f'<?xml version="{version}"?><Response/>'.encode()
    assert not voxml.is_valid(text)
    assert format_document(text, "a.xml")[0] is None


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.9"])
def test_versions_of_xml_that_libxml2_takes(version: str) -> None:
    assert voxml.is_valid(f'<?xml version="{version}"?><Response/>'.encode())


_SCRAPS = (
    "<!-- c -->", "<!---->", "<?pi x?>", "<![CDATA[]]>", " ", "\n", "\n\n  ", "\t", "\r\n", "&#13;", "\u00a0", "\u2028",
    "<!-- voxml: ignore[insecure-url, short-timeout] why -->", "<!-- voxml: disable[long-pause] -->",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_scraps_between_tags_change_nothing(seed: int) -> None:
    """Put comments, instructions and white space anywhere: what was valid stays valid, and formatting settles."""
    chance = random.Random(seed)
    for sample in samples(1000 + seed, 150):
        text = re.sub(r"<\?xml.*?\?>\s*", "", sample.data.decode())
        pieces = re.split(r"(<[^>]*>)", text)[1:-1]
        rough = (
            "".join(each + (chance.choice(_SCRAPS) if chance.random() < 0.2 else "") for each in pieces[:-1])
            + pieces[-1]
        )
        made = pretty(rough, "xml")
        assert pretty(made, "xml") == made
        assert made.count("<!--") >= rough.count("<!--")
        if voxml.is_valid(rough):
            assert voxml.loads(made) == voxml.loads(rough)
        else:
            assert [each.rule for each in voxml.lint(made.encode()) if each.rule == "syntax"] == []


def test_a_suppression_behind_a_long_element_stays_behind_it() -> None:
    text = (
        '<Response version="1.0">\n  <Gather action_url="https://x.y/z" timeout="1">\n    <Say>x</Say>\n'
        "  </Gather> <!-- voxml: ignore[short-timeout] -->\n</Response>\n"
    )
    assert pretty(text) == text


def test_a_suppression_behind_a_document_on_one_line_goes_before_it() -> None:
    comment = "<!-- voxml: ignore[unpronounceable-text] -->"
    text = f'<Response version="1.0"><Say>1234567890</Say><Hangup/></Response> {comment}\n'
    made = pretty(text)
    assert made.startswith(f"{comment}\n<Response")
    assert pretty(made) == made
    assert [each.rule for each in voxml.lint(made.encode())] == [each.rule for each in voxml.lint(text.encode())] == []


def test_a_comment_on_the_last_line_keeps_it() -> None:
    text = '<Response version="1.0">\n  <Hangup/>\n</Response> <!-- last --> <!-- of all -->\n<!-- after -->\n'
    assert pretty(text) == text
