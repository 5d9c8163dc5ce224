"""One rule's tree to a Rule: common keys, policy of levels, a check for each template."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.rules.applies import narrow, read_applies, read_years, template_years
from auditor.rules.keys import EXAMPLES, Reporter, asked, locate
from auditor.rules.lists import lists_of, named_lists
from auditor.rules.message_fields import check_cells, check_fields
from auditor.rules.model import AnyCheck, Applies, Basis, BuildContext, Grade, Kind, Rule, WordList
from auditor.rules.outcome import Level
from auditor.rules.overlay import RuleSource, highest_level, text_of
from auditor.rules.premise import compile_at, scope_of
from auditor.rules.schema import check, instance
from auditor.rules.shelf import Shelf
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, SourceFile
from auditor.source.tree import Sequence as Items

LEVEL_OF = {"错误": Level.ERROR, "警告": Level.WARNING, "提示": Level.INFO}
UNSEEN = "待核"  # in 条款: the clause was written from memory, the text was not seen
PRACTICE = "实务要求"  # as 文件: no text at all
ARITHMETIC = ("勾稽", "表形")


@dataclass
class Context(BuildContext):
    """The context of one build: places problems in the pack, or in the overlay a node came from."""

    borrowed: Mapping[int, SourceFile] = field(default_factory=dict)

    def problem(
        self, code: str, message: str, node: Node, remedy: str = "", offset: int = 0, width: int = 1
    ) -> None:
        """Record an error at `node`."""
        source = self.borrowed.get(id(node), self.source)
        place, line, marked = locate(source, node, offset, width if width > 1 else 0)
        self.diagnostics.append(
            Diagnostic(Severity.ERROR, code, message, remedy, source.name, place, line, marked)
        )


def build_rule(item: RuleSource, shelf: Shelf, outer: Applies, blank: bool, report: Reporter) -> Rule | None:
    """The rule, or None with errors in `report` (warnings may come with a rule)."""
    tree = item.tree
    kind = _kind(tree, shelf, report)
    if kind is None:
        return None
    errors = _errors(report)
    data = instance(tree)
    if not check(shelf.schemas[kind.NAME], tree, report, data):
        return None
    applies = _applies(tree, outer, report)
    basis = _basis(tree, report)
    _policy(tree, basis, report)
    check_fields(tree, kind, shelf.lexicons, report)
    _parameters_used(tree, report)
    words = lists_of(item, shelf.words, shelf.local_words, report)
    if _errors(report) > errors:
        return None
    checks = _checks(_Recipe(item, kind, shelf, words, blank), applies, report)
    if checks is None:
        return None
    return Rule(
        id=item.id,
        name=text_of(tree.get("名称")),
        kind=kind.NAME,
        level=LEVEL_OF[text_of(tree.get("级别"))],
        basis=basis,
        message=text_of(tree.get("消息")) or _default_message(kind, tree),
        suggestion=text_of(tree.get("怎么改")),
        checks=checks[0],
        applies=applies,
        grades=checks[1],
        state=text_of(tree.get("状态")) or "施行",
        may_over_report=text_of(tree.get("可能多报")) == "是",
        former_ids=tuple(text_of(former) for former in _items(tree.get("曾用编号"))),
        explanation=text_of(tree.get("说明")),
        file=item.source.name,
        place=tree.place,
        sha256=_digest(tree, data, kind, shelf, words, blank),
        changed_by=item.changed_by,
        tree=tree,
    )


def _kind(tree: Tree, shelf: Shelf, report: Reporter) -> Kind | None:
    node = tree.get("类型")
    if node is None:
        misspelt = [entry.key for entry in tree if asked(entry.key.text, ("类型",))]
        for key in misspelt[:1]:
            report.unknown_key(key, ("类型",))
        if not misspelt:
            remedy = f"补上“类型: …”，可以写：{' '.join(shelf.kinds)}"
            report.error("rule.missing-key", "规则缺少“类型”", tree, remedy)
        return None
    kind = shelf.kinds.get(text_of(node))
    if kind is None:
        said = f"没有“{text_of(node)}”这种规则{asked(text_of(node), shelf.kinds)}"
        report.error("rule.unknown-kind", said, node, f"可以写：{' '.join(shelf.kinds)}")
    return kind


def _applies(tree: Tree, outer: Applies, report: Reporter) -> Applies:
    node = tree.get("适用")
    if node is None:
        return outer
    both = narrow(outer, read_applies(node, report))
    if both is None:
        report.error("rule.applies-nowhere", "这条规则的适用和文件的适用没有交集，永远用不上", node)
        return outer
    return both


def _basis(tree: Tree, report: Reporter) -> tuple[Basis, ...]:
    return tuple(
        Basis(text_of(item.get("文件")), text_of(item.get("条款")), *read_years(item.get("年度"), report))
        for item in _items(tree.get("依据"))
        if isinstance(item, Tree)
    )


def _policy(tree: Tree, basis: Sequence[Basis], report: Reporter) -> None:
    """What a level may rest on (错误 needs a text that was seen, or arithmetic inside one table)."""
    if highest_level(tree) == "错误":
        level = _gravest(tree)
        if text_of(tree.get("可能多报")) == "是":
            report.error("rule.level", "写了“可能多报: 是”的规则不能是错误", level, "改为 级别: 警告")
        if not _one_table(tree):
            seen = [b for b in basis if PRACTICE not in b.document]
            if not seen:
                said = "依据只是实务要求，级别不能是错误"
                report.error("rule.level", said, level, "改为 级别: 警告，或补上见过原文的依据")
            elif all(UNSEEN in b.clause for b in seen):
                said = "依据还待核，级别不宜是错误"
                report.warning("rule.level", said, level, "核对原文并改写“条款”，或改为 级别: 警告")
    if text_of(tree.get("状态")) == "停用" and tree.get("理由") is None:
        report.error("rule.reason", "停用的规则要写理由", tree.get("状态") or tree, "补上“理由: …”")


def _gravest(tree: Tree) -> Node:
    """Where the rule's gravest level stands: 级别, or a line of 分级."""
    lines = (node.get("级别") for node in _items(tree.get("分级")) if isinstance(node, Tree))
    levels = [node for node in (tree.get("级别"), *lines) if node is not None]
    wanted = highest_level(tree)
    return next((node for node in levels if text_of(node) == wanted), tree)


