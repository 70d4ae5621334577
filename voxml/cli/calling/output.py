"""What the commands about calls print: results for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.cli._output import complain, echo, echo_json
from voxml.diagnostics import printable

if TYPE_CHECKING:
    from voxml.calls.errors import CallError
    from voxml.calls.results import Result


def print_json(data: Any) -> None:
    """Return one JSON value, on lines of its own."""
    import msgspec

    echo_json(msgspec.to_builtins(data))


def print_result(result: Result, *, is_json: bool, show_numbers: bool) -> None:
    """Return a result as a JSON object with everything the API sent, or as a line for each field that is set."""
    from voxml.calls.masking import mask_number, mask_numbers

    if is_json:
        print_json(result.to_dict())
        return
    for name, value in result.to_dict().items():
        shown = plain(value)
        if not show_numbers:
            shown = mask_number(shown) if name in ("from", "to", "number") else mask_numbers(shown)
        echo(f"{name}: {shown}")


def complain_of(error: CallError, *, show_numbers: bool, before: str = "") -> None:
    """Say what the API has against a request; it may repeat the numbers."""
    from voxml.calls.masking import mask_numbers

    text = str(error) if show_numbers else mask_numbers(str(error))
    complain("\n  ".join(f"{before}{text}".splitlines()))


def error_as_dict(error: CallError) -> dict[str, Any]:
    """Return a failed request as a JSON object."""
    return {
        "outcome": error.outcome,
        "status": error.status,
        "code": error.code,
        "message": error.message,
        "details": [each._asdict() for each in error.details],
        "retry_after": error.retry_after,
        "request_uuid": error.request_uuid,
    }


def plain(value: Any) -> str:
    """Return a value of the API as a terminal may show it."""
    if isinstance(value, (dict, list)):
        import msgspec

        return msgspec.json.encode(value).decode()
    return printable(str(value))
