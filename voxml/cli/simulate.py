"""`voxml simulate`: hear a call before it is made."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._options import Renamed, as_options
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo_styled, write_output, write_report, write_text
from voxml.cli._simulate_options import SimulateOptions
from voxml.cli._terminal import screen
from voxml.diagnostics import printable_json, printable_lines
from voxml.reporters.terminal.wrapping import hang

if TYPE_CHECKING:
    from voxml.emulator.simulation import Simulation

_F = TypeVar("_F", bound=Callable[..., Any])
_STEPS = ("press", "say", "wait", "hear", "hang-up")


class _Ordered(Command):
    """Keeps the order of the options of the script, which click forgets."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        steps: list[tuple[str, str]] = []
        for place, word in enumerate(args):
            if word == "--":
                break
            name, equals, value = word.removeprefix("--").partition("=")
            if word.startswith("--") and name in _STEPS:
                following = args[place + 1] if place + 1 < len(args) else ""
                steps.append((name, value if equals else "" if name == "hang-up" else following))
        ctx.meta["voxml.steps"] = steps
        return super().parse_args(ctx, args)


def _script_options(function: _F) -> _F:
    for option in (
        click.option("--press", multiple=True, metavar="KEYS", help="Press these keys once keys are listened for."),
        click.option("--say", multiple=True, metavar="WORDS", help="Say this once speech is listened for."),
        click.option("--wait", multiple=True, metavar="SECONDS", help="Wait before doing the next thing."),
        click.option("--hear", multiple=True, metavar="WORDS", help="Expect to hear this before the next thing."),
        click.option("--hang-up", is_flag=True, multiple=False, help="Hang up."),
        click.option("--barge-in", is_flag=True, help="Do it at once, without hearing a prompt to its end."),
        click.option("--script", "script_file", metavar="FILE", help="A TOML file of turns with expectations."),
    ):
        function = option(function)
    return function


