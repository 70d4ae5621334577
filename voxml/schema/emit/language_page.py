"""Emit docs/language.md: every verb and member, and how the two forms write them."""

from voxml.language.elements import ElementModel, elements, kinds
from voxml.language.limits import MAX_INTEGER
from voxml.language.members import Member
from voxml.language.types import OURS, Kind
from voxml.schema.emit.wording import show, source_of

_TOP = f"""# The language

<!-- Emitted from voxml/language/ by `python -m voxml.schema.emit`: do not edit. -->

```console
$ voxml explain Gather              # a verb of this page, in the terminal
$ voxml explain Gather.timeout      # one member
$ voxml convert menu.xml --to json  # the other form
```

VoxML has eleven verbs. A document is JSON on the wire and XML where people write it. Reading one form, writing the
other and going back gives the same bytes in canonical form.

Facts are those of <https://docs.tryvox.io>, by the page that each verb names. The vendor defines no XML form and leaves
questions open; choices of this project are marked below. [building.md](building.md) builds documents in Python.

## The two forms

| in XML | in JSON |
| --- | --- |
| `<Response version="1.0">`; the version may be left out | `"voxml_version": "1.0"` and `"instructions": [...]` |
| the name of the element | `"verb"` |
| an attribute | the member of that name |
| the text of Say, Play, Redirect, Conference, Number, Sip, Client | `text`, `url`, `url`, `name`, `number`, `uri`, `name` |
| `<Say>` and `<Play>` inside `<Gather>`, at most one of each | `"say"` and `"play"`, objects without `"verb"` |
| `<Number>`s, then `<Sip>`s, then `<Client>`s inside `<Dial>` | `"numbers"`, `"sip"`, `"client"` |
| `<Parameter name="…" value="…"/>` inside `<Stream>` | `"parameters"` |

Settled here:

- A member that is not set is not written, and TryVox does what the table calls "not set". Empty arrays and empty
  `parameters` count as not set.
- White space in the text of an element is collapsed, so that XML can be indented; `xml:space="preserve"` keeps it and
  is inherited. Only spaces, tabs and line ends collapse. The white space around a URL, number or address never counts.
- Names and words count exactly, case too. Unknown members and verbs, `null`, a member twice, a value of another type
  and anything after the document are errors.
- A whole number is at most {MAX_INTEGER} (2^53 - 1), which every JSON reader keeps exact. In XML `+5` and `007` are
  whole numbers; flags are `true` and `false` only. In JSON `5.0` is not a whole number.
- Seconds and counts are at least 1, `loop` at least 0. A Dial has at least one target.
- Text is not empty, and has only characters that XML can hold: no control characters but tab and line ends, no lone
  surrogates.
- XML may be in any encoding that it declares; JSON is UTF-8 without a byte order mark. A DOCTYPE is refused. Comments,
  processing instructions, `xml:` attributes and the hints of `xsi:` to a schema are ignored and not published.
- A document has at most 64 MiB.
"""


def language_page() -> str:
    """Return the page."""
    verbs = [element for element in elements().values() if element.is_verb]
    nouns = [element for element in elements().values() if not element.is_verb]
    parts = [_TOP, "## Verbs\n", *(_section(element) for element in verbs)]
    parts += ["## Inside Dial\n", *(_section(element) for element in nouns)]
    parts += ["## Types\n", "| type | values | examples | source of the limits |\n| --- | --- | --- | --- |"]
    for kind, _, _ in kinds().values():
        examples = ", ".join(f"`{example}`" for example in kind.examples)
        parts.append(f"| {kind.name} | {_cell(kind.doc)} | {examples} | {_source(kind)} |")
    return "\n".join(parts) + "\n"


def _section(element: ElementModel) -> str:
    rows = [f"### {element.name}\n", element.doc, f"Source: <https://docs.tryvox.io/{element.page}>\n"]
    if element.members:
        rows.append("| member | type | not set | meaning |\n| --- | --- | --- | --- |")
        rows += [_row(member) for member in element.members]
    if element.needs_one_of:
        names = ", ".join(f"`{name}`" for name in element.needs_one_of)
        rows.append(f"\nAt least one of {names} has an entry.")
    return "\n".join(rows) + "\n"


def _row(member: Member) -> str:
    if member.choices:
        what = " or ".join(f"`{choice}`" for choice in member.choices)
    elif member.base == "element":
        what = f"{member.element}"
    elif member.base == "list":
        what = f"{member.element}s"
    elif member.base == "map":
        what = "names and texts"
    else:
        what = member.kind.name if member.kind is not None else ""
    if member.is_required:
        default = "must be set"
    else:
        default = f"`{show(member.doc.default)}`" if member.doc.default is not None else "–"
    name = f"`{member.name}`" + (" (the text in XML)" if member.is_content else "")
    return f"| {name} | {what} | {default} | {_cell(member.doc.text)} |"


def _source(kind: Kind) -> str:
    source = source_of(kind)
    return source if source == OURS else f"<{source}>"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
