"""A whole run: finds the files, judges each, and hands on the verdicts one by one, in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from voxml import config
from voxml.config import Settings
from voxml.errors import InputError
from voxml.linting.files import TEMPLATES, Finder, Found, Trail
from voxml.linting.judge import Judge, Verdict
from voxml.processes import processors

if TYPE_CHECKING:
    from voxml.linting.cache import Cache
    from voxml.schema.validate import Engine as SchemaEngine

#: With fewer files than this, more processes cost more than they bring.
_WORTH_WORKERS = 400
#: So many files are judged before there are more processes.
_WARM = 64
#: With fewer files than this that are new, nothing is written to the cache.
_WORTH_CACHE = 100


class Options(NamedTuple):
    """What a run does, besides the settings."""

    #: The settings file to use in place of any that would be found.
    config_path: str | None = None
    #: Whether no settings file is looked for.
    is_isolated: bool = False
    #: Applies what the command line says to the settings of a file.
    adapt: Callable[[Settings], Settings] = lambda settings: settings
    engine: SchemaEngine = "tables"
    stdin_name: str | None = None
    uses_cache: bool = True
    #: How many processes; 0 is as many as there are processors.
    jobs: int = 0
    needs_source: bool = True


class Run:
    """One run over files and folders."""

    def __init__(self, paths: tuple[str, ...], options: Options) -> None:
        self._paths = paths
        self.options = options
        fixed = None
        if options.is_isolated:
            fixed = options.adapt(Settings())
        elif options.config_path is not None:
            fixed = options.adapt(config.load(options.config_path))
        self._finder = Finder(options.adapt, fixed, os.path.dirname(options.stdin_name or ""))  # noqa: PTH120
        self._judges: dict[int, tuple[Settings, Judge, Cache | None]] = {}
        self._uses_cache = options.uses_cache and any(os.path.isdir(path) for path in paths)  # noqa: PTH112
        self._new = 0
        self._unread: list[str] = []

    def follow(self) -> Trail:
        """From now on, what walks depend on is noted in the answer."""
        self._finder.trail = trail = Trail()
        return trail

    @property
    def problems(self) -> list[str]:
        """What could not be found or read."""
        return [*self._finder.problems, *self._unread]

    @property
    def is_stdin(self) -> bool:
        """Whether the one document is standard input."""
        return self._paths == ("-",)

    def judge_for(self, path: str) -> Judge:
        """What judges a file, for judging it again."""
        return self._judge_of(self._finder.settings_of("-" if self.is_stdin else path))[1]

    def bytes_of(self, path: str) -> bytes:
        """What a file that was judged holds.

        Raises:
            InputError: it can't be read.
        """
        from voxml.source import read_file

        once = self.judge_for(path).streams.get("-" if self.is_stdin else path)
        return read_file(path) if once is None else once

    def settings(self) -> Settings:
        """The settings of the first path: those that say how the run as a whole is reported."""
        first = self._paths[0] if self._paths else "."
        if first == "-":
            first = self.options.stdin_name or "."
        folder = first if os.path.isdir(first) else os.path.dirname(first)  # noqa: PTH112, PTH120
        return self._finder.settings_for(folder)

    def verdicts(self) -> Iterator[Verdict]:
        """The verdict on every file that is VoxML, in the order of the files."""
        every = self._finder.find(self._paths)
        jobs = self.options.jobs or processors()
        if jobs > 1 and "-" not in self._paths:
            first = list(islice(every, _WORTH_WORKERS))
            every = chain(first, every)
            if len(first) == _WORTH_WORKERS:
                from voxml.linting.workers import Workers, can_fork

                if can_fork():
                    # What every process needs is loaded, and what files have in common is learnt, while there is one.
                    yield from self._here(islice(every, _WARM))
                    with Workers(self, jobs) as workers:
                        yield from workers.verdicts(every)
                    self._save()
                    return
        yield from self._here(every)
        self._save()

    def _here(self, files: Iterable[Found]) -> Iterator[Verdict]:
        return filter(None, map(self.judge, files))

    def judge(self, found: Found) -> Verdict | None:
        """The verdict on one file; None when it is not VoxML, or can't be read."""
        verdict, _, problem = self.try_file(found)
        if problem is not None:
            self.unreadable(problem)
        return verdict

    def unreadable(self, problem: str) -> None:
        """Note a file that could not be read."""
        self._unread.append(problem)

    def try_file(self, found: Found) -> tuple[Verdict | None, str | None, str | None]:
        """The verdict on a file, the name under which it was newly remembered, and why it can't be read."""
        _, judge, cache = self._judge_of(found.settings)
        path = found.path
        try:
            if cache is None or path == "-" or path.endswith(TEMPLATES):
                return judge.file(path, found.is_named), None, None
            return (*self._remembered(judge, cache, found), None)
        except InputError as error:
            return None, None, str(error)

    def _remembered(self, judge: Judge, cache: Cache, found: Found) -> tuple[Verdict | None, str | None]:
        from voxml.linting.cache import key_of

        path = found.path
        data = judge.read(path, found.is_named)
        key = key_of(data, judge.circumstances(path))
        known = cache.get(key, path)
        if known is not None:
            source = judge.source_of(data, path) if known and self.options.needs_source else None
            return Verdict(path, known, source, ()), None
        verdict = judge.content(data, path, found.is_named)
        if verdict is None or verdict.crashes:
            return verdict, None
        self.remember(found.settings, key, verdict)
        return verdict, key

    def remember(self, settings: Settings, key: str, verdict: Verdict) -> None:
        """Put a verdict in the cache."""
        cache = self._judge_of(settings)[2]
        if cache is not None:
            self._new += 1
            cache.put(key, verdict.diagnostics)

    def _judge_of(self, settings: Settings) -> tuple[Settings, Judge, Cache | None]:
        # By identity: comparing settings costs more than judging a small file.
        ready = self._judges.get(id(settings))
        if ready is None:
            options = self.options
            judge = Judge(settings, engine=options.engine, stdin_name=options.stdin_name)
            cache: Cache | None = None
            if self._uses_cache and settings.cache:
                from voxml.linting.cache import Cache
                from voxml.linting.cache_folder import FOLDER, fingerprint

                name = fingerprint((settings.choice, settings.about, options.engine))
                cache = Cache(os.path.join(settings.root or os.getcwd(), FOLDER), name)  # noqa: PTH109, PTH118
            # The settings are kept, so that no others get their id.
            ready = self._judges[id(settings)] = (settings, judge, cache)
        return ready

    def _save(self) -> None:
        if self._new >= _WORTH_CACHE:
            for _, _, cache in self._judges.values():
                if cache is not None:
                    cache.save()
