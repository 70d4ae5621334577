"""`voxml call` without --batch: one number."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, complain, echo

if TYPE_CHECKING:
    from voxml.calls.built_site import BuiltSite
    from voxml.calls.client import TryVox
    from voxml.calls.errors import Detail, InvalidCall
    from voxml.calls.operations import Operation
    from voxml.calls.results import CreatedCall
    from voxml.cli.calling.options import CallOptions

#: Seconds from which on a wait is announced.
_LONG_WAIT = 2.0


def run_one(members: dict[str, Any], options: CallOptions) -> int:
    """Dial one number. Returns the exit code."""
    from voxml.calls.built_site import BuiltSite
    from voxml.calls.errors import InvalidCall
    from voxml.calls.operations import create_call

    manifest = None if options.manifest is None else BuiltSite(options.manifest)
    _prefer_get(members, manifest)
    try:
        operation = create_call(members)
    except InvalidCall as error:
        return _refuse(error, "nothing was sent:", *error.details, is_json=options.is_json)
    if options.dry_run:
        return _show(operation, options)
    from voxml.calls.client import TryVox

    with TryVox(auth=options.auth, tenant_id=options.tenant_id, sleep=_wait) as tryvox:
        refusals = why_not(operation.body or {}, tryvox, manifest, fetch=not options.no_preflight)
        if refusals:
            refused = InvalidCall("calls.create: nothing was sent", details=refusals)
            head = f"nothing was dialled; {members['answer_url']}:"
            return _refuse(refused, head, *(each.reason for each in refusals), is_json=options.is_json)
        return _dial(tryvox, operation, options)


def why_not(members: Any, tryvox: TryVox, manifest: BuiltSite | None, *, fetch: bool) -> list[Detail]:
    """Look at the answer URL: what speaks against the call. What is only worth knowing is said at once."""
    from voxml.calls.built_site import manifests_near
    from voxml.calls.errors import Detail
    from voxml.calls.preflight import Target, check_answer_url

    url = members["answer_url"]
    near = manifests_near() if manifest is None and fetch else []
    result = check_answer_url(
        Target(url, members.get("answer_method")), tryvox.base_url, tryvox.key,
        manifest=manifest, near=near, fetch=fetch,
    )  # fmt: skip
    for note in result.notes:
        complain(f"note: {url}: {note}")
    return [Detail("answer_url", refusal) for refusal in result.refusals]


def _refuse(error: InvalidCall, *lines: object, is_json: bool) -> int:
    """Say why nothing was sent."""
    from voxml.cli.calling.output import error_as_dict, print_json

    complain("\n  ".join(map(str, lines)))
    if is_json:
        print_json(error_as_dict(error))
    return EXIT_FAILURE


def _wait(seconds: float) -> None:
    """Wait between two tries, and say so where a person would wonder."""
    try:
        if seconds >= _LONG_WAIT:
            complain(f"nothing was dialled yet; trying again in {seconds:.0f} s")
        time.sleep(seconds)
    except KeyboardInterrupt:
        raise _NotDialled from None


class _NotDialled(KeyboardInterrupt):
    """Ctrl-C between two tries, neither of which can have dialled."""


def _prefer_get(members: dict[str, Any], manifest: BuiltSite | None) -> None:
    """A document of the manifest is a file, and most hosts of files answer GET only."""
    url = members.get("answer_url")
    if members.get("answer_method") is None and manifest is not None and url and manifest.find(url) is not None:
        members["answer_method"] = "GET"


def _show(operation: Operation[CreatedCall], options: CallOptions) -> int:
    from voxml.calls.dry_run import doubts_about, show_request
    from voxml.cli.calling.output import print_json

    shown = show_request(operation, auth=options.auth, tenant_id=options.tenant_id)
    if options.is_json:
        print_json(shown._asdict())
    else:
        echo(str(shown))
    for url, doubt in doubts_about([(operation.body or {})["answer_url"]]):
        complain(f"note: this call would not be made; {url}: {doubt}")
    complain("note: the answer URL was not fetched")
    return EXIT_CLEAN


def _dial(tryvox: TryVox, operation: Operation[CreatedCall], options: CallOptions) -> int:
    from voxml.calls.errors import CallError
    from voxml.cli.calling.follow import follow
    from voxml.cli.calling.output import complain_of, error_as_dict, print_json, print_result

    try:
        call = tryvox.run(operation)
    except _NotDialled:
        complain("not-sent: interrupted between two tries")
        raise
    except KeyboardInterrupt:
        complain("unknown: interrupted while it was being sent; look with `voxml calls list` before you dial again")
        raise
    except CallError as error:
        word = "rejected" if error.outcome == "answered" else error.outcome
        complain_of(error, show_numbers=options.show_numbers, before=f"{word}: ")
        if options.is_json:
            print_json(error_as_dict(error))
        return EXIT_FINDINGS
    if options.wait:
        tryvox.set_sleep(time.sleep)
        return follow(tryvox, call, operation.body or {}, options)
    try:
        print_result(call, is_json=options.is_json, show_numbers=options.show_numbers)
    except (OSError, ValueError) as error:
        # A reader of the exit code must not take it for a call that was not made.
        reason = getattr(error, "strerror", None) or error
        complain(f"accepted: {call.call_uuid or call.request_uuid}; it can't be printed: {reason}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_CLEAN
