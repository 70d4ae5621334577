"""Says in plain words what a document does: what is heard, what may be pressed, and what happens then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from voxml.site.graph import Edge, Flow, Stop

#: What a way out is to the reader: to another card, to some server, to nothing, or told in passing.
INSIDE, OUTSIDE, MISSING, ASIDE = "inside", "outside", "missing", "aside"


class Way(NamedTuple):
    """One way out of a step: on what, and where to."""

    #: The key or the occasion: "1", "any key", "speech", "when it ends".
    on: str
    kind: str
    #: The name of a document, or what to show of an address elsewhere.
    to: str
    edge: Edge
    #: Whether `on` is what the person presses.
    is_key: bool = False


class Step(NamedTuple):
    """One instruction."""

    icon: str
    text: str
    #: A quieter second line.
    detail: str
    ways: tuple[Way, ...]
    place: int
    is_reached: bool = True
    #: When it happens, where that is not simply next: "nothing pressed".
    occasion: str = ""


class Story(NamedTuple):
    """One document."""

    name: str
    title: str
    steps: tuple[Step, ...]
    is_entry: bool
    #: How many documents of the same template stand behind it.
    copies: int = 1


def tell(flow: Flow) -> dict[str, Story]:
    """Every document of a site in words; documents of one template's rows are told once, under a name for all."""
    stories: dict[str, Story] = {}
    for stop in flow.stops.values():
        name = story_name(stop)
        known = stories.get(name)
        if known is not None:
            stories[name] = known._replace(copies=known.copies + 1)
        elif stop.row is None:
            stories[name] = tell_stop(stop, flow)
        else:
            title = title_of(name.removesuffix("/*"))
            stories[name] = tell_stop(stop, flow)._replace(name=name, title=title)
    return stories


def story_name(stop: Stop) -> str:
    """The document's name; for one of many rows a name for all of them, which gives no row's own name away."""
    return stop.name if stop.row is None else f"{stop.source.partition('.')[0]}/*"


def tell_stop(stop: Stop, flow: Flow) -> Story:
    """One document in words."""
    steps: list[Step] = []
    edges: dict[int, list[Edge]] = {}
    for edge in stop.edges:
        edges.setdefault(edge.place, []).append(edge)
    occasion = ""
    for place, verb in enumerate(stop.instructions):
        step = _TELL[verb["verb"]](verb, place, edges.get(place, []))
        steps.append(step._replace(is_reached=place <= stop.last, occasion=occasion))
        occasion = _AFTER.get(verb["verb"], "")
    if stop.ending == "silence":
        steps.append(Step("end", "Nothing more is said", "", (), len(steps), occasion=occasion))
    return Story(stop.name, title_of(stop.name), tuple(steps), stop.name in flow.entries)


_AFTER = {"Gather": "if nothing comes", "Dial": "when that is over", "Record": "when that is over"}


def title_of(name: str) -> str:
    """`menus/sales-team` as "Sales team"."""
    words = name.rpartition("/")[2].replace("-", " ").replace("_", " ").strip() or name
    return words[:1].upper() + words[1:]


def _say(verb: Mapping[str, Any], place: int, _edges: list[Edge]) -> Step:
    return Step("say", f"“{_one_line(verb['text'])}”", _times(verb), (), place)


def _play(verb: Mapping[str, Any], place: int, _edges: list[Edge]) -> Step:
    return Step("play", f"Plays {_file(verb['url'])}", _times(verb), (), place)


def _gather(verb: Mapping[str, Any], place: int, edges: list[Edge]) -> Step:
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
    ways = tuple(
        _way(edge, edge.keys if edge.keys is not None else "other key" if is_menu else on, is_key=edge.keys is not None)
        for edge in edges
        if edge.link.purpose == "flow"
    )
    waits = f"waits {verb.get('timeout', 5)} s for {wanted}"
    return Step("gather", prompt or waits[:1].upper() + waits[1:], waits if prompt else "", ways, place)


def _dial(verb: Mapping[str, Any], place: int, edges: list[Edge]) -> Step:
    targets = [each["number"] for each in verb.get("numbers", ())]
    targets += [each["uri"].partition(":")[2] for each in verb.get("sip", ())]
    targets += [each["name"] for each in verb.get("client", ())]
    shown = ", ".join(targets[:2]) + (f" and {len(targets) - 2} more" if len(targets) > 2 else "")
    detail = f"rings up to {verb.get('timeout', 30)} s" + (", recorded" if verb.get("record") else "")
    return Step("dial", f"Connects to {shown}", detail, tuple(_way(edge, "afterwards") for edge in edges), place)


def _record(verb: Mapping[str, Any], place: int, edges: list[Edge]) -> Step:
    ways = [
        _way(edge, "recorded") if edge.link.purpose == "flow" else _way(edge, "transcript", kind=ASIDE)
        for edge in edges
    ]
    return Step("record", "Records a message", f"up to {_seconds(verb.get('max_length', 3600))}", tuple(ways), place)


def _stream(verb: Mapping[str, Any], place: int, edges: list[Edge]) -> Step:
    host = urlsplit(verb["url"]).hostname or verb["url"]
    detail = f"{verb.get('name', '')} {host}".strip()
    return Step("stream", "Connects to a voice agent", detail, _told(edges), place)


def _conference(verb: Mapping[str, Any], place: int, edges: list[Edge]) -> Step:
    ways = tuple(_way(edge, "while waiting") for edge in edges if edge.link.purpose == "wait")
    words = (("listening only", verb.get("muted")), ("recorded", verb.get("record")))
    detail = ", ".join(word for word, is_so in words if is_so)
    return Step("conference", f"Joins the room “{_one_line(verb['name'])}”", detail, ways + _told(edges), place)


def _told(edges: list[Edge]) -> tuple[Way, ...]:
    """Callbacks: who is told of it, without a say in what happens next."""
    return tuple(_way(edge, "events", kind=ASIDE) for edge in edges if edge.link.purpose == "event")


def _redirect(_verb: Mapping[str, Any], place: int, edges: list[Edge]) -> Step:
    return Step("redirect", "Goes on with", "", tuple(_way(edge, "") for edge in edges), place)


def _pause(verb: Mapping[str, Any], place: int, _edges: list[Edge]) -> Step:
    return Step("pause", f"Waits {_seconds(verb.get('length', 1))}", "", (), place)


def _hangup(verb: Mapping[str, Any], place: int, _edges: list[Edge]) -> Step:
    reason = verb.get("reason", "completed")
    return Step("hangup", "Ends the call", "" if reason == "completed" else f"as {reason}", (), place)


def _reject(verb: Mapping[str, Any], place: int, _edges: list[Edge]) -> Step:
    sound = "with a busy tone" if verb.get("reason") == "busy" else ""
    return Step("hangup", "Refuses the call", sound, (), place)


_TELL = {
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


def _way(edge: Edge, on: str, *, is_key: bool = False, kind: str | None = None) -> Way:
    if edge.target is not None:
        return Way(on, kind or INSIDE, edge.target, edge, is_key)
    if edge.is_broken:
        return Way(on, MISSING, edge.path or "", edge, is_key)
    parts = urlsplit(edge.link.url)
    shown = (parts.hostname or "") + (parts.path if parts.path != "/" else "")
    return Way(on, kind or OUTSIDE, shown, edge, is_key)


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


def shown_ways(steps: Iterable[Step]) -> list[Way]:
    """All ways out of a document, in order, without those of steps that are never reached."""
    return [way for step in steps if step.is_reached for way in step.ways]
