"""The pages that tell what to do, step by step, are followed as a reader would: every file, command and sample.

A comment before a block says what a reader does with it: `<!-- file: NAME -->` saves it under that name,
`<!-- change: NAME: OLD -> NEW -->` edits a file, and `<!-- start -->` runs the commands of the block in terminals of their
own. A line `…` in an output stands for any lines.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import voxml
from tests.documentation.conftest import TOP

PAGES = ("tutorial", "menus", "hosting", "ci", "testing", "agents", "two-forms", "why-get", "unknown")
_STEP = re.compile(
    r"^<!-- (?P<order>file|change|start)(?:: (?P<words>.+?))? -->$|^```(?P<language>\w+)\n(?P<text>.*?)^```$",
    re.M | re.S,
)
#: What a reader has: commands of the shell that only prepare the machine, and those that open a window.
_PREPARES = ("python3 -m venv", ". .venv", "pip install", "voxml phone", "voxml serve .")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Reader:
    """Follows one page in a folder."""

    def __init__(self, folder: Path, exit_stack: ExitStack) -> None:
        self.folder = folder
        self.exit_stack = exit_stack
        self.ports = {name: str(free_port()) for name in ("8000", "8080")}
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(TOP),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_ACTIONS": "",
            # Tests that a page shows need voxml's plugin, and no other that is installed here.
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTEST_PLUGINS": "voxml.pytest_plugin",
            "NO_COLOR": "1",
            "COLUMNS": "120",
        }

    def follow(self, text: str) -> None:
        order = words = ""
        for step in _STEP.finditer(text):
            if step["order"] == "change":
                self.change(*re.match(r"(\S+): (.+) -> (.+)", step["words"]).groups())
            elif step["order"]:
                order, words = step["order"], step["words"]
            else:
                self.block(order, words, step["language"], step["text"])
                order = words = ""

    def block(self, order: str, words: str, language: str, text: str) -> None:
        if order == "file":
            path = self.folder / words
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        if language in ("xml", "json"):
            assert [each for each in voxml.lint(text) if each.severity == "error"] == []
        elif language == "toml":
            assert tomllib.loads(text)
        elif language == "python" and order != "file":
            self.run([sys.executable, "-c", text])
        elif language == "console":
            for command, shown in sessions(text):
                self.command(command, shown, is_server=order == "start")

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def command(self, command: str, shown: str, *, is_server: bool) -> None:
        for documented, real in self.ports.items():
            command = command.replace(documented, real)
            shown = shown.replace(documented, real)
        words = shlex.split(command)
        if command.startswith(_PREPARES):
            return
        if words[0] == "cd":
            self.folder /= words[1]
        elif words[0] == "export":
            name, _, value = words[1].partition("=")
            self.environment[name] = value
        elif is_server:
            self.start(words)
        else:
            done = self.run(words, may_fail=bool(shown))
            if shown:
                outputs = (done.stdout, done.stderr, done.stdout + done.stderr)
                assert any(matches(shown, each) for each in outputs), f"$ {command}\n{outputs[-1]}"

    def run(self, words: list[str], *, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            words, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert may_fail or done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def start(self, words: list[str]) -> None:
        server = subprocess.Popen(
            words, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

        def end() -> None:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(timeout=300)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            assert server.stdout is not None
            server.stdout.close()

        self.exit_stack.callback(end)
        assert server.stdout is not None
        assert server.stdout.readline().startswith("listening on http://127.0.0.1:")


def sessions(text: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output that is shown."""
    found: list[tuple[str, str]] = []
    for line in text.replace("\\\n", " ").splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].strip(), ""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def matches(shown: str, output: str) -> bool:
    """Whether an output is as it is shown; … is anything, and how far columns are apart does not count."""
    plain = [" ".join(line.split()) for line in shown.splitlines()]
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "…" else re.escape(line).replace("…", ".*") for line in plain)
    return re.fullmatch(pattern, "\n".join(" ".join(line.split()) for line in output.splitlines())) is not None


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with ExitStack() as exit_stack:
        yield Reader(tmp_path, exit_stack)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_followed(page: str, reader: Reader) -> None:
    if shutil.which("voxml", path=reader.environment["PATH"]) is None:
        pytest.skip("voxml is not installed as a command beside this Python")
    reader.follow((TOP / f"docs/{page}.md").read_text("utf-8"))


