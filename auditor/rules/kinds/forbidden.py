"""禁用词: words, names and leftovers that must not appear.

    任一   wordings that must not be said
    按机关  {乡镇: wordings, 部门: wordings}: those of the report's own kind of agency; a kind that is not
           listed makes the rule 不适用, an unknown one 无法判定
    近似   with 任一: standard wordings ($标准用语) that may not be misspelt: a place that sounds or looks
           like one and is not it is found as well (`auditor.rules.misspelt`); 提示 where nothing else was
    识别   with 任一, what is read and not looked up counts as well: 提示语 (notes to the writer that a
           template left, but for those beside the tables: `auditor.rules.hints`), 密级标识 (`…marks`),
           漏数 (`…lacking`)
    段尾   [，, 、]: what a paragraph may not end with, where nothing but a heading follows (a paragraph
           that goes on was cut by a page)
    除外   wordings that take away a match they overlap
    位置   where: 全文 (the default), 正文, 题目, 引言 … or several; one outcome each
    至多   how often it may be said (default 0)
    不同   是: 至多 counts different words, not places
    不含本地  是: words that the agency's own name, title or introduction says do not count
    前提   where it does not hold, 不适用

Wordings are patterns (`auditor.rules.wording`) or $名 of a 词表. What is there fails whatever was not
read; where nothing was found in a place that was not read whole: 无法判定.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from auditor.base.text import fold
from auditor.report.model import Kind, Report, Role
from auditor.rules.applies import KIND_NAMES
from auditor.rules.formula import Bound
from auditor.rules.formula.types import Truth
from auditor.rules.hints import hints_in_prose
from auditor.rules.kinds.common import (
    TEXTS,
    Frame,
    choices_at,
    incomplete,
    list_at,
    scalars,
    text_at,
    words_at,
)
from auditor.rules.lacking import lacking_in
from auditor.rules.marks import marks_in
from auditor.rules.misspelt import Misspelt, misspelt
from auditor.rules.model import BuildContext, Check, Corpus, WordList
from auditor.rules.outcome import Level, Missing, Outcome, TextEvidence
from auditor.rules.premise import compile_at, scope_of
from auditor.rules.prose import EVERYTHING, PASSAGES, SECTION_NAMES, was_read
from auditor.rules.wording import Words, compile_words
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar

NAME = "禁用词"
READ: Mapping[str, Callable[[Report, str], tuple[TextEvidence, ...]]] = {
    "提示语": hints_in_prose,
    "密级标识": marks_in,
    "漏数": lacking_in,
}
_ENDS = 12  # code points shown before the end of a paragraph
_SHOWN = 3
_GUESSES = 2  # wordings that one place may be written for
SCHEMA: Mapping[str, object] = {
    "properties": {
        "位置": TEXTS,
        "任一": TEXTS,
        "近似": TEXTS,
        "按机关": {
            "type": "object",
            "minProperties": 1,
            "properties": dict.fromkeys(KIND_NAMES.values(), TEXTS),
            "additionalProperties": False,
        },
        "识别": {"anyOf": [{"enum": list(READ)}, {"type": "array", "items": {"enum": list(READ)}}]},
        "段尾": TEXTS,
        "除外": TEXTS,
        "至多": {"type": "integer"},
        "不同": {"type": "boolean"},
        "不含本地": {"type": "boolean"},
        "前提": {"type": "string"},
    },
}
FIELDS: Mapping[str, str] = {
    "原文": "找到的字样，最多三种",
    "原句": "第一处所在的句子",
    "个数": "找到几处",
    "位置": "查的是哪里",
    "所在": "找到的在哪些部分",
    "判断": "写了近似的：“有错字”；只是相像的，是“疑为……”",
}
STUB = """\
- 编号: 用语-901
  名称: 乡镇不自称“我局”
  类型: 禁用词
  级别: 警告
  依据: [{文件: 实务要求, 条款: 自称与报告机关相符}]
  位置: 正文
  按机关: {乡镇: [我局], 部门: [我镇]}
  消息: "自称“{原文}”"
  怎么改: 改为本机关的自称
  例子:
  - 通过: 标准报告
  - {违反: 标准报告-2021-部门, 改: {第一部分: {增: 我镇及时更新栏目。}}, 应报: [正文]}
  - {不适用: 标准报告-2021-街道}
