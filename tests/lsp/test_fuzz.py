"""No text, however it is cut, makes a request fail."""

from __future__ import annotations

import random
from pathlib import Path

from lsprotocol import types
from pytest import Config

from tests.lsp.editor import Editor, position

TOP = Path(__file__).parents[2]
TEXTS = [
    *((TOP / "examples" / "site").glob("*.*")),
    *((TOP / "templates").glob("a*.j2")),
]
MARKS = [
    "<",
    ">",
    '"',
    "{{",
    "}}",
    "{%",
    "{#",
    "[",
    "]",
    "\\",
    "🙂",
    "\r\n",
    "\x00",
    "\u2028",
    "<!--",
    "]]>",
    "</",
    "&",
    ",",
]
WITHIN = {"text_document_hover": types.HoverParams, "text_document_completion": types.CompletionParams}
ABOUT = {
    "text_document_definition": types.DefinitionParams,
    "text_document_prepare_rename": types.PrepareRenameParams,
}
WHOLE = {
    "text_document_document_symbol": types.DocumentSymbolParams,
    "text_document_document_link": types.DocumentLinkParams,
    "text_document_code_lens": types.CodeLensParams,
}


def test_random_cuts_of_documents_go_through_every_request(site: Editor, pytestconfig: Config) -> None:
    chance = random.Random(pytestconfig.getoption("--fuzz-seed"))
    rounds = pytestconfig.getoption("--fuzz-rounds") // 4
    paths = [path for path in TEXTS if path.suffix in (".xml", ".json", ".j2", ".py", ".toml")]
    for _ in range(rounds):
        path = chance.choice(paths)
        text = cut(path.read_text(), chance)
        name = path.name if path.suffix == ".toml" else f"fuzz{path.name[path.name.index('.') :]}"
        site.open(name, text)
        where = {"text_document": site.document(name), "position": position(text[: chance.randrange(len(text) + 1)])}
        for request, params in (WITHIN | ABOUT).items():
            site.ask(request, params(**where))
        context = types.ReferenceContext(False)
        site.ask("text_document_references", types.ReferenceParams(context, **where))
        for request, whole in WHOLE.items():
            site.ask(request, whole(site.document(name)))
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        site.ask("text_document_formatting", types.DocumentFormattingParams(site.document(name), options))
        everywhere = types.Range(types.Position(0, 0), types.Position(9999, 0))
        for only in (None, ["source.fixAll"]):
            action = types.CodeActionContext([], only=only)
            site.ask("text_document_code_action", types.CodeActionParams(site.document(name), everywhere, action))
    assert site.messages == []


def cut(text: str, chance: random.Random) -> str:
    """Return a text with a few pieces left out, doubled or put in."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 1, 5, 40, 400]))
        piece = chance.choice(["", "", text[start:end] * 2, chance.choice(MARKS)])
        text = text[:start] + piece + text[end:]
    return text[: chance.randrange(len(text) + 1)] if chance.random() < 0.3 else text
