"""One run of the linter: finds the files, checks each, and yields the results in the order of the files."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from voxml import config
from voxml.config import Settings
from voxml.errors import InputError, WorkerError
from voxml.files.sounds import is_sound
from voxml.linting.files import TEMPLATES, Finder, Found
from voxml.linting.lint_file import FileLinter, FileResult
from voxml.processes import follow_the_parent, processors
from voxml.rules.facts.recognition import Recognition

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from voxml.linting.cache import Cache
    from voxml.schema.check import Engine as SchemaEngine

#: With fewer files than this, more processes cost more than they bring.
WORTH_WORKERS = 400
#: How many files a process is given at a time.
BATCH = 64


def _same(settings: Settings) -> Settings:
    return settings


class Options(NamedTuple):
    """What a run does, besides the settings."""

    #: The settings file to use in place of any that would be found.
    config_path: str | None = None
    #: Whether no settings file is looked for.
    is_isolated: bool = False
    #: Applies what the command line says to the settings of a file.
    adapt: Callable[[Settings], Settings] = _same
    engine: SchemaEngine = "tables"
    stdin_name: str | None = None
    #: Whether comments in the documents suppress diagnostics.
    has_suppressions: bool = True
    #: Whether files that are named are treated as in a walk.
    force_exclude: bool = False
    uses_cache: bool = True
    #: How many processes; 0 is one a processor.
    jobs: int = 0

    @property
    def modes(self) -> tuple[str, bool, bool]:
        """What results depend on besides settings and files."""
        return self.engine, self.has_suppressions, self.force_exclude

    def make_linter(self, settings: Settings) -> FileLinter:
        """Return a linter for files that have these settings."""
        return FileLinter(
            settings,
            self.engine,
            stdin_name=self.stdin_name,
            has_suppressions=self.has_suppressions,
            skips_dialects=self.force_exclude,
        )


class Session:
    """One run over files and folders."""

    def __init__(self, paths: tuple[str, ...], options: Options) -> None:
        self._paths = paths
        self._options = options
        fixed = None
        if options.is_isolated:
            fixed = options.adapt(Settings())
        elif options.config_path is not None:
            fixed = options.adapt(config.load(options.config_path))
        self._finder = Finder(options.adapt, fixed, os.path.dirname(options.stdin_name or ""))  # noqa: PTH120
        self._linters: dict[Settings, FileLinter] = {}
        self._caches: dict[Settings, Cache | None] = {}
        self._uses_cache = options.uses_cache and any(os.path.isdir(path) for path in paths)  # noqa: PTH112
        self._needs_source = True
        #: What a walk came to that is not checked.
        self.passed_over: list[tuple[str, Recognition]] = []
        #: Why files could not be read.
        self._unread: list[str] = []

    @property
    def problems(self) -> list[str]:
        """What could not be found or read."""
        return [*self._finder.problems, *self._unread]

    @property
    def is_stdin(self) -> bool:
        """Whether the one document is standard input."""
        return self._paths == ("-",)

    def linter_for(self, path: str) -> FileLinter:
        """Return the linter of a file, for checking it again."""
        return self._linter(self._finder.settings_of("-" if self.is_stdin else path))

    def settings(self) -> Settings:
        """Return the settings of the first path: those that say how the run as a whole is reported."""
        first = self._paths[0] if self._paths else "."
        if first == "-":
            first = self._options.stdin_name or "."
        folder = first if os.path.isdir(first) else os.path.dirname(first)  # noqa: PTH112, PTH120
        return self._finder.settings_for(folder)

    def results(self, *, needs_source: bool = True) -> Iterator[FileResult]:
        """Yield the result of every file that is VoxML, in the order of the files.

        Raises:
            WorkerError: a process that checks files was ended from outside.
        """
        self._needs_source = needs_source
        for result in self.all_results():
            if result.problem is not None:
                self.note_problem(result.problem)
            elif result.skipped is not None:
                self.passed_over.append((result.path, result.skipped))
            else:
                yield result
        for cache in self._caches.values():
            if cache is not None:
                cache.save()

    def note_problem(self, problem: str) -> None:
        """Note that a file could not be read or written."""
        self._unread.append(problem)

    def all_results(self) -> Iterator[FileResult]:
        """Yield the result of every file that was found, in order, those too that are passed over or can't be read.

        The sounds that a walk found come last: only those in or below a folder that has a document.
        """
        folders: set[str] = set()
        for result in self._documents():
            if result.skipped is None and result.problem is None:
                folders.add(os.path.dirname(result.path))  # noqa: PTH120 - pathlib costs time for each file
            yield result
        for found in self._finder.sounds:
            if _is_below(found.path, folders):
                yield self._result(found)

    def _documents(self) -> Iterator[FileResult]:
        files = self._finder.find(self._paths, force_exclude=self._options.force_exclude)
        jobs = self._options.jobs or processors()
        if jobs > 1 and "-" not in self._paths:
            first = list(islice(files, WORTH_WORKERS))
            files = chain(first, files)
            if len(first) == WORTH_WORKERS:
                return self._with_workers(files, jobs)
        return map(self._result, files)

    def _result(self, found: Found) -> FileResult:
        return self._cached(found) or self._keep(found, self._linter(found.settings).lint_path(found))

    def _with_workers(self, files: Iterable[Found], jobs: int) -> Iterator[FileResult]:
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        pool = ProcessPoolExecutor(jobs, initializer=follow_the_parent)
        try:
            yield from self._in_order(files, pool, 4 * jobs)
        except BrokenProcessPool:
            raise WorkerError("a process that checks files was ended from outside; try again with --jobs 1") from None
        finally:
            pool.shutdown(cancel_futures=True)

    def _in_order(self, files: Iterable[Found], pool: Executor, ahead: int) -> Iterator[FileResult]:
        """Yield results in the order of the files, while at most `ahead` batches are under way."""
        files = iter(files)
        batches: deque[tuple[list[Found], list[FileResult | None], Future[list[FileResult]] | None]] = deque()
        while True:
            while len(batches) < ahead and (batch := list(islice(files, BATCH))):
                cached = [self._cached(found) for found in batch]
                new = [found for found, result in zip(batch, cached, strict=True) if result is None]
                batches.append((batch, cached, self._submit(pool, new)))
            if not batches:
                return
            batch, cached, future = batches.popleft()
            fresh = iter(future.result() if future is not None else ())
            for found, result in zip(batch, cached, strict=True):
                yield result or self._keep(found, next(fresh))

    def _submit(self, pool: Executor, files: list[Found]) -> Future[list[FileResult]] | None:
        options = self._options._replace(adapt=_same)
        return pool.submit(lint_batch, files, options, self._needs_source) if files else None

    def _cached(self, found: Found) -> FileResult | None:
        """Return the result that a file had, when it is as it was."""
        cache = self._cache(found.settings)
        if cache is None or cache.is_empty or found.is_named or found.path.endswith(TEMPLATES) or is_sound(found.path):
            return None
        path = found.path
        linter = self._linter(found.settings)
        entry = cache.of_file(path)
        try:
            data = linter.read(path) if entry is None or (entry.diagnostics and self._needs_source) else b""
        except InputError:
            return None
        if entry is None:
            digest = linter.digest(data, path)
            entry = cache.of_content(digest, path)
            if entry is None:
                return None
            cache.put(path, digest, *entry)
        source = linter.source_of(data, path) if data and entry.diagnostics else None
        return FileResult(path, entry.diagnostics, source, skipped=entry.skipped)

    def _keep(self, found: Found, result: FileResult) -> FileResult:
        cache = self._cache(found.settings)
        if cache is not None and result.digest is not None and not result.crashes:
            cache.put(found.path, result.digest, result.diagnostics, result.skipped)
        return result

    def _linter(self, settings: Settings) -> FileLinter:
        if settings not in self._linters:
            self._linters[settings] = self._options.make_linter(settings)
        return self._linters[settings]

    def _cache(self, settings: Settings) -> Cache | None:
        if settings not in self._caches:
            self._caches[settings] = None
            if self._uses_cache and settings.cache:
                from voxml.linting.cache import Cache  # 10 ms, of which a run over named files needs none

                self._caches[settings] = Cache(settings, self._options.modes)
        return self._caches[settings]


def _is_below(path: str, folders: set[str]) -> bool:
    """Tell whether a file lies in one of some folders, or in a folder below."""
    while folders:
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder in folders:
            return True
        if folder == path:
            break
        path = folder
    return False


def lint_batch(files: list[Found], options: Options, needs_source: bool) -> list[FileResult]:
    """Check files in a process of a pool."""
    results = [_linter_of_worker(found.settings, options).lint_path(found) for found in files]
    return results if needs_source else [result._replace(source=None) for result in results]


@lru_cache(maxsize=64)
def _linter_of_worker(settings: Settings, options: Options) -> FileLinter:
    return options.make_linter(settings)
