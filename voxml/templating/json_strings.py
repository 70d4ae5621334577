"""Which values of a JSON template stand inside a string: `"text": "Dear {{ name }}"` against `"loop": {{ times }}`.

The template's own text is followed with the one bit of state that JSON has for this, through every branch; each value's
node is marked. A string that opens in one branch and not in the other is refused, as it would be unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jinja2 import TemplateSyntaxError, nodes

_QUOTE_OR_ESCAPE = re.compile(r'\\.|\\$|"', re.DOTALL)

_PUNCTUATION = frozenset({",", ":", "[", "]", "{", "}"})


def mark_places(tree: nodes.Template, name: str | None, filename: str | None) -> None:
    """Set `is_in_string` on every value that is written inside a JSON string.

    Raises:
        TemplateSyntaxError: it depends on the data whether a value is inside a string.
    """
    walk = _Walk(name, filename)
    walk.balanced(tree.body, False, "the template")


class _Walk:
    def __init__(self, name: str | None, filename: str | None) -> None:
        self.name, self.filename = name, filename

    def body(self, body: Iterable[nodes.Node], is_inside: bool) -> bool:
        for node in body:
            is_inside = self.node(node, is_inside)
        return is_inside

    def balanced(self, body: Sequence[nodes.Node], is_inside: bool, what: str) -> None:
        if self.body(body, is_inside) != is_inside:
            state = "closes the JSON string around it" if is_inside else "opens a JSON string and does not close it"
            raise self._error(f"{what} {state}", body[0])

    def node(self, node: nodes.Node, is_inside: bool) -> bool:
        if isinstance(node, nodes.Output):
            return self._output(node, is_inside)
        if isinstance(node, nodes.If):
            return self._if(node, is_inside)
        if isinstance(node, nodes.For):
            self.balanced(node.body, is_inside, "the loop")
            if node.else_:
                self.balanced(node.else_, is_inside, "the else of the loop")
        elif isinstance(node, (nodes.With, nodes.Scope, nodes.OverlayScope)):
            return self.body(node.body, is_inside)
        elif isinstance(node, nodes.CallBlock):
            _mark(node.call, is_inside)
            self.balanced(node.body, False, "the call block")
        elif isinstance(node, nodes.FilterBlock):
            _mark(node.filter, is_inside)
            self.balanced(node.body, False, "the filter block")
        elif isinstance(node, nodes.Block):
            if is_inside:
                raise self._error("found a block inside a JSON string; expected it around the whole string", node)
            self.balanced(node.body, False, f'the block "{node.name}"')
        elif isinstance(node, (nodes.Macro, nodes.AssignBlock)):
            self.balanced(node.body, False, "the macro" if isinstance(node, nodes.Macro) else "the set block")
        elif isinstance(node, nodes.Include) and is_inside:
            raise self._error("found an include inside a JSON string; expected it outside of one", node)
        return is_inside

    def _output(self, node: nodes.Output, is_inside: bool) -> bool:
        last = ""
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                last = child.data
                is_inside = _after(last, is_inside)
            else:
                if is_inside and (len(last) - len(last.rstrip("\\"))) % 2:
                    raise self._error("found a backslash before a value in a JSON string; expected none there", child)
                last = ""
                if not is_inside:
                    self._refuse_punctuation(child)
                _mark(child, is_inside)
        return is_inside

    def _refuse_punctuation(self, value: nodes.Node) -> None:
        """Refuse `{{ "," if not loop.last }}`: it would write the comma as a JSON string."""
        parts = [value.expr1, value.expr2] if isinstance(value, nodes.CondExpr) else [value]
        for part in parts:
            if isinstance(part, nodes.Const) and isinstance(part.value, str) and part.value.strip() in _PUNCTUATION:
                mark = part.value.strip()
                raise self._error(
                    f'found {{{{ "{mark}" }}}}, which JSON writes as a string; expected {mark} outside of a value, '
                    f"as in {{% if not loop.last %}}{mark}{{% endif %}}",
                    value,
                )

    def _if(self, node: nodes.If, is_inside: bool) -> bool:
        bodies = [node.body, *(branch.body for branch in node.elif_), node.else_]
        ends = {self.body(body, is_inside) for body in bodies}
        if len(ends) > 1:
            raise self._error("a JSON string opens or closes in one branch and not in the others", node)
        return ends.pop()

    def _error(self, message: str, node: nodes.Node) -> TemplateSyntaxError:
        return TemplateSyntaxError(message, node.lineno, self.name, self.filename)


def _mark(node: nodes.Node, is_inside: bool) -> None:
    node.is_in_string = is_inside  # type: ignore[attr-defined]


def _after(text: str, is_inside: bool) -> bool:
    """Return whether a string is open after `text`, when it was or was not before."""
    for found in _QUOTE_OR_ESCAPE.finditer(text):
        if found[0] == '"':
            is_inside = not is_inside
    return is_inside
