"""No text makes a command crash or hang, and no command makes a document worse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Seconds for each hundred rounds after which the child is taken to hang; it needs about ten.
HANGS_AFTER = 600


@pytest.mark.parametrize("part", range(2))
def test_fuzz(part: int, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rounds = request.config.getoption("--fuzz-rounds") // 2
    seed = request.config.getoption("--fuzz-seed") + part
    command = [sys.executable, "-m", "tests.fuzzing.worker", str(tmp_path), str(seed), str(rounds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path / "state")}
    limit = HANGS_AFTER * (1 + rounds // 100)
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.fail(f"it hangs: {(tmp_path / 'trying').read_text()}{(tmp_path / 'input').read_bytes()[:2000]!r}")
    assert done.returncode == 0, f"{(tmp_path / 'trying').read_text()}{done.stderr[-3000:]}"
    broken = [json.loads(line) for line in done.stdout.splitlines()]
    assert not broken, "\n\n".join(
        f"{each['round']} {each['name']}: {each['problem']}\n{each['input'][:1500]}" for each in broken[:5]
    )
