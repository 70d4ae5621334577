"""Play the samples of a page: each one that is a document gets its transcript, by the simulator, and its flow."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import tempfile
from html import escape
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

from pictures import in_both_schemes

import voxml
from voxml.emulator.simulation import Simulation
from voxml.site.diagram import svg
from voxml.site.diagram.labels import label_nodes
from voxml.site.diagram.marks import marks_of
from voxml.site.open_site import open_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxml.emulator.call import Call
    from voxml.emulator.transcript import Entry

#: A fenced block, with what stands before it.
_FENCE = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n)?^(?P<indent> *)```(?P<language>\w+)\n(?P<text>.*?)^(?P=indent)```$\n?",
    re.MULTILINE | re.DOTALL,
)
#: Stands for a player until the page is HTML, of which Markdown knows too little.
_MARK = "HEAR-PLAYER-{}-HERE"
_ENDINGS = {"xml": ".xml", "json": ".json", "jinja": ".xml.j2", "python": ".json"}
#: What a player is silent about: requests, and what the last line says anyway.
_UNHEARD = frozenset({"ring", "fetch", "over", "end", "recording"})
_WHO = {"call": "TryVox", "callee": "Callee", "caller": "Caller", "far": "Far side", "event": ""}
#: What TryVox speaks where a Say names no language.
_LANGUAGE = "en-IN"
#: A sample that goes round for ever is shown as far as this.
_MOST_LINES = 24


class Sample(NamedTuple):
    """One played sample."""

    call: Call
    flow: str


def with_players(text: str, to_root: str, *, runs_python: bool) -> tuple[str, list[str], dict[str, str]]:
    """Return a page's Markdown with a mark below each sample, their players, and the pictures by their names.

    Samples that follow each other and are the same document, in XML and in JSON, share one player. With `runs_python`
    samples in Python are run, and the response is played that the last of their names is.
    """
    flows: dict[str, str] = {}
    players: list[str] = []
    parts: list[str] = []
    done = 0
    blocks = list(_FENCE.finditer(text))
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        parts.append(text[done : block.end()])
        done = block.end()
        if following is not None and not text[block.end() : following.start()].strip() and _are_same(block, following):
            continue
        written = dedent(block["text"])
        if block["language"] == "python":
            written = _response_of(written) if runs_python else ""
        sample = _play(written, _ENDINGS.get(block["language"]), _name(block["file"]))
        if sample is not None:
            name = hashlib.sha256(sample.flow.encode()).hexdigest()[:12]
            clear = sample.flow.replace("</style>", ".vx .bg{fill:none}</style>", 1)  # the page has its own ground
            for scheme, drawn in in_both_schemes(clear).items():
                flows[f"{name}-{scheme}.svg"] = drawn
            parts.append(f"\n{block['indent']}{_MARK.format(len(players))}\n\n")
            players.append(_player(sample.call, f"{to_root}assets/flows/{name}", f"hear-{len(players) + 1}"))
    return "".join([*parts, text[done:]]), players, flows


def put_players(html: str, players: list[str]) -> str:
    """Return a page's HTML with the players in place of their marks."""
    for number, player in enumerate(players):
        mark = _MARK.format(number)
        html = html.replace(f"<p>{mark}</p>", player).replace(mark, player)
    return html


def _are_same(one: re.Match[str], other: re.Match[str]) -> bool:
    try:
        return voxml.loads(one["text"]) == voxml.loads(other["text"])
    except voxml.VoxmlError:
        return False


def _response_of(sample: str) -> str:
    """Return the JSON of the last response that a sample of these pages makes, or nothing."""
    names: dict[str, object] = {"__name__": "sample"}
    # One that needs a framework shows how a response is returned, and makes none.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(ImportError):
        exec(compile(sample, "sample", "exec"), names)
    made = [value for value in names.values() if isinstance(value, voxml.Response)]
    return made[-1].to_json() if made else ""


def _name(file: str | None) -> str:
    """Return the name under which a sample is shown."""
    return Path(file).name.partition(".")[0] if file else "document"


def _play(text: str, ending: str | None, name: str) -> Sample | None:
    """Return what a sample sounds like, or None where it is no document that can be played."""
    if ending is None or (ending != ".xml.j2" and not voxml.is_valid(text.encode())):
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{name}{ending}")
        file.write_text(text, "utf-8")
        try:
            with Simulation(str(file)) as simulation:
                call = simulation.play()
            opened = open_site(file)
        except voxml.VoxmlError:
            return None  # a template without examples, or a part of one
    diagram = svg.Diagram("", marks_of(opened.flow, opened.diagnostics))
    return Sample(call, svg.draw_labels(label_nodes(opened.flow), diagram, opened.flow.entries))


def _player(call: Call, flow: str, name: str) -> str:
    entries = [entry for entry in call.transcript.entries if entry.kind not in _UNHEARD]
    lines = "".join(_lines(entries[:_MOST_LINES], call.transcript.answered_at or 0.0))
    rest = len(entries) - _MOST_LINES
    if rest > 0:
        lines += f'<li data-seconds="0"><span>… and so on, {rest} lines more</span></li>'
    total = _clock(call.transcript.figures().total)
    return (
        f'<section class="hear" aria-label="Hear document {name.rpartition("-")[2]}" data-search-exclude>'
        f'<div class="hear-bar"><button type="button" class="hear-play" hidden>Hear it</button>'
        f'<button type="button" class="hear-tab" aria-expanded="false" aria-controls="{name}-said" hidden>'
        f"Transcript, {total}</button>"
        f'<button type="button" class="hear-tab" aria-expanded="false" aria-controls="{name}-flow" hidden>'
        f'Flow</button><span class="hear-status" role="status"></span></div>'
        f'<ol class="hear-panel hear-said" id="{name}-said" hidden>{lines}</ol>'
        f'<div class="hear-panel hear-flow" id="{name}-flow" hidden>'
        f'<img loading="lazy" alt="The flow of this document as a picture; the transcript says it in words." '
        f'src="{flow}-light.svg#only-light"><img loading="lazy" alt="The flow of this document as a picture; '
        f'the transcript says it in words." src="{flow}-dark.svg#only-dark"></div></section>'
    )


def _lines(entries: list[Entry], zero: float) -> Iterator[str]:
    for number, entry in enumerate(entries):
        following = entries[number + 1].at if number + 1 < len(entries) else entry.until
        said = entry.kind == "say"
        seconds = entry.until - entry.at
        language = (entry.detail or {}).get("language", _LANGUAGE)
        spoken = f' class="said" lang="{escape(language)}"' if said else ""
        times = f" ({entry.times} times)" if entry.times > 1 else ""
        words = f"“{entry.text}”" if said else entry.text
        yield (
            f'<li data-seconds="{seconds:.1f}" data-wait="{max(0.0, following - entry.until):.1f}">'
            f"<time>{_clock(max(0.0, entry.at - zero))}</time><b>{_WHO.get(entry.who, '')}</b>"
            f"<span{spoken}>{escape(words)}{times}</span></li>"
        )


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
