"""What is emitted from the language is current, agrees with itself, and is documented."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from voxml import Response
from voxml.language import verbs
from voxml.language.element import Element
from voxml.language.members import members_of
from voxml.language.model import elements
from voxml.schema.emit import artifacts, main

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
