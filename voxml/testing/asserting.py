"""`assert_valid`: fails a test with the findings as the command line would show them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.language.document import Document


def assert_valid(document: Document | bytes | str | os.PathLike[str], **options: Any) -> None:
    """Fail unless a document has no findings that are errors or warnings.

    Takes what `voxml.lint` takes. The message has every finding with its lines of the document.
    """
    __tracebackhide__ = True
    from voxml.linter import examine
    from voxml.reporters import Style, full

    checked = examine(document, **options)
    findings = [each for each in checked.diagnostics if each.severity != "info"]
    if findings:
        shown = full.Report(Style()).file(checked.source.path, findings, checked.source)
        raise AssertionError(f"the document has {len(findings)} findings:\n\n{shown}")
