"""What a rule asks, in words: read from its own tree, for explain, for the pages and for lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.rules.about import KIND_ABOUT
from auditor.rules.applies import KIND_NAMES, TIER_NAMES
from auditor.rules.model import Applies, Rule, WordList
from auditor.rules.overlay import text_of
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar
from auditor.source.tree import Sequence as Items

_LINES = {"行": "每一行", "列": "每一列", "组": "每一组", "格": "每一格"}
_ABOUT = frozenset(
    ("编号", "名称", "类型", "级别", "分级", "依据", "状态", "理由", "消息", "怎么改", "例子", "曾用编号",
     "可能多报", "说明", "适用", "参数")
)  # fmt: skip
_SAID_BY_MEANING = {
    "勾稽": ("对象", "逐", "范围", "断言", "前提"),
    "条件说明": ("前提", "断言"),
    "时限": ("断言", "前提"),
}


def meaning(rule: Rule) -> str:
    """One sentence: what is looked at, and what must hold."""
    tree = rule.tree
    said = {} if tree is None else {entry.key.text: text_of(entry.value) for entry in tree}
    if tree is None:
        return KIND_ABOUT.get(rule.kind, rule.name)
    if rule.kind == "条件说明":
        return f"如果 {said.get('前提', '')}，就应当 {_mention(said.get('断言', ''))}"
    if "断言" in said:
        where = said.get("对象", "")
        along = _LINES.get(said.get("逐", ""), "")
        limits = "、".join(_leaves(tree.get("范围")))
        at = f"{where}的{along}" if where and along else where or "整份报告"
        only = f"（只看 {limits}）" if limits else ""
        when = f"，在 {said['前提']} 的时候" if said.get("前提") else ""
        return f"{at}{only}{when}，应当 {said['断言']}"
    if rule.kind == "必备表述":
        where = "、".join(_leaves(tree.get("位置"))) or "正文"
        groups = tree.get("全部")
        names = "、".join(entry.key.text for entry in groups) if isinstance(groups, Tree) else ""
        when = f"在 {said['前提']} 的时候，" if said.get("前提") else ""
        return f"{when}{where}应当写到：{names}" if names else f"{when}{where}应当写到下面任一种说法"
    about = KIND_ABOUT.get(rule.kind)
    return about if about else rule.name


def terms(rule: Rule) -> tuple[tuple[str, str], ...]:
    """The rule's own keys with their values in words, without those that `meaning` has said."""
    if rule.tree is None:
        return ()
    said = _SAID_BY_MEANING.get(rule.kind, ())
    return tuple(
        (entry.key.text, words(entry.value))
        for entry in rule.tree
        if entry.key.text not in _ABOUT and entry.key.text not in said
    )


def parameters(rule: Rule) -> tuple[tuple[str, str], ...]:
    """参数: the names an overlay may change, with their values."""
    node = rule.tree.get("参数") if rule.tree is not None else None
    return tuple((entry.key.text, words(entry.value)) for entry in node) if isinstance(node, Tree) else ()


def grades(rule: Rule) -> tuple[tuple[str, str], ...]:
    """分级: the condition and the level it gives."""
    node = rule.tree.get("分级") if rule.tree is not None else None
    items = node.items if isinstance(node, Items) else ()
    return tuple((text_of(i.get("当")), text_of(i.get("级别"))) for i in items if isinstance(i, Tree))


def words(node: Node) -> str:
    """A value of a rule as a person would write it in a line."""
    match node:
        case Scalar(text=text):
            return text
        case Items(items=items):
            return "、".join(words(item) for item in items)
        case Tree(entries=entries):
            return "；".join(f"{entry.key.text}：{words(entry.value)}" for entry in entries)


def applies_words(applies: Applies) -> tuple[tuple[str, str], ...]:
    """适用 as (what, wanted); empty where the rule is for every report."""
    found: list[tuple[str, str]] = []
    if applies.first_year is not None or applies.last_year is not None:
        found.append(("年度", _years(applies)))
    if applies.kinds:
        found.append(("机关", "、".join(n for kind, n in KIND_NAMES.items() if kind.value in applies.kinds)))
    if applies.tiers:
        found.append(("层级", "、".join(n for tier, n in TIER_NAMES.items() if tier.value in applies.tiers)))
    if applies.family:
        found.append(("报告种类", applies.family))
    return tuple(found)


def _years(applies: Applies) -> str:
    first, last = applies.first_year, applies.last_year
    if first is None:
        return f"{last}年度及以前"
    if last is None:
        return f"{first}年度起"
    return f"{first}年度" if first == last else f"{first}至{last}年度"


def examples(rule: Rule) -> Iterator[tuple[str, str]]:
    """Each 例子 as (expectation, what is changed and what must come of it)."""
    node = rule.tree.get("例子") if rule.tree is not None else None
    for item in node.items if isinstance(node, Items) else ():
        if isinstance(item, Tree):
            yield _example(item)


def _example(item: Tree) -> tuple[str, str]:
    expectation, base = "", ""
    parts: list[str] = []
    for entry in item:
        key, value = entry.key.text, entry.value
        match key:
            case "通过" | "违反" | "无法判定" | "不适用":
                expectation, base = key, text_of(value)
            case "改":
                parts.append(f"改 {_changes(value)}")
            case "上年":
                changed = _changes(value)
                parts.append(f"上年报告改 {changed}" if changed else "有上年报告")
            case "下级":
                count = len(value.items) if isinstance(value, Items) else 0
                parts.append(f"下级报告 {count} 份（{words(value)}）")
            case "应报":
                parts.append(f"报 {words(value)}")
            case "消息含":
                parts.append(f"消息里有“{words(value)}”")
            case "级别":
                parts.append(f"级别 {words(value)}")
            case _:
                parts.append(words(value))
    return expectation, "；".join([base, *(part for part in parts if part)])


def _changes(node: Node) -> str:
    if not isinstance(node, Tree):
        return words(node)
    return "，".join(f"{entry.key.text}＝{_changed(entry.value)}" for entry in node)


def _changed(node: Node, key: str = "") -> str:
    if isinstance(node, Tree):
        return "，".join(f"{entry.key.text} {_changed(entry.value, entry.key.text)}" for entry in node)
    if isinstance(node, Items):
        pair = key == "替换" and len(node.items) == 2 and all(isinstance(i, Scalar) for i in node.items)
        return ("→" if pair else "／").join(_quoted(words(item)) for item in node.items)
    return _quoted(words(node))


def _quoted(text: str) -> str:
    return f"“{text}”" if len(text) > 8 and "“" not in text else text or "（空）"


_LIST = re.compile(r"提及\s*[(（]\s*([^,，]+)[,，]\s*(\$[^)）]+)[)）]")


def _mention(assertion: str) -> str:
    """提及(正文, $其他处理说明) as a person says it."""
    return _LIST.sub(lambda found: f"在{found[1].strip()}里写到“{found[2].strip()}”", assertion)


def lists_named(rule: Rule, known: Mapping[str, WordList], named: tuple[str, ...]) -> tuple[WordList, ...]:
    """The word lists that a rule uses, its own before the shared ones of the same name."""
    found: list[WordList] = []
    for name in named:
        held = known.get(f"{rule.id}:{name}") or known.get(name)
        if held is not None:
            found.append(held)
    return tuple(found)


def _leaves(node: Node | None) -> list[str]:
    match node:
        case Scalar(text=text):
            return [text]
        case Items(items=items):
            return [text for item in items for text in _leaves(item)]
        case _:
            return []
