"""The webhook that is overtaken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.delivery import Delivery, Webhook
    from voxml.emulator.fault_injection import Fault

MEANING = "sends the webhook after the next one of the same call"


async def strike(fault: Fault, webhook: Webhook, delivery: Delivery) -> None:
    """Hold it until the next one of its call was sent."""
    delivery.hold(webhook)
