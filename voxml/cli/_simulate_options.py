"""The options of `voxml simulate`, as its command line gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import click


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulateOptions:
    """One field for each option."""

    source: str
    press: tuple[str, ...]
    say: tuple[str, ...]
    wait: tuple[str, ...]
    hear: tuple[str, ...]
    hang_up: bool
    barge_in: bool
    script_file: str | None
    start: str | None
    sets: tuple[str, ...]
    base_url: str | None
    from_: str
    to: str
    inbound: bool
    answer_method: Literal["GET", "POST"] | None
    platform: str | None
    persona: str | None
    pick_up: str | None
    dial: Literal["answers", "busy", "no-answer", "fails"] | None
    settings: tuple[str, ...]
    max_silence: float
    expect: str | None
    update: bool
    explore: bool
    max_paths: int
    interactive: bool
    wav: str | None
    page: str | None
    output_format: Literal["text", "json", "html"]
    output: str | None

    @property
    def steps(self) -> list[tuple[str, str]]:
        """What the callee does, in the order of the command line."""
        steps: list[tuple[str, str]] = click.get_current_context().meta["voxml.steps"]
        return steps
