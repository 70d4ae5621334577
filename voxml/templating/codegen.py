"""The code that a template becomes: every value goes through the environment's own way out, and its measure."""

from __future__ import annotations

import math
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class Generator(CodeGenerator):
    """A generator of code in which each value goes through the environment's own way out."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if isinstance(node, nodes.TemplateData):
            return node.data
        raise nodes.Impossible  # a constant is rare, and takes the same way out as data

    def _output_const_repr(self, group: Any) -> str:
        piece = super()._output_const_repr(group)
        return f"environment.spend({piece})" if self.is_bounded else piece

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self.is_bounded:
            self.write("environment.spend(")
        self.write(f"environment.{'to_string_part' if getattr(node, 'is_in_string', False) else 'to_output'}(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("))" if self.is_bounded else ")")

    @property
    def is_bounded(self) -> bool:
        """Return whether all that the template makes is counted."""
        return self.environment.meter is not None  # type: ignore[attr-defined]

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
        """Write a constant; one that is infinite has no literal in Python."""
        value = node.as_const(frame.eval_ctx)
        if isinstance(value, float) and not math.isfinite(value):
            self.write(f'float("{value}")')
        else:
            super().visit_Const(node, frame)

    # Jinja writes what these two give as it is, although a filter or a called value may have given data.

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:  # noqa: N802
        """Write a call block: what the call gives is data, unless it was captured."""
        call_frame, macro_ref = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(macro_ref, call_frame)
        self.start_write(frame, node)
        self._output_child_pre(node.call, frame, None)
        self.visit_Call(node.call, frame, forward_caller=True)
        self._output_child_post(node.call, frame, None)
        self.end_write(frame)

    # What makes a value out of others goes through the measure, so that small templates can't make large values.

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Write `a ~ b`."""
        self._measured(super().visit_Concat, node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        """Write `[a, b]`."""
        self._measured(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        """Write `{a: b}`."""
        self._measured(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        """Write `(a, b)`; where names are set, it is no value."""
        if node.ctx == "load":
            self._measured(super().visit_Tuple, node, frame)
        else:
            super().visit_Tuple(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Write `a[1:2]`."""
        if isinstance(node.arg, nodes.Slice):
            self._measured(super().visit_Getitem, node, frame)
        else:
            super().visit_Getitem(node, frame)

    def _measured(self, visit: Any, node: nodes.Node, frame: Frame) -> None:
        if not self.is_bounded:
            visit(node, frame)
            return
        self.write("environment.measure(")
        visit(node, frame)
        self.write(")")

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:  # noqa: N802
        """Write a filter block: what the filter gives is data."""
        filter_frame = frame.inner()
        filter_frame.symbols.analyze_node(node)
        self.enter_frame(filter_frame)
        self.buffer(filter_frame)
        self.blockvisit(node.body, filter_frame)
        self.start_write(frame, node)
        self._output_child_pre(node.filter, frame, None)
        self.visit_Filter(node.filter, filter_frame)
        self._output_child_post(node.filter, frame, None)
        self.end_write(frame)
        self.leave_frame(filter_frame)
