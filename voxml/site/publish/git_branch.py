"""Publish on a branch of a git repository, as GitHub Pages wants it, without touching the working tree.

The commit is made beside the index and pushed in one go: the branch moves from one whole site to the next.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from voxml.errors import PublishError
from voxml.site.publish.upload import UploadFile

_ZERO = "0" * 40


class BranchTarget:
    """A branch at a remote."""

    def __init__(self, repository: Path, *, remote: str = "origin", branch: str = "gh-pages") -> None:
        _check_word("--remote", remote, "the name of a remote, such as origin, or its URL")
        _check_word("gh-pages:BRANCH", branch, "the name of a branch")
        self._repository = repository
        self._remote = remote
        self._branch = branch
        self._removed: set[str] = set()
        self._tip = self._fetch()
        self.name = f"{branch} at {remote} ({self._git('remote', 'get-url', remote).strip()})"

    def present(self) -> Mapping[str, str]:
        """Return every file of the branch, by the name that git has for its bytes."""
        if self._tip is None:
            return {}
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", self._tip)
        entries = (line.split("\t", 1) for line in listing.split("\0") if line)
        return {name: head.split()[2] for head, name in entries}

    def fingerprint(self, data: bytes) -> str:
        """Return the name that git has for these bytes."""
        return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()

    def send(self, files: Iterable[UploadFile], sent: Callable[[UploadFile], None]) -> None:
        """Commit and push all files at once; nothing that is there goes."""
        due = [*files]
        if ".nojekyll" not in {file.name for file in due}:
            # Without it GitHub runs Jekyll, which drops names with an underscore.
            due.append(UploadFile(".nojekyll", b"", "text/plain", ""))
        lines = [f"100644 {self._blob(file.data)}\t{file.name}" for file in due]
        self._push(lines, f"Publish {len(due)} files")
        for file in due:
            sent(file)

    def remove(self, names: Iterable[str]) -> None:
        """Commit and push that files are gone."""
        gone = list(names)
        self._push([f"0 {_ZERO}\t{name}" for name in gone], f"Remove {len(gone)} files")

    def _push(self, lines: list[str], message: str) -> None:
        for is_last in (False, True):
            commit = self._commit(lines, message)
            done = self._run("push", self._remote, f"{commit}:refs/heads/{self._branch}")
            if done.returncode == 0:
                self._tip = commit
                return
            if is_last:
                raise PublishError(f"{self.name}: git push was refused: {done.stderr.decode(errors='replace').strip()}")
            # Another push was quicker: put our files on top of it.
            self._tip = self._fetch()

    def _commit(self, lines: list[str], message: str) -> str:
        with tempfile.TemporaryDirectory(prefix="voxml-publish-") as folder:
            index = str(Path(folder) / "index")
            if self._tip is not None:
                self._git("read-tree", self._tip, index=index)
            self._git(
                "update-index",
                "-z",
                "--add",
                "--index-info",
                data="".join(f"{line}\0" for line in lines).encode(errors="surrogateescape"),
                index=index,
            )
            tree = self._git("write-tree", index=index).strip()
        parents = ["-p", self._tip] if self._tip is not None else []
        return self._git("commit-tree", tree, *parents, "-m", message).strip()

    def _blob(self, data: bytes) -> str:
        return self._git("hash-object", "-w", "--stdin", data=data).strip()

    def _fetch(self) -> str | None:
        """Return the commit that the branch is at, with its files here; None when there is no such branch."""
        reference = f"refs/heads/{self._branch}"
        listing = self._git("ls-remote", self._remote, reference)
        if not listing.strip():
            return None
        self._git("fetch", "--quiet", "--no-tags", "--depth=1", self._remote, reference)
        return listing.split()[0]

    def _git(self, *arguments: str, data: bytes | None = None, index: str | None = None) -> str:
        done = self._run(*arguments, data=data, index=index)
        if done.returncode != 0:
            reason = done.stderr.decode(errors="replace").strip()
            raise PublishError(f"git {arguments[0]} failed in {self._repository}: {reason}")
        return done.stdout.decode(errors="surrogateescape")

    def _run(
        self, *arguments: str, data: bytes | None = None, index: str | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        if index is not None:
            environment["GIT_INDEX_FILE"] = index
        try:
            return subprocess.run(  # noqa: S603 - arguments are handed over one by one, to no shell
                ["git", *arguments],  # noqa: S607 - the git of the user's PATH is the one that is meant
                cwd=self._repository,
                input=data,
                capture_output=True,
                check=False,
                env=environment,
            )
        except FileNotFoundError:
            raise PublishError("git is not installed, and gh-pages needs it") from None


def _check_word(option: str, value: str, expected: str) -> None:
    """Refuse what git would take for an option, for a program to run, or for several words.

    Raises:
        PublishError: it is one of these.
    """
    is_program = re.match(r"[A-Za-z0-9+-]*::", value) is not None
    if not value or value.startswith("-") or is_program or re.search(r"[\x00-\x1f\x7f]", value):
        raise PublishError(f"{option}: found {value!r}; expected {expected}")
