"""The webhook that is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.delivery import Delivery, Webhook
    from voxml.emulator.fault_injection import Fault

MEANING = "does not send the webhook"


async def strike(fault: Fault, webhook: Webhook, delivery: Delivery) -> None:
    """Send nothing."""
    return
