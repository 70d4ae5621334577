"""Calls: clients of the TryVox voice API that never dial twice, for one call or ten thousand.

from voxml import TryVox

with TryVox() as tryvox:
    call = tryvox.calls.create(from_="+14155550100", to="+14155550199", answer_url="https://…/menu.json")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.calls.async_client import AsyncTryVox
    from voxml.calls.client import TryVox
    from voxml.calls.cost_estimate import CostEstimate
    from voxml.calls.errors import (
        ApiError,
        BadRequest,
        CallError,
        Conflict,
        Detail,
        Forbidden,
        InvalidCall,
        NotFound,
        NotSent,
        OutcomeUnknown,
        RateLimited,
        ServerError,
        Unauthorized,
    )
    from voxml.calls.masking import Secret
    from voxml.calls.preflight import PreflightResult
    from voxml.calls.results import Call, ConferenceRoom, CreatedCall, Participant, Recording, Transfer
    from voxml.calls.retry import Retry

__all__ = [
    "ApiError",
    "AsyncTryVox",
    "BadRequest",
    "Call",
    "CallError",
    "ConferenceRoom",
    "Conflict",
    "CostEstimate",
    "CreatedCall",
    "Detail",
    "Forbidden",
    "InvalidCall",
    "NotFound",
    "NotSent",
    "OutcomeUnknown",
    "Participant",
    "PreflightResult",
    "RateLimited",
    "Recording",
    "Retry",
    "Secret",
    "ServerError",
    "Transfer",
    "TryVox",
    "Unauthorized",
]

# Where each name lives; imported when it is first asked for.
_HOMES = {
    "voxml.calls.async_client": ("AsyncTryVox",),
    "voxml.calls.client": ("TryVox",),
    "voxml.calls.cost_estimate": ("CostEstimate",),
    "voxml.calls.masking": ("Secret",),
    "voxml.calls.preflight": ("PreflightResult",),
    "voxml.calls.results": ("Call", "ConferenceRoom", "CreatedCall", "Participant", "Recording", "Transfer"),
    "voxml.calls.retry": ("Retry",),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((module for module, names in _HOMES.items() if name in names), "voxml.calls.errors")
    return getattr(import_module(home), name)
