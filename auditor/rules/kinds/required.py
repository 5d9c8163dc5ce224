"""必备表述: something must be said, somewhere.

    位置  where: 正文, 引言, 开头 (the introduction and what stands before the first topic of 总体情况),
          第一部分 … 第六部分, 全文 (signature and notes too), or several. Default 正文
    任一  one of these wordings must occur; one outcome, named for the place
    全部  {名称: wordings}: each named group must occur; one outcome per group, 位置.名称. A group may be
          {位置: …, 任一: […], 除外: […], 他题: […], 他题下: […]}: in a part that names three topics,
          what stands under one that 他题 names and 任一 does not is said of that topic (“通过网站公布信息”
          under 主动公开 is nothing about 平台建设); there only the wordings of 他题下 count. With 含小标题, a
          part with as many headings as groups, all but one of which 他题 names, has said this group there
    除外  wordings that take away a match they overlap
    前提  where it does not hold, 不适用
    别处  what a match elsewhere in 正文 is worth: 提示 (the default: a breach, 位置不当), 通过, 不计
    含小标题  是: a topic's heading counts too, where text stands below it (“（一）主要问题”)
    缺部分  what a report that lacks the place altogether is: 违反 (the default) or 不适用

Wordings are patterns (`auditor.rules.wording`) or $名 of a 词表. Matched in sentences, never in
headings, cells or 《…》. Where the place was not read: 无法判定.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.base.text import fold
from auditor.report.model import Report, Role, Section
from auditor.rules.formula import Bound
from auditor.rules.formula.types import Truth
from auditor.rules.kinds.common import TEXTS, Frame, choice_at, choices_at, incomplete, text_at, words_at
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Evidence, Level, Outcome, PlaceEvidence, TextEvidence
from auditor.rules.premise import compile_at, scope_of
from auditor.rules.prose import HEADED, PASSAGES, SECTION_NAMES, WHOLE, topics_of, was_read
from auditor.rules.wording import Words
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar

NAME = "必备表述"
ELSEWHERE = ("提示", "通过", "不计")
ABSENT = ("违反", "不适用")
_PROBLEMS = 5  # the part of problems
_TOPICS = 3  # so many named topics make a part one that is written by topics
_GROUP: Mapping[str, object] = {
    "anyOf": [
        *TEXTS["anyOf"],
        {
            "type": "object",
            "properties": {"位置": TEXTS, "任一": TEXTS, "除外": TEXTS, "他题": TEXTS, "他题下": TEXTS},
            "required": ["任一"],
            "additionalProperties": False,
        },
    ]
}
SCHEMA: Mapping[str, object] = {
    "properties": {
        "位置": TEXTS,
        "任一": TEXTS,
        "全部": {"type": "object", "minProperties": 1, "additionalProperties": _GROUP},
        "除外": TEXTS,
        "前提": {"type": "string"},
        "别处": {"enum": list(ELSEWHERE)},
        "含小标题": {"type": "boolean"},
        "缺部分": {"enum": list(ABSENT)},
    },
}
FIELDS: Mapping[str, str] = {
    "内容": "应写的内容（全部里的名称）",
    "位置": "应写在哪里",
    "情况": "“没有写”，或“写在第N部分，应写在……（位置不当）”",
    "所在": "写在了哪一部分，没有写时为空",
    "原句": "写在别处的原句，没有写时为空",
}
STUB = """\
- 编号: 表述-901
  名称: 第六部分写明信息处理费收取情况
  类型: 必备表述
  级别: 警告
  依据: [{文件: 国办函〔2020〕109号, 条款: 待核}]
  位置: 第六部分
  任一: ["{收取|未收取|没有收取|未产生}…{信息处理费|费用}"]
  消息: "信息处理费收取情况{情况}"
  怎么改: 没有收取也要写明
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {第六部分: {替换: 无。}}, 应报: [第六部分]}
"""


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that must be said, and where."""

    name: str
    target: str
    places: tuple[str, ...]
    words: Words
    others: Words | None = None  # 他题
    anyway: Words | None = None  # 他题下


