"""What the linter does where the command line says nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from voxml.config.known import SHARED
from voxml.config.settings_file import read
from voxml.diagnostics import Severity
from voxml.rules.problem import SiteContext
from voxml.rules.selection import Choice


class Settings(NamedTuple):
    """The settings of one file."""

    choice: Choice = Choice()
    site: SiteContext = SiteContext()
    fail_on: Severity = "warning"
    #: Patterns of files, each with the rules and categories that are not run on them.
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    output_format: str | None = None
    cache: bool = True
    #: The file that these came from; empty when there is none.
    path: str = ""
    #: The folder that patterns and addresses are relative to.
    root: str = ""


def load(path: str) -> Settings:
    """Return the linter's settings of one file.

    Raises:
        ConfigError: the file is not TOML, a key does not exist, or a value is wrong.
        InputError: it can't be read.
    """
    values = read(path).values
    lint: Mapping[str, Any] = values.get("lint", {})
    site = {"base_url": values.get("site", {}).get("base_url")}
    site |= {name: holder[name] for holder in (values, lint) for name in SHARED if name in holder}
    return Settings(
        choice=Choice(
            lint.get("preset", "default"),
            tuple(lint.get("select", ())),
            tuple(lint.get("extend_select", ())),
            tuple(lint.get("ignore", ())),
            tuple(lint.get("severity", {}).items()),
        ),
        site=_site_context(site),
        fail_on=lint.get("fail_on", "warning"),
        per_file_ignores=tuple(
            (pattern, (rules,) if isinstance(rules, str) else tuple(rules))
            for pattern, rules in lint.get("per_file_ignores", {}).items()
        ),
        include=tuple(lint.get("include", ())),
        exclude=tuple(lint.get("exclude", ())),
        baseline=lint.get("baseline"),
        output_format=lint.get("output_format"),
        cache=lint.get("cache", True),
        path=path,
        root=os.path.dirname(os.path.abspath(path)),  # noqa: PTH100, PTH120 - pathlib costs start-up time
    )


def _site_context(values: Mapping[str, Any]) -> SiteContext:
    base_url: str | None = values.get("base_url")
    hosts = (host.lower().partition("://")[2] or host.lower() for host in values.get("static_hosts", ()))
    return SiteContext(
        None if base_url is None else base_url.rstrip("/"),
        tuple(host.rstrip("/") for host in hosts),
        values.get("direction"),
    )
