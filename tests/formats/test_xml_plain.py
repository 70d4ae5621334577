"""The quick reader of plain XML says what expat says, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voxml.formats import xml, xml_plain
from voxml.formats.syntax import MAX_DEPTH
from voxml.formats.xml import XmlText
from voxml.formats.xml_places import XmlPlaces
from voxml.formats.xml_plain import read_plain
from voxml.formats.xml_tree import XmlElement
from voxml.testing import documents

DOCUMENT = (
    '<Response version="1.0">\n  <Say loop=\'2\' voice="a&amp;b">Hi &lt;you&gt; नमस्ते</Say>\n  <Hangup/>\n</Response>\n'
)


def by_expat(text: str, monkeypatch: pytest.MonkeyPatch) -> XmlText:
    with monkeypatch.context() as patch:
        patch.setattr(xml, "read_plain", lambda _text, _utf8: None)
        return XmlText(text, "p")


def told(document: XmlText, element: XmlElement | None) -> Any:
    """All that is known of an element and what is in it."""
    if element is None:
        return None
    inside = [told(document, child) for child in element.children or ()]
    return element.name, element.attributes, element.text, document.start(element), inside


def quickly(text: str) -> XmlElement | None:
    return read_plain(text, text.encode())


@pytest.mark.parametrize(
    "text",
    [
        DOCUMENT,
        f'<?xml version="1.0" encoding="UTF-8"?>\n{DOCUMENT}',
        f"<!-- a - b -->\n<?xml-model href='x.xsd'?>{DOCUMENT}<!-- end -->\n",
        "<Response/>",
        "<Response\n  version = '1.0'\n><Say>a &amp; b<!-- c -->d</Say ></Response\n>",
        f"{'<a>' * MAX_DEPTH}{'</a>' * MAX_DEPTH}",
        "<a>]] > \U0001f600 \x7f</a>",
    ],
)
def test_plain_documents_are_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = quickly(text)
    assert root is not None
    document = by_expat(text, monkeypatch)
    assert document.fault is None
    assert told(XmlText(text, "p"), root) == told(document, document.root)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "text",
        "<a>",
        "</a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a>\0</a>",
        "<a>\r\n</a>",
        "<a>\ud7ff\ufffe</a>",
        "<a>]]></a>",
        "<a>&nbsp;</a>",
        "<a>&#65;</a>",
        "<a>&</a>",
        "<a b='&x;'/>",
        "<a b='1' b='1'/>",
        "<a b='1'c='2'/>",
        "<a b=1/>",
        "<a b='\n'/>",
        "<a b/>",
        "<a b='<'/>",
        "<a b='>'/>",
        "<a xmlns='u'/>",
        "<a xml:space='preserve'/>",
        "<b:a xmlns:b='u'/>",
        "<1a/>",
        "<a><![CDATA[x]]></a>",
        "<!DOCTYPE a><a/>",
        " <?xml version='1.0'?><a/>",
        '<a><?xml version="1.0"?></a>',
        '<?xml version="1.1"?><a/>',
        '<?xml version="1.0" encoding="latin-1"?><a/>',
        "<?XML x?><a/>",
        "<?x?y?><a/>",
        "<a><!-- <b/> --></a>",
        "<a><!-- -- --></a>",
        "<a><!-- x ---></a>",
        "<a><!--></a>",
        "<a><!---></a>",
        f"{'<a>' * MAX_DEPTH}<b/>{'</a>' * MAX_DEPTH}",
        "<a></ a>",
        "< a/>",
        "<a / >",
        "<>",
        "<a></></a>",
    ],
)
def test_whatever_is_not_plain_is_left_to_expat(text: str) -> None:
    assert quickly(text) is None


_PARTS = st.sampled_from(
    ["<", ">", "/", "&", "&amp;", "&lt;", "'", '"', "=", " ", "\n", "\t", "\r", "-", "--", "!", "?", "a", "b", ":", "]]>",
     "<a>", "</a>", "<a/>", "<b c='1'>", "</b>", "<!--", "-->", "<?x", "?>", "xmlns", "xml", "\0", "é", "\U0001f600", "\x85"]
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(st.one_of(st.lists(_PARTS, max_size=12).map("".join), st.builds(
    lambda at, length, part: DOCUMENT[:at] + part + DOCUMENT[at + length :],
    st.integers(0, len(DOCUMENT)), st.integers(0, 9), st.lists(_PARTS, max_size=4).map("".join),
)))  # fmt: skip
@example("<a>&amp;lt;</a>")
@example("<a b='&amp;quot;'/>")
def test_it_never_says_anything_else_than_expat(text: str) -> None:
    root = quickly(text)
    if root is not None:
        with pytest.MonkeyPatch.context() as patch:
            document = by_expat(text, patch)
        assert document.fault is None
        assert told(XmlText(text, "p"), root) == told(document, document.root)


@settings(max_examples=200, deadline=None)
@given(documents(), st.data())
def test_places_are_those_of_expat(document: Any, data: st.DataObject) -> None:
    text = document.to_xml()
    plain = XmlText(text, "p")
    with pytest.MonkeyPatch.context() as patch:
        other = by_expat(text, patch)
    pairs = list(zip(_walk(plain.root), _walk(other.root), strict=True))
    ours, theirs = data.draw(st.sampled_from(pairs))
    one, two = XmlPlaces(plain), XmlPlaces(other)
    assert one.element(ours) == two.element(theirs)
    assert one.content(ours) == two.content(theirs)
    for name in ours.attributes:
        assert one.attribute(ours, name) == two.attribute(theirs, name)


def _walk(element: XmlElement | None) -> list[XmlElement]:
    assert element is not None
    return [element, *(each for child in element.children or () for each in _walk(child))]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_plain, "_known", {})
    monkeypatch.setattr(xml_plain, "_MOST", 10)
    for number in range(50):
        assert quickly(f"<a b='{number}'/>") is not None
    assert quickly(f"<a b='{'x' * 1000}'/>") is not None
    assert len(xml_plain._known) <= 10
