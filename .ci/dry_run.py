"""How long pip takes to find the versions of '.[all]': with pip 23.2.1, which Python 3.11.7 brings, and the newest.

Prints the seconds of CPU beside the promise of at most 30, and fails when pip finds no versions at all.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

PROMISED = 30  # seconds of CPU


def main() -> int:
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for pip in ("pip==23.2.1", "pip"):
            home = Path(folder, pip)
            venv.create(home, with_pip=True)
            python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
            install = [python, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
            subprocess.run([*install, "--upgrade", pip], check=True)
            version = subprocess.run([python, "-m", "pip", "--version"], check=True, capture_output=True, text=True)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([*install, "--no-cache-dir", "--dry-run", ".[all]"], check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            word = "failed" if done.returncode else "within" if seconds <= PROMISED else "OVER"
            print(f"{' '.join(version.stdout.split()[:2])}: {seconds:.1f} s of CPU, {word} the {PROMISED} s promised")
            failed |= done.returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
