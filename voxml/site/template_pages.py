"""Pages from a template and its data."""

from __future__ import annotations

from voxml.diagnostics import Diagnostic
from voxml.site.pages import Context, Outcome
from voxml.site.sources import Source


def template_pages(source: Source, context: Context) -> Outcome:
    """Render a template with the data beside it, one document or one a row, and check what comes out."""
    path = f"{context.shown}/{source.path}"
    message = "templates are not supported by this version"
    return Outcome(diagnostics=[Diagnostic("template-failed", "error", message, path, 1, 1, 1, 1, "")])
