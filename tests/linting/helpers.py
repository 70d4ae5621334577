"""What the tests of the linter share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import Voxml

GOOD = b'<Response version="1.0"><Say>Welcome.</Say><Hangup/></Response>\n'
BAD = b'<Response version="1.0"><Gather action_url="https://e.com/" numDigits="1"><Say>1?</Say></Gather><Hangup/></Response>\n'
WARNED = b'<Response version="1.0"><Pause length="60"/><Hangup/></Response>\n'


class Result(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)
        return found

    @property
    def rules(self) -> list[str]:
        return [each["rule"] for each in self.json]


class Command:
    """Runs `voxml lint` in a folder of its own."""

    def __init__(self, folder: Path, voxml: Voxml) -> None:
        self.folder = folder
        self._voxml = voxml

    def write(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def __call__(self, *arguments: str) -> Result:
        return Result(*self._voxml("lint", *arguments))

    def json(self, *arguments: str) -> Result:
        return self(*arguments, "--output-format", "json")