def _one_table(tree: Tree) -> bool:
    if text_of(tree.get("类型")) not in ARITHMETIC or tree.get("需要") is not None:
        return False
    said = " ".join(text_of(tree.get(key)) for key in ("断言", "前提", "对象"))
    return len(set(re.findall("表[二三四]", said))) <= 1 and not re.search("上年\\.|下级|正文|部分", said)


def _parameters_used(tree: Tree, report: Reporter) -> None:
    """A parameter that nothing names is a misspelling more often than not."""
    written = tree.get("参数")
    if not isinstance(written, Tree):
        return
    named = named_lists(tree)
    for entry in written:
        if entry.key.text not in named:
            said = f"参数“{entry.key.text}”没有用到{asked(entry.key.text, named)}"
            report.warning("rule.unused-parameter", said, entry.key, f"公式里写成 ${entry.key.text}")


Built = tuple[AnyCheck, tuple[Grade, ...]]


@dataclass(frozen=True)
class _Recipe:
    """How one rule becomes a check, for any template."""

    item: RuleSource
    kind: Kind
    shelf: Shelf
    words: Mapping[str, WordList]
    blank: bool

    def build(self, template: str, advise: bool) -> Built | list[Diagnostic]:
        """The check and its grades, or what is wrong. Most rules fail for a template they are not
        made for, so nearest names are looked up only where the faults will be shown."""
        tree = self.item.tree
        context = Context(
            rule_id=self.item.id,
            level=LEVEL_OF[text_of(tree.get("级别"))],
            source=self.item.source,
            lexicon=self.shelf.lexicons[template],
            words=self.words,
            parameters=_parameters(tree),
            blank_is_zero=self.blank,
            grades=(),
            wordings=self.shelf.index,
            advise=advise,
            vocabulary=self.shelf.vocabulary,
            borrowed=self.item.borrowed,
        )
        context.grades = _grades(tree, context)
        check_cells(tree, self.kind, context)
        built = None if context.diagnostics else self.kind.build(tree, context)
        if built is None or context.diagnostics:
            return context.diagnostics
        return built, context.grades


