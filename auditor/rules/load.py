"""RULES folders to the rules of a run, with every fault of every file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.base.collector import paused
from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.report.facts import Vocabulary
from auditor.report.lexicon import Lexicon
from auditor.rules import local_edits
from auditor.rules.applies import narrow, read_applies
from auditor.rules.files import find_files
from auditor.rules.keys import EXAMPLES, OVERLAY_KEYS, PACK_KEYS, Reporter, asked
from auditor.rules.kinds import KINDS
from auditor.rules.model import Applies, Kind, Pack, Rule, WordList
from auditor.rules.overlay import RuleSource, apply_overlay, text_of
from auditor.rules.premise import question_of
from auditor.rules.rule import build_rule
from auditor.rules.schema import as_text, instance, merged
from auditor.rules.shelf import Shelf, Stock
from auditor.rules.wording import WordIndex
from auditor.rules.workshop import Origin, Workshop
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar
from auditor.source.tree import Sequence as Items


@dataclass(frozen=True)
class LoadedRules:
    """What a run works with. `ok`: no error was found (the rules that are sound are given anyway).
    `notices` are lines for the header of every run: national errors that an overlay lowered."""

    rules: tuple[Rule, ...]
    packs: tuple[Pack, ...]
    overlays: tuple[Pack, ...]
    lexicons: Mapping[str, Lexicon]
    word_lists: Mapping[str, WordList]
    diagnostics: tuple[Diagnostic, ...]
    notices: tuple[str, ...] = ()
    samples: tuple[Path, ...] = ()  # 样本 files, for 例子
    vocabulary: Vocabulary | None = None  # of facts in prose
    wordings: WordIndex = field(default_factory=lambda: WordIndex({}))
    workshop: Workshop | None = None  # for the workbench: builds a changed rule

    @property
    def ok(self) -> bool:
        """Whether nothing stops a run."""
        return all(fault.severity is not Severity.ERROR for fault in self.diagnostics)


def load_rules(
    roots: Sequence[Path],
    overlays: Sequence[str] = (),
    kinds: Mapping[str, Kind] = KINDS,
    examples: bool = True,
) -> LoadedRules:
    """Every rule under `roots` that a 规则集 holds, changed and joined by the named `overlays`. Rules
    come sorted by id, whatever the order of the files. Without `examples` the rules' 例子, which are the
    greater part of the packs and which only tests of rules need, are neither kept nor looked at."""
    with paused():
        return _Loading(roots, overlays, kinds, examples).load()


class _Loading:
    """One load. Faults gather in `found`; nothing raises."""

    def __init__(
        self, roots: Sequence[Path], overlays: Sequence[str], kinds: Mapping[str, Kind], examples: bool
    ) -> None:
        self.files = find_files(roots, "" if examples else EXAMPLES)
        self.own_roots = roots
        self.named = tuple(dict.fromkeys(overlays))
        self.kinds = kinds
        self.found: list[Diagnostic] = self.files.diagnostics
        self.notices: list[str] = []
        self.origins: dict[str, Origin] = {}

    def load(self) -> LoadedRules:
        stock = Stock(self.files, self.own_roots, self.found)
        lexicons, words = stock.lexicons(), stock.word_lists()
        listed = dict(words)  # grows by the lists of single rules
        index = WordIndex(listed)
        vocabulary = stock.vocabulary()
        shelf = Shelf(lexicons, words, self.kinds, _schemas(self.kinds), index, listed, vocabulary)
        packs, national = self._packs("规则集", [])
        if edited := local_edits.notice(national, self.own_roots):
            self.notices.append(edited)
        applied, sources = self._overlays(national)
        rules = self._build(sources, shelf)
        stock.check_patterns(rules, words, listed)
        _same_question(rules, lexicons, self.found)
        if not packs and not any(fault.severity is Severity.ERROR for fault in self.found):
            self._plain("rules.inactive", *self._inactive())
        elif packs and not rules and not any(fault.severity is Severity.ERROR for fault in self.found):
            self._plain("rules.inactive", "规则集里一条规则也没有", "在“规则”下面写上规则")
        return LoadedRules(
            rules=tuple(sorted(rules, key=lambda rule: rule.id)),
            packs=packs,
            overlays=applied,
            lexicons=lexicons,
            word_lists=words,
            diagnostics=tuple(sorted(self.found, key=_place)),
            notices=tuple(self.notices),
            samples=stock.samples(),
            vocabulary=vocabulary,
            wordings=index,
            workshop=Workshop(shelf, self.origins),
        )

    def _inactive(self) -> tuple[str, str]:
        """Why there is no rule at all, and what to do."""
        lone = [mark for mark in ("叠加", "词表") if self.files.of(mark)]
        if not lone:
            return "没有一个规则文件写了“规则集”，没有可用的规则", "检查规则文件夹的路径"
        said = f"这里只有{'和'.join(lone)}，没有可用的规则；{lone[0]}要和规则一起用"
        root = self.files.of(lone[0])[0].root
        name = text_of(root.get("叠加")) if isinstance(root, Tree) else ""
        then = f" --overlay {name}" if name else ""
        return said, f"把文件放进规则文件夹，再写文件夹的名称，例如 auditor rules check rules{then}"

    def _packs(self, mark: str, names: Sequence[str]) -> tuple[tuple[Pack, ...], list[RuleSource]]:
        packs: list[Pack] = []
        sources: list[RuleSource] = []
        for file in self.files.of(mark):
            root = file.root
            assert isinstance(root, Tree)
            if mark == "叠加" and text_of(root.get(mark)) not in names:
                continue
            report = Reporter(file)
            report.unknown_keys(root, PACK_KEYS if mark == "规则集" else OVERLAY_KEYS)
            name = text_of(root.get(mark))
            if not name:
                report.error("pack.name", f"“{mark}”后面要写名称", root)
            packs.append(Pack(name, text_of(root.get("版本")), file.sha256, file.name))
            rules = root.get("规则")
            if rules is None and mark == "规则集":
                report.error("pack.no-rules", "规则集没有“规则”", root, "写上 规则: 和下面的每条规则")
            elif rules is not None and not _blank(rules) and not isinstance(rules, Items):
                report.error("rule.type", "“规则”应是一个列表", rules, "每条规则以“- 编号: …”开头")
            for node in rules.items if isinstance(rules, Items) else ():
                if isinstance(node, Tree):
                    sources.append(RuleSource(node, file, root, mark == "规则集"))
                else:
                    report.error("rule.type", "每条规则应是若干“键: 值”", node, "以“- 编号: …”开头")
            self.found += report.found
        return tuple(packs), sources

    def _overlays(self, national: list[RuleSource]) -> tuple[tuple[Pack, ...], list[RuleSource]]:
        known = {
            text_of(file.root.get("叠加")): file
            for file in self.files.of("叠加")
            if isinstance(file.root, Tree)
        }
        for name in self.named:
            if name not in known:
                there = f"有：{' '.join(sorted(known))}" if known else "规则文件夹里没有叠加文件"
                if any(fault.code.startswith(("yaml.", "source.")) for fault in self.found):
                    there = f"有的文件还读不了，先改好它们；{there}"
                self._plain("overlay.unknown", f"没有名为“{name}”的叠加{asked(name, known)}", there)
        applied, own = self._packs("叠加", self.named)
        unique = self._unique([*national, *own])
        rules = {source.id: source for source in unique if source.id}
        nameless = [source for source in unique if not source.id]
        taken: dict[tuple[str, str], str] = {}
        for name in self.named:
            for file in self.files.of("叠加"):
                root = file.root
                if isinstance(root, Tree) and text_of(root.get("叠加")) == name:
                    report = Reporter(file)
                    apply_overlay(root, report, rules, taken, self.notices)
                    self.found += report.found
        return applied, [*rules.values(), *nameless]

    def _unique(self, sources: list[RuleSource]) -> list[RuleSource]:
        """The first rule of each 编号; also no 曾用编号 may be in use."""
        first: dict[str, RuleSource] = {}
        kept = []
        for source in sources:
            before = first.get(source.id)
            if source.id and before is not None:
                report = Reporter(source.source)
                node = source.tree.get("编号") or source.tree
                where = f"{before.source.name}:{before.tree.place.line}"
                report.error("rule.duplicate-id", f"编号“{source.id}”已经用在 {where}", node, "换一个编号")
                self.found += report.found
            else:
                first[source.id] = source
                kept.append(source)
        for source in kept:
            former = source.tree.get("曾用编号")
            for node in former.items if isinstance(former, Items) else ():
                if text_of(node) in first:
                    report = Reporter(source.source)
                    report.error("rule.former-id", f"曾用编号“{text_of(node)}”现在是另一条规则的编号", node)
                    self.found += report.found
        return kept

    def _build(self, sources: Sequence[RuleSource], shelf: Shelf) -> list[Rule]:
        heads: dict[int, tuple[Applies, bool]] = {}
        rules = []
        for source in sources:
            report = Reporter(source.source, borrowed=source.borrowed)
            head = heads.get(id(source.pack))
            if head is None:
                head = heads[id(source.pack)] = _head(source.pack, report)
            rule = build_rule(source, shelf, head[0], head[1], report)
            self.found += report.found
            if rule is not None:
                rules.append(rule)
                self.origins[rule.id] = Origin(source, head[0], head[1])
        return rules

    def _plain(self, code: str, message: str, remedy: str, file: str = "") -> None:
        self.found.append(Diagnostic(Severity.ERROR, code, message, remedy, file))


def _schemas(kinds: Mapping[str, Kind]) -> dict[str, Mapping[str, Any]]:
    return {name: as_text(merged(kind.SCHEMA)) for name, kind in kinds.items()}


def _head(pack: Tree, report: Reporter) -> tuple[Applies, bool]:
    """A file's 适用 and whether its rules take blanks for zero, which needs a 依据."""
    node = pack.get("适用")
    applies = Applies() if node is None else read_applies(node, report)
    blank = pack.get("空白视为零")
    if blank is None or text_of(blank) == "否":
        return applies, False
    basis = blank.get("依据") if isinstance(blank, Tree) else None
    if not isinstance(basis, Items) or not basis.items:
        remedy = "写成 空白视为零: {依据: [{文件: …, 条款: …}]}"
        report.error("pack.blank", "“空白视为零”要写依据", blank, remedy)
    return applies, True


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text


