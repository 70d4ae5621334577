"""Lints a tree of small files, half of them faulty, in both forms: `python bench/lint.py [FILES]`.

Prints wall seconds of whole processes: first without a cache, then with one that is filled, on all processors and on one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

XML = """<Response version="1.0">
  <Say voice="en-US-Wavenet-D" language="en-US">Welcome to Acme, number {number}.</Say>
  <Gather action_url="https://example.com/menu/{number}" {digits}="1" timeout="5" method="GET">
    <Say>Press 1 for sales, 2 for support.</Say>
  </Gather>
  <Say>Goodbye.</Say>
  <Hangup/>
</Response>
"""
JSON = (
    '{{"voxml_version":"1.0","instructions":[{{"verb":"Say","text":"Welcome to Acme, number {number}."}},'
    '{{"verb":"Gather","action_url":"https://example.com/menu/{number}","{digits}":1,"timeout":5,'
    '"say":{{"text":"Press 1 for sales."}}}},{{"verb":"Hangup"}}]}}'
)


def make(folder: Path, files: int) -> None:
    """Write `files` documents into folders of a hundred; every second pair is faulty."""
    for number in range(files):
        place = folder / f"{number // 100:04}"
        place.mkdir(exist_ok=True)
        form, text = ("xml", XML) if number % 2 else ("json", JSON)
        digits = "num_digits" if number % 4 < 2 else "numDigits"
        (place / f"{number:06}.{form}").write_text(text.format(number=number, digits=digits))


def seconds(folder: Path, *options: str) -> float:
    """The wall time of one whole process."""
    command = [sys.executable, "-m", "voxml", "lint", str(folder), "--preset", "strict", "--output-format", "concise"]
    started = time.perf_counter()
    done = subprocess.run([*command, *options], capture_output=True, check=False)
    if done.returncode != 1:
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started


def main() -> None:
    """Make the tree, lint it, and say how long that took."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = Path(tempfile.mkdtemp(prefix="voxml-bench-"))
    try:
        make(folder, files)
        (folder / "voxml.toml").write_text("[lint]\n")
        rows = {
            "no cache": ("--no-cache",),
            "no cache, one process": ("--no-cache", "--jobs", "1"),
            "filling the cache": (),
            "from the cache": (),
            "from the cache, one process": ("--jobs", "1"),
        }
        for name, options in rows.items():
            print(f"{files:,} files, {name}: {seconds(folder, *options):.2f} s")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
