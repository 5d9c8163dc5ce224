"""叠加: what a place changes in the national rules. It never changes an 断言.

    叠加: 某市
    调整:
    - {规则: 说明-305, 级别: 错误, 理由: …, 依据: [{文件: …, 条款: …}]}
    - {规则: 用语-101, 词表增: [本地占位词]}        词表减 likewise; {名: […]} where a rule has several lists
    - {规则: 时限-001, 参数: {部门期限: 1月20日}}
    - {规则: 元数据-004, 停用: 是, 理由: …, 依据: […]}
    规则: []                                     rules of its own

级别 replaces the rule's 分级 too. Lowering or stopping a national 错误 needs 理由 and 依据 and is named
in every run; stopping any rule needs 理由. An adjustment that matches nothing, and two adjustments of
one key of one rule, are errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from auditor.rules.keys import Reporter, asked
from auditor.rules.schema import ADJUSTMENT, LEVELS, as_text, check
from auditor.source.tree import Entry, Mapping, Node, Scalar, SourceFile
from auditor.source.tree import Sequence as Items

_FIXED = ("断言", "前提", "对象", "逐", "口径", "误计", "容差", "要求", "任一")
_ADJUSTMENT = as_text(ADJUSTMENT)


@dataclass(frozen=True, slots=True)
class RuleSource:
    """A rule's tree on its way to a Rule. `borrowed` maps nodes that an overlay put in (by identity)
    to the overlay's file, so that faults in them are placed there."""

    tree: Mapping
    source: SourceFile
    pack: Mapping
    national: bool
    borrowed: dict[int, SourceFile] = field(default_factory=dict)
    changed_by: tuple[str, ...] = ()
    added: tuple[tuple[str, Node], ...] = ()  # list name ("" for the only one) and what is added
    removed: tuple[tuple[str, Node], ...] = ()

    @property
    def id(self) -> str:
        """The rule's 编号, "" if it has none."""
        return text_of(self.tree.get("编号"))


def text_of(node: Node | None) -> str:
    """A scalar's text, "" for anything else."""
    return node.text if isinstance(node, Scalar) else ""


def apply_overlay(
    overlay: Mapping,
    report: Reporter,
    rules: dict[str, RuleSource],
    taken: dict[tuple[str, str], str],
    notices: list[str],
) -> None:
    """Change `rules` (by id) as `overlay` says. `taken` remembers which overlay changed which key."""
    name = text_of(overlay.get("叠加"))
    adjustments = overlay.get("调整")
    if adjustments is None:
        return
    if not isinstance(adjustments, Items):
        report.error("overlay.type", "“调整”应是一个列表", adjustments, "每项写成 - {规则: 编号, 级别: …}")
        return
    for node in adjustments.items:
        if not isinstance(node, Mapping):
            report.error("overlay.type", "每项调整应写成 {规则: 编号, …}", node)
            continue
        if not _touches_formula(node, report) and check(_ADJUSTMENT, node, report):
            _adjust(name, node, report, rules, taken, notices)


def _touches_formula(node: Mapping, report: Reporter) -> bool:
    remedy = "停用这条规则，在本叠加的“规则”里另写一条"
    keys = [entry.key for entry in node if entry.key.text in _FIXED]
    for key in keys:
        report.error("overlay.assertion", f"叠加不能改规则的“{key.text}”", key, remedy)
    return bool(keys)


def _adjust(
    name: str,
    node: Mapping,
    report: Reporter,
    rules: dict[str, RuleSource],
    taken: dict[tuple[str, str], str],
    notices: list[str],
) -> None:
    wanted = node.get("规则")
    assert isinstance(wanted, Scalar)  # the schema says so
    rule = rules.get(wanted.text)
    if rule is None:
        said = f"没有编号为“{wanted.text}”的规则{asked(wanted.text, rules)}"
        report.error("overlay.no-match", said, wanted, "这一行什么也没有改")
        return
    changes = [entry for entry in node if entry.key.text not in ("规则", "理由", "依据", "说明")]
    if not changes:
        report.error("overlay.empty", "这一行什么也没有改", node, "写上 级别、参数、词表增、词表减 或 停用")
        return
    for entry in changes:
        for key in _keys(entry):
            before = taken.setdefault((rule.id, key), name)
            if before != name or taken.get((rule.id, key + "#")) == name:
                whose = f"叠加“{before}”和“{name}”都" if before != name else f"叠加“{name}”两次"
                report.error("overlay.conflict", f"{whose}改了 {rule.id} 的“{key}”", entry.key, "只留一处")
                return
            taken[(rule.id, key + "#")] = name
    rules[rule.id] = _changed(name, rule, node, report, notices)