_WORDS_ABOUT = frozenset(
    (
        "编号",
        "名称",
        "级别",
        "分级",
        "依据",
        "适用",
        "状态",
        "理由",
        "消息",
        "怎么改",
        "例子",
        "曾用编号",
        "可能多报",
        "说明",
    )
)


def _same_question(rules: Sequence[Rule], lexicons: Mapping[str, Lexicon], found: list[Diagnostic]) -> None:
    """Warn of two rules that ask the same of the same reports."""
    alike: dict[frozenset[tuple[str, str]], list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        if rule.tree is not None and rule.state != "停用":
            alike.setdefault(_outline(rule.tree), []).append(rule)
    for group in alike.values():
        if len(group) > 1:
            _same_among(group, lexicons, found)


def _same_among(rules: Sequence[Rule], lexicons: Mapping[str, Lexicon], found: list[Diagnostic]) -> None:
    first: dict[str, list[Rule]] = {}
    for rule in rules:
        assert rule.tree is not None
        key = _question(rule.tree, lexicons[next(iter(rule.checks))])
        for other in first.get(key, ()):
            if narrow(rule.applies, other.applies) is not None:
                said = f"{rule.id} 和 {other.id} 查的是同一件事"
                remedy = "留一条，或改写其中一条"
                found.append(Diagnostic(Severity.WARNING, "rule.same", said, remedy, rule.file, rule.place))
        first.setdefault(key, []).append(rule)


_FORMULAS = ("断言", "前提")


def _outline(tree: Tree) -> frozenset[tuple[str, str]]:
    """What a rule asks but for its formulas, which are slow to compare: equal for rules that ask the
    same."""
    found: list[tuple[str, str]] = []
    for entry in tree.entries:
        key, value = entry.key.text, entry.value
        if key in _FORMULAS:
            found.append((key, ""))
        elif key not in _WORDS_ABOUT:
            found.append((key, value.text if isinstance(value, Scalar) else _line(instance(value))))
    return frozenset(found)


def _question(tree: Tree, lexicon: Lexicon) -> str:
    """What a rule asks, whatever it is called and however its formulas are spelt."""
    asked_for = {entry.key.text: entry.value for entry in tree if entry.key.text not in _WORDS_ABOUT}
    said = {key: instance(node) for key, node in asked_for.items()}
    for key in _FORMULAS:
        if isinstance(node := asked_for.get(key), Scalar):
            said[key] = question_of(node.text, lexicon)
    return _line(said)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _place(fault: Diagnostic) -> tuple[str, int, int, str]:
    place = fault.place if isinstance(fault.place, SourcePlace) else SourcePlace(0, 0)
    return (fault.file, place.line, place.column, fault.message)
