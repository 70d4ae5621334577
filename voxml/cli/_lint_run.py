"""Run `voxml lint` once, with the options of its command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voxml.config import Settings


def once(paths: tuple[str, ...], given: dict[str, Any]) -> int:
    """Lint these paths with what the options say; return the exit code."""
    import gc

    from voxml.cli._linting import Session
    from voxml.linting.session import Options
    from voxml.linting.session import Session as Run

    # Trees are made and dropped as wholes; looking through a long one again and again takes a tenth of its time.
    gc.set_threshold(20_000, 10, 10)

    format_name = given["output_format"]
    options = Options(
        config_path=given["config_path"],
        is_isolated=given["isolated"],
        adapt=_Adapt(given),
        engine=given["engine"],
        stdin_name=given["stdin_filename"],
        uses_cache=not given["no_cache"],
        jobs=given["jobs"],
    )
    run = Run(paths, options)
    if format_name is None:
        is_on_github = os.environ.get("GITHUB_ACTIONS", "").lower() not in ("", "0", "false")
        format_name = run.settings().output_format or ("github" if is_on_github else "full")
    return Session(run, format_name, given).finish()


class _Adapt:
    """Applies what the command line says to the settings of a file."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given

    def __call__(self, settings: Settings) -> Settings:
        given = self._given
        choice = settings.choice
        if given["preset"]:
            # A preset that is asked for here is in place of what the settings select.
            choice = choice._replace(preset=given["preset"], select=())
        if given["select"]:
            choice = choice._replace(select=given["select"], extend_select=(), ignore=())
        choice = choice._replace(
            extend_select=choice.extend_select + given["extend_select"], ignore=choice.ignore + given["ignore"]
        )
        return settings._replace(choice=choice)
