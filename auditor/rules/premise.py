"""Formulas of a rule's keys (前提, 断言, 当), parsed and bound with their faults placed in the file."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.rules.formula import Bound, Expression, FormulaError, bind, parse
from auditor.rules.formula.types import Scope, Type
from auditor.rules.model import BuildContext
from auditor.source.tree import Node, Scalar


def parse_at(node: Node, scope: Scope, context: BuildContext) -> Expression | None:
    """The formula written at `node`; None (and an error in the context) where it is none. Parse once
    and bind for each line that 逐 walks."""
    if not isinstance(node, Scalar) or not node.text.strip():
        context.problem("formula.missing", "这里应写一个公式", node)
        return None
    parsed = parse(node.text, scope.names())
    if isinstance(parsed, FormulaError):
        report_faults([parsed], node, context)
        return None
    return parsed


def bind_at(
    expression: Expression, node: Node, scope: Scope, context: BuildContext, expect: Type = Type.TRUTH
) -> Bound | None:
    """The formula with its names resolved; None (and errors in the context) where one is unknown or
    the types do not fit."""
    bound = bind(expression, scope, expect)
    if isinstance(bound, tuple):
        report_faults(bound, node, context)
        return None
    return bound


def compile_at(node: Node, scope: Scope, context: BuildContext, expect: Type = Type.TRUTH) -> Bound | None:
    """`parse_at` and `bind_at` in one: what 前提 and most 断言 need."""
    expression = parse_at(node, scope, context)
    return None if expression is None else bind_at(expression, node, scope, context, expect)


def report_faults(faults: Sequence[FormulaError], node: Node, context: BuildContext) -> None:
    """Formula errors as problems at their place in the scalar."""
    for fault in faults:
        width = max(1, fault.end - fault.start)
        context.problem("formula.error", fault.message, node, fault.hint, fault.start, width)
