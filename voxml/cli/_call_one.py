"""`voxml call` without --batch: one number."""

from __future__ import annotations

from typing import Any

import click

from voxml.cli import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, complain


def run_one(members: dict[str, Any], *, dry_run: bool, wait: bool, options: dict[str, Any]) -> int:
    """Dial one number. Returns the exit code."""
    from voxml.calls.errors import CallError, InvalidCall
    from voxml.calls.operations import create_call
    from voxml.calls.shown import show_request
    from voxml.cli._call_output import error_as_dict, print_json, print_result

    is_json = options["output_format"] == "json"
    settings = {"auth": options["auth"], "tenant_id": options["tenant_id"]}
    try:
        operation = create_call(members)
    except InvalidCall as error:
        complain("\n".join(["nothing was sent:", *(f"  {each}" for each in error.details)]))
        return EXIT_FAILURE
    if dry_run:
        shown = show_request(operation, **settings)
        print_json(shown._asdict()) if is_json else click.echo(str(shown))
        return EXIT_CLEAN
    from voxml.calls.client import TryVox

    with TryVox(**settings) as tryvox:
        try:
            call = tryvox.run(operation)
        except CallError as error:
            complain("\n  ".join(f"{error.outcome}: {error}".splitlines()))
            if is_json:
                print_json(error_as_dict(error))
            return EXIT_FINDINGS
        print_result(call, is_json=is_json and not wait, show_numbers=options["show_numbers"])
    return EXIT_CLEAN
