"""A runner of GitHub's, as far as action.yml needs one: steps in order, expressions, outputs, a cache, and no network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

#: Stands for the Python of actions/setup-python: makes an environment that is this one, and only notes what pip is asked.
_PYTHON = f"""#!/bin/sh
if [ "$2" = venv ]; then
  mkdir -p "$4/bin" && cp "$0" "$4/bin/python"
elif [ "$2" = pip ]; then
  for last; do :; done
  echo "pip installed $last"
else
  exec "{sys.executable}" "$@"
fi
"""


class Runner:
    """Runs a composite action in a checkout."""

    def __init__(self, action: dict[str, Any], home: Path, checkout: Path) -> None:
        self.action = action
        self.checkout = checkout
        self.temp, self.cache, self.uploads = home / "runner temp", home / "cache", home / "uploads"
        for folder in (self.temp, self.cache, self.uploads):
            folder.mkdir(parents=True, exist_ok=True)
        self.python = home / "tool cache" / "python"
        self.python.parent.mkdir()
        self.python.write_text(_PYTHON)
        self.python.chmod(0o755)
        self.log: list[str] = []

    def run(self, **inputs: str) -> dict[str, str]:
        """Run a job's steps on a fresh machine that has the cache of earlier ones; return the action's outputs."""
        shutil.rmtree(self.temp)
        self.temp.mkdir()
        given = {name: str(each.get("default", "")) for name, each in self.action["inputs"].items()}
        self.known = {f"inputs.{name}": text for name, text in given.items()}
        self.known |= {f"inputs.{name.replace('_', '-')}": text for name, text in inputs.items()}
        self.known |= {"runner.temp": str(self.temp), "runner.os": "Linux", "github.action_path": str(ROOT)}
        self.known |= {"github.action_ref": "v0.1.0", "github.sha": "0" * 40}
        self.log, failed = [], False
        for step in self.action["runs"]["steps"]:
            condition = str(step.get("if", "success()"))
            if self.value(condition) and (not failed or "always()" in condition):
                failed = not self._step(step) or failed
        if not failed and self.known["inputs.cache"] == "true":
            self._keep()
        return {name: self.text(each["value"]) for name, each in self.action["outputs"].items()}

    def _step(self, step: dict[str, Any]) -> bool:
        options = {name: self.text(str(each)) for name, each in step.get("with", {}).items()}
        uses = step.get("uses", "").partition("@")[0]
        if uses == "actions/setup-python":
            self.known |= {
                "steps.python.outputs.python-path": str(self.python),
                "steps.python.outputs.python-version": options["python-version"],
            }
        elif uses == "actions/cache":
            self.paths = options["path"].split("\n")
            self._restore()
        elif uses == "github/codeql-action/upload-sarif":
            shutil.copy(self.checkout / options["sarif_file"], self.uploads)
        else:
            return self._shell(step)
        return True

    def _shell(self, step: dict[str, Any]) -> bool:
        output = self.temp / "output"
        output.unlink(missing_ok=True)
        environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith(("VOXML_", "GITHUB_"))},
            **{name: self.text(text) for name, text in step.get("env", {}).items()},
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_OS": "Linux",
            "GITHUB_WORKSPACE": str(self.checkout),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_REF": self.known["github.action_ref"],
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.checkout / self.text(step.get("working-directory", ".")),
            env=environment, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        self.log += (done.stdout + done.stderr).splitlines()
        if output.exists():
            pairs = (line.split("=", 1) for line in output.read_text().splitlines())
            self.known |= {f"steps.{step['id']}.outputs.{name}": text for name, text in pairs}
        return done.returncode == 0

    @property
    def summary(self) -> str:
        """What the page of the job shows."""
        path = self.temp / "summary.md"
        return path.read_text() if path.exists() else ""

    def _folders(self) -> list[tuple[Path, Path]]:
        found = [self.checkout / each.strip() for each in self.paths if each.strip()]
        return [(folder, self.cache / str(number)) for number, folder in enumerate(found)]

    def _restore(self) -> None:
        for folder, kept in self._folders():
            if kept.exists():
                shutil.copytree(kept, folder, dirs_exist_ok=True)

    def _keep(self) -> None:
        for folder, kept in self._folders():
            if folder.exists():
                shutil.copytree(folder, kept, dirs_exist_ok=True)

    def text(self, text: str) -> str:
        """Return a text with the values of its expressions."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(self.value(found[1])), text)

    def value(self, expression: str) -> Any:
        """Return what an expression comes to; only what action.yml uses is known."""
        expression = re.sub(r"(always|success)\(\)", "True", expression)
        expression = re.sub(
            r"\b(?:inputs|steps|runner|github)(?:\.[\w-]+)+",
            lambda found: repr(self.known.get(found[0], "")),
            expression,
        )
        return eval(expression.replace("||", " or ").replace("&&", " and ").strip(), {"__builtins__": {}})
