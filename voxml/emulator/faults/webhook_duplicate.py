"""The webhook that comes twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.delivery import Delivery, Webhook
    from voxml.emulator.fault_injection import Fault

MEANING = "sends the webhook twice"


async def strike(fault: Fault, webhook: Webhook, delivery: Delivery) -> None:
    """Send it twice."""
    await delivery.go_out(webhook, times=2)
