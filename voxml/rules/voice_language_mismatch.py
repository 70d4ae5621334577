"""A voice of another language.

An English voice that reads Hindi is not understood, and providers refuse some of the pairs. Checked only
when both `voice` and `language` are written, and only for voices whose language is sure: Google's names
begin with it, Polly's are known.

Bad:

    <Response version="1.0">
      <Say voice="en-US-Wavenet-D" language="hi-IN">Namaste.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say voice="hi-IN-Wavenet-A" language="hi-IN">Namaste.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.facts.voices import languages_of, speaks
from voxml.rules.problem import Context, Problem, set_field

SEVERITY = "warning"
CATEGORY = "speech"
FIX = "unsafe"
NODES = ("Say",)
FIELDS = ("voice", "language")


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a voice that does not speak the language."""
    voice, language = node.members["voice"], node.members["language"]
    known = languages_of(voice)
    if known and not speaks(known, language):
        message = f'found language "{language}" with voice {quote(voice)}; the voice speaks {" or ".join(known)}'
        fix = set_field(node, "language", known[0], is_safe=False)
        yield Problem(node, message, "voice", fix=fix, other_field="language", other_label="the language")
