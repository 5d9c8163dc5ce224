"""词表: word lists that rules share, in files of `rules/词表/`.

    词表: 常用                     # the file's name, for people
    版本: "2021.1"
    说明: …                        # optional
    组:
      其他处理说明: [其他处理, 撤回申请, 主动撤销]         # a list of patterns
      编制依据:                                          # or patterns with exceptions
        词: ["根据…条例", "依据…规定"]
        除外: ["根据…条例实施细则"]

A rule names a list as `$其他处理说明`. Patterns are written in the language of
`auditor.rules.wording` (`{甲|乙}…丙`); whether they are well formed is checked there. List names are
unique over all files of one folder; a list in RULES replaces the packaged list of the same name.
A list may not be empty: a list that can match nothing would make a rule that says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq

from auditor.base.diagnostic import Diagnostic
from auditor.rules.keys import Reporter
from auditor.rules.model import WordList
from auditor.source.tree import Mapping, Node, Scalar, Sequence, SourceFile

FILE_KEYS = ("词表", "版本", "说明", "组")
LIST_KEYS = ("词", "除外", "说明")


def load_word_lists(file: SourceFile) -> tuple[tuple[WordList, ...], tuple[Diagnostic, ...]]:
    """The lists of one 词表 file in written order, with every fault found."""
    report = Reporter(file)
    root = file.root
    if not isinstance(root, Mapping):
        return (), ()
    report.unknown_keys(root, FILE_KEYS)
    groups = root.get("组")
    if groups is None:
        report.error("words.no-groups", "词表文件没有“组”", root, "写上 组: {名称: [词, 词]}")
        return (), tuple(report.found)
    if not isinstance(groups, Mapping):
        report.error("words.no-groups", "“组”应是若干“名称: [词, 词]”", groups)
        return (), tuple(report.found)
    lists = []
    for entry in groups:
        words = _list(entry.key, entry.value, report)
        if words is not None:
            lists.append(words)
    return tuple(lists), tuple(report.found)


def _list(key: Scalar, node: Node, report: Reporter) -> WordList | None:
    match node:
        case Sequence():
            patterns = strings(node, report)
            exceptions: tuple[str, ...] | None = ()
        case Mapping():
            report.unknown_keys(node, LIST_KEYS)
            words, but = node.get("词"), node.get("除外")
            if words is None:
                report.error("words.empty", f"词组“{key.text}”没有“词”", key)
                return None
            patterns = strings(words, report)
            exceptions = () if but is None else strings(but, report)
        case Scalar():
            report.error("words.not-a-list", f"词组“{key.text}”应是一个列表", node, "写成 [词, 词]")
            return None
    if patterns is None or exceptions is None:
        return None
    if not patterns:
        report.error("words.empty", f"词组“{key.text}”里一个词也没有", key)
        return None
    return WordList(key.text, patterns, exceptions)


def strings(node: Node, report: Reporter) -> tuple[str, ...] | None:
    """The texts of a list of texts; None (and errors) where it is not one. Repeated words are warned of."""
    if not isinstance(node, Sequence):
        report.error("words.not-a-list", "这里应是一个列表", node, "写成 [词, 词]")
        return None
    texts: list[str] = []
    sound = True
    for item in node.items:
        if not isinstance(item, Scalar) or not item.text.strip():
            report.error(
                "words.not-text", "列表里的每一项应是文字，不能为空", item, "含有 { 或 [ 的写在英文引号里"
            )
            sound = False
        elif item.text in texts:
            report.warning("words.repeated", f"“{item.text}”重复了", item, "删去一处")
        else:
            texts.append(item.text)
    return tuple(texts) if sound else None


def merge(own: Seq[WordList], packaged: Seq[WordList]) -> dict[str, WordList]:
    """Lists by name; those of RULES before the packaged ones."""
    return {words.name: words for words in (*packaged, *own)}
