"""Runs the workbench for `voxml serve` and `voxml phone`."""

from __future__ import annotations

from typing import Any

from voxml.cli._output import EXIT_CLEAN, echo


def run_workbench(source: str, *, opens: bool, at: str = "", **options: Any) -> int:
    """Serve until SIGINT or SIGTERM; `at` is added to the address that a browser opens.

    Raises:
        MissingExtraError: starlette or uvicorn is not installed.
    """
    from voxml.emulator.server import require, run

    require()
    from voxml.emulator.workbench.open_workbench import Workbench

    workbench = Workbench(source, **options)

    def ready() -> None:
        echo(f"listening on {workbench.url}")
        if workbench.failed:
            options["report"]("the documents have errors; see the page at /")
        if opens:
            import webbrowser

            webbrowser.open(workbench.url + at)

    run(workbench, ready)
    return EXIT_CLEAN
