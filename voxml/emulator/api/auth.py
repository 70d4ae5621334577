"""Who may call: a bearer key as documented, or Basic with account and key as seen in use."""

from __future__ import annotations

import base64
import hmac
import re
from typing import TYPE_CHECKING

from voxml.emulator.api.exceptions import Refused

if TYPE_CHECKING:
    from starlette.requests import Request


#: What an auth token of Basic may look like: it is a credential of its own, with no form that is documented.
_TOKEN = re.compile(r"[!-~]{8,256}")


class Keys:
    """The account and the key that are let in; without them, any account with a test key or an auth token."""

    def __init__(self, auth_id: str | None = None, api_key: str | None = None) -> None:
        self.auth_id = auth_id or None
        self._key = api_key or None

    def admit(self, request: Request) -> None:
        """Let a request in or not.

        Raises:
            Refused: 401, when the key is missing or wrong or the account is another one.
        """
        account = request.path_params.get("auth_id")
        user, key = _credentials(request.headers.get("authorization", ""))
        if key is None:
            raise _unauthorized("the key is missing: send Authorization: Bearer tvx_sk_test_…")
        if user is not None and account is not None and user != account:
            raise _unauthorized("the account of Basic authorization is not the one in the path")
        if self._key is None:
            self._admit_any(user, key)
        elif not hmac.compare_digest(key.encode(), self._key.encode()):
            raise _unauthorized(
                "the key is not the emulator's, which is the one in TRYVOX_API_KEY where it was started"
            )
        if self.auth_id is not None and account is not None and account != self.auth_id:
            raise _unauthorized(
                "the account is not the emulator's, which is the one in TRYVOX_AUTH_ID where it was started"
            )

    @staticmethod
    def _admit_any(user: str | None, key: str) -> None:
        """Let in what can't be a key for production."""
        if key.startswith("tvx_sk_test_"):
            return
        if user is None or key.startswith("tvx_sk_"):
            raise _unauthorized(
                "the emulator takes keys that begin with tvx_sk_test_, or the one in TRYVOX_API_KEY where it is started"
            )
        if _TOKEN.fullmatch(key) is None:
            raise _unauthorized(
                "the auth token of Basic authorization has to have 8 or more characters without spaces; "
                "to take another, start the emulator with it in TRYVOX_API_KEY"
            )


def _credentials(header: str) -> tuple[str | None, str | None]:
    scheme, _, value = header.partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer" and value:
        return None, value
    if scheme.lower() == "basic":
        try:
            user, colon, key = base64.b64decode(value, validate=True).decode().partition(":")
        except ValueError:
            return None, None
        return (user, key) if colon else (None, None)
    return None, None


def _unauthorized(message: str) -> Refused:
    refusal = Refused(401, "UNAUTHORIZED", message)
    refusal.headers["www-authenticate"] = 'Bearer realm="tryvox"'
    return refusal
