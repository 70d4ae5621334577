"""Describe in plain words what a document does: what is heard, what can be pressed, and what happens then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from voxml.site.flow import Edge, Flow, Stop

#: Where an edge leads: to another document, to a server elsewhere, to a document that does not exist, or to a callback.
INSIDE, OUTSIDE, MISSING, CALLBACK = "inside", "outside", "missing", "callback"


class EdgeLabel(NamedTuple):
    """One edge out of a step: its condition and its target."""

    #: The key or the condition: "1", "any key", "speech", "when it ends".
    on: str
    kind: str
    #: The name of a document, or what to show of an address elsewhere.
    to: str
    edge: Edge
    #: Whether `on` is a key that the caller presses.
    is_key: bool = False
    #: Compared with another site: `added`, `removed`, or empty for what is in both.
    change: str = ""


class StepLabel(NamedTuple):
    """One instruction."""

    icon: str
    text: str
    #: A second line in smaller type.
    detail: str
    edges: tuple[EdgeLabel, ...]
    #: Index of the instruction in its document.
    place: int
    is_reached: bool = True
    #: When it runs, where that is not simply next: "if nothing comes".
    condition: str = ""
    #: The pointer of its instruction, as diagnostics have it; empty for what is no instruction.
    pointer: str = ""


class NodeLabel(NamedTuple):
    """One document, or all documents of one template's rows."""

    name: str
    title: str
    steps: tuple[StepLabel, ...]
    is_entry: bool
    #: How many documents of the same template it shows.
    copies: int = 1
    #: The file that it comes from, below the folder of sources.
    source: str = ""


def label_nodes(flow: Flow) -> dict[str, NodeLabel]:
    """Return the labels of a site's documents; documents of one template's rows share one label."""
    nodes: dict[str, NodeLabel] = {}
    for stop in flow.stops.values():
        name = node_name(stop)
        known = nodes.get(name)
        if known is not None:
            nodes[name] = known._replace(copies=known.copies + 1)
        elif stop.row is None:
            nodes[name] = label_node(stop, flow)
        else:
            title = title_of(name.removesuffix("/*"))
            nodes[name] = label_node(stop, flow)._replace(name=name, title=title)
    return nodes


def node_name(stop: Stop) -> str:
    """Return the document's name; rows of a template share one name, so that no row's own name is shown."""
    return stop.name if stop.row is None else f"{stop.source.partition('.')[0]}/*"


def label_node(stop: Stop, flow: Flow) -> NodeLabel:
    """Return the label of one document."""
    steps: list[StepLabel] = []
    edges: dict[int, list[Edge]] = {}
    for edge in stop.edges:
        edges.setdefault(edge.place, []).append(edge)
    condition = ""
    for index, verb in enumerate(stop.instructions):
        step = _LABELS.get(verb["verb"], _other)(verb, index, edges.get(index, []))
        pointer = pointer_of(stop, index)
        steps.append(step._replace(is_reached=index <= stop.last, condition=condition, pointer=pointer))
        condition = _AFTER.get(verb["verb"], "")
    if stop.ending == "nothing":
        steps.append(StepLabel("end", "Nothing more is said", "", (), len(steps), condition=condition))
    if stop.ending == "broken":
        steps.append(StepLabel("broken", "Can’t be read", "", (), 0))
    is_entry = stop.name in flow.entries
    return NodeLabel(stop.name, title_of(stop.name), tuple(steps), is_entry, source=stop.source)


def pointer_of(stop: Stop, index: int) -> str:
    """Return the pointer of an instruction as diagnostics have it: an XPath for XML, else a JSON Pointer."""
    if stop.source.endswith((".xml", ".xml.j2")):
        verb = stop.instructions[index]["verb"]
        number = sum(each["verb"] == verb for each in stop.instructions[: index + 1])
        return f"/Response/{verb}[{number}]"
    page = f"pages[{stop.name.rpartition('/')[2]!r}]" if stop.source.endswith(".py") else ""
    return f"{page}/instructions/{index}"


_AFTER = {"Gather": "if nothing comes", "Dial": "when that is over", "Record": "when that is over"}


def title_of(name: str) -> str:
    """Return a title made from a name: `menus/sales-team` gives "Sales team"."""
    words = name.rpartition("/")[2].replace("-", " ").replace("_", " ").strip() or name
    return words[:1].upper() + words[1:]


def _say(verb: Mapping[str, Any], index: int, _edges: list[Edge]) -> StepLabel:
    return StepLabel("say", f"“{_one_line(verb['text'])}”", _times(verb), (), index)


def _play(verb: Mapping[str, Any], index: int, _edges: list[Edge]) -> StepLabel:
    return StepLabel("play", f"Plays {_file(verb['url'])}", _times(verb), (), index)


def _gather(verb: Mapping[str, Any], index: int, edges: list[Edge]) -> StepLabel:
    prompt = ""
    if "say" in verb:
        prompt = f"“{_one_line(verb['say']['text'])}”"
    elif "play" in verb:
        prompt = f"Plays {_file(verb['play']['url'])}"
    heard = verb.get("input", "dtmf")
    count = verb.get("num_digits")
    wanted = {"dtmf": "a key" if count == 1 else f"{count} keys" if count else "keys", "speech": "an answer"}.get(
        heard, "keys or an answer"
    )
    on = {"dtmf": "any key" if count == 1 else "keys", "speech": "answer"}.get(heard, "answer")
    is_menu = any(edge.keys is not None for edge in edges)
    labels = tuple(
        _edge(
            edge, edge.keys if edge.keys is not None else "other key" if is_menu else on, is_key=edge.keys is not None
        )
        for edge in edges
        if edge.link.purpose == "flow"
    )
    waits = f"waits {verb.get('timeout', 5)} s for {wanted}"
    return StepLabel("gather", prompt or waits[:1].upper() + waits[1:], waits if prompt else "", labels, index)


