"""What part five says of problems and of what was done about them, told apart by where the measures begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.report.model import Report, Role, Sentence
from auditor.rules.prose import fold_text

PART = 5
_SEVERAL = 3
_TOPIC = re.compile("改进|措施|整改|打算|下一步|对策|努力方向")
_BEFORE = re.compile(r"上年|去年|上一?年度|20\d\d年.{0,6}问题")
_STARTS = re.compile(
    r"^\W*(?:[(]?[一二三四五六\d][)、.是]+|其[一二三]|第[一二三])?\W*.{0,6}?(?:改进|整改|针对|"
    "下一步|下阶段|下一年|今后|接下来|为此|对此|就此|措施|对策|明年|来年|围绕(?:上述|以上|"
    "这些|“)|为解决|对照(?:问题|上述|以上)|"
    r"[这以上述各一二两三四五六七八几]*[处个项点类方面]*的?(?:问题|不足)(?:均|都|全部)*(?:已|现已|正在?|逐一|着手|得到)|"
    r"(?:对于?|就)?(?:以上|上述|上面|这些|前述|前面|所列)(?:几个|几点|各|的|这些|存在的?)*(?:问题|不足|短板|薄弱环节|差距|困难)(?!的|产生|形成|主要|表现|存在|有|是))"
)
_SECOND = re.compile(r"二是|第二|[(]2[)]|②|(?<!\d)2[.、]|[(]二[)]|其次|其二|另一方面")
_FIRST = re.compile(r"^\W*(?:一是|其一|第一[,、]|首先|[(]一[)]|一、|[(]1[)]|1[.、]|①|问题一|整改一)")
_COUNTED = re.compile("(?:[两三四五六七八]|几|多)(?:个|大)?(?:方面|问题|不足|短板|点|项|条|类)的?")
_LISTED = re.compile(
    "[^。;；]*(?:不|未|缺|少|偏|弱|慢|滞后|单一|难|差|低|欠|没有|错漏|错别字|生疏|薄弱|空白|"
    "依赖)[^。;；]*[;；。]"
)
_FLAW = re.compile(
    "[不欠][够强足高全深细实严准便畅精]|不及时|不规范|不完[整善]|单一|滞后|薄弱|缺[乏少]|"
    "[偏较]少|[偏较]弱|慢|有待"
)
_HEADING = re.compile(
    r"\W*(?:[一二三四五六\d]+[)、.])?\W*(?:主要|下一步|今后|的|和|及|与|工作|改进|整改|措施|"
    "情况|对策|打算|建议|成效|做法|方向|努力)+[:]?"
)
_CLAUSE = re.compile("[^。;；!！?？]+")
_PLAN = re.compile(
    "将|下一步|下阶段|下一年|今后|接下来|明年|来年|继续|进一步|拟|打算|力争|争取|未来|新的一年|要"
)

_DONE = re.compile("已|了|完成|年内|全年|[一二三四]季度|今年|本年")


@dataclass(frozen=True, slots=True)
class Measures:
    """`several`: problems are told one by one; `listed`: there are several, without numbers. `clauses`:
    what was or will be done, each a clause; `apart`: they stand under a heading of their own.
    `sentences`: where they stand."""

    several: bool
    clauses: tuple[str, ...]
    apart: bool
    sentences: tuple[Sentence, ...]
    listed: bool = False

    @property
    def only_plans(self) -> bool:
        """Whether every clause speaks of what is yet to be done."""
        return bool(self.clauses) and all(
            _PLAN.search(clause) and not _DONE.search(clause) for clause in self.clauses
        )


def measures_of(report: Report) -> Measures | None:
    """None where part five lacks or does not show where its measures begin."""
    section = report.sections.get(PART)
    if section is None:
        return None
    headings = [
        passage.start
        for passage in section.passages
        if passage.role is Role.HEADING
        and _TOPIC.search(text := fold_text(section.text[passage.start : passage.end]))
        and not _BEFORE.search(text)
        and "问题" not in text
    ]
    start = headings[0] if headings else None
    if start is None:
        start = next((s.start for s in section.sentences if _STARTS.match(fold_text(s.text))), None)
    if start is None:
        start = _counts_again(section.sentences)
    if start is None:
        return None
    told = "".join(fold_text(s.text) for s in section.sentences if s.start < start)
    done = tuple(s for s in section.sentences if s.start >= start)
    said = [fold_text(s.text) for s in done] + [
        fold_text(section.text[p.start : p.end])  # a measure that is one numbered line reads like a heading
        for p in section.passages
        if p.role is Role.HEADING and p.start > start
    ]
    clauses = [
        clause
        for text in said
        for clause in _CLAUSE.findall(text)
        if len(clause) > 3 and not _HEADING.fullmatch(clause)
    ]
    listed = (
        _COUNTED.search(told) is not None
        or len(_LISTED.findall(told)) >= _SEVERAL
        or len(_FLAW.findall(told)) >= _SEVERAL
    )
    return Measures(_SECOND.search(told) is not None, tuple(clauses), bool(headings), done, listed)


def _counts_again(sentences: Sequence[Sentence]) -> int | None:
    """Where numbers begin anew: 一是…二是… of problems, then 一是…二是… of measures."""
    several = False
    for number, sentence in enumerate(sentences):
        text = fold_text(sentence.text)
        if number and several and _FIRST.match(text):
            return sentence.start
        several = several or _SECOND.search(text) is not None
    return None
