"""Write a telephone menu of N documents as a company has one: menus, information, transfers, voice mail, an operator."""

from __future__ import annotations

import json
from typing import Any

BASE = "https://voice.example.com"
_AREAS = (
    "accounts", "cards", "loans", "mortgages", "insurance", "savings", "transfers", "branches", "security", "travel",
    "business", "pensions", "investments", "payments", "statements",
)  # fmt: skip
_TOPICS = (
    "opening hours", "new customer", "lost or stolen", "balance", "change address", "complaint", "appointment",
    "documents", "limits", "fees", "closing", "online access", "callback", "advice", "status", "foreign currency",
    "power of attorney", "tax certificate", "direct debit", "interest rates",
)  # fmt: skip
_KEYS = "123456789"


def ivr_files(count: int) -> dict[str, str]:
    """Return the sources of a site of `count` documents (at least 3), by file name."""
    parents = _tree(count - 1)
    kids: dict[str, list[str]] = {}
    for name, parent in parents.items():
        kids.setdefault(parent, []).append(name)
    files = {
        f"{name}.json": _document(name, parent, kids.get(name, []), number)
        for number, (name, parent) in enumerate(parents.items())
    }
    files["welcome.json"] = _json({"verb": "Say", "text": "Welcome to the Example Bank."}, _redirect("main"))
    menus = ""
    for name, own in kids.items():
        if name:
            table = dict(zip(_KEYS, own, strict=False)) | {"*": parents[name] or "main", "0": "operator"}
            menus += f'[site.menus."{name}"]\n' + "".join(f'"{key}" = "{to}"\n' for key, to in table.items())
    files["voxml.toml"] = f'[site]\nbase_url = "{BASE}"\nplatform = "nginx"\nentries = ["welcome"]\n{menus}'
    return files


def _tree(count: int) -> dict[str, str]:
    """Return the documents but the greeting, each with the menu that leads to it."""
    parents = {"main": "", "operator": "main"}
    areas = [*_AREAS[: max(1, min(8, count // 6))]] if count > 6 else []
    for area in areas:
        parents[area] = "main"
    level = areas or ["main"]
    while len(parents) < count:
        below: list[str] = []
        for topic in _TOPICS[: 5 if len(level) < 40 else 4]:
            for name in level:
                if len(parents) < count:
                    short = topic.replace(" ", "-")
                    new = short if name == "main" else f"{name}-{short}" if short not in name else f"{name}-other"
                    if new not in parents:
                        parents[new] = name
                        below.append(new)
        level = below[::2]
    return parents


def _document(name: str, parent: str, kids: list[str], number: int) -> str:
    words = name.replace("-", " ")
    if kids:
        choices = ", ".join(f"for {kid.replace('-', ' ')}, press {key}" for key, kid in zip(_KEYS, kids, strict=False))
        ask = {
            "verb": "Gather", "action_url": f"{BASE}/{name}.json", "method": "GET", "num_digits": 1, "timeout": 7,
            "say": {"text": f"{choices[:1].upper()}{choices[1:]}."},
        }  # fmt: skip
        return _json(ask, {"verb": "Say", "text": "We did not hear you."}, _redirect("operator"))
    if name == "operator" or number % 3 == 0:
        dial = {"verb": "Dial", "numbers": [{"number": f"+1415555{1000 + number}"}], "timeout": 20}
        sorry = {"verb": "Say", "text": "All of our colleagues are on the telephone. Please call again later."}
        return _json({"verb": "Say", "text": f"One moment, your call about {words} goes on."}, dial, sorry, _HANGUP)
    if number % 7 == 0:
        record = {"verb": "Record", "action_url": "https://api.example.com/mail", "max_length": 120}
        return _json({"verb": "Say", "text": f"Leave a message about {words} after the tone."}, record, _HANGUP)
    return _json({"verb": "Say", "text": f"Here is what to know about {words}."}, _redirect(parent or "main"))


_HANGUP = {"verb": "Hangup"}


def _redirect(name: str) -> dict[str, Any]:
    return {"verb": "Redirect", "url": f"{BASE}/{name}.json", "method": "GET"}


def _json(*instructions: dict[str, Any]) -> str:
    return json.dumps({"voxml_version": "1.0", "instructions": instructions})
