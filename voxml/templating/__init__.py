"""Templates: documents written with Jinja, typed, sandboxed, and closed to injection.

    import voxml

    doc = voxml.render("appointment-reminder", clinic="Acme Dental", at="2026-11-24T14:30")

`Templates` is for many renders: it keeps what it compiled, knows search paths and takes globals.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.templating.parameter_types import Money
    from voxml.templating.parameters import Parameter
    from voxml.templating.template import Template
    from voxml.templating.template_linting import lint_template
    from voxml.templating.templates import Templates, render

# Jinja is imported when a template is first asked for.
_HOMES = {
    "Money": "voxml.templating.parameter_types",
    "Parameter": "voxml.templating.parameters",
    "lint_template": "voxml.templating.template_linting",
    "Template": "voxml.templating.template",
    "Templates": "voxml.templating.templates",
    "render": "voxml.templating.templates",
}

__all__ = ["Money", "Parameter", "Template", "Templates", "lint_template", "render"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)
