"""The word lists of one rule: shared ones, its own, and what an overlay adds or takes away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from auditor.rules.keys import Reporter, asked
from auditor.rules.model import WordList
from auditor.rules.overlay import RuleSource
from auditor.rules.wordlists import strings
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar
from auditor.source.tree import Sequence as Items


def lists_of(
    item: RuleSource, shared: Mapping[str, WordList], private: dict[str, WordList], report: Reporter
) -> Mapping[str, WordList]:
    """The lists the rule may name: the shared ones, its own 参数 that are lists, an overlay's changes.
    Lists of its own get a name of their own and are added to `private`."""
    words = dict(shared)
    changed: dict[str, WordList] = {}
    parameters = item.tree.get("参数")
    if isinstance(parameters, Tree):
        for entry in parameters:
            if isinstance(entry.value, Items) and (texts := strings(entry.value, report)):
                changed[entry.key.text] = WordList(entry.key.text, texts)
    for add, changes in ((True, item.added), (False, item.removed)):
        for name, node in changes:
            target = name or _only_list(item, node, report)
            texts = strings(node, report)
            if not target or not texts:
                continue
            have = changed.get(target, words.get(target))
            if have is None:
                said = f"没有“${target}”这个词组{asked(target, words)}"
                report.error("overlay.no-list", said, node)
                continue
            changed[target] = _edited(have, texts, add, node, report)
    for name, made in changed.items():
        own = f"{item.id}:{name}"
        private[own] = words[name] = replace(made, name=own)
    return words


def _edited(have: WordList, texts: tuple[str, ...], add: bool, node: Node, report: Reporter) -> WordList:
    if add:
        return replace(have, patterns=tuple(dict.fromkeys((*have.patterns, *texts))))
    for text in texts:
        if text not in have.patterns:
            report.error("overlay.no-match", f"词组里没有“{text}”{asked(text, have.patterns)}", node)
    return replace(have, patterns=tuple(word for word in have.patterns if word not in texts))


_NAMED = re.compile(r"\$([^\s$,，()（）{}\[\]+*/=≠<>≤≥“”\"、；。]+)")


def named_lists(tree: Tree) -> tuple[str, ...]:
    """The `$名` that a rule writes anywhere but in its 例子 and 说明."""
    found: dict[str, None] = {}

    def walk(node: Node) -> None:
        match node:
            case Scalar(text=text):
                if "$" in text:
                    found.update(dict.fromkeys(_NAMED.findall(text)))
            case Items(items=items):
                for inner in items:
                    walk(inner)
            case Tree(entries=entries):
                for entry in entries:
                    walk(entry.value)

    for entry in tree:
        if entry.key.text not in ("例子", "说明", "消息", "怎么改", "依据", "名称"):
            walk(entry.value)
    return tuple(found)


def _only_list(item: RuleSource, node: Node, report: Reporter) -> str:
    names = named_lists(item.tree)
    if len(names) == 1:
        return names[0]
    said = f"{item.id} 没有用词表" if not names else f"{item.id} 用了几个词表，不知道改哪一个"
    remedy = f"写成 {{{names[0]}: [词, 词]}}" if names else "这条规则的词写在它自己里面，叠加改不了"
    report.error("overlay.which-list", said, node, remedy)
    return ""
