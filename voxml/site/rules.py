"""The rules that need the whole site: each has a name, a severity, and a manual that `voxml explain` can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from voxml.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from voxml.site.pages import Placed


class SiteRule(NamedTuple):
    """One rule over a site."""

    name: str
    severity: Severity
    manual: str


# A line with the name and the severity, then the manual, then an empty line.
_TEXT = """
broken-link error
A link leads into the site, to a document or audio file that the site does not have. The caller would hear nothing,
and the call would end.

post-to-static-host error
TryVox asks for this document by POST, and a static host answers POST with 405, 403 or 404. Gather and Redirect take
method="GET".

static-callback-without-method error
A member that has no method leads into the site. TryVox sends POST to it, which a static host refuses: action_url of
Dial and Record, wait_url, transcription_url and the status callbacks need a server.

redirect-cycle error
Documents redirect to each other in a ring in which nothing is said, asked or waited for: the call would turn round
in it for ever, in silence, at full speed.

orphan-document info
No document of the site leads here. Right for a document that calls begin with: name it in `entries` of [site].
Otherwise it is left over.

unreachable-document info
Other documents lead here, but no call that begins at an entry of the site can come to any of them.

no-way-out info
From here the call can only go round among the same documents: nothing ends it, hands it over or leads elsewhere
until the caller hangs up.

keys-not-told-apart info
A Gather sends its keys to a document that is a plain file: whatever is pressed, the same document answers. Declare
a table in [site.menus], at a host that can choose a file by the query string.

menu-cannot-branch error
A menu is declared in [site.menus], and the host gives the same file whatever keys the query string holds.

host-cannot-serve error
The host that is named can't serve this site at its address, or not so many files.

host-files-below-root warning
The host reads its settings, such as _headers, only at the root of what it publishes, and the address of the site has a
path: the build writes them into a folder below that root.

menu-unused warning
A menu is declared in [site.menus], and no Gather sends its keys to that document by GET.

menu-without-host warning
A menu is declared in [site.menus], and no host is named that the rules could be written for.

duplicate-name error
Two sources would be published under one name.

name-clash error
A document has the name of a folder that another document stands in.

case-clash error
Two published names differ only in case: on Windows, macOS and some hosts one of them replaces the other.

unservable-name error
A name that some host would not serve under the same URL: only ASCII letters, digits, dot, hyphen and underscore are
safe everywhere, and a first dot or underscore is kept for the host's own files.

module-failed error
A Python module of the site raised an error, or what it exports as `pages` are not Responses by name.

bad-data error
A row, or the parameters of a template, are not what the template declares.

not-audio error
A sound is empty, or is not what its name says: the page of a server that asks for a password, say, or an MP3 called .wav.
The caller would hear nothing.

large-audio warning
A sound has more than 5 MB, which TryVox advises against: the caller waits until it is there.

not-voxml info
A file that ends in .xml or .json is no VoxML document, and is left out of the site.
"""


def _read(block: str) -> SiteRule:
    head, _, manual = block.partition("\n")
    name, severity = head.split()
    return SiteRule(name, cast(Severity, severity), " ".join(manual.split()))


RULES: dict[str, SiteRule] = {rule.name: rule for rule in map(_read, _TEXT.strip().split("\n\n"))}


def finding(rule: str, message: str, placed: Placed | None = None, *, path: str = "", line: int = 1) -> Diagnostic:
    """A finding at a link, or at a line of a file."""
    severity = RULES[rule].severity
    if placed is None:
        return Diagnostic(rule, severity, message, path, line, 1, line, 1, "")
    where = (placed.path, placed.line, placed.column, placed.end_line, placed.end_column, placed.pointer)
    return Diagnostic(rule, severity, message, *where)


def name_faults(sources: Mapping[str, str], shown: str, published: Iterable[str]) -> list[Diagnostic]:
    """Findings about names: `sources` gives the source of each document, `published` all published paths."""
    from voxml.site.names import iter_clashes, name_fault

    found = []
    for name, source in sources.items():
        reason = name_fault(name)
        if reason is not None:
            found.append(finding("unservable-name", reason, path=f"{shown}/{source}"))
    ends = {f"{name}.json": source for name, source in sources.items()}
    for clash in iter_clashes(published):
        source = ends.get(clash.second) or ends.get(clash.first) or clash.second
        found.append(finding(clash.rule, clash.message, path=f"{shown}/{source}"))
    return found
