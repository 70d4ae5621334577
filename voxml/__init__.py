"""voxml: author, check, host and use VoxML, the call-control documents of the TryVox voice API.

from voxml import Response, Say

doc = Response().say("Welcome to Acme.").hangup()
print(doc.to_json())
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.version import __version__

if TYPE_CHECKING:
    from voxml.calls.aio import AsyncTryVox
    from voxml.calls.client import TryVox
    from voxml.diagnostics import Diagnostic
    from voxml.errors import (
        ConfigError,
        DocumentError,
        InputError,
        MissingExtraError,
        VoxmlError,
        VoxmlTypeError,
        VoxmlValueError,
    )
    from voxml.language.verbs import (
        Client,
        Conference,
        Dial,
        Gather,
        Hangup,
        Number,
        Pause,
        Play,
        Record,
        Redirect,
        Reject,
        Say,
        Sip,
        Stream,
        Verb,
    )
    from voxml.linter import lint
    from voxml.response import Response, is_valid, load, loads
    from voxml.site.urls import url_for
    from voxml.templating.templates import Templates, render

# Everything is imported when first asked for, so that a command pays only for what it uses.
_HOMES = {
    "AsyncTryVox": "voxml.calls.aio",
    "AsyncTryVox": "voxml.calls.aio",
    "Client": "voxml.language.verbs",
    "Conference": "voxml.language.verbs",
    "ConfigError": "voxml.errors",
    "Dial": "voxml.language.verbs",
    "Diagnostic": "voxml.diagnostics",
    "DocumentError": "voxml.errors",
    "Gather": "voxml.language.verbs",
    "Hangup": "voxml.language.verbs",
    "InputError": "voxml.errors",
    "MissingExtraError": "voxml.errors",
    "Number": "voxml.language.verbs",
    "Pause": "voxml.language.verbs",
    "Play": "voxml.language.verbs",
    "Record": "voxml.language.verbs",
    "Redirect": "voxml.language.verbs",
    "Reject": "voxml.language.verbs",
    "Response": "voxml.response",
    "Say": "voxml.language.verbs",
    "Sip": "voxml.language.verbs",
    "Stream": "voxml.language.verbs",
    "TryVox": "voxml.calls.client",
    "Templates": "voxml.templating.templates",
    "TryVox": "voxml.calls.client",
    "Verb": "voxml.language.verbs",
    "VoxmlError": "voxml.errors",
    "VoxmlTypeError": "voxml.errors",
    "VoxmlValueError": "voxml.errors",
    "is_valid": "voxml.response",
    "lint": "voxml.linter",
    "load": "voxml.response",
    "loads": "voxml.response",
    "render": "voxml.templating.templates",
    "url_for": "voxml.site.urls",
    "webhooks": "voxml",
}

__all__ = ["__version__", *_HOMES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'voxml' has no attribute {name!r}")
    from importlib import import_module

    if home == __name__:
        return import_module(f"{home}.{name}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