"""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """The check: each place says at most so many of the words."""

    frame: Frame
    places: tuple[str, ...]
    words: Words | None
    by_kind: Mapping[Kind, Words]
    endings: tuple[str, ...]
    most: int
    distinct: bool
    not_local: bool
    premise: Bound | None
    premise_text: str
    nearly: Misspelt | None = None
    read: tuple[str, ...] = ()

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per place."""
        words = self.by_kind.get(report.kind) if self.by_kind else self.words
        for place in self.places:
            if self.by_kind and report.kind is Kind.UNKNOWN:
                yield self.frame.cannot_tell(report, place, Missing("机关类别不明", "不知道该用什么自称"))
            elif self.by_kind and words is None:
                reason = "只适用于" + "、".join(KIND_NAMES[kind] for kind in self.by_kind)
                yield self.frame.inapplicable(report, place, reason)
            else:
                yield self._place(report, corpus, place, words)

    def _place(self, report: Report, corpus: Corpus, place: str, words: Words | None) -> Outcome:
        environment = self.frame.environment(report, corpus)
        premise = self.premise.decide(environment) if self.premise else Truth.HOLDS
        if premise is Truth.BROKEN:
            return self.frame.inapplicable(report, place, f"前提不成立：{self.premise_text}")
        found = self._found(report, place, words)
        count = len({fold(hit.quote) for hit in found}) if self.distinct else len(found)
        if count <= self.most:
            if was_read(report, place):
                return self.frame.passed(report, place)
            return self.frame.cannot_tell(report, place, incomplete(report, f"没有取得{place}"))
        if premise is Truth.UNKNOWN and self.premise:
            return self.frame.cannot_tell(report, place, *self.premise.trace(environment).missing)
        return self._breach(report, corpus, place, found, self._guessed(report, place, words))

    def _guessed(self, report: Report, place: str, words: Words | None) -> bool:
        """Whether all that was found only resembles what is meant."""
        return self.nearly is not None and words is not None and not words.every(report, place)

    def _found(self, report: Report, place: str, words: Words | None) -> list[TextEvidence]:
        if words is None:
            return [hit for hit in _paragraph_ends(report, self.endings) if _lies_in(hit, place)]
        found = list(words.every(report, place))
        if self.nearly is not None:
            found = _joined(found, self.nearly.every(report, place))
        for name in self.read:
            found = _joined(found, READ[name](report, place))
        if self.not_local and found:
            opening = report.sections.get(0)
            own = fold(f"{report.unit}{report.title}{report.region}{opening.text if opening else ''}")
            found = [hit for hit in found if fold(hit.quote) not in own]
        return found

    def _judgement(self, quotes: list[str], guessed: bool) -> str:
        """Of a rule with 近似: what is wrong for certain, or which wordings places that only resemble them
        may be."""
        if self.nearly is None or not guessed:
            return "有错字" if self.nearly else ""
        likely = [self.nearly.meant_by(fold(quote)) for quote in quotes]
        if not all(likely):
            return "疑有错字"
        return f"疑为“{_listed(['”或“'.join(words[:_GUESSES]) for words in likely])}”"

    def _breach(
        self, report: Report, corpus: Corpus, place: str, found: list[TextEvidence], guessed: bool
    ) -> Outcome:
        quotes = list(dict.fromkeys(_quiet(hit.quote) for hit in found))
        where = dict.fromkeys(SECTION_NAMES[hit.section] for hit in found)
        fields = {
            "原文": _listed(quotes),
            "原句": _sentence(report, found[0]),
            "个数": str(len(found)),
            "位置": place,
            "所在": "、".join(where),
            "判断": self._judgement(quotes, guessed),
        }
        level = Level.INFO if guessed else self.frame.graded(report, corpus)
        return self.frame.failed(report, place, level, fields, found)


def _joined(found: list[TextEvidence], more: Iterable[TextEvidence]) -> list[TextEvidence]:
    """Both in the order of the text; of two that overlap the first kind's."""
    rest = [hit for hit in more if not any(hit.overlaps(other) for other in found)]
    return sorted((*found, *rest), key=lambda hit: (hit.section, hit.start))


def _listed(texts: list[str]) -> str:
    return "”“".join(texts[:_SHOWN]) + ("”等“" + texts[_SHOWN] if len(texts) > _SHOWN else "")


def _quiet(quote: str) -> str:
    """A find as a message shows it: the mark that a pattern needed before it is left out."""
    return "".join(quote.split()).lstrip("，,；;：:、")


