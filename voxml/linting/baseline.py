"""A baseline: diagnostics that were there when linting began, and are not reported until they move or multiply."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from voxml.errors import ConfigError
from voxml.files import write_atomically
from voxml.linting.fingerprints import fingerprints, relative
from voxml.source import read_file

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.linting.lint_file import FileResult


class Baseline:
    """The diagnostics that are known, by fingerprint."""

    def __init__(self, known: Iterable[str] = (), root: str = "") -> None:
        """Files are named relative to `root`, the folder of the settings, so that it counts in every folder below."""
        self._root = root
        self._known = frozenset(known)

    def new(self, result: FileResult) -> list[Diagnostic]:
        """Return the diagnostics of a file that are not known."""
        names = fingerprints(relative(result.path, self._root), result.diagnostics, result.source)
        return [each for each, name in zip(result.diagnostics, names, strict=True) if name not in self._known]


def read(path: str, root: str = "") -> Baseline:
    """The baseline of a file.

    Raises:
        InputError: it can't be read.
        ConfigError: it is not a baseline.
    """
    try:
        value = json.loads(read_file(path))
        if value["version"] != 1:
            raise ConfigError(f"{path}: found a baseline of version {value['version']}; expected 1")
        return Baseline((each["fingerprint"] for each in value["findings"]), root)
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, ConfigError):
            raise
        raise ConfigError(f"{path}: found no baseline; `voxml lint --write-baseline {path}` makes one") from error


class Recorder:
    """Collects what becomes a baseline."""

    def __init__(self, root: str = "") -> None:
        self._root = root
        self._findings: list[dict[str, str]] = []

    def add(self, result: FileResult) -> None:
        """Note the diagnostics of a file."""
        shown = relative(result.path, self._root)
        for each, name in zip(result.diagnostics, fingerprints(shown, result.diagnostics, result.source), strict=True):
            self._findings.append({"fingerprint": name, "rule": each.rule, "path": shown, "message": each.message})

    def write(self, path: str) -> int:
        """Write the baseline; the answer is how many findings it has."""
        lines = ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in self._findings)
        text = f'{{"version": 1, "findings": [\n{lines}\n]}}\n'
        write_atomically(path, text.encode("utf-8", "backslashreplace"))
        return len(self._findings)
