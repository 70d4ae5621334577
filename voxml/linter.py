"""Find the problems of a document: the library's side of `voxml lint`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voxml.errors import VoxmlTypeError
from voxml.linting.suppressions import suppress
from voxml.rules.problem import SiteContext
from voxml.rules.run_rules import RuleRunner
from voxml.rules.selection import Choice, select
from voxml.schema.check import Engine as SchemaEngine
from voxml.schema.check import check, form_by_name
from voxml.schema.checked import CheckedDocument, Form
from voxml.source import read_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxml.diagnostics import Diagnostic
    from voxml.language.response import Response
    from voxml.rules.rule import Preset


class RuleCrash(RuntimeError):  # noqa: N818 - it is reported, not handled
    """A rule of ours failed: a bug in voxml, neither a fault of the document nor of the caller.

    `diagnostics` has what the other rules found.
    """

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(message)
        self.diagnostics = list(diagnostics)


def lint(
    document: Response | bytes | str | os.PathLike[str],
    *,
    form: Form | None = None,
    path: str | None = None,
    engine: SchemaEngine = "tables",
    preset: Preset = "default",
    choice: Choice | None = None,
    site: SiteContext | None = None,
) -> list[Diagnostic]:
    """Return the diagnostics of a document: one that was built, the bytes of one, or a file.

    A `str` is the path of a file, unless it begins with `<`, `{` or `[`: then it is the document itself. No settings
    are read: `choice` says which rules are run (in place of `preset`), `site` what is known besides the text.

    Raises:
        VoxmlTypeError: `document` is none of these.
        InputError: the file can't be read.
        ConfigError: there is no such preset or rule.
        RuleCrash: a rule failed, which is a bug in voxml.
    """
    return examine(document, form=form, path=path, engine=engine, preset=preset, choice=choice, site=site).diagnostics


def examine(
    document: Response | bytes | str | os.PathLike[str],
    *,
    form: Form | None = None,
    path: str | None = None,
    engine: SchemaEngine = "tables",
    preset: Preset = "default",
    choice: Choice | None = None,
    site: SiteContext | None = None,
) -> CheckedDocument:
    """Return the document as it was checked: its diagnostics, its source and its tree."""
    data, name = _bytes_of(document)
    checked = check(data, form=form or form_by_name(name), path=path or name, engine=engine)
    runner = RuleRunner(select(choice or Choice(preset)))
    active = runner.selection.severities
    checked.diagnostics, crashes = runner.run(checked, site or SiteContext())
    if checked.form == "xml" and "voxml:" in checked.source.text:
        checked.diagnostics = suppress(checked.diagnostics, checked.source, active)
    if crashes:
        raise RuleCrash(str(crashes[0]), checked.diagnostics)
    return checked


def _bytes_of(document: Response | bytes | str | os.PathLike[str]) -> tuple[bytes | str, str]:
    if isinstance(document, (bytes, bytearray)):
        return document, "<bytes>"
    if isinstance(document, str) and document.lstrip("\ufeff \t\r\n").startswith(("<", "{", "[")):
        return document, "<text>"
    if isinstance(document, (str, os.PathLike)):
        return read_file(document), os.fspath(document)
    from voxml.language.response import Response

    if not isinstance(document, Response):
        raise VoxmlTypeError(f"found {type(document).__name__}; expected a Response, bytes, or the path of a file")
    return bytes(document), "<document>"