def _keys(entry: Entry) -> Iterable[str]:
    if entry.key.text == "参数" and isinstance(entry.value, Mapping):
        return [f"参数.{inner.key.text}" for inner in entry.value]
    return ["状态" if entry.key.text == "停用" else entry.key.text]


def _changed(name: str, rule: RuleSource, node: Mapping, report: Reporter, notices: list[str]) -> RuleSource:
    tree = rule.tree
    borrowed = dict(rule.borrowed)
    before, basis = highest_level(tree), node.get("依据")
    added, removed = list(rule.added), list(rule.removed)
    stopped = text_of(node.get("停用")) == "是"
    level = node.get("级别")
    if level is not None:
        tree = _without(_with(tree, "级别", level), "分级")
    if isinstance(parameters := node.get("参数"), Mapping):
        tree = _parameters(tree, parameters, rule.id, report)
    for key, into in (("词表增", added), ("词表减", removed)):
        value = node.get(key)
        if isinstance(value, Mapping):
            into.extend((entry.key.text.lstrip("$"), entry.value) for entry in value)
        elif value is not None:
            into.append(("", value))
    if stopped:
        tree = _with(tree, "状态", Scalar.at(node.place, "停用"))
        reason = node.get("理由")
        if reason is None:
            report.error("overlay.reason", f"停用 {rule.id} 没有写理由", node, "补上“理由: …”")
        else:
            tree = _with(tree, "理由", reason)
    if isinstance(basis, Items):
        own = tree.get("依据")
        items = own.items if isinstance(own, Items) else ()
        tree = _with(tree, "依据", Items((*items, *basis.items), basis.place))
    after = highest_level(tree)
    lowered = before == "错误" and (stopped or after != "错误")
    if lowered and rule.national:
        what = "停用" if stopped else f"由错误降为{after}"
        if node.get("理由") is None or basis is None:
            report.error("overlay.lowered", f"把国家规则 {rule.id} {what}，要写理由和依据", node,
                         "补上“理由: …”和“依据: [{文件: …, 条款: …}]”")  # fmt: skip
        notices.append(f"叠加“{name}”把 {rule.id} {what}：{text_of(node.get('理由'))}（{_cited(basis)}）")
    for inner in _descendants(node):
        borrowed[id(inner)] = report.source
    return replace(rule, tree=tree, borrowed=borrowed, added=tuple(added), removed=tuple(removed),
                   changed_by=tuple(dict.fromkeys((*rule.changed_by, name))))  # fmt: skip


def highest_level(tree: Mapping) -> str:
    """The gravest level that the rule can give, 分级 included; "" if none is readable."""
    levels = {text_of(tree.get("级别"))}
    grades = tree.get("分级")
    if isinstance(grades, Items):
        levels |= {text_of(item.get("级别")) for item in grades.items if isinstance(item, Mapping)}
    return next((level for level in LEVELS if level in levels), "")


def _parameters(tree: Mapping, changes: Mapping, rule_id: str, report: Reporter) -> Mapping:
    own = tree.get("参数")
    known = own if isinstance(own, Mapping) else Mapping((), tree.place)
    for change in changes:
        if known.get(change.key.text) is None:
            names = [entry.key.text for entry in known]
            said = f"{rule_id} 没有参数“{change.key.text}”{asked(change.key.text, names)}"
            remedy = f"它的参数：{' '.join(names)}" if names else "这条规则没有参数"
            report.error("overlay.parameter", said, change.key, remedy)
        else:
            known = _with(known, change.key.text, change.value)
    return _with(tree, "参数", known) if own is not None else tree


def _with(tree: Mapping, key: str, value: Node) -> Mapping:
    """The mapping with `key` set, in its old place or at the end."""
    if tree.get(key) is None:
        return Mapping((*tree.entries, Entry(Scalar.at(value.place, key), value)), tree.place)
    return Mapping(tuple(Entry(e.key, value) if e.key.text == key else e for e in tree.entries), tree.place)


def _without(tree: Mapping, key: str) -> Mapping:
    return Mapping(tuple(entry for entry in tree.entries if entry.key.text != key), tree.place)


def _descendants(node: Node) -> Iterable[Node]:
    yield node
    match node:
        case Mapping(entries=entries):
            for entry in entries:
                yield entry.key
                yield from _descendants(entry.value)
        case Items(items=items):
            for item in items:
                yield from _descendants(item)


def _cited(basis: Node | None) -> str:
    items: Sequence[Node] = basis.items if isinstance(basis, Items) else ()
    cited = [f"{text_of(i.get('文件'))} {text_of(i.get('条款'))}" for i in items if isinstance(i, Mapping)]
    return "依据 " + "；".join(cited) if cited else "未写依据"