@dataclass(frozen=True, slots=True)
class Required:
    """The check: every group is said at its place."""

    frame: Frame
    groups: tuple[Group, ...]
    premise: Bound | None
    premise_text: str
    elsewhere: str
    absent_is_breach: bool
    headed: bool = False

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per group."""
        environment = self.frame.environment(report, corpus)
        premise = self.premise.decide(environment) if self.premise else Truth.HOLDS
        for group in self.groups:
            if premise is Truth.BROKEN:
                yield self.frame.inapplicable(report, group.target, f"前提不成立：{self.premise_text}")
                continue
            outcome = self._group(group, report, corpus)
            if premise is Truth.UNKNOWN and self.premise and outcome.fields:
                missing = self.premise.trace(environment).missing
                outcome = self.frame.cannot_tell(report, group.target, *missing)
            yield outcome

    def _group(self, group: Group, report: Report, corpus: Corpus) -> Outcome:
        target = group.target
        for place in group.places:
            found = self._said(group, report, place + HEADED if self.headed else place)
            if found is not None:
                return self.frame.passed(report, target, evidence=(found,))
        unread = [place for place in group.places if not was_read(report, place)]
        if unread:
            return self.frame.cannot_tell(report, target, incomplete(report, f"没有取得{unread[0]}"))
        if not self.absent_is_breach and all(_lacks(report, place) for place in group.places):
            return self.frame.inapplicable(report, target, f"没有{group.places[0]}")
        other = self._other(group, report) if self.elsewhere != "不计" else None
        if other is not None and self.elsewhere == "通过":
            return self.frame.passed(report, target, evidence=(other,))
        if other is None and self.elsewhere != "不计" and not was_read(report, WHOLE):
            return self.frame.cannot_tell(report, target, incomplete(report, "没有取得全部正文"))
        return self._breach(group, report, corpus, other)

    @staticmethod
    def _other(group: Group, report: Report) -> TextEvidence | None:
        """Where else it is said; problems told in part five are not what a topic asks for."""
        if group.anyway is None:
            return group.words.first(report, WHOLE)
        hits = group.anyway.each(report, WHOLE)
        return next((hit for hit in hits if hit.section != _PROBLEMS), None)

    def _said(self, group: Group, report: Report, passage: str) -> TextEvidence | None:
        if group.others is None:
            return group.words.first(report, passage)
        topics: dict[int, list[tuple[int, str]]] = {}
        for hit in group.words.each(report, passage):
            if hit.section not in topics:
                topics[hit.section] = _topics(group.others, report.sections[hit.section])
            if not _elsewhere(group, topics[hit.section], hit.start):
                return hit
        plain = passage.removesuffix(HEADED)  # a heading and what stands below it are no sentence
        found = group.anyway.first(report, plain) if group.anyway else None
        return found or (self._renamed(group.others, report, plain) if self.headed else None)

    def _renamed(self, others: Words, report: Report, place: str) -> TextEvidence | None:
        """The one heading that 他题 does not name, in a part with a heading for each of the groups: it is the
        missing one's, whatever it is called."""
        number = SECTION_NAMES.index(place) if place in SECTION_NAMES else -1
        section = report.sections.get(number)
        if section is None:
            return None
        headings = [passage for passage in section.passages if passage.role is Role.HEADING]
        titles = [section.text[passage.start : passage.end] for passage in headings]
        strange = [at for at, title in enumerate(titles) if not others.matches(fold(title))]
        if len(headings) < len(self.groups) or len(strange) != 1:
            return None
        own = headings[strange[0]]
        return TextEvidence(number, own.start, own.end, titles[strange[0]], own.place)

    def _breach(self, group: Group, report: Report, corpus: Corpus, other: TextEvidence | None) -> Outcome:
        wanted = "、".join(group.places)
        fields = {"内容": group.name, "位置": wanted, "情况": "没有写", "所在": "", "原句": ""}
        if other is None:
            level = self.frame.graded(report, corpus)
            return self.frame.failed(report, group.target, level, fields, _places(group, report))
        where = SECTION_NAMES[other.section]
        fields |= {
            "情况": f"写在{where}，应写在{wanted}（位置不当）",
            "所在": where,
            "原句": _sentence(report, other),
        }
        return self.frame.failed(report, group.target, Level.INFO, fields, (other,))


