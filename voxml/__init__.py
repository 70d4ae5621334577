"""voxml: author, check, host and use VoxML, the call-control documents of the TryVox voice API.

from voxml import Response, Say

doc = Response().say("Welcome to Acme.").hangup()
print(doc.to_json())
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.version import __version__

if TYPE_CHECKING:
    from voxml import webhooks
    from voxml.calls.async_client import AsyncTryVox
    from voxml.calls.client import TryVox
    from voxml.calls.errors import (
        ApiError,
        CallError,
        InvalidCall,
        NotSent,
        OutcomeUnknown,
        RateLimited,
        Unauthorized,
    )
    from voxml.diagnostics import Diagnostic
    from voxml.errors import (
        ConfigError,
        DocumentError,
        InputError,
        MissingExtraError,
        ParameterError,
        TemplateError,
        VoxmlError,
        VoxmlTypeError,
        VoxmlValueError,
    )
    from voxml.language.element import Verb
    from voxml.language.limits import MEDIA_TYPE
    from voxml.language.response import Response
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
    )
    from voxml.linter import lint
    from voxml.schema.is_valid import is_valid
    from voxml.schema.reading import load, loads
    from voxml.site.urls import url_for
    from voxml.templating.templates import Templates, render


# Everything is imported when first asked for, so that a command pays only for what it uses.
_MODULES = {
    "voxml": ("webhooks",),
    "voxml.calls.async_client": ("AsyncTryVox",),
    "voxml.calls.client": ("TryVox",),
    "voxml.calls.errors": (
        "ApiError",
        "CallError",
        "InvalidCall",
        "NotSent",
        "OutcomeUnknown",
        "RateLimited",
        "Unauthorized",
    ),
    "voxml.diagnostics": ("Diagnostic",),
    "voxml.errors": (
        "ConfigError",
        "DocumentError",
        "InputError",
        "MissingExtraError",
        "ParameterError",
        "TemplateError",
        "VoxmlError",
        "VoxmlTypeError",
        "VoxmlValueError",
    ),
    "voxml.language.element": ("Verb",),
    "voxml.language.limits": ("MEDIA_TYPE",),
    "voxml.language.response": ("Response",),
    "voxml.language.verbs": (
        "Client",
        "Conference",
        "Dial",
        "Gather",
        "Hangup",
        "Number",
        "Pause",
        "Play",
        "Record",
        "Redirect",
        "Reject",
        "Say",
        "Sip",
        "Stream",
    ),
    "voxml.linter": ("lint",),
    "voxml.schema.is_valid": ("is_valid",),
    "voxml.schema.reading": ("load", "loads"),
    "voxml.site.urls": ("url_for",),
    "voxml.templating.templates": ("Templates", "render"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

# Type checkers read this list as it is.
__all__ = [
    "MEDIA_TYPE",
    "ApiError",
    "AsyncTryVox",
    "CallError",
    "Client",
    "Conference",
    "ConfigError",
    "Diagnostic",
    "Dial",
    "DocumentError",
    "Gather",
    "Hangup",
    "InputError",
    "InvalidCall",
    "MissingExtraError",
    "NotSent",
    "Number",
    "OutcomeUnknown",
    "ParameterError",
    "Pause",
    "Play",
    "RateLimited",
    "Record",
    "Redirect",
    "Reject",
    "Response",
    "Say",
    "Sip",
    "Stream",
    "TemplateError",
    "Templates",
    "TryVox",
    "Unauthorized",
    "Verb",
    "VoxmlError",
    "VoxmlTypeError",
    "VoxmlValueError",
    "__version__",
    "is_valid",
    "lint",
    "load",
    "loads",
    "render",
    "url_for",
    "webhooks",
]


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
