"""The command line: one file a command, and the only place that prints or chooses an exit code.

Exit codes: 0 clean, 1 problems, 2 usage, configuration or our own failure, 3 nothing to check.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

from voxml.cli._commands import invoke
from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, EXIT_NOTHING, complain, open_streams
from voxml.cli._terminal import COLOR
from voxml.errors import NothingFoundError, VoxmlError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    # A command that is ended from outside still removes what it has half written.
    signal.signal(signal.SIGTERM, _terminate)
    code = run(arguments)
    # Taking a long document apart would take a tenth of the time that the run took: it is freed at exit.
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every failure is one clear message, never a traceback."""
    COLOR.set("auto")
    open_streams()
    try:
        result = invoke(None if arguments is None else list(arguments))
        sys.stdout.flush()
    except NothingFoundError as error:
        complain(str(error))
        return EXIT_NOTHING
    except VoxmlError as error:
        complain(str(error), is_error=True)
        return EXIT_FAILURE
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
    except BrokenPipeError:
        # The reader of our output is gone. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILURE
    except OSError as error:
        complain(
            f"{error.filename + ': ' if isinstance(error.filename, str) else ''}{error.strerror or error}",
            is_error=True,
        )
        return EXIT_FAILURE
    except Exception as error:
        complain(_our_bug(error), is_error=True)
        return EXIT_FAILURE
    return result if isinstance(result, int) else EXIT_CLEAN


def _terminate(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _our_bug(error: Exception) -> str:
    if os.environ.get("VOXML_DEBUG"):
        import traceback

        traceback.print_exc()
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}")  # noqa: PTH119
        trace = trace.tb_next
    return (
        f"this is a bug in voxml, not in your files: {type(error).__name__} at {frames[-1]}: {error}\n"
        "Please report it with the command that you ran; VOXML_DEBUG=1 shows more."
    )
