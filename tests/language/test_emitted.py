"""What is emitted from the language is current, agrees with itself, and is documented."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from voxml import Response
from voxml.language import verbs
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


def stub_methods() -> dict[str, ast.FunctionDef]:
    tree = ast.parse((TOP / "voxml/language/fluent.pyi").read_text(encoding="utf-8"))
    (cls,) = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: node for node in cls.body if isinstance(node, ast.FunctionDef)}


def test_the_stub_has_the_same_methods() -> None:
    assert list(stub_methods()) == METHODS


@pytest.mark.parametrize("name", METHODS)
def test_the_stub_and_the_method_agree(name: str) -> None:
    stub = stub_methods()[name]
    signature = inspect.signature(getattr(Response, name))
    kinds = inspect.Parameter
    shown = {
        parameter.name: (parameter.kind == kinds.KEYWORD_ONLY, parameter.annotation, parameter.default)
        for parameter in list(signature.parameters.values())[1:]
        if parameter.kind not in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD)
    }
    required = [*[None] * (len(stub.args.args) - 1 - len(stub.args.defaults)), *stub.args.defaults]
    told = {
        argument.arg: (False, argument.annotation, default)
        for argument, default in zip(stub.args.args[1:], required, strict=True)
    }
    told |= {
        argument.arg: (True, argument.annotation, default)
        for argument, default in zip(stub.args.kwonlyargs, stub.args.kw_defaults, strict=True)
    }
    assert list(shown) == list(told)
    for parameter, (is_named, annotation, default) in told.items():
        assert shown[parameter][0] == is_named
        assert annotation is not None and shown[parameter][1] == ast.unparse(annotation)
        # What is required has `...` for its default when it runs, so that leaving it out can be said in our words.
        assert shown[parameter][2] is (... if default is None else None)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_and_its_constructor_take_the_same(name: str) -> None:
    def taken(function: object) -> list[tuple[str, object, object]]:
        parameters = list(inspect.signature(function).parameters.values())[1:]  # type: ignore[arg-type]
        return [(parameter.name, parameter.kind, parameter.default) for parameter in parameters]

    cls = next(cls for cls in verbs.VERBS if cls.__name__.lower() == name)
    assert taken(getattr(Response, name)) == taken(type(cls).__call__)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_tells_what_every_member_means(name: str) -> None:
    model = next(model for verb, model in elements().items() if verb.lower() == name)
    doc = getattr(Response, name).__doc__
    stub = ast.get_docstring(stub_methods()[name])
    assert stub == inspect.cleandoc(doc)
    assert model.doc in doc and f"https://docs.tryvox.io/{model.page}" in doc
    for member in model.members:
        assert f"    {member.name}: {member.doc.text}" in doc


@pytest.mark.parametrize("cls", [*verbs.VERBS, *verbs.NOUNS])
def test_a_class_is_documented(cls: type[verbs.Element]) -> None:
    doc = cls.__doc__ or ""
    assert len(doc) > 10 and doc.endswith(".")
    assert all(len(member.doc.text) > 10 for member in elements()[cls.__name__].members)


@pytest.mark.parametrize("name", ["append", "extend", "instructions", "to_json", "to_xml"])
def test_the_rest_of_a_response_is_documented(name: str) -> None:
    assert len(inspect.getdoc(getattr(Response, name)) or "") > 20


def test_help_does_not_fail() -> None:
    import pydoc

    assert "Speaks text" in pydoc.render_doc(Response)
    assert "Speaks text" in pydoc.render_doc(verbs.Say)
