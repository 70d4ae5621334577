"""The hooks for pre-commit and the action for GitHub, run as their users run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci_runner import Runner

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())

GOOD = '<Response version="1.0">\n  <Say>Welcome.</Say>\n  <Hangup/>\n</Response>\n'
UGLY = '<Response version="1.0"><Say>Welcome.</Say><Hangup/></Response>'
BAD = '<Response version="1.0">\n  <Sai>Welcome.</Sai>\n</Response>\n'
POM = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<project><modelVersion>4.0.0</modelVersion>\n<p>a <b>b</b></p></project>\n'
)
OTHERS = {
    "package.json": '{"name":"x","scripts":{"test":"jest"}}\n',
    "pom.xml": POM,
    "twiml.xml": "<Response><Say voice='alice'>Hi</Say><Sms>x</Sms></Response>\n",
    "drafts/half-done.xml": "<Response><Say>",
    "voxml.toml": '[lint]\nexclude = ["drafts/"]\n',
}


class Repository:
    """A git repository whose hooks are ours, run by this Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        hooks = [{**hook, "language": "system", "entry": f"{sys.executable} -m {hook['entry']}"} for hook in HOOKS]
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        self.write({".pre-commit-config.yaml": yaml.safe_dump(config)})
        self.git("init", "-q")

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, check=True, capture_output=True)

    def run(self) -> subprocess.CompletedProcess[str]:
        self.git("add", "-A")
        environment = {
            **os.environ,
            "PRE_COMMIT_HOME": str(self.folder / ".git/pre-commit"),
            "PRE_COMMIT_COLOR": "never",
        }
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=600
        )


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    for command in ("lint", "fmt"):
        shown = subprocess.run(
            [sys.executable, "-m", "voxml", command, "-h"], capture_output=True, text=True, check=True
        )
        if "--force-exclude" not in shown.stdout:
            pytest.skip(f"voxml {command} has no --force-exclude yet")
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    return Repository(tmp_path)


def test_hooks_leave_alone_what_is_not_ours(repository: Repository) -> None:
    repository.write(OTHERS)
    repository.write({"calls/welcome.xml": GOOD})
    done = repository.run()
    assert done.returncode == 0, done.stdout
    for name, text in OTHERS.items():
        assert (repository.folder / name).read_text() == text


def test_hooks_pass_before_the_first_document_exists(repository: Repository) -> None:
    repository.write(OTHERS)
    done = repository.run()
    assert done.returncode == 0, done.stdout


def test_hooks_find_what_is_wrong(repository: Repository) -> None:
    repository.write({**OTHERS, "calls/bad.xml": BAD})
    done = repository.run()
    assert done.returncode == 1
    assert "calls/bad.xml:2:3" in done.stdout
    assert "half-done" not in done.stdout


def test_the_second_hook_formats(repository: Repository) -> None:
    repository.write({**OTHERS, "calls/ugly.xml": UGLY})
    done = repository.run()
    assert done.returncode == 1
    assert (repository.folder / "calls/ugly.xml").read_text() == GOOD
    assert repository.run().returncode == 0


# --- the action


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A runner's temporary folder in which voxml is installed: this environment."""
    home = tmp_path / "runner temp/voxml-action/bin"
    home.mkdir(parents=True)
    python = home / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return home.parent.parent


def lint_step(runner: Path, folder: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
    """Run the step `Lint` as a runner does; exit code, log and outputs."""
    [step] = [each for each in ACTION["runs"]["steps"] if each.get("id") == "lint"]
    values = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()} | inputs
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(runner),
        "ACTION": str(ROOT),
        "VOXML_PATHS": values["paths"],
        "VOXML_ARGS": values["args"],
        "VOXML_SUMMARY": values["summary"],
        "VOXML_SARIF": values.get("sarif_file", ""),
        "GITHUB_STEP_SUMMARY": str(runner / "summary.md"),
        "GITHUB_OUTPUT": str(runner / "output"),
        "GITHUB_ACTIONS": "true",
    }
    assert set(step["env"]) <= set(environment)
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    lines = (runner / "output").read_text().split() if (runner / "output").exists() else []
    return done.returncode, done.stdout, dict(line.split("=") for line in lines)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="steps run under bash")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "check out"
    for name, text in {"my calls/a b.xml": BAD, "my calls/deep/c.xml": GOOD, "-x.xml": GOOD, "d.xml": BAD}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_the_action_annotates_summarizes_and_reports(runner: Path, checkout: Path) -> None:
    code, log, outputs = lint_step(runner, checkout, sarif_file="voxml.sarif", paths="my calls")
    assert code == 1
    assert outputs == {"exit-code": "1"}
    assert [line for line in log.splitlines() if line.startswith("::error file=my calls/a b.xml,line=2,")]
    assert "| error | [unknown-verb]" in (runner / "summary.md").read_text()
    report = json.loads((checkout / "voxml.sarif").read_text())
    assert [each["ruleId"] for each in report["runs"][0]["results"]] == ["unknown-verb"]


