"""Whatever a value holds, it stays one value or is refused: over all shipped templates and all types of parameters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voxml import Response
from voxml.errors import ParameterError, TemplateError
from voxml.templating import Templates
from voxml.templating.header import sample_values
from voxml.templating.parameter_types import PARAMETER_TYPES
from voxml.templating.parameters import Parameter
from voxml.templating.shipped import shipped_names

TEMPLATES = Templates()

#: What people who mean harm, and data that means none, have put into templates.
EVIL = [
    "AT&T <Hangup/>",
    '"]},{"verb":"Hangup"},{"a":["',
    "</Say><Hangup/><Say>",
    "'/><Hangup x='",
    '" loop="0',
    "]]><Hangup/><![CDATA[",
    "--><Hangup/><!--",
    "<?x?>",
    "&lt;Hangup/&gt;",
    "&amp;amp;",
    "&#60;Hangup/&#62;",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}{# x",
    "\\",
    '\\"',
    "\\u0022",
    "one\ntwo\r\nthree\tfour",
    "👋🏽 family 👩‍👩‍👧",
    "שלום עולם",
    "\u202eevil\u202c",
    "a\u0000b",
    "a\u001bb",
    "a\u0085b\u2028c",
    "\ufffe",
    "\ud800",
    "${x} %s %(a)s {0}",
    "  spaces  ",
    "xml:space xmlns <!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
]

texts = st.one_of(
    st.sampled_from(EVIL),
    st.text(max_size=40),
    st.lists(st.sampled_from([*EVIL, *"<>&'\"{}[]\\/:,"]), max_size=6).map("".join),
)


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Right values of a parameter now and then, and evil ones of every Python type."""
    evil: st.SearchStrategy[Any] = texts
    if parameter.fields:
        tables = st.fixed_dictionaries({each.name: values_of(each) for each in parameter.fields})
        evil = st.one_of(st.lists(tables, min_size=1, max_size=3), texts)
    elif parameter.type == "list":
        evil = st.one_of(st.lists(texts, max_size=3), texts)
    elif parameter.type in ("url", "wss-url"):
        start = PARAMETER_TYPES[parameter.type].sample
        evil = st.one_of(texts, texts.map(lambda text: f"{start}?{text}"), texts.map(lambda text: f"https://{text}"))
    elif parameter.type in ("phone", "money", "date", "time", "datetime", "integer", "decimal", "language"):
        sample = str(parameter.sample() or PARAMETER_TYPES[parameter.type].sample)
        evil = st.one_of(texts, texts.map(lambda text: sample + text), texts.map(lambda text: text + sample))
    return evil


def shape(document: Response) -> list[Any]:
    """What a document does, without the values that it does it with."""
    wire = json.loads(document.to_json())
    return [{name: shape_of(value) for name, value in instruction.items()} for instruction in wire["instructions"]]


def shape_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape_of(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape_of(each) for each in value]
    return type(value).__name__


@pytest.mark.parametrize("name", shipped_names())
@given(data=st.data())
def test_no_value_changes_what_a_shipped_template_does(name: str, data: st.DataObject) -> None:
    template = TEMPLATES.get(name)
    plain = sample_values(template.parameters)
    parameter = data.draw(st.sampled_from(template.parameters))
    value = data.draw(values_of(parameter), label=parameter.name)
    try:
        document = template.render({**plain, parameter.name: value})
    except (ParameterError, TemplateError):
        return  # refused
    got, verbs = (
        shape(document),
        [instruction["verb"] for instruction in json.loads(document.to_json())["instructions"]],
    )
    assert len(got) == len(verbs)
    checked = template.check({**plain, parameter.name: value})[parameter.name]
    if parameter.type == "text":
        # The same instructions with the same members, as with a harmless text.
        harmless = {**plain, parameter.name: "ü" * max(len(checked), 1)}
        if parameter.name == "code":
            assume(not checked.isdigit())
            harmless[parameter.name] = "x" * len(checked)
        plain_document = template.render(harmless)
        assert got == shape(plain_document)
        is_said = harmless[parameter.name] in plain_document.to_json()
        is_one_word = checked.isprintable() and " ".join(checked.split()) == checked
        if is_said and is_one_word and parameter.name != "code":
            wire = json.dumps(json.loads(document.to_json()), ensure_ascii=False)
            assert json.dumps(checked, ensure_ascii=False)[1:-1] in wire


@pytest.fixture(scope="module")
def every_type(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two templates, one a form, that say a parameter of every type in a text, an attribute and a string."""
    names = {kind: kind.replace("-", "_") for kind in PARAMETER_TYPES}
    header = "".join(
        f"[parameters.p_{name}]\ntype = '{kind}'\nrequired = false\n"
        + ("choices = ['a', 'b']\n" if kind == "choice" else "")
        for kind, name in names.items()
    )
    spoken = [f"p_{name}" + ("|list" if kind == "list" else "") for kind, name in names.items()]
    head = f"{{# voxml\nlanguage = 'en-US'\n{header}#}}\n"
    folder = tmp_path_factory.mktemp("types")
    xml = "".join(
        f'{{% if p_{name} is not none %}}<Say voice="{{{{ {said} }}}}">{{{{ {said} }}}} said</Say>{{% endif %}}'
        for name, said in zip(names.values(), spoken, strict=True)
    )
    wire = "".join(
        f'{{% if p_{name} is not none %}}{{"verb": "Say", "text": "{{{{ {said} }}}} said", "voice": {{{{ {said}|string }}}}}},{{% endif %}}'
        for name, said in zip(names.values(), spoken, strict=True)
    )
    paths = {"xml": folder / "t.xml.j2", "json": folder / "t.json.j2"}
    paths["xml"].write_text(f"{head}<Response>{xml}<Hangup/></Response>", encoding="utf-8")
    paths["json"].write_text(
        f'{head}{{"voxml_version": "1.0", "instructions": [{wire}{{"verb": "Hangup"}}]}}', encoding="utf-8"
    )
    return paths


@pytest.mark.parametrize("form", ["xml", "json"])
@given(data=st.data())
def test_no_value_of_any_type_gets_out_of_its_text(every_type: dict[str, Path], form: str, data: st.DataObject) -> None:
    template = TEMPLATES.get(every_type[form])
    parameter = data.draw(st.sampled_from(template.parameters))
    value = data.draw(values_of(parameter))
    try:
        document = template.render({parameter.name: value})
    except (ParameterError, TemplateError):
        return
    verbs = [instruction["verb"] for instruction in json.loads(document.to_json())["instructions"]]
    assert verbs in (["Say", "Hangup"], ["Hangup"])
    if verbs == ["Say", "Hangup"]:
        assert set(json.loads(document.to_json())["instructions"][0]) == {"verb", "text", "voice"}


@given(value=texts)
def test_texts_arrive_letter_by_letter(every_type: dict[str, Path], value: str) -> None:
    template = TEMPLATES.get(every_type["json"])
    try:
        document = template.render({"p_text": value})
    except (ParameterError, TemplateError):
        return
    say = json.loads(document.to_json())["instructions"][0]
    assert say["text"] == f"{value} said"
    assert say["voice"] == value
