"""The quick way from XML to the wire says the same as the reader that knows every rule, or says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxml import Response, is_valid, loads
from voxml.errors import TemplateError
from voxml.templating import Template, Templates
from voxml.templating.quick import wire_form
from voxml.testing import Faulty, documents, faulty_documents


@settings(max_examples=150, deadline=None)
@given(document=documents())
def test_right_documents(document: Response) -> None:
    for indent in (2, None):
        text = document.to_xml(indent=indent)
        quick = wire_form(text)
        if quick is not None:
            assert quick == loads(text, form="xml").to_json().encode()
    assert wire_form(Response().say("plain").to_xml()) is not None


@settings(max_examples=150, deadline=None)
@given(faulty=faulty_documents("xml"))
def test_wrong_documents(faulty: Faulty) -> None:
    try:
        text = faulty.data.decode()
    except UnicodeDecodeError:
        return
    if not is_valid(text, form="xml"):
        assert wire_form(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<Response",
        "<Response/><Response/>",
        "<response/>",
        '<Response version="2.0"/>',
        "<Response>text</Response>",
        "<Response><Say>a</Say>text</Response>",
        "<Response><Say><b/>a</Say></Response>",
        "<Response><Say/></Response>",
        "<Response><Say> \n </Say></Response>",
        "<Response><Pause> </Pause></Response>",
        "<Response><Pause length='0'/></Response>",
        "<Response><Pause length='٣'/></Response>",
        "<Response><Say loop='true'>a</Say></Response>",
        "<Response><Number>+14155550100</Number></Response>",
        "<Response><Dial/></Response>",
        "<Response><Dial><Sip>sip:a@b</Sip><Number>+14155550100</Number></Dial></Response>",
        "<Response><Gather action_url='https://a.b'><Say>a</Say><Say>b</Say></Gather></Response>",
        "<Response><Gather action_url='https://a.b'>text</Gather></Response>",
        "<Response><Stream url='wss://a.b'><Parameter name='a' value='b'/><Parameter name='a' value='c'/></Stream></Response>",
        "<Response><Stream url='wss://a.b'><Parameter name='' value='b'/></Stream></Response>",
        "<Response><Stream url='wss://a.b'><Parameter name='a' value='b'>x</Parameter></Stream></Response>",
        "<Response><Stream url='wss://a.b' parameters='x'/></Response>",
        "<Response><Say text='a'>b</Say></Response>",
        "<Response><Redirect>nope</Redirect></Response>",
        "<!DOCTYPE Response><Response/>",
        "<Response><Say>\ud800</Say></Response>",
        "<Response><Say>\x01</Say></Response>",
        "<a:Response/>",
        "<Response xmlns='urn:x'/>",
    ],
)
def test_the_quick_way_never_takes_what_is_wrong(text: str) -> None:
    assert wire_form(text) is None


# --- skeletons ---------------------------------------------------------------------------------------------------------

_HOLES = """{# voxml
[parameters.a]
min = 0
[parameters.b]
min = 0
[parameters.url]
[parameters.n]
#}
{% macro m(t) %}<Say voice="{{ t }}">{{ t }}</Say>{% endmacro %}
{% set captured %}<Say>{{ b }}</Say>{% endset %}
<Response>
  <Say voice="{{ a }}">{{ a }}, {{ b }}{{ a }} </Say>
  <Say loop="{{ n }}">x{{ a }}</Say>
  {% if a == b %}{{ m(a) }}{{ captured }}{% endif %}
  <Dial caller_id="{{ b }}x" timeout="{{ n }}"><Client>{{ a }}c</Client></Dial>
  <Stream url="wss://a.b/?{{ url }}" name="s{{ a }}"><Parameter name="p{{ url }}" value="{{ b }}"/></Stream>
  <Conference>{{ b }} room</Conference>
  <Redirect>https://a.b/{{ url }}?{{ a }}</Redirect>
</Response>
"""
_texts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["a", "AT&T", "<Hangup/>", "a  b", " a", "\ue0000\ue001", "&amp;", '"', "'", "\u00a0", "\n", "5", "x y"]
    ),
)


@pytest.fixture(scope="module")
def holes(tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("holes") / "t.xml.j2"
    path.write_text(_HOLES, encoding="utf-8")
    return Templates().get(path)


def outcome(function: object, *args: object) -> object:
    """What a call gives, or the findings that it raises."""
    try:
        return function(*args)  # type: ignore[operator]
    except TemplateError as error:
        return [(each.rule, each.line, each.column, each.message) for each in error.diagnostics]
    except ValueError as error:
        return str(error)


@settings(max_examples=400, deadline=None)
@given(
    a=_texts, b=_texts, url=st.sampled_from(["u", "v", "a b", "&", "\ue001"]), n=st.sampled_from(["1", "2", "0", "x"])
)
def test_filling_in_gives_what_rendering_gives(holes: Template, a: str, b: str, url: str, n: str) -> None:
    values = {"a": a, "b": b, "url": url, "n": n}
    assert outcome(holes.wire, values) == outcome(lambda: holes.render(values).to_json().encode())


def test_skeletons_are_bounded(holes: Template) -> None:
    from voxml.templating.skeletons import MAX_SKELETONS

    for number in range(MAX_SKELETONS + 50):
        values = {"a": "a", "b": "b", "url": f"u{number}", "n": "1"}
        assert holes.wire(values) == holes.render(values).to_json().encode()
    assert sum(len(plan.skeletons) for plan in holes._skeletons._plans.values()) <= MAX_SKELETONS


def test_recursive_loops_are_no_data(tmp_path: Path) -> None:
    path = tmp_path / "t.xml.j2"
    path.write_text(
        "{# voxml\n[parameters.tree]\ntype = 'list'\n#}<Response><Say>{% for each in tree recursive %}{{ each.name }} "
        "{% if each.bad is defined %}<b/>{% endif %}{{ loop(each.parts) }}{% endfor %}</Say></Response>"
    )
    template = Templates().get(path)
    good = {"name": "A & <B>", "parts": [{"name": "c", "parts": []}]}
    for _ in range(2):
        assert template.wire({"tree": [good]}) == template.render(tree=[good]).to_json().encode()
        with pytest.raises(TemplateError, match="unknown element"):
            template.wire({"tree": [{**good, "bad": 1}]})