def test_paths_with_spaces_and_patterns(runner: Path, checkout: Path) -> None:
    code, log, _ = lint_step(runner, checkout, paths="my calls/**/*.xml\n-x.xml\n")
    assert code == 1
    assert "a b.xml" in log and "d.xml" not in log
    assert lint_step(runner, checkout, paths="my calls/deep/*.xml\n-x.xml")[0] == 0


def test_arguments_are_quoted_as_in_a_shell_and_never_run(runner: Path, checkout: Path) -> None:
    code, _, _ = lint_step(runner, checkout, args="--preset strict --ignore 'schema' d.xml; touch pwned $(touch pwned)")
    assert code == 2  # no such file: `;`
    assert not (checkout / "pwned").exists()
    assert lint_step(runner, checkout, args="--ignore all 'd.xml'")[0] in (0, 1)


def test_all_steps_run_in_order_as_on_a_runner(tmp_path: Path, checkout: Path) -> None:
    runner = Runner(ACTION, tmp_path / "home", checkout)
    outputs = runner.run(paths="my calls", upload_sarif="true")
    assert outputs == {"exit-code": "1"}
    assert f"pip installed {ROOT}" in runner.log
    assert any(line.startswith("::error file=my calls/a b.xml,line=2,") for line in runner.log)
    assert "| error | [unknown-verb]" in runner.summary
    report = json.loads((runner.uploads / "voxml.sarif").read_text())
    assert [each["ruleId"] for each in report["runs"][0]["results"]] == ["unknown-verb"]


def test_the_environment_and_the_results_come_from_the_cache(tmp_path: Path, checkout: Path) -> None:
    runner = Runner(ACTION, tmp_path / "home", checkout)
    for number in range(120):  # with fewer, no cache is written
        (checkout / f"my calls/deep/{number}.xml").write_text(GOOD)
    assert runner.run(paths="my calls/deep", working_directory=".") == {"exit-code": "0"}
    assert (checkout / ".voxml_cache").is_dir()
    shutil.rmtree(checkout / ".voxml_cache")
    assert runner.run(paths="my calls/deep") == {"exit-code": "0"}
    assert f"{ROOT} is installed" in runner.log and f"pip installed {ROOT}" not in runner.log
    assert (checkout / ".voxml_cache").is_dir()
    runner.run(paths="deep", working_directory="my calls", cache="false", version="9.9", summary="false")
    assert "pip installed voxml==9.9" in runner.log and runner.summary == ""


def test_inputs_reach_no_shell_text() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{ inputs" not in step.get("run", "")
    [python] = [each for each in ACTION["runs"]["steps"] if each.get("id") == "python"]
    assert python["with"]["update-environment"] is False


def test_the_problem_matcher_reads_concise_output(voxml, tmp_path: Path) -> None:
    (tmp_path / "a b.xml").write_text('<Response version="1.0"><Sai/><Pause length="60"/><Gather/></Response>')
    lines = voxml("lint", "a b.xml", "--output-format", "concise", "--preset", "strict").out.splitlines()
    matchers = json.loads((ROOT / "action/problem-matcher.json").read_text())["problemMatcher"]
    assert lines
    for line in lines:
        [found] = [
            {name: match[group] for name, group in pattern.items() if name != "regexp"}
            for matcher in matchers
            for pattern in matcher["pattern"]
            if (match := re.search(pattern["regexp"], line))
        ]
        assert found["file"] == "a b.xml"
        assert found["line"].isdigit() and found["code"] and found["message"]
