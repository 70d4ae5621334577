"""`voxml call --wait`: prints each status of a call until it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, complain

if TYPE_CHECKING:
    from voxml.calls.client import TryVox
    from voxml.calls.results import Call, CreatedCall
    from voxml.cli.calling.options import AccountOptions


def follow(tryvox: TryVox, created: CreatedCall, members: Any, options: AccountOptions) -> int:
    """Print the call once it is over; its way there goes to standard error."""
    from voxml.calls.errors import CallError
    from voxml.calls.follow import follow_call
    from voxml.cli.calling.output import complain_of, plain, print_result

    complain(f"accepted: {plain(created.call_uuid or created.request_uuid)}")
    call: Call | None = None
    try:
        for call in follow_call(tryvox, created, members):
            complain(plain(call.status))
    except CallError as error:
        complain_of(error, show_numbers=options.show_numbers)
        return EXIT_FINDINGS
    except KeyboardInterrupt:
        complain(f"the call goes on; `voxml calls hangup {created.call_uuid}` ends it")
        raise
    if call is None:
        return EXIT_FINDINGS
    print_result(call, is_json=options.is_json, show_numbers=options.show_numbers)
    return EXIT_CLEAN if call.status == "completed" else EXIT_FINDINGS
