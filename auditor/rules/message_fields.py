"""The fields that 消息 and 怎么改 may use: the kind's own, properties of the report, cells."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.report.lexicon import Lexicon
from auditor.rules.formula.types import CellRef, FieldRef
from auditor.rules.keys import Reporter, asked
from auditor.rules.message import COMMON_FIELDS, parse_message
from auditor.rules.model import BuildContext, Kind
from auditor.rules.overlay import text_of
from auditor.rules.scope import ReportScope
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Scalar


def check_fields(tree: Tree, kind: Kind, lexicons: Mapping[str, Lexicon], report: Reporter) -> None:
    """Report every field of 消息 and 怎么改 that nothing can fill."""
    for key in ("消息", "怎么改"):
        node = tree.get(key)
        if not isinstance(node, Scalar):
            continue
        message = parse_message(node.text)
        for fault in message.faults:
            said = f"“{key}”里{fault.message}"
            report.error("rule.message", said, node, "字段写成 {字段名}，花括号本身写成 {{ }}", fault.start,
                         fault.end - fault.start)  # fmt: skip
        for found in message.fields:
            if found.name in kind.FIELDS or found.name in COMMON_FIELDS:
                continue
            if any(_is_cell(found.name, lexicons[template]) for template in sorted(lexicons, reverse=True)):
                continue
            paths = [path for lexicon in lexicons.values() for path in lexicon.by_path]
            known = [*kind.FIELDS, *COMMON_FIELDS, *dict.fromkeys(paths)]
            said = f"没有“{found.name}”这个字段{asked(found.name, known)}"
            remedy = f"可以用：{' '.join(kind.FIELDS)}，或单元格、年度、机关"
            report.error("rule.unknown-field", said, node, remedy, found.start, found.end - found.start)


def _is_cell(name: str, lexicon: Lexicon) -> bool:
    """A cell, or a property of last year's report (上年.年度)."""
    found = ReportScope(lexicon).lookup(name)
    return isinstance(found, CellRef) or (isinstance(found, FieldRef) and found.report != "")


def check_cells(tree: Tree, kind: Kind, context: BuildContext) -> None:
    """A template that lacks a cell of the message can give no message."""
    for key in ("消息", "怎么改"):
        node = tree.get(key)
        for found in parse_message(text_of(node)).fields:
            own = found.name in kind.FIELDS or found.name in COMMON_FIELDS
            if node is not None and not own and not _is_cell(found.name, context.lexicon):
                said = f"{context.lexicon.template} 格式没有“{found.name}”"
                context.problem("rule.unknown-field", said, node, "", found.start, found.end - found.start)