def _topics(others: Words, section: Section) -> list[tuple[int, str]]:
    """The topics of a part that is written by topics: those that 他题 names."""
    named = [(at, text) for at, text in topics_of(section) if others.matches(text)]
    return named if len(named) >= _TOPICS else []


def _elsewhere(group: Group, topics: Sequence[tuple[int, str]], position: int) -> bool:
    """Whether `position` stands under another topic."""
    topic = next((text for at, text in reversed(topics) if at <= position), "")
    return topic != "" and not group.words.matches(topic)


def _lacks(report: Report, place: str) -> bool:
    return place in SECTION_NAMES and SECTION_NAMES.index(place) not in report.sections


def _places(group: Group, report: Report) -> list[Evidence]:
    """Where a person would look for it: the headings of the parts in question."""
    numbers = [SECTION_NAMES.index(place) for place in group.places if place in SECTION_NAMES]
    sections = [report.sections[number] for number in numbers if number in report.sections]
    found = [PlaceEvidence(section.heading or report.title, section.place) for section in sections]
    return [*found] or [PlaceEvidence(report.title, report.title_place)]


def _sentence(report: Report, found: TextEvidence) -> str:
    """The whole sentence that holds `found`."""
    for sentence in report.sections[found.section].sentences:
        if sentence.start <= found.start < sentence.end:
            return sentence.text.strip()
    return found.quote


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    places = _place_names(rule.get("位置"), context)
    one, every = rule.get("任一"), rule.get("全部")
    if (one is None) == (every is None):
        context.problem("rule.missing-key", "“任一”和“全部”要写一个，也只写一个", rule)
        return None
    elsewhere = _choice(rule.get("别处"), ELSEWHERE, "别处", context)
    absent = _choice(rule.get("缺部分"), ABSENT, "缺部分", context)
    node = rule.get("前提")
    premise = compile_at(node, scope_of(context), context) if node is not None else None
    if places is None or elsewhere is None or absent is None or (node is not None and premise is None):
        return None
    exceptions = rule.get("除外")
    groups = _one(one, places, exceptions, context) if one else _groups(every, places, exceptions, context)
    if groups is None:
        return None
    text = node.text if isinstance(node, Scalar) else ""
    headed = text_at(rule, "含小标题", context, "否") == "是"
    return Required(Frame.of(context), groups, premise, text, elsewhere, absent == "违反", headed)


def _place_names(node: Node | None, context: BuildContext) -> tuple[str, ...] | None:
    return (WHOLE,) if node is None else choices_at(node, PASSAGES, "位置", context)


def _choice(node: Node | None, known: tuple[str, ...], what: str, context: BuildContext) -> str | None:
    return known[0] if node is None else choice_at(node, known, what, context)


def _one(
    node: Node, places: tuple[str, ...], exceptions: Node | None, context: BuildContext
) -> tuple[Group, ...] | None:
    words = words_at(node, context, context.rule_id, exceptions)
    return None if words is None else (Group("", "、".join(places), places, words),)


def _groups(
    node: Node | None, places: tuple[str, ...], exceptions: Node | None, context: BuildContext
) -> tuple[Group, ...] | None:
    if not isinstance(node, Tree):
        return None  # the schema has said so
    groups: list[Group] = []
    for entry in node:
        own, wanted, excepted = places, entry.value, exceptions
        topics: list[Words | None] = [None, None]
        if isinstance(entry.value, Tree):
            named = entry.value.get("位置")
            found = places if named is None else _place_names(named, context)
            if found is None:
                return None
            own, excepted = found, entry.value.get("除外") or exceptions
            wanted = entry.value.get("任一") or entry.value
            for at, key in enumerate(("他题", "他题下")):
                node = entry.value.get(key)
                if node is not None:
                    topics[at] = words_at(node, context, f"{context.rule_id}.{entry.key.text}.{key}")
                    if topics[at] is None:
                        return None
        name = entry.key.text
        words = words_at(wanted, context, f"{context.rule_id}.{name}", excepted)
        if words is None:
            return None
        groups.append(Group(name, f"{places[0]}.{name}", own, words, *topics))
    return tuple(groups)
