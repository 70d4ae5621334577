"""The corpus comes across as far as its dialects can, in valid documents, with every loss reported."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import voxml
from tests.importers.corpus import documents
from voxml.importers.importing import DIALECTS, import_document
from voxml.importers.model import Options
from voxml.importers.tables import Built, Element, Field, Lost, Missing
from voxml.importers.to_python import to_python

OPTIONS = Options("https://voice.example.com/", "US")
SHARES = {"vonage": 96, "plivo": 91, "twilio": 65, "jambonz": 60, "bandwidth": 59, "signalwire": 20}
#: What is said about imported documents: the voice is the vendor's, keys go to servers of others.
NAMED = {
    "no-way-out", "static-callback-without-method", "gather-without-prompt", "mixed-dial-targets", "default-voice",
    "reject-outbound", "credentials-in-document", "short-timeout", "impossible-number", "post-to-static-host",
    "unreachable-instruction",
}  # fmt: skip


@pytest.mark.parametrize(("dialect", "share"), SHARES.items())
def test_how_much_comes_across(dialect: str, share: int) -> None:
    texts = list(documents(dialect))
    assert len(texts) >= 60
    results = [import_document(text.encode(), "a", name="a.xml", dialect=dialect, options=OPTIONS) for text in texts]
    across = [each for each in results if each.status in ("whole", "lossy")]
    assert 100 * len(across) / len(results) >= share
    for each in across:
        assert each.response is not None
        assert len(each.response) > 0
        assert voxml.loads(each.response.to_xml()) == each.response
        found = {one.rule for one in voxml.lint(each.response.to_json().encode(), preset="static")}
        assert found <= NAMED, (each.source.text, found)


@pytest.mark.parametrize("dialect", SHARES)
def test_a_dialect_is_recognised(dialect: str) -> None:
    results = [import_document(text.encode(), "a", name="a.xml", options=OPTIONS) for text in documents(dialect)]
    wrong = [each.source.text for each in results if each.dialect != dialect]
    # A document with no verb of its own language means the same in TwiML.
    assert [text for text in wrong if not text.startswith("<Response>")] == []
    assert len(wrong) < 40


@pytest.mark.parametrize("dialect", SHARES)
def test_python_gives_the_same_document(dialect: str) -> None:
    for text in documents(dialect):
        result = import_document(text.encode(), "a", name="a.xml", dialect=dialect, options=OPTIONS)
        names: dict[str, object] = {}
        assert result.response is not None
        exec(to_python(result.response), names)
        assert names["response"] == result.response


def test_every_entry_says_what_to_do() -> None:
    for dialect in DIALECTS.values():
        for entry in dialect.elements.values():
            meanings = entry.attributes.values() if isinstance(entry, Element) else ()
            assert all(isinstance(each, Field) or bool(each.advice if isinstance(each, Lost) else each.meaning)
                       for each in meanings)  # fmt: skip


VALUES = st.sampled_from(
    ["", "1", "0", "true", "false", "POST", "GET", "https://x.example.com/a", "x", "wss://x.example.com/"]
)


def named(dialect: str) -> list[tuple[str, str]]:
    """Every element of a dialect with every attribute that its table has, and one that it has not."""
    return [
        (name, attribute)
        for name, entry in DIALECTS[dialect].elements.items()
        if isinstance(entry, Element)
        for attribute in (*entry.attributes, "unheardOf")
    ]


@pytest.mark.parametrize("dialect", ["twilio", "plivo", "bandwidth"])
@given(data=st.data())
def test_every_attribute_is_carried_over_or_reported(dialect: str, data: st.DataObject) -> None:
    name, attribute = data.draw(st.sampled_from(named(dialect)))
    value = data.draw(VALUES)
    entry = DIALECTS[dialect].elements[name]
    assert isinstance(entry, Element)
    text = f'<Response><{name} {attribute}="{value}">+14155550100</{name}></Response>'
    result = import_document(text.encode(), "a", name="a.xml", dialect=dialect, options=OPTIONS)
    meaning = entry.attributes.get(attribute)
    assert len(result.response or ()) > 0 or result.diagnostics
    if isinstance(meaning, (Field, Built)):
        return  # its converter returns a value or says why not
    pointers = [each.pointer for each in result.diagnostics]
    is_harmless = isinstance(meaning, Lost) and value in meaning.harmless
    assert is_harmless or f"/Response/{name}[1]/@{attribute}" in pointers


@pytest.mark.parametrize("dialect", ["twilio", "plivo", "bandwidth"])
def test_an_empty_element_is_made_or_reported(dialect: str) -> None:
    for name in DIALECTS[dialect].elements:
        result = import_document(f"<Response><{name}/></Response>".encode(), "a", dialect=dialect)
        assert len(result.response or ()) > 0 or result.diagnostics, name


@pytest.mark.parametrize(("dialect", "key"), [("vonage", "action"), ("jambonz", "verb")])
def test_an_empty_object_is_made_or_reported(dialect: str, key: str) -> None:
    for name in DIALECTS[dialect].elements:
        result = import_document(json.dumps([{key: name}]).encode(), "a", dialect=dialect)
        assert len(result.response or ()) > 0 or result.diagnostics, name


@pytest.mark.parametrize(("dialect", "key"), [("vonage", "action"), ("jambonz", "verb")])
@given(data=st.data())
def test_every_member_is_carried_over_or_reported(dialect: str, key: str, data: st.DataObject) -> None:
    name, member = data.draw(st.sampled_from(named(dialect)))
    value = data.draw(VALUES)
    entry = DIALECTS[dialect].elements[name]
    assert isinstance(entry, Element)
    text = json.dumps([{key: name, member: value, "text": "a"}])
    result = import_document(text.encode(), "a", dialect=dialect, options=OPTIONS)
    meaning = entry.attributes.get(member)
    if not isinstance(meaning, (Field, Built)) and not (isinstance(meaning, Lost) and value in meaning.harmless):
        # A recording beside what follows is lost as a whole.
        pointers = [each.pointer for each in result.diagnostics]
        assert f"/0/{member}" in pointers or (name == "record" and "/0" in pointers)


@pytest.mark.parametrize("dialect", ["twilio", "plivo", "bandwidth"])
@given(names=st.lists(st.sampled_from(["Say", "Speak", "Pay", "Foo", "Gather", "Number", "break", "SpeakSentence"]),
                      min_size=1, max_size=4))  # fmt: skip
def test_every_element_is_carried_over_or_reported(dialect: str, names: list[str]) -> None:
    text = "".join(f"<{name}>" for name in names) + "a" + "".join(f"</{name}>" for name in reversed(names))
    result = import_document(
        f"<Response>{text}</Response>".encode(), "a", name="a.xml", dialect=dialect, options=OPTIONS
    )
    entry = DIALECTS[dialect].elements.get(names[0])
    if entry is None or isinstance(entry, Missing):
        assert any(each.pointer == f"/Response/{names[0]}[1]" for each in result.diagnostics)
    assert result.response is not None
    assert len(result.response) > 0 or result.diagnostics


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["action", "verb", "text", "endpoint", "type", "say", "play", "target", "url",
                                         "sections", "main", "connect", "input", "dtmf", "eventUrl", "to"]),
                        inner | st.sampled_from(["talk", "input", "connect", "say", "gather", "dial", "record"]),
                        max_size=4), max_leaves=12))  # fmt: skip
def test_no_value_is_a_crash(value: object) -> None:
    data = json.dumps(value).encode()
    for dialect in (None, "vonage", "jambonz", "signalwire"):
        import_document(data, "a", name="a.json", dialect=dialect, options=OPTIONS)
    import_document(json.dumps({"sections": {"main": [value]}}).encode(), "a", dialect="signalwire")
    import_document(json.dumps([{"action": "connect", "endpoint": value}]).encode(), "a", dialect="vonage")
    import_document(json.dumps([{"verb": "dial", "target": value}]).encode(), "a", dialect="jambonz")
