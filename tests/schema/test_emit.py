"""What is emitted from the language is current, agrees with itself, and is documented."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from voxml import Response
from voxml.language import verbs
from voxml.language.element import Element
from voxml.language.elements import elements, kinds
from voxml.language.members import members_of
from voxml.language.types import OURS
from voxml.schema.emit import artifacts, main
from voxml.version import HOME

TOP = Path(__file__).parents[2]
METHODS = [element.lower() for element, model in elements().items() if model.is_verb]


@pytest.mark.parametrize("name", artifacts())
def test_what_is_emitted_is_current(name: str) -> None:
    committed = (TOP / name).read_text(encoding="utf-8")
    assert committed == artifacts()[name], f"{name} is stale: run `python -m voxml.schema.emit`"


def test_the_check_says_which_files_are_stale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("voxml.schema.emit.artifacts", lambda: {"voxml/version.py": "another"})
    assert main(["--check"]) == 1
    assert capsys.readouterr().out == "stale: voxml/version.py\n"


@pytest.mark.parametrize("name", METHODS)
def test_a_method_takes_the_members_of_its_verb(name: str) -> None:
    model = next(model for verb, model in elements().items() if verb.lower() == name)
    parameters = dict(list(inspect.signature(getattr(Response, name)).parameters.items())[1:])
    assert set(parameters) == {member.name for member in model.members}
    for member in model.members:
        parameter = parameters[member.name]
        assert parameter.default is (parameter.empty if member.is_required else None)
        is_first = member.is_positional or member.name == "numbers"
        assert parameter.kind is (parameter.POSITIONAL_OR_KEYWORD if is_first else parameter.KEYWORD_ONLY)


@pytest.mark.parametrize("cls", [*verbs.VERBS, *verbs.NOUNS])
def test_the_signature_of_a_class_is_plain(cls: type[Element]) -> None:
    signature = inspect.signature(cls)
    assert list(signature.parameters) == [member.name for member in members_of(cls)]
    assert "Annotated" not in str(signature)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_tells_what_every_member_means(name: str) -> None:
    model = next(model for verb, model in elements().items() if verb.lower() == name)
    doc = getattr(Response, name).__doc__
    words = " ".join(doc.split())
    assert model.doc[1:] in words and f"https://docs.tryvox.io/{model.page}" in doc
    for member in model.members:
        assert f"{member.name}: {member.doc.text}" in words


@pytest.mark.parametrize("cls", [*verbs.VERBS, *verbs.NOUNS])
def test_a_class_is_documented(cls: type[Element]) -> None:
    doc = cls.__doc__ or ""
    assert len(doc) > 10 and doc.endswith(".")
    assert all(len(member.doc.text) > 10 for member in elements()[cls.__name__].members)


@pytest.mark.parametrize("name", ["append", "extend", "insert", "copy", "instructions", "to_dict", "to_json", "to_xml"])
def test_the_rest_of_a_response_is_documented(name: str) -> None:
    assert len(inspect.getdoc(getattr(Response, name)) or "") > 20


def test_help_does_not_fail() -> None:
    import pydoc

    assert "say(self, text: str, *, voice: str | None = None" in pydoc.plain(pydoc.render_doc(Response))
    assert "Say(text: str, *, voice: str | None = None" in pydoc.plain(pydoc.render_doc(verbs.Say))


# --- what editors show ------------------------------------------------------------------------------------------------


def test_the_json_schema_shows_the_text_of_each_member() -> None:
    schema = json.loads(artifacts()["schemas/voxml-1.0.schema.json"])
    assert schema["$id"].startswith(HOME)
    for model in elements().values():
        for member in model.members:
            shown = schema["$defs"][model.name]["properties"][member.name]
            assert shown["description"].startswith(member.doc.text)
            # An editor shows the description of what is referred to in place of the member's own.
            target = shown.get("$ref", "").removeprefix("#/$defs/")
            assert not target or "description" not in schema["$defs"][target]


def test_every_keyword_of_the_json_schema_has_a_type_beside_it() -> None:
    needs = {
        "string": {"pattern", "minLength"},
        "array": {"minItems", "items"},
        "integer": {"minimum", "maximum"},
        "object": {"propertyNames", "additionalProperties"},
    }

    def walk(schema: Any, types: set[str]) -> None:
        if isinstance(schema, list):
            for each in schema:
                walk(each, types)
        elif isinstance(schema, dict):
            types = {schema["type"]} if isinstance(schema.get("type"), str) else types
            for kind, keywords in needs.items():
                assert kind in types or not keywords & schema.keys(), schema
            for keyword, value in schema.items():
                if keyword in ("properties", "$defs"):
                    for each in value.values():
                        walk(each, set())
                elif keyword not in ("examples", "enum", "const", "default", "required"):
                    walk(value, types if keyword in ("allOf", "anyOf", "if", "then") else set())

    walk(json.loads(artifacts()["schemas/voxml-1.0.schema.json"]), set())


def test_the_help_of_xml_names_elements_and_attributes() -> None:
    text = artifacts()["schemas/voxml-1.0.xsd"]
    assert "&lt;Number&gt;: " in text and "numbers:" not in text and "client:" not in text and "parameters:" not in text
    assert f'source="{HOME}' in text


def test_a_choice_of_ours_cites_no_page_of_the_vendor() -> None:
    ours = {name for name, (kind, _, _) in kinds().items() if kind.page == OURS}
    assert {"Seconds", "Count", "SendDigits", "CountryCode", "FinishKey", "SipUri", "HttpUrl", "Text"} <= ours
    for kind, _, _ in kinds().values():
        assert kind.page == OURS or kind.page.startswith("voxml/")
    page = artifacts()["docs/language.md"]
    assert re.search(r"^\| SendDigits \|.*\| this project \|$", page, re.MULTILINE)
