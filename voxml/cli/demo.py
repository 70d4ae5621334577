"""`voxml demo`: the whole path on this machine, from sources to what the callee on the phone hears."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo, echo_json, echo_styled
from voxml.cli._terminal import screen
from voxml.diagnostics import printable
from voxml.reporters.terminal.wrapping import hang

if TYPE_CHECKING:
    from voxml.calls.client import TryVox
    from voxml.emulator.server import Emulator
    from voxml.site.dev_server import DevServer

_FROM, _TO = "+14155550100", "+14155550199"


@click.command("demo", cls=Command, short_help="Build, check, host and call on this machine.")
@click.option("--keep", type=click.Path(path_type=Path), help="Copy the sources of the demo to this new folder.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How the result is printed.")
@json_option
def command(keep: Path | None, output_format: str) -> int:
    """Build, check, host and call on this machine, and print what the callee heard.

    Nothing leaves this machine: the site is served on loopback, and an emulator of ours replaces
    TryVox. Both end with the demo.
    """
    from voxml.emulator.server import require
    from voxml.errors import InputError

    require()
    source = example_site()
    if keep is not None:
        if keep.exists():
            raise InputError(f"{keep}: is there already; expected the name of a new folder")
        shutil.copytree(source, keep, ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
    say = _Teller(is_quiet=output_format == "json")
    with tempfile.TemporaryDirectory(prefix="voxml-demo-") as scratch:
        site = Path(scratch) / "site"
        shutil.copytree(source, site, ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
        result = _run(site, say)
    if result is None:
        return EXIT_FINDINGS
    if output_format == "json":
        echo_json(result)
    else:
        if keep is not None:
            say.line(f"The sources are in {keep}: change them, and run voxml serve {keep}")
        say.next_steps(shlex.quote(str(keep)) if keep is not None else "")
    return EXIT_CLEAN


def _run(site: Path, say: _Teller) -> dict[str, Any] | None:
    from voxml.emulator.callee.scripted import ScriptedCallee, Turn
    from voxml.emulator.server import running
    from voxml.site.dev_server import DevServer

    turns = (
        Turn(hears="press 1", press="1"),
        Turn(hears="open from Monday"),
        Turn(hears="press 2", press="2"),
    )
    key = "tvx_sk_test_" + os.urandom(8).hex()
    problems: list[str] = []
    with DevServer(site, host="127.0.0.1", port=0, platform=None, report=problems.append) as session:
        if session.manifest is None:
            for problem in problems:
                echo(problem, err=True)
            return None
        say.step("build and check", f"{len(session.manifest.documents)} documents, no errors")
        for document in session.manifest.documents:
            name = document.name if len(document.name) <= 30 else f"{document.name[:19]}….json"
            say.detail(f"{document.source:<18} → {name}")
        say.step("host", f"{session.url}, by GET and HEAD only, as static hosts do")
        with running(seed=1, api_key=key, callees=lambda _order: ScriptedCallee(turns)) as emulator:
            return _call(session, emulator, key, say)


def _call(session: DevServer, emulator: Emulator, key: str, say: _Teller) -> dict[str, Any]:
    import json
    from urllib.request import urlopen

    from voxml.calls.client import TryVox

    answer_url = f"{session.url}/welcome.json"
    with TryVox("AC000001", key, base_url=emulator.url) as tryvox:
        created = tryvox.calls.create(from_=_FROM, to=_TO, answer_url=answer_url, answer_method="GET")
        say.step("call", f"POST {emulator.url}/v1/voice/accounts/AC000001/calls")
        say.detail(f"answer_url    {answer_url}")
        say.detail("answer_method GET")
        say.detail(f"accepted as   {created.call_uuid}")
        _await_end(tryvox, created.call_uuid)
        address = f"{emulator.url}/_emulator/calls/{created.call_uuid}/transcript"
        with urlopen(address, timeout=30) as answer:  # noqa: S310 - our own address on loopback
            transcript: dict[str, Any] = json.load(answer)
    say.step("what the callee heard", f"{_TO} picks up, and presses 1, then 2")
    for entry in transcript["entries"]:
        line = _told(entry)
        if line is not None:
            say.detail(line)
    say.line("")
    say.line(
        f"{transcript['total']:.0f} seconds of a call, played in virtual time. Call status: {transcript['status']}."
    )
    return transcript


def _await_end(tryvox: TryVox, call_uuid: str | None) -> None:
    """Wait until the call is over: a few milliseconds, since the emulator plays in virtual time."""
    import time

    from voxml.errors import VoxmlError

    if call_uuid is None:
        raise VoxmlError("the emulator gave the call no call_uuid")
    deadline = time.monotonic() + 30
    while not tryvox.calls.get(call_uuid).is_over:
        if time.monotonic() > deadline:
            raise VoxmlError("the call did not end within 30 seconds")
        time.sleep(0.02)


def _told(entry: dict[str, Any]) -> str | None:
    """One entry of a transcript as the demo tells it; None for what happens behind the scenes."""
    at = f"{max(0, int(entry['at'])) // 60}:{max(0, int(entry['at'])) % 60:02d}"
    if entry["kind"] in ("say", "audio"):
        return f"{at}  “{entry['text']}”"
    if entry["kind"] in ("key", "ring-tone", "talk", "hang-up", "problem"):
        return f"{at}  ({entry['text']})"
    return None


class _Teller:
    """Prints the steps of the demo as they happen."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet = is_quiet
        self._terminal = screen(sys.stdout)
        self._steps = 0

    def step(self, title: str, text: str) -> None:
        self._steps += 1
        if not self._is_quiet:
            head = self._terminal.paint.bold(f"{self._steps}  {title}")
            echo_styled(f"{'' if self._steps == 1 else chr(10)}{head}  {printable(text)}")

    def detail(self, text: str) -> None:
        if not self._is_quiet:
            text = printable(text)
            if self._terminal.is_terminal:
                text = hang("     ", text, self._terminal.width, 11)[5:]
            echo_styled(f"     {text}")

    def next_steps(self, site: str) -> None:
        """Print the three commands to try next."""
        paint = self._terminal.paint
        commands = (
            (f"voxml phone{f' {site}' if site else ''}", "ring this site in your browser, and press keys"),
            ("voxml init calls", "write a site of your own"),
            ("voxml serve calls", "see its flow, its problems and its calls on one page"),
        )
        width = max(len(command) for command, _ in commands)
        echo_styled(f"\n{paint.bold('Next')}")
        for command, what in commands:
            echo_styled(f"  {paint.name(printable(command))}{' ' * (width - len(command))}  {what}")

    def line(self, text: str) -> None:
        if not self._is_quiet:
            echo(text)


def example_site() -> Path:
    """The example site: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_data" / "examples" / "site"
    return shipped if shipped.exists() else package.parent / "examples" / "site"
