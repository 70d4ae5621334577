"""The options of `voxml lint`, as its command line gives them."""

from __future__ import annotations

from dataclasses import dataclass

from voxml.config import Settings
from voxml.diagnostics import Severity
from voxml.linting.session import Options
from voxml.schema.check import Engine


@dataclass(frozen=True, kw_only=True, slots=True)
class LintOptions:
    """One field for each option; None and empty tuples where nothing was said."""

    paths: tuple[str, ...] = ()
    watch: bool = False
    output_format: str | None = None
    output: str | None = None
    preset: str | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity | None = None
    no_ignores: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    add_ignores: str | None = None
    baseline: str | None = None
    write_baseline: str | None = None
    fail_on: Severity | None = None
    exit_zero: bool = False
    exit_non_zero_on_fix: bool = False
    statistics: bool = False
    show_files: bool = False
    force_exclude: bool = False
    config_path: str | None = None
    isolated: bool = False
    stdin_filename: str | None = None
    no_cache: bool = False
    jobs: int = 0
    engine: Engine = "tables"
    quiet: bool = False
    verbose: bool = False

    def for_session(self) -> Options:
        """Return what a session of the linter is given."""
        return Options(
            config_path=self.config_path,
            is_isolated=self.isolated,
            adapt=self.adapt,
            engine=self.engine,
            stdin_name=self.stdin_filename,
            has_suppressions=not self.no_ignores,
            force_exclude=self.force_exclude,
            uses_cache=not self.no_cache,
            jobs=self.jobs,
        )

    def adapt(self, settings: Settings) -> Settings:
        """Return the settings of a file with what the command line says."""
        choice = settings.choice
        if self.preset:
            # A preset that is asked for here is in place of what the settings select.
            choice = choice._replace(preset=self.preset, select=())
        if self.select:
            choice = choice._replace(select=self.select, extend_select=(), ignore=())
        choice = choice._replace(
            extend_select=choice.extend_select + self.extend_select, ignore=choice.ignore + self.ignore
        )
        if self.no_ignores:
            settings = settings._replace(per_file_ignores=())
        return settings._replace(choice=choice)
