"""The options of a batch."""

from __future__ import annotations

from typing import Any, NamedTuple


class Options(NamedTuple):
    """How a batch is to be run, as it was asked for."""

    path: str
    is_live: bool
    resume: bool
    preflight: bool
    rate: float | None
    concurrency: int
    stop_after: int
    journal: str | None
    reports: tuple[str, ...]
    do_not_call: str | None
    quiet_hours: str | None
    time_zone: str | None
    replace_rules: bool
    allow_repeats: bool
    show_numbers: bool
    manifest: str | None
    template: str | None
    publish_to: str | None
    publish_url: str | None
    output_format: str
    auth: Any
    tenant_id: str | None