class _Checks(Mapping[str, AnyCheck]):
    """A check for each template in which every name is known, the newest first. Each is built when it
    is first asked for: most runs never meet the other template."""

    def __init__(self, recipe: _Recipe) -> None:
        self._recipe = recipe
        self._templates = sorted(recipe.shelf.lexicons, reverse=True)
        self._tried: dict[str, Built | None] = {}

    def built(self, template: str) -> Built | None:
        """The check and its grades; None where the template lacks what the rule names."""
        if template not in self._tried:
            made = self._recipe.build(template, advise=False)
            self._tried[template] = None if isinstance(made, list) else made
        return self._tried[template]

    def __getitem__(self, template: str) -> AnyCheck:
        made = self.built(template) if template in self._templates else None
        if made is None:
            raise KeyError(template)
        return made[0]

    def __iter__(self) -> Iterator[str]:
        return (template for template in self._templates if self.built(template) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _checks(recipe: _Recipe, applies: Applies, report: Reporter) -> tuple[_Checks, tuple[Grade, ...]] | None:
    """The checks, and the grades as the newest template that the rule's years call for has them. Where
    none of those templates can be built, None, and the errors are those of the newest of them."""
    checks = _Checks(recipe)
    templates = sorted(recipe.shelf.lexicons, reverse=True)
    wanted = [t for t in templates if _calls_for(applies, template_years(t))] or templates
    for template in wanted:
        if (built := checks.built(template)) is not None:
            return checks, built[1]
    faults = recipe.build(wanted[0], advise=True) if wanted else []
    if isinstance(faults, list) and faults:
        report.found.extend(faults)
    else:
        report.error("rule.not-built", "这条规则不能使用", recipe.item.tree)
    return None


def _calls_for(applies: Applies, years: tuple[int | None, int | None]) -> bool:
    first, last = years
    if applies.last_year is not None and first is not None and applies.last_year < first:
        return False
    return not (applies.first_year is not None and last is not None and applies.first_year > last)


def _grades(tree: Tree, context: Context) -> tuple[Grade, ...]:
    grades: list[Grade] = []
    for node in _items(tree.get("分级")):
        if not isinstance(node, Tree) or (written := node.get("当")) is None:
            continue
        bound = compile_at(written, scope_of(context), context)
        if bound is not None:
            grades.append(Grade(LEVEL_OF[text_of(node.get("级别"))], bound.decide, text_of(written)))
    return tuple(grades)


def _parameters(tree: Tree) -> dict[str, Node]:
    node = tree.get("参数")
    return {entry.key.text: entry.value for entry in node} if isinstance(node, Tree) else {}


def _default_message(kind: Kind, tree: Tree) -> str:
    given = getattr(kind, "MESSAGE", "")
    return str(given) if given else f"不符合要求：{text_of(tree.get('名称'))}"


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Items) else ()


def _errors(report: Reporter) -> int:
    return sum(fault.severity is Severity.ERROR for fault in report.found)


def _digest(
    tree: Tree, data: Any, kind: Kind, shelf: Shelf, words: Mapping[str, WordList], blank: bool
) -> str:
    named = [words[name] for name in named_lists(tree) if name in words]
    parts = [
        kind.NAME,
        json.dumps({**data, EXAMPLES: None}, ensure_ascii=False, sort_keys=True),  # they change no outcome
        *(listed.written for listed in named),
        *(shelf.lexicons[template].sha256 for template in sorted(shelf.lexicons)),
        str(blank),
        shelf.vocabulary.sha256 if shelf.vocabulary and tree.get("取数") is not None else "",
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
