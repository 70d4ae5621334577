"""The language server: how long it takes to start, and to answer each request about a document of 200 instructions.

python bench/editor.py [--rounds 20]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import corpus
import harness

START = "from starting the process to the first answer"
CHANGE = "diagnostics after a change, 80 ms of it a pause"
STARTING = "start the language server; the ratio is to 0.7 s"
ASKING = "ask about a document of 200 instructions that has just changed; the ratio is to 50 ms"
#: Seconds that are promised, where it is not 0.05.
LIMITS = {START: 0.7, CHANGE: 0.13}
#: What is asked, and about which words of the document.
ABOUT = {
    "textDocument/hover": "timeout=",
    "textDocument/completion": "<Say",
    "textDocument/definition": "/menu.json",
    "textDocument/references": "/menu.json",
}
#: What the table calls the requests.
IN_WORDS = {
    "textDocument/hover": "hover",
    "textDocument/completion": "completion",
    "textDocument/definition": "definition",
    "textDocument/references": "references",
    "textDocument/documentSymbol": "outline",
    "textDocument/codeLens": "lenses",
    "textDocument/documentLink": "links",
    "textDocument/formatting": "formatting",
    "textDocument/codeAction": "fixes",
}
WHOLE = ("textDocument/documentSymbol", "textDocument/codeLens", "textDocument/documentLink", "textDocument/formatting")


class Server:
    """A server and its pipes."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "voxml", "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._number = 0

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        body = json.dumps(message if number is None else {**message, "id": number}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> Any:
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(self.process.stdout.read(length))

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self.send(method, params, self._number)
        while (answer := self.receive()).get("id") != self._number:
            pass
        if "error" in answer:
            raise SystemExit(f"{method}: {answer['error']}")
        return answer["result"]

    def initialize(self, folder: Path) -> None:
        capabilities = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities})
        self.send("initialized", {})

    def close(self) -> None:
        self.ask("shutdown", None)
        self.send("exit", None)
        self.process.wait(30)


def document(instructions: int) -> str:
    """Return an XML document of so many instructions, with links and a few problems."""
    menu = (
        '  <Gather action_url="https://voice.example.com/menu.json" method="GET" timeout="5" num_digits="1">\n'
        '    <Say voice="en-US-Wavenet-D" language="en-US">For option {number}, press 1.</Say>\n  </Gather>\n'
        '  <Pause length="{pause}"/>\n'
    )
    return (
        "<Response>\n"
        + "".join(menu.format(number=n, pause=n % 15) for n in range(instructions // 2))
        + "</Response>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    harness.environment("pygls==2.1.1")
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus.write(folder / "files", 20, "xml")
        (folder / "voxml.toml").write_text('[site]\nbase_url = "https://voice.example.com"\n')
        (folder / "menu.xml").write_text("<Response><Hangup/></Response>")
        for _ in range(rounds):
            begun = time.perf_counter()
            server = Server()
            server.initialize(folder)
            times.setdefault(START, []).append(time.perf_counter() - begun)
            server.close()
        server = Server()
        server.initialize(folder)
        for method, taken in requests(server, folder, rounds).items():
            times[method] = taken
        server.close()
    lines = [
        harness.Row(
            STARTING if what == START else ASKING,
            IN_WORDS.get(what, what),
            statistics.median(taken),
            statistics.median(taken) / limit,
            1.0,
        )
        for what, taken in times.items()
        for limit in [LIMITS.get(what, 0.05)]
    ]
    harness.show(lines)
    print(f"\nwritten to {harness.save('editor', lines).relative_to(harness.TOP)}")


def requests(server: Server, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Return the times of each request; before each round the document changes, so that nothing is kept."""
    times: dict[str, list[float]] = {}
    uri = (folder / "long.xml").as_uri()
    text = document(200)
    item = {"uri": uri, "languageId": "xml", "version": 0, "text": text}
    server.send("textDocument/didOpen", {"textDocument": item})
    for version in range(1, rounds + 1):
        text = f"{text} "
        for method in (*ABOUT, *WHOLE, "textDocument/codeAction"):
            text = f"{text} "
            changed = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
            server.send("textDocument/didChange", changed)
            params: dict[str, Any] = {"textDocument": {"uri": uri}}
            if method in ABOUT:
                before = text[: text.index(ABOUT[method], len(text) // 2) + 4]
                params["position"] = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
            if method == "textDocument/references":
                params["context"] = {"includeDeclaration": False}
            if method == "textDocument/formatting":
                params["options"] = {"tabSize": 2, "insertSpaces": True}
            if method == "textDocument/codeAction":
                everything = {"start": {"line": 0, "character": 0}, "end": {"line": 99999, "character": 0}}
                params |= {"range": everything, "context": {"diagnostics": []}}
            begun = time.perf_counter()
            server.ask(method, params)
            times.setdefault(method, []).append(time.perf_counter() - begun)
        begun = time.perf_counter()
        changed = {"textDocument": {"uri": uri, "version": 10_000 + version}, "contentChanges": [{"text": f"{text} "}]}
        server.send("textDocument/didChange", changed)
        while server.receive().get("params", {}).get("version") != 10_000 + version:
            pass
        taken = time.perf_counter() - begun
        times.setdefault(CHANGE, []).append(taken)
    return times


if __name__ == "__main__":
    main()
