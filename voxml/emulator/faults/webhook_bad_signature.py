"""The webhook that somebody else signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.delivery import Delivery, Webhook
    from voxml.emulator.fault_injection import Fault

MEANING = "signs the webhook with another secret"


async def strike(fault: Fault, webhook: Webhook, delivery: Delivery) -> None:
    """Sign it with another secret."""
    await delivery.go_out(webhook, is_forged=True)
