"""Formulas of a rule's keys (前提, 断言, 当), parsed and bound with their faults placed in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from auditor.base.identity import by_identity
from auditor.base.text import fold
from auditor.report.lexicon import Lexicon
from auditor.rules.formula import Bound, Expression, FormulaError, Names, bind, normal_form, parse
from auditor.rules.formula.types import Constant, Scope, Type
from auditor.rules.model import BuildContext
from auditor.rules.scope import ReportScope, alias_of, pieces_of
from auditor.source.tree import Node, Scalar


def scope_of(context: BuildContext) -> ReportScope:
    """The names of a whole report with the rule's own 参数 and the word lists it may name."""
    constants = {
        name: made for name, node in context.parameters.items() if (made := constant(node)) is not None
    }
    return ReportScope(context.lexicon, context.words, constants, context.advise)


_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,9})?")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def constant(node: Node) -> Constant | None:
    """A parameter with the type its writing shows: 0.5, 1月31日 (of the year after the report's),
    2024年1月31日, 2024-01-31, otherwise text. None for lists: those are word lists."""
    if not isinstance(node, Scalar):
        return None
    text = fold(node.text)
    if not node.quoted and _NUMBER.fullmatch(text):
        return Constant(Decimal(text) if "." in text else int(text), Type.NUMBER)
    match = _ISO.fullmatch(text) or _DAY.fullmatch(text)
    if match is None:
        return Constant(node.text, Type.TEXT)
    year, month, day = match.groups()
    try:
        whole = date(int(year or 2024), int(month), int(day))
    except ValueError:
        return Constant(node.text, Type.TEXT)
    return Constant(whole if year else (whole.month, whole.day), Type.DATE)


def parse_at(node: Node, scope: Scope, context: BuildContext) -> Expression | None:
    """The formula written at `node`; None (and an error in the context) where it is none. Parse once
    and bind for each line that 逐 walks; `scope` need not be that of a line."""
    if not isinstance(node, Scalar) or not node.text.strip():
        context.problem("formula.missing", "这里应写一个公式", node)
        return None
    known = _known(context.lexicon)
    named = (*context.parameters, *context.words) if "$" in node.text else ()
    parsed = known.parsed(node.text, tuple(f"${name}" for name in named))
    if isinstance(parsed, FormulaError):
        report_faults([parsed], node, context)
        return None
    return parsed


def question_of(formula: str, lexicon: Lexicon) -> str:
    """A text that two formulas share where they must always agree: order of addends and sides, of the
    parts of a name, and spelling do not count. The formula itself where it cannot be read."""
    parsed = _known(lexicon).parsed(formula, ())
    return fold(formula) if isinstance(parsed, FormulaError) else normal_form(parsed, alias_of(lexicon))


class _Known:
    """Formulas of one lexicon: what longest match goes by, and what was parsed with it, each made once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: dict[tuple[str, ...], Names] = {}
        self._parsed: dict[tuple[str, tuple[str, ...]], Expression | FormulaError] = {}

    def parsed(self, formula: str, named: tuple[str, ...]) -> Expression | FormulaError:
        """The formula, in which `named` ($名) may stand."""
        key = (formula, named)
        if key not in self._parsed:
            if named not in self._names:
                self._names[named] = Names((*pieces_of(self._lexicon), *named))
            if len(self._parsed) > _MOST_PARSED:  # the workbench keeps one lexicon for long
                self._parsed.clear()
            self._parsed[key] = parse(formula, self._names[named])
        return self._parsed[key]


_MOST_PARSED = 5_000
_known = by_identity(_Known)


def bind_at(
    expression: Expression, node: Node, scope: Scope, context: BuildContext, expect: Type = Type.TRUTH
) -> Bound | None:
    """The formula with its names resolved; None (and errors in the context) where one is unknown or
    the types do not fit."""
    bound = bind(expression, scope, expect, text=node.text if isinstance(node, Scalar) else "")
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
