"""Faults on demand, one module a fault: `webhook_drop.py` is `webhook-drop`.

Each has a `MEANING`, which the manual prints, and `strike`. A fault of a request takes a `StruckRequest`; one whose name
begins with `webhook-` takes the webhook and the delivery. When they strike is decided in `fault_injection.py`.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from voxml.emulator.api.exceptions import Refused

if TYPE_CHECKING:
    from starlette.responses import Response

    from voxml.emulator.fault_injection import Fault

_CODES = {
    400: "VALIDATION_FAILED",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    429: "RATE_LIMITED",
    502: "DELIVERY_FAILED",
}


def refusal(fault: Fault) -> Response:
    """Return the reply with the status of a fault."""
    refused = Refused(fault.status, _CODES.get(fault.status, "INTERNAL_ERROR"), "a fault that was asked for")
    if fault.retry_after is not None:
        refused.headers["retry-after"] = fault.retry_after
    return refused.answer()


FAULTS: dict[str, ModuleType] = {
    module.name.replace("_", "-"): import_module(f"{__name__}.{module.name}")
    for module in pkgutil.iter_modules(__path__)
}
#: What each does; the manual and docs/emulator.md read this.
MEANINGS: dict[str, str] = {kind: module.MEANING for kind, module in FAULTS.items()}
