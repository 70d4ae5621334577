"""What the tests of the site share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BASE = "https://voice.example.com"


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def document(*instructions: dict[str, Any]) -> str:
    return json.dumps({"voxml_version": "1.0", "instructions": list(instructions)})


def say(text: str) -> dict[str, Any]:
    return {"verb": "Say", "text": text}


def redirect(name: str, **members: Any) -> dict[str, Any]:
    return {"verb": "Redirect", "url": f"{BASE}/{name}", "method": "GET", **members}


def gather(name: str, **members: Any) -> dict[str, Any]:
    return {"verb": "Gather", "action_url": f"{BASE}/{name}", "method": "GET", **members}


HANGUP = {"verb": "Hangup"}


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "voxml", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
        timeout=300,
    )


def published(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def build_tree(folder: Path, files: Mapping[str, str | bytes], **options: Any) -> Any:
    from voxml.site.build import build

    write_files(folder / "src", files)
    return build(folder / "src", folder / "out", base_url=options.pop("base_url", BASE), **options)


def rules_of(result: Any) -> list[str]:
    return [each.rule for each in result.diagnostics]
