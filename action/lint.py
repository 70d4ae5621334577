"""The step `Lint` of action.yml: annotations in the log, a table in the job's summary, and a SARIF report.

Reads VOXML_PATHS (paths and patterns, one a line), VOXML_ARGS (options, quoted as in a shell), VOXML_SUMMARY (`true`)
and VOXML_SARIF (a file) from the environment, so that nothing of an input is ever run by a shell.
"""

from __future__ import annotations

import glob
import os
import shlex
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run `voxml lint` once for each report and return the exit code of the first run."""
    arguments = shlex.split(os.environ.get("VOXML_ARGS", ""))
    named = paths(os.environ.get("VOXML_PATHS", ""))
    if named:
        arguments += ["--", *named]  # a file may have a name that looks like an option
    code = lint("github", arguments)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and os.environ.get("VOXML_SUMMARY") == "true":
        lint("markdown", arguments, summary)
    sarif = os.environ.get("VOXML_SARIF")
    if sarif:
        Path(sarif).unlink(missing_ok=True)
        lint("sarif", arguments, sarif)
    output = os.environ.get("GITHUB_OUTPUT")
    if output:
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"exit-code={code}\n")
    return code


def paths(lines: str) -> list[str]:
    """Return the files and folders that lines name; a pattern without a match stays, and the linter names it."""
    found: list[str] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        found += [line] if Path(line).exists() else sorted(glob.glob(line, recursive=True)) or [line]  # noqa: PTH207
    return found


def lint(output_format: str, arguments: list[str], output: str | None = None) -> int:
    """Run the linter, its report going to the log or appended to a file, and return its exit code."""
    command = [sys.executable, "-m", "voxml", "lint", "--output-format", output_format, *arguments]
    sys.stdout.flush()
    if output is None:
        return subprocess.run(command, check=False).returncode
    with Path(output).open("ab") as file:
        return subprocess.run(command, check=False, stdout=file, stderr=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main())
