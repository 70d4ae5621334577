"""Errors in the two documented shapes (https://docs.tryvox.io/getting-started/errors and /voice/hangup)."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response as Answer

from voxml.emulator.api.responses import json_answer


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault of the emulator
    """A request that is answered with an error."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: list[dict[str, str]] | None = None,
        is_flat: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.is_flat = is_flat
        self.headers: dict[str, str] = {}

    def answer(self) -> Answer:
        """The error as the API sends it."""
        if self.is_flat:
            return json_answer({"error": self.code, "message": self.message}, self.status, self.headers)
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.details:
            error["details"] = self.details
        return json_answer({"error": error}, self.status, self.headers)


def invalid(details: list[dict[str, str]]) -> Refused:
    """A request with wrong or missing parameters."""
    return Refused(400, "VALIDATION_FAILED", "the request has bad or missing parameters", details=details)


def not_found(what: str) -> Refused:
    """Something that is not there."""
    return Refused(404, "NOT_FOUND", f"{what} not found")