def test_the_tutorial_is_followed_to_its_end(reader: Reader) -> None:
    commands = [
        line[2:] for line in (TOP / "docs/tutorial.md").read_text("utf-8").splitlines() if line.startswith("$ ")
    ]
    for name in ("lint", "simulate", "phone", "serve", "build", "emulator", "call"):
        assert any(command.startswith(f"voxml {name} ") for command in commands), name
    skipped = [command for command in commands if command.startswith(_PREPARES)]
    assert len(skipped) == 5, skipped


def test_samples_of_ci_are_right() -> None:
    yaml = pytest.importorskip("yaml")
    text = (TOP / "docs/ci.md").read_text("utf-8")
    samples = [yaml.safe_load(each) for each in re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)]
    inputs = yaml.safe_load((TOP / "action.yml").read_text("utf-8"))["inputs"]
    [step] = [step for step in samples[0]["jobs"]["lint"]["steps"] if "voxml" in step["uses"]]
    assert set(step["with"]) <= set(inputs)
    hooks = {each["id"] for each in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    [repository] = next(each for each in samples if "repos" in each)["repos"]
    assert {each["id"] for each in repository["hooks"]} <= hooks


@pytest.mark.parametrize("page", PAGES)
def test_every_option_is_one_of_its_command(page: str) -> None:
    import click

    from voxml.cli._commands import voxml as group

    text = (TOP / f"docs/{page}.md").read_text("utf-8").replace("\\\n", " ")
    for line in re.findall(r"(?:^\$? ?|`)(voxml [a-z][^\n`]*)", text, re.M):
        words = line.split()[1:]
        context = click.Context(group)
        command = group.get_command(context, words[0])
        if isinstance(command, click.Group) and len(words) > 1:
            command = command.get_command(context, words[1])
        assert command is not None, line
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in known, line


def test_the_agent_of_the_page_is_an_agent(tmp_path: Path) -> None:
    pytest.importorskip("websockets")
    page = (TOP / "docs/agents.md").read_text("utf-8")
    [source] = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    port = str(free_port())
    (tmp_path / "agent.py").write_text(source.replace("9000", port), "utf-8")
    (tmp_path / "agent.json").write_text(
        json.dumps(voxml.Response().stream("wss://agent.example.com/call").say("Goodbye.").hangup().to_dict()), "utf-8"
    )
    from voxml import TryVox
    from voxml.emulator import running

    process = subprocess.Popen([sys.executable, "-u", "agent.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        from tests.waiting import until

        def is_up() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", int(port))) == 0

        until(is_up)
        documents = subprocess.Popen(
            [sys.executable, "-m", "voxml", "serve", str(tmp_path), "--port", "0"],
            env={**os.environ, "PYTHONPATH": str(TOP)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            assert documents.stdout is not None
            address = documents.stdout.readline().split()[-1]
            with (
                running(seed=1, route={"wss://agent.example.com": f"ws://127.0.0.1:{port}"}) as emulator,
                TryVox("AC1", "tvx_sk_test_x", base_url=emulator.url) as client,
            ):
                call = client.calls.create(
                    from_="+14155550100", to="+14155550101", answer_url=f"{address}/agent.json", answer_method="GET"
                )
                until(lambda: client.calls.get(call.call_uuid).status == "completed")
        finally:
            documents.terminate()
            documents.communicate()
    finally:
        process.terminate()
        output, _ = process.communicate()
    assert "event: start" in output
