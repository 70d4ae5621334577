"""The secret that signs the webhooks of calls; it comes from the environment and never from an option."""

from __future__ import annotations

from typing import Any

from voxml.calls.credentials import find_secret


def add_webhook_secret(members: dict[str, Any]) -> None:
    """Add TRYVOX_WEBHOOK_SECRET to the parameters of a call, when it is set."""
    secret = find_secret("TRYVOX_WEBHOOK_SECRET", use_keyring=False)
    if secret is not None:
        members["webhook_secret"] = secret.value