@click.command(cls=_Ordered, short_help="Play a call and print what is heard.")
@click.argument("source", metavar="FILE|DIR|URL|TEMPLATE")
@_script_options
@click.option("--start", metavar="NAME", help="The document of a folder with which the call begins.")
@click.option(
    "--set", "sets", multiple=True, metavar="K=V", help="The value of a parameter, where SOURCE is a template."
)
@click.option("--base-url", metavar="URL", help="Where the documents will be; links below it must exist.")
@click.option("--from", "from_", default="+14155550100", show_default=True, help="Who calls.")
@click.option("--to", default="+14155550199", show_default=True, help="Who is called.")
@click.option("--inbound", is_flag=True, help="The callee calls, rather than being called.")
@click.option("--answer-method", type=click.Choice(["GET", "POST"]), help="How the first document is asked for.")
@click.option("--platform", metavar="NAME", help="Refuse POST as nginx, s3, cloudfront, github-pages … do.")
@click.option("--as", "persona", hidden=True)
@click.option(
    "--pick-up",
    type=click.Choice(["answers", "machine", "busy", "no-answer", "fails"]),
    help="What happens when it rings.",
)
@click.option(
    "--dial",
    type=click.Choice(["answers", "busy", "no-answer", "fails"]),
    help="What the far side does that a document dials.",
)
@click.option(
    "--setting",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="What the vendor leaves open; see docs.",
)
@click.option(
    "--max-silence",
    type=click.FloatRange(0),
    default=10.0,
    show_default=True,
    help="Seconds of silence that are a problem.",
)
@click.option("--expect", metavar="FILE", help="Compare the transcript with this file.")
@click.option("--update", is_flag=True, help="Write the file of --expect instead.")
@click.option("--explore", is_flag=True, help="Walk every key and outcome, and report what was found.")
@click.option("--max-paths", type=click.IntRange(1), default=10_000, show_default=True, help="Paths to explore.")
@click.option("--interactive", is_flag=True, help="Be the callee yourself: press keys in this terminal.")
@click.option("--wav", metavar="FILE", help="Speak the call into a WAV file with espeak-ng.")
@click.option("--html", "page", metavar="FILE", help="Write the call with its flow and sources as one HTML page.")
@click.option("--output-format", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@json_option
@click.option(
    "-o",
    "--output",
    "--output-file",
    cls=Renamed,
    old=["--output-file"],
    metavar="FILE",
    help="Where the transcript goes; standard output unless set.",
)
@as_options(SimulateOptions)
def command(options: SimulateOptions) -> int:
    """Play the call that a document, a folder of documents or a URL makes, and print what the callee hears.

    Nothing is called and no server is needed; time is virtual. Exit code 1 means that something is wrong with the
    call: a dead end, a silence over the limit, an endless loop, or an expectation that was not met.

    \b
        voxml simulate menu.xml --press 1 --wait 3 --say billing --hang-up
        voxml simulate site/ --explore
    """
    if options.update and options.expect is None:
        raise click.UsageError("--update writes the file of --expect; name it")

    with _simulation(options) as simulation:
        simulation.keeps_responses = bool(options.page) or options.output_format == "html"
        if options.explore:
            return _explore(simulation, options)
        if options.interactive:
            from voxml.emulator.callee.terminal import interact

            with interact(simulation.pick_up, screen(sys.stderr), partial(echo_styled, err=True)) as callee:
                call = simulation.play(callee)
        else:
            callee = simulation.callee()
            call = simulation.play(callee)
        faults = simulation.check(call, callee)
        page = _page(simulation, call, faults, options) if simulation.keeps_responses else ""
    if options.page:
        write_output(page, options.page)
    return _print_call(call, faults, options, page)


def _page(simulation: Simulation, call: Any, faults: list[Any], options: SimulateOptions) -> str:
    from voxml.emulator.workbench.call_page import call_page
    from voxml.emulator.workbench.recorded_project import recorded_project

    project = recorded_project(options.source, call, simulation.library, options.base_url)
    return call_page(project, call, [str(fault) for fault in faults])


def _simulation(options: SimulateOptions) -> Simulation:
    from voxml.cli.emulator import pairs
    from voxml.emulator.emulator_settings import settings_from
    from voxml.emulator.simulation import Simulation

    return Simulation(
        options.source,
        settings=settings_from(pairs(options.settings, "--setting")),
        start=options.start,
        base_url=options.base_url,
        from_=options.from_,
        to=options.to,
        inbound=options.inbound,
        answer_method=options.answer_method,
        platform=options.platform or options.persona,
        pick_up=options.pick_up,
        dial=options.dial,
        steps=options.steps,
        barge_in=options.barge_in,
        script_file=options.script_file,
        max_silence=options.max_silence,
        sets=pairs(options.sets, "--set"),
    )


def _print_call(call: Any, faults: list[Any], options: SimulateOptions, page: str) -> int:
    from voxml.emulator import transcript_text

    text = transcript_text.as_text(call)
    if options.wav:
        from voxml.emulator.transcript_wav import write_wav

        write_wav(call, options.wav)
    if options.expect:
        if options.update:
            write_output(text, options.expect)
            _print_faults(faults)
            return EXIT_CLEAN
        is_as_expected = _compare(text, options.expect)
        _print_faults(faults)
        return EXIT_CLEAN if is_as_expected and not faults else EXIT_FINDINGS
    if options.output_format == "json":
        import msgspec

        data = {**transcript_text.report(call), "faults": faults}
        text = printable_json(msgspec.to_builtins(data), indent=2) + "\n"
    elif options.output_format == "html":
        text = page
    elif options.output is None and screen(sys.stdout).is_terminal and not options.interactive:
        write_text(sys.stdout, transcript_text.as_text(call, screen(sys.stdout)))
        _print_faults(faults)
        return EXIT_FINDINGS if faults else EXIT_CLEAN
    has_been_seen = options.interactive and sys.stdin.isatty() and options.output_format == "text"
    if not has_been_seen or options.output:
        write_report(text, options.output)
    _print_faults(faults)
    return EXIT_FINDINGS if faults else EXIT_CLEAN


def _print_faults(faults: list[Any]) -> None:
    terminal = screen(sys.stderr)
    for fault in faults:
        text = printable_lines(str(fault))
        echo_styled(terminal.paint.bad(hang("", text, terminal.width, 2) if terminal.is_terminal else text), err=True)


def _compare(text: str, path: str) -> bool:
    """Whether the file at `path` holds `text`; the difference is printed."""
    from pathlib import Path

    from voxml.errors import InputError
    from voxml.source import read_file

    if not Path(path).exists():
        raise InputError(f"{path}: no such file; --update writes it")
    expected = read_file(path).decode(errors="replace")
    if expected == text:
        return True
    from voxml.reporters.terminal.painted_diff import painted_diff

    paint = screen(sys.stdout).paint
    write_text(sys.stdout, painted_diff(expected, text, path, "the call as it is now", paint))
    return False


def _explore(simulation: Simulation, options: SimulateOptions) -> int:
    from voxml.emulator import exploration_report, exploration_tree

    if options.steps or options.script_file is not None:
        raise click.UsageError("--explore presses every key by itself; leave out what the callee does")
    report = simulation.explore(max_paths=options.max_paths)
    if options.output_format == "json":
        import msgspec

        text = printable_json(msgspec.to_builtins(exploration_report.as_data(report)), indent=2) + "\n"
    elif options.output_format == "html":
        text = exploration_tree.as_html(report, f"Every way through {options.source}")
    elif options.output is None and screen(sys.stdout).is_terminal:
        write_text(sys.stdout, exploration_tree.as_tree(report, screen(sys.stdout)))
        return EXIT_FINDINGS if report.faults else EXIT_CLEAN
    else:
        text = exploration_report.as_text(report)
    write_report(text, options.output)
    return EXIT_FINDINGS if report.faults else EXIT_CLEAN
