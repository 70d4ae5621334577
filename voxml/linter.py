"""Finds everything that is wrong with a document."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voxml.schema.validate import Checked, Engine, Form, check
from voxml.source import read_file

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.language.document import Document


def lint(
    document: Document | bytes | str | os.PathLike[str],
    *,
    form: Form | None = None,
    path: str | None = None,
    engine: Engine = "tables",
) -> list[Diagnostic]:
    """Every finding about a document: one that was built, the bytes of one, or a file.

    A `str` is the path of a file, unless it begins with `<` or `{`: then it is the document itself.

    Raises:
        InputError: the file can't be read.
    """
    return examine(document, form=form, path=path, engine=engine).diagnostics


def examine(
    document: Document | bytes | str | os.PathLike[str],
    *,
    form: Form | None = None,
    path: str | None = None,
    engine: Engine = "tables",
) -> Checked:
    """The same, with the source and its tree beside the findings."""
    data, name = _bytes_of(document)
    return check(data, form=form or form_by_name(name), path=path or name, engine=engine)


def _bytes_of(document: Document | bytes | str | os.PathLike[str]) -> tuple[bytes | str, str]:
    if isinstance(document, bytes):
        return document, "<bytes>"
    if isinstance(document, str) and document.lstrip("\ufeff \t\r\n").startswith(("<", "{")):
        return document, "<text>"
    if isinstance(document, (str, os.PathLike)):
        return read_file(document), os.fspath(document)
    from voxml.formats import json

    return json.write(document), "<document>"


def form_by_name(name: str) -> Form | None:
    if name.endswith(".xml"):
        return "xml"
    return "json" if name.endswith(".json") else None
