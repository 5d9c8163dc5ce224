"""The lines of a table that 勾稽 walks, each with the rule's formulas bound to its own cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.report.lexicon import TableDef
from auditor.rules.formula import Bound, FormulaError, bind
from auditor.rules.formula.types import Reference, Scope, Type
from auditor.rules.kinds.common import choice_at, choices_at, column_text, row_text
from auditor.rules.model import BuildContext
from auditor.rules.premise import compile_at, parse_at, report_faults, scope_of
from auditor.rules.scope import line_scope, lines_of
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar

WHOLE = "报告"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is walked: its target, what it is called, its formulas. `own` are the positions
    of its own cells in `Report.numbers`."""

    target: str
    names: Mapping[str, str]
    assertion: Bound
    premise: Bound | None
    own: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _AnyLine:
    """The names of all lines together, for reading the formula before it is bound to each."""

    scopes: Sequence[Scope]

    def lookup(self, name: str) -> Reference | None:
        return next((found for scope in self.scopes if (found := scope.lookup(name)) is not None), None)

    def names(self) -> Iterable[str]:
        return dict.fromkeys(name for scope in self.scopes for name in scope.names())


def lines_at(rule: Tree, assertion: Scalar, context: BuildContext) -> tuple[Line, ...] | None:
    """The lines that 对象, 逐 and 范围 ask for, each with 断言 and 前提 bound to its cells; None where a
    fault was reported. A line that lacks the cells the formula names is left out."""
    target, along = rule.get("对象"), rule.get("逐")
    if target is None:
        if along is not None:
            context.problem("rule.type", "写了“逐”就要写“对象”", along, "例如 对象: 表三")
            return None
        return _whole(rule, assertion, context)
    if along is None:
        context.problem("rule.type", "写了“对象”就要写“逐”", target, "例如 逐: 列")
        return None
    name = choice_at(target, context.lexicon.tables, "对象", context)
    way = choice_at(along, ("行", "列", "组", "格"), "逐", context)
    if name is None or way is None:
        return None
    return _walked(rule, assertion, context.lexicon.tables[name], way, context)


def _whole(rule: Tree, assertion: Scalar, context: BuildContext) -> tuple[Line, ...] | None:
    scope = scope_of(context)
    bound = compile_at(assertion, scope, context)
    node = rule.get("前提")
    premise = compile_at(node, scope, context) if node is not None else None
    if bound is None or (node is not None and premise is None):
        return None
    return (Line(WHOLE, {"对象": WHOLE, "行": "", "列": ""}, bound, premise, _own(bound)),)


def _walked(
    rule: Tree, assertion: Scalar, table: TableDef, along: str, context: BuildContext
) -> tuple[Line, ...] | None:
    wanted = lines_of(table, along)
    limits = rule.get("范围")
    if limits is not None:
        known = dict.fromkeys(name for line in wanted for name in line if name)
        names = choices_at(limits, known, "范围", context)
        if names is None:
            return None
        wanted = tuple(line for line in wanted if line[0] in names or line[1] in names)
    base = scope_of(context)
    scopes = [line_scope(base, table, along, row, column) for row, column in wanted]
    parsed = parse_at(assertion, _AnyLine(scopes), context)
    node = rule.get("前提")
    premise = parse_at(node, _AnyLine(scopes), context) if node is not None else None
    said = node.text if isinstance(node, Scalar) else ""
    if parsed is None or (node is not None and premise is None):
        return None
    lines: list[Line] = []
    first: tuple[Node, Sequence[FormulaError]] | None = None
    for (row, column), scope in zip(wanted, scopes, strict=True):
        bound = bind(parsed, scope, Type.TRUTH, text=assertion.text)
        condition = None if premise is None else bind(premise, scope, Type.TRUTH, text=said)
        if isinstance(bound, tuple) or isinstance(condition, tuple):
            faults = bound if isinstance(bound, tuple) else condition
            assert isinstance(faults, tuple)
            first = first or (assertion if isinstance(bound, tuple) or node is None else node, faults)
            continue
        lines.append(_line(table, along, row, column, bound, condition))
    if first is not None and (not lines or limits is not None):
        report_faults(first[1], first[0], context)
        return None
    return tuple(lines)


def _line(
    table: TableDef, along: str, row: str, column: str, assertion: Bound, premise: Bound | None
) -> Line:
    cell = table.cells.get((row, column)) if along == "格" else None
    target = cell.path if cell else f"{table.name}.{row or column}"
    names = {
        "对象": table.name,
        "行": row_text(table, row) if row else "",
        "列": column_text(table, column) if column else "",
    }
    return Line(target, names, assertion, premise, _own(assertion))


def _own(bound: Bound) -> tuple[int, ...]:
    return tuple(ref.index for ref in bound.cells if not ref.report)
