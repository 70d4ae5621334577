"""Builds, rebuilds, lints, draws: the seconds that a site of 1,000 sources with 3,000 links takes.

python bench/site.py [--sources 1000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BASE = "https://voice.example.com"


def write_site(folder: Path, count: int) -> None:
    """`count` documents, each with three links to others; in XML, but every fifth in JSON."""
    chance = random.Random(1)
    folder.mkdir(parents=True)
    (folder / "voxml.toml").write_text(f'[site]\nbase_url = "{BASE}"\nentries = ["doc0"]\n')
    for number in range(count):
        # A tree, so that every document can be come to, and two more links anywhere.
        first = 2 * number + 1 if 2 * number + 1 < count else chance.randrange(count)
        second = 2 * number + 2 if 2 * number + 2 < count else chance.randrange(count)
        third = chance.randrange(count)
        text = f"This is document {number}. Press a key for more, or wait and hear what comes next."
        if number % 5:
            document = (
                f'<Response>\n  <Say voice="en-US-Wavenet-D" language="en-US">{text}</Say>\n'
                f'  <Gather action_url="{BASE}/doc{first}.json" method="GET" num_digits="1">\n'
                f"    <Say>Please press a key.</Say>\n  </Gather>\n"
                f'  <Gather action_url="{BASE}/doc{second}.json" method="GET" num_digits="1">\n'
                f"    <Say>Please press another.</Say>\n  </Gather>\n"
                f'  <Redirect method="GET">{BASE}/doc{third}.json</Redirect>\n</Response>\n'
            )
            (folder / f"doc{number}.xml").write_text(document)
        else:
            instructions = [
                {"verb": "Say", "text": text},
                *(
                    {"verb": "Gather", "action_url": f"{BASE}/doc{to}.json", "method": "GET", "say": {"text": "Press."}}
                    for to in (first, second)
                ),
                {"verb": "Redirect", "url": f"{BASE}/doc{third}.json", "method": "GET"},
            ]
            (folder / f"doc{number}.json").write_text(
                json.dumps({"voxml_version": "1.0", "instructions": instructions})
            )


def run(*arguments: object) -> float:
    """Seconds that one run of the command takes, from start to end of the process."""
    started = time.perf_counter()
    # An installed package has its byte code.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "voxml", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    taken = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return taken


def rebuild_in_one_process(src: Path, out: Path) -> tuple[float, float]:
    """Seconds of a whole build, and of one after a change to one source, as `voxml serve` does them."""
    import gc

    from voxml.site.build import build

    shutil.rmtree(src / ".voxml", ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    gc.disable()
    started = time.perf_counter()
    build(src, out)
    whole = time.perf_counter() - started
    time.sleep(2.2)
    build(src, out)
    changed = src / "doc8.xml"
    changed.write_text(changed.read_text().replace("This is", "Here is"))
    started = time.perf_counter()
    build(src, out)
    one = time.perf_counter() - started
    gc.enable()
    return whole, one


def main() -> None:
    """Print the median of each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        src, out = folder / "src", folder / "out"
        write_site(src, asked.sources)
        for number in range(asked.rounds):
            shutil.rmtree(src / ".voxml", ignore_errors=True)
            shutil.rmtree(out, ignore_errors=True)
            figures.setdefault("build everything", []).append(run("build", src, "-o", out))
            # A file that was written this very moment is read again: its time stamp can't be trusted yet.
            time.sleep(2.2)
            run("build", src, "-o", out)
            figures.setdefault("build, nothing changed", []).append(run("build", src, "-o", out))
            changed = src / "doc7.xml"
            changed.write_text(changed.read_text().replace("This is", f"Number {number} is"))
            figures.setdefault("build, one source changed", []).append(run("build", src, "-o", out))
            figures.setdefault("lint, without a cache", []).append(run("lint", "--no-cache", src))
            figures.setdefault("draw as SVG", []).append(run("graph", src, "-o", folder / "flow.svg"))
        in_one = rebuild_in_one_process(src, out)
    for label, seconds in figures.items():
        print(
            f"{label:28} {statistics.median(seconds):6.2f} s"
            f"   (of {len(seconds)}: {min(seconds):.2f} to {max(seconds):.2f})"
        )
    every = {label: statistics.median(seconds) for label, seconds in figures.items()}
    one, whole = every["build, one source changed"], every["build everything"]
    all_three = whole + every["lint, without a cache"] + every["draw as SVG"]
    print(f"one source of {asked.sources} takes {in_one[1] / in_one[0]:.0%} of the time that building all takes")
    print(
        f"and, each a process from its start, {one / whole:.0%}; of building, linting and drawing, {one / all_three:.0%}"
    )


if __name__ == "__main__":
    main()