def _dial(verb: Mapping[str, Any], index: int, edges: list[Edge]) -> StepLabel:
    targets = [each["number"] for each in verb.get("numbers", ())]
    targets += [each["uri"].partition(":")[2] for each in verb.get("sip", ())]
    targets += [each["name"] for each in verb.get("client", ())]
    shown = ", ".join(targets[:2]) + (f" and {len(targets) - 2} more" if len(targets) > 2 else "")
    detail = f"rings up to {verb.get('timeout', 30)} s" + (", recorded" if verb.get("record") else "")
    return StepLabel("dial", f"Connects to {shown}", detail, tuple(_edge(edge, "afterwards") for edge in edges), index)


def _record(verb: Mapping[str, Any], index: int, edges: list[Edge]) -> StepLabel:
    labels = [
        _edge(edge, "recorded") if edge.link.purpose == "flow" else _edge(edge, "transcript", kind=CALLBACK)
        for edge in edges
    ]
    return StepLabel(
        "record", "Records a message", f"up to {_seconds(verb.get('max_length', 3600))}", tuple(labels), index
    )


def _stream(verb: Mapping[str, Any], index: int, edges: list[Edge]) -> StepLabel:
    host = urlsplit(verb["url"]).hostname or verb["url"]
    detail = f"{verb.get('name', '')} {host}".strip()
    return StepLabel("stream", "Connects to a voice agent", detail, _callbacks(edges), index)


def _conference(verb: Mapping[str, Any], index: int, edges: list[Edge]) -> StepLabel:
    labels = tuple(_edge(edge, "while waiting") for edge in edges if edge.link.purpose == "wait")
    words = (("listening only", verb.get("muted")), ("recorded", verb.get("record")))
    detail = ", ".join(word for word, is_so in words if is_so)
    return StepLabel(
        "conference", f"Joins the room “{_one_line(verb['name'])}”", detail, labels + _callbacks(edges), index
    )


def _callbacks(edges: list[Edge]) -> tuple[EdgeLabel, ...]:
    """Return the edges of callbacks, whose reply changes nothing."""
    return tuple(_edge(edge, "events", kind=CALLBACK) for edge in edges if edge.link.purpose == "event")


def _redirect(_verb: Mapping[str, Any], index: int, edges: list[Edge]) -> StepLabel:
    return StepLabel("redirect", "Goes on with", "", tuple(_edge(edge, "") for edge in edges), index)


def _pause(verb: Mapping[str, Any], index: int, _edges: list[Edge]) -> StepLabel:
    return StepLabel("pause", f"Waits {_seconds(verb.get('length', 1))}", "", (), index)


def _hangup(verb: Mapping[str, Any], index: int, _edges: list[Edge]) -> StepLabel:
    reason = verb.get("reason", "completed")
    return StepLabel("hangup", "Ends the call", "" if reason == "completed" else f"as {reason}", (), index)


def _reject(verb: Mapping[str, Any], index: int, _edges: list[Edge]) -> StepLabel:
    sound = "with a busy tone" if verb.get("reason") == "busy" else ""
    return StepLabel("hangup", "Refuses the call", sound, (), index)


def _other(verb: Mapping[str, Any], index: int, edges: list[Edge]) -> StepLabel:
    """Return the label of a verb that has none of its own."""
    return StepLabel("verb", str(verb["verb"]), "", tuple(_edge(edge, "then") for edge in edges), index)


_LABELS = {
    "Say": _say,
    "Play": _play,
    "Gather": _gather,
    "Dial": _dial,
    "Record": _record,
    "Stream": _stream,
    "Conference": _conference,
    "Redirect": _redirect,
    "Pause": _pause,
    "Hangup": _hangup,
    "Reject": _reject,
}


def _edge(edge: Edge, on: str, *, is_key: bool = False, kind: str | None = None) -> EdgeLabel:
    if edge.target is not None:
        return EdgeLabel(on, kind or INSIDE, edge.target, edge, is_key)
    if edge.is_broken:
        return EdgeLabel(on, MISSING, edge.path or "", edge, is_key)
    parts = urlsplit(edge.link.url)
    shown = (parts.hostname or "") + (parts.path if parts.path != "/" else "")
    return EdgeLabel(on, kind or OUTSIDE, shown, edge, is_key)


def _times(verb: Mapping[str, Any]) -> str:
    loop = verb.get("loop", 1)
    return "" if loop == 1 else "again and again, for ever" if loop == 0 else f"{loop} times"


def _file(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2] or urlsplit(url).hostname or url


def _seconds(count: int) -> str:
    if count < 120:
        return f"{count} s"
    minutes = f"{count // 60} min" if count < 7200 else f"{count // 3600} h"
    return minutes if count % 60 == 0 or count >= 7200 else f"{minutes} {count % 60} s"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def reached_edges(steps: Iterable[StepLabel]) -> list[EdgeLabel]:
    """Return all edges out of a document, in order, without those of steps that are never reached."""
    return [edge for step in steps if step.is_reached for edge in step.edges]
