"""Whom a batch does not call, and when, by its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.calls.batch.eligibility import Rules, make_rules, read_do_not_call, read_quiet_hours
from voxml.source import read_file

if TYPE_CHECKING:
    from voxml.cli.calling.options import Options


def read_rules(options: Options, salt: bytes = b"") -> Rules:
    """Return the rules of the files and options that were given."""
    numbers = frozenset[str]()
    if options.do_not_call is not None:
        numbers = read_do_not_call(options.do_not_call, read_file(options.do_not_call))
    quiet = None if options.quiet_hours is None else read_quiet_hours(options.quiet_hours)
    return make_rules(numbers, quiet, options.time_zone, salt=salt)