def _lies_in(hit: TextEvidence, place: str) -> bool:
    return place not in SECTION_NAMES or SECTION_NAMES.index(place) == hit.section


def _paragraph_ends(report: Report, endings: tuple[str, ...]) -> Iterator[TextEvidence]:
    """The last words of paragraphs of 正文 that break off. One before another paragraph of prose may go on
    there, where a page ended; one before a table, too."""
    folded = tuple(fold(ending) for ending in endings)
    last = {"", *(ending[-1:] for ending in folded)}  # "": an invisible mark at the end
    for number in sorted(report.sections):
        section = report.sections[number]
        for passage, following in pairwise((*section.passages, None)):
            if passage is None or passage.role is not Role.PROSE:
                continue
            if following is None and number in (2, 3, 4):
                continue
            if following is not None and following.role is not Role.HEADING:
                continue
            text = section.text[passage.start : passage.end].rstrip()
            if len(text) > 1 and fold(text[-1])[-1:] in last and fold(text).endswith(folded):
                end = passage.start + len(text)
                start = max(passage.start, end - _ENDS)
                yield TextEvidence(number, start, end, section.text[start:end], passage.place)


def _sentence(report: Report, hit: TextEvidence) -> str:
    section = report.sections[hit.section]
    for sentence in section.sentences:
        if sentence.start <= hit.start < sentence.end:
            return sentence.text.strip()
    start = section.text.rfind("\n", 0, hit.start) + 1
    end = section.text.find("\n", hit.end)
    return section.text[start : end if end >= 0 else None].strip()


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    given = [key for key in ("任一", "按机关", "段尾") if rule.get(key) is not None]
    if len(given) != 1:
        context.problem("rule.missing-key", "“任一”“按机关”“段尾”要写一个，也只写一个", rule)
        return None
    node = rule.get("位置")
    places = (EVERYTHING,) if node is None else choices_at(node, PASSAGES, "位置", context)
    condition = rule.get("前提")
    premise = compile_at(condition, scope_of(context), context) if condition is not None else None
    read = choices_at(rule.get("识别"), READ, "识别", context)
    words, by_kind, endings = _sought(rule, given[0], context)
    sound = bool(words is not None or by_kind or endings)
    nearly = None
    like = rule.get("近似")
    if like is not None:
        nearly = _nearly(rule, like, given[0], context)
        sound = sound and nearly is not None
    if places is None or read is None or not sound or (condition is not None and premise is None):
        return None
    return Forbidden(
        frame=Frame.of(context),
        places=places,
        words=words,
        by_kind=by_kind or {},
        endings=endings,
        most=max(0, int(text_at(rule, "至多", context, "0") or 0)),
        distinct=text_at(rule, "不同", context, "否") == "是",
        not_local=text_at(rule, "不含本地", context, "否") == "是",
        premise=premise,
        premise_text=condition.text if isinstance(condition, Scalar) else "",
        nearly=nearly,
        read=read,
    )


def _nearly(rule: Tree, node: Node, given: str, context: BuildContext) -> Misspelt | None:
    if given != "任一":
        context.problem("rule.missing-key", "“近似”和“任一”一起写", node)
        return None
    name = f"{context.rule_id}.近似"
    listed = list_at(node, context, name, rule.get("除外"))
    if listed is None:
        return None
    exceptions = compile_words(WordList(f"{name}.除外", listed.exceptions))
    if not isinstance(exceptions, Words):
        return None
    made = misspelt(listed.patterns, exceptions)
    if isinstance(made, str):
        context.problem("rule.misspelt", f"“近似”里的词{made}", node)
        return None
    return made


def _sought(
    rule: Tree, key: str, context: BuildContext
) -> tuple[Words | None, dict[Kind, Words] | None, tuple[str, ...]]:
    node: Node | None = rule.get(key)
    exceptions = rule.get("除外")
    if key == "任一":
        return words_at(node, context, context.rule_id, exceptions), None, ()
    if key == "段尾":
        texts = (item.text for item in scalars(node) if isinstance(item, Scalar))
        return None, None, tuple(text for text in texts if text)
    kinds = {name: kind for kind, name in KIND_NAMES.items()}
    found: dict[Kind, Words] = {}
    for entry in node if isinstance(node, Tree) else ():
        words = words_at(entry.value, context, f"{context.rule_id}.{entry.key.text}", exceptions)
        if words is None:
            return None, None, ()
        found[kinds[entry.key.text]] = words
    return None, found, ()
