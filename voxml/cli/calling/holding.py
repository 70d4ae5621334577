"""What `voxml call --batch` is told about whom not to call, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.cli.calling.options import Options


def read_holder(options: Options) -> Any:
    """The function that says why a row must not be dialled now, from the files and options that were given."""
    from voxml.calls.batch.callees import holder, read_do_not_call, read_quiet_hours
    from voxml.source import read_file

    never = frozenset[str]()
    if options.do_not_call is not None:
        never = read_do_not_call(options.do_not_call, read_file(options.do_not_call))
    quiet = None if options.quiet_hours is None else read_quiet_hours(options.quiet_hours)
    return holder(do_not_call=never, quiet=quiet, time_zone=options.time_zone)
