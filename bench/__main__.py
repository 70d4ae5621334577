"""Every comparison in turn: `make bench`, or `python -m bench [--quick] [NAME…]`.

Each part runs in a process of its own, prints its figures and writes bench/results/NAME.json; the page docs/bench/ is
drawn of all results that are there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: The arguments of each part: as it is, and for a first look.
PARTS: dict[str, tuple[list[str], list[str]]] = {
    "build": ([], ["--rounds", "30"]),
    "startup": ([], ["--rounds", "5"]),
    "lint": ([], ["--rounds", "1", "--files", "2000", "--instructions", "10000"]),
    "rows": ([], ["--rounds", "10"]),
    "templates": (["--all", "--json", str(HERE / "results" / "templates.json")], ["--rounds", "3"]),
    "scaling": ([], ["--rows", "5000"]),
    "site": ([], ["--sources", "200", "--rounds", "1"]),
    "calls": (["--server", "plain"], ["--server", "plain", "--calls", "200", "--rounds", "2"]),
    "emulator": ([], ["--quick"]),
    "editor": ([], ["--rounds", "3"]),
    "growth": ([], ["--quick"]),
}


def main() -> int:
    """Run the parts; the exit code is 1 when one of them failed, whatever its figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*PARTS, []], help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="fewer rounds and smaller sizes: a first look")
    asked = parser.parse_args()
    (HERE / "results").mkdir(exist_ok=True)
    failed: list[str] = []
    for name in asked.names or PARTS:
        print(f"\n=== {name}", flush=True)
        begin = time.monotonic()
        done = subprocess.run([sys.executable, str(HERE / f"{name}.py"), *PARTS[name][asked.quick]], check=False)
        print(f"({time.monotonic() - begin:.0f} s)", flush=True)
        if done.returncode:
            failed.append(name)
    from bench import page

    print(f"\ndrawn: {page.draw().relative_to(HERE.parent)}")
    for name in failed:
        print(f"{name}: failed, or missed what it asserts; see above", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
