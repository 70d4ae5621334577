"""`assert_valid`: fails a test with the findings as the command line would show them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voxml.diagnostics import SEVERITIES
from voxml.linter import examine
from voxml.reporters import Style, full
from voxml.reporters.terminal.paint import count

if TYPE_CHECKING:
    from voxml.diagnostics import Severity
    from voxml.language.response import Response
    from voxml.rules.problem import SiteContext
    from voxml.rules.rule import Preset
    from voxml.rules.selection import Choice
    from voxml.schema.checked import Form


def assert_valid(
    document: Response | bytes | str | os.PathLike[str],
    *,
    form: Form | None = None,
    preset: Preset = "default",
    choice: Choice | None = None,
    site: SiteContext | None = None,
    fail_on: Severity = "warning",
) -> None:
    """Fail unless a document has no findings that are as bad as `fail_on`, or worse.

    Takes what `voxml.lint` takes. The message has every such finding with its lines of the document.
    """
    __tracebackhide__ = True
    checked = examine(document, form=form, preset=preset, choice=choice, site=site)
    counted = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    findings = [each for each in checked.diagnostics if each.severity in counted]
    if findings:
        shown = full.Report(Style()).file(checked.source.path, findings, checked.source)
        raise AssertionError(f"the document has {count(len(findings), 'finding')}:\n\n{shown}")
