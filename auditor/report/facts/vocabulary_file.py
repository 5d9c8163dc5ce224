"""The file of the vocabulary of facts (`词典: 事实`) to a Vocabulary; every fault named with its line.

单位: {件数: 件 宗 …}               groups of units; 金额 counts in 元, 万元 is ten thousand of them
填充: 共 的 …                        what may stand between a figure and its verb or object
主语: {申请: {强: …, 弱: …}}          what verbs speak of
渠道: {微信公众号发布: 公众号 …}        the name that a figure of one channel gets
全为: {自然人: …}                    申请人均为自然人: all of the figure before
断言: [{名称, 相关, 词, 否定, 自明, 语境}]  claims without a figure
守卫: {不对申请做的事: 调解 …, …}      the lists of `guards.NAMES`, every one of them
事实: [{名称, 单位, 主语, 动词, 说法, 分项, 弱, 连用, 后置, 渠道, 语境, 审理词, 除外, 零说, 零动, 无动,
       续说, 承接}]
and the lists of `LISTS`. Words stand with blanks between them; {结转|顺延}{|至}下年 is four of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from auditor.base.alternatives import spelt_out
from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.text import fold
from auditor.report.facts.guards import NAMES, Lists
from auditor.report.facts.vocabulary import Claim, FactDef, Vocabulary, Word
from auditor.report.tree_file import Fault, maps
from auditor.source.nearest import advice
from auditor.source.tree import Mapping, Node, Scalar, Sequence, SourceFile

NAME = "事实"
LISTS = ("他事", "分项词", "依次词", "虚词", "含词", "总数词", "上年词", "本年词", "比较词", "增词", "减词",
         "他期词", "否定词", "后否定", "假设词",
         "下级", "全域", "机关尾", "申请渠道", "申请人词", "未办词", "结转词")  # fmt: skip
_KEYS = (
    "词典",
    "版本",
    "说明",
    "单位",
    "填充",
    "主语",
    "渠道",
    "全为",
    "断言",
    "断言除外",
    "约数",
    "守卫",
    "事实",
    *LISTS,
)
_FACT_KEYS = (
    "名称",
    "单位",
    "主语",
    "动词",
    "说法",
    "分项",
    "弱",
    "连用",
    "后置",
    "渠道",
    "语境",
    "审理词",
    "除外",
    "零说",
    "零动",
    "无动",
    "续说",
    "承接",
)
MONEY = "金额"
_PLAIN = Word()


def load_vocabulary(file: SourceFile) -> tuple[Vocabulary | None, tuple[Diagnostic, ...]]:
    """The vocabulary that `file` describes, or None with the first fault found."""
    try:
        if not isinstance(file.root, Mapping):
            raise Fault(file.root or Scalar("", 1, 1), "文件没有内容")
        return _Loading(file.root, file.sha256).load(), ()
    except Fault as fault:
        place = fault.node.place
        line = file.lines[place.line - 1] if 0 < place.line <= len(file.lines) else ""
        message, remedy = f"事实词典写法有误：{fault.message}", "对照程序自带的“事实”词典改正这一行"
        return None, (
            Diagnostic(Severity.ERROR, "vocabulary.invalid", message, remedy, file.name, place, line),
        )


class _Loading:
    """One load: words gather in `words`."""

    def __init__(self, root: Mapping, sha256: str) -> None:
        self.root = root
        self.sha256 = sha256
        self.words: dict[str, Word] = {}
        self.facts: dict[str, FactDef] = {}

    def load(self) -> Vocabulary:
        root = self.root
        for entry in root:
            if entry.key.text not in _KEYS:
                raise Fault(entry.key, f"没有“{entry.key.text}”这个键，{advice(entry.key.text, _KEYS)}")
        units = {e.key.text: tuple(_scalars(e.value)) for e in _mapping(root, "单位")}
        subjects = self._subjects()
        for name in LISTS:
            self._are(_texts(root, name), marks=frozenset({name}))
        for entry in _mapping(root, "渠道"):
            self._are(_scalars(entry.value), channel=entry.key.text)
        for node in maps(root, NAME):
            self._fact(node, units, subjects)
        for node in maps(root, NAME):
            if unknown := [name for name in _texts(node, "承接") if name not in self.facts]:
                raise Fault(node.get("承接") or node, f"没有“{unknown[0]}”这个事实")
        channels = {entry.key.text for entry in _mapping(root, "渠道")}
        everyone = self._everyone()
        claims = self._claims()
        return Vocabulary(
            version=_text(root, "版本"),
            sha256=self.sha256,
            facts=self.facts,
            words=self.words,
            units=frozenset(unit for group in units.values() for unit in group),
            fillers=frozenset(text for name in ("填充", "未办词") for text in _texts(root, name)),
            approximate=tuple(_texts(root, "约数")),
            claim_exceptions=tuple(_texts(root, "断言除外")),
            names=frozenset({*self.facts, *channels, *everyone, *claims, "占比", "增长率", "复议诉讼",
                             *(f"{name}.增长率" for name in self.facts)}),
            guards=self._guards(),
        )  # fmt: skip

    def _are(self, texts: Iterable[str], **what: Any) -> None:
        """Say what `texts` are, besides what they are already: words that were the same stay one object."""
        own = dict.fromkeys(texts, _PLAIN.also(**what))
        both: dict[int, Word] = {}
        for text in own.keys() & self.words.keys():
            word = self.words[text]
            if id(word) not in both:
                both[id(word)] = word.also(**what)
            own[text] = both[id(word)]
        self.words.update(own)

    def _subjects(self) -> set[str]:
        found = set()
        for entry in _mapping(self.root, "主语"):
            subject = entry.key.text
            found.add(subject)
            if not isinstance(entry.value, Mapping):
                raise Fault(entry.value, "主语应写成 {强: …, 弱: …}")
            self._are(_texts(entry.value, "强"), strong=(subject,))
            self._are(_texts(entry.value, "弱"), weak=(subject,))
        return found

    def _fact(self, node: Mapping, units: dict[str, tuple[str, ...]], subjects: set[str]) -> None:
        for entry in node:
            if entry.key.text not in _FACT_KEYS:
                raise Fault(entry.key, f"没有“{entry.key.text}”这个键，{advice(entry.key.text, _FACT_KEYS)}")
        name, unit, subject = _text(node, "名称"), _text(node, "单位"), _text(node, "主语", "")
        if name in self.facts:
            raise Fault(node, f"“{name}”写了两次")
        if unit not in units:
            raise Fault(node.get("单位") or node, f"单位里没有“{unit}”")
        if subject and subject not in subjects:
            raise Fault(node.get("主语") or node, f"主语里没有“{subject}”")
        if node.get("动词") is not None and not subject:
            raise Fault(node, "有“动词”就要写“主语”")
        fact = FactDef(
            name, frozenset(units[unit]), subject, _flag(node, "分项"), _flag(node, "弱"),
            _flag(node, "连用"), _flag(node, "后置"), _text(node, "渠道", ""), unit == MONEY,
            _texts(node, "语境"), _texts(node, "审理词"), _texts(node, "除外"), _flag(node, "无动"),
            _texts(node, "承接"),
        )  # fmt: skip
        self.facts[name] = fact
        said = _texts(node, "说法")
        for text in self.words.keys() & set(said):
            if (other := self.words[text].label) not in (None, fact):
                raise Fault(node.get("说法") or node, f"“{text}”已经是“{other.name}”的说法")
        self._are(_texts(node, "动词"), verbs={subject: fact})
        self._are(said, label=fact)
        self._are(_texts(node, "续说"), further=(fact,))
        self._are(_texts(node, "零说"), none=fact)
        self._are(_texts(node, "零动"), zero=fact)

    def _guards(self) -> Lists:
        lists = {entry.key.text: entry for entry in _mapping(self.root, "守卫")}
        for name, entry in lists.items():
            if name not in NAMES:
                raise Fault(entry.key, f"没有“{name}”这个守卫，{advice(name, NAMES)}")
        for name in NAMES:
            if name not in lists:
                key = next(entry.key for entry in self.root if entry.key.text == "守卫")
                raise Fault(key, f"守卫里缺少“{name}”")
        return {name: _scalars(lists[name].value) for name in NAMES}

    def _everyone(self) -> set[str]:
        found = set()
        for entry in _mapping(self.root, "全为"):
            fact = f"申请.{entry.key.text}"
            found.add(fact)
            self._are(_scalars(entry.value), everyone=fact)
        return found

    def _claims(self) -> set[str]:
        found = set()
        for node in maps(self.root, "断言"):
            name, about = _text(node, "名称"), _text(node, "相关")
            if about not in self.facts:
                raise Fault(node.get("相关") or node, f"没有“{about}”这个事实")
            found.add(name)
            claim = Claim(name, about, _flag(node, "自明"), _texts(node, "语境"))
            self._are(_texts(node, "词"), claims=(claim,))
            self._are(_texts(node, "否定"), denied=(claim,))
        return found


def _mapping(node: Mapping, key: str) -> Mapping:
    value = node.get(key)
    if not isinstance(value, Mapping):
        raise Fault(value or node, f"缺少“{key}”" if value is None else f"“{key}”应写成 键: 值")
    return value


def _text(node: Mapping, key: str, default: str | None = None) -> str:
    value = node.get(key)
    if value is None:
        if default is None:
            raise Fault(node, f"缺少“{key}”")
        return default
    if not isinstance(value, Scalar) or not value.text.strip():
        raise Fault(value, f"“{key}”应是文字")
    return value.text


def _flag(node: Mapping, key: str) -> bool:
    text = _text(node, key, "否")
    if text not in ("是", "否"):
        raise Fault(node.get(key) or node, f"“{key}”写 是 或 否")
    return text == "是"


def _texts(node: Mapping, key: str) -> tuple[str, ...]:
    value = node.get(key)
    return () if value is None else _scalars(value)


def _scalars(node: Node) -> tuple[str, ...]:
    """Words with blanks between them (which loads fastest), or a list; folded."""
    if isinstance(node, Scalar) and node.text.strip():
        words = map(fold, node.text.split())
        if "{" not in node.text:
            return tuple(words)
        return tuple(chain.from_iterable(map(spelt_out, words)))
    if not isinstance(node, Sequence):
        raise Fault(node, "应写成 甲 乙 丙，词与词之间空一格")
    texts = tuple(fold(item.text) if isinstance(item, Scalar) else "" for item in node.items)
    if "" in texts:
        raise Fault(node.items[texts.index("")], "清单里只能写文字")
    return texts
