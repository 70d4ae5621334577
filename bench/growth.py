"""How cost grows: with the number of files, with the length of a document, and memory with both.

python bench/growth.py [--quick] [--rounds 1]

Cost must grow no faster than the work: the time a file (or an instruction) is printed for each size, over that of the
size that costs least. Memory is that of the largest process of a run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import corpus
import harness
import processes

FILES = (100, 1_000, 10_000, 50_000, 200_000)
INSTRUCTIONS = (1_000, 10_000, 100_000, 1_000_000)


def by_files(folder: Path, sizes: tuple[int, ...], rounds: int, *more: str) -> list[dict[str, Any]]:
    """One series; each size has its own folder, which stays for the next series."""
    points = []
    for size in sizes:
        name = f"files-{size}"
        if not (folder / name).exists():
            corpus.write(folder / name, size, "xml")
            (folder / name / "voxml.toml").write_text("")
        command = [sys.executable, "-m", "voxml", "lint", name, "--output-format", "concise", *more]
        if not more:
            # A run is remembered once its folder is there, and nothing has changed for some time.
            for _ in range(3):
                subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                time.sleep(2.6)
        measured = processes.compare({"voxml": command}, folder, rounds=rounds, codes=(1,))["voxml"]
        points.append({"size": size, **measured._asdict()})
        print(f"  {size:>9,} files {measured.seconds:>9.2f} s {measured.megabytes:>8.1f} MB", flush=True)
    return points


def by_instructions(folder: Path, sizes: tuple[int, ...], rounds: int) -> list[dict[str, Any]]:
    points = []
    for size in sizes:
        path = folder / f"long-{size}.xml"
        with path.open("w", encoding="utf-8") as file:
            file.write("<Response>\n")
            file.writelines(f"  <Say>Sentence {number}.</Say>\n" for number in range(size))
            file.write("</Response>\n")
        command = [sys.executable, "-m", "voxml", "lint", "--isolated", path.name]
        measured = processes.compare({"voxml": command}, folder, rounds=rounds)["voxml"]
        points.append({"size": size, **measured._asdict()})
        print(f"  {size:>9,} instructions {measured.seconds:>9.2f} s {measured.megabytes:>8.1f} MB", flush=True)
    return points


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="without the largest sizes")
    asked = parser.parse_args()
    harness.environment()
    files, long = (FILES[:-2], INSTRUCTIONS[:-1]) if asked.quick else (FILES, INSTRUCTIONS)
    series: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("lint without a cache")
        series["files, no cache"] = by_files(folder, files, asked.rounds, "--no-cache")
        print("lint again, with the cache")
        series["files, cached"] = by_files(folder, files, max(2, asked.rounds))
        print("lint one document")
        series["instructions of one document"] = by_instructions(folder, long, asked.rounds)
    lines: list[harness.Row] = []
    for work, points in series.items():
        each = {f"{point['size']:,}": point["seconds"] / point["size"] for point in points}
        lines += harness.rows(f"growth, {work}: time of one", each, min(each, key=lambda size: each[size]))
    harness.show(lines)
    print(f"\nwritten to {harness.save('growth', lines, series=series).relative_to(harness.TOP)}")


if __name__ == "__main__":
    main()
