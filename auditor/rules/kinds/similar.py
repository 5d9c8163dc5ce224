"""相似: text repeated from last year, or from another agency.

    对照   上年: with the same agency's report of the year before, one outcome per place
           同批: among all reports that are here, one outcome per pair of agencies
    位置   the parts compared with 上年 (第一部分 … 第六部分)
    阈值   a likeness above this is a breach (0.9)
    最少   characters below which a part is not compared (default 40)
    句子   only sentences that say one of these words are compared (对照 上年); in part five those that
           stand before its measures
    除非   wordings anywhere in the part that make it no repetition (针对上年、已整改)
    上限   a likeness of the whole part above this is another rule's matter: 不适用

Titles, document numbers, names, years and figures are taken out before comparing; 同批 also leaves out
what many agencies share, and the introduction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from auditor.report.model import Report, Sentence
from auditor.rules.between import CopyPair
from auditor.rules.kinds.common import (
    TEXTS,
    Frame,
    choice_at,
    choices_at,
    incomplete,
    is_partial,
    whole_corpus,
    words_at,
)
from auditor.rules.kinds.measures import PART, measures_of
from auditor.rules.likeness import Plain, alike, percent, sentences_of
from auditor.rules.model import BuildContext, Check, Corpus, Survey
from auditor.rules.outcome import Evidence, Level, Missing, Outcome, Subject, TextEvidence, Verdict
from auditor.rules.prose import SECTION_NAMES, text_of
from auditor.rules.wording import Words
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar

NAME = "相似"
AGAINST = ("上年", "同批")
NO_PREVIOUS = "无上年报告"
SCHEMA: Mapping[str, object] = {
    "properties": {
        "对照": {"enum": list(AGAINST)},
        "位置": TEXTS,
        "阈值": {"type": "string"},
        "最少": {"type": "string"},
        "句子": TEXTS,
        "除非": TEXTS,
        "上限": {"type": "string"},
    },
    "required": ["对照", "阈值"],
}
FIELDS: Mapping[str, str] = {
    "机关": "报告的机关；同批是两个机关",
    "位置": "哪一部分；同批为正文",
    "对方": "上年度的报告，或另一个机关的报告",
    "相似度": "百分数",
    "原句": "本报告里相同的一句",
    "对方原句": "对方报告里的那一句",
    "句数": "相同的句子数",
}
STUB = """\
- 编号: 相似-901
  名称: 第五部分不照抄上年
  类型: 相似
  级别: 提示
  依据: [{文件: 实务要求, 条款: 各地通报“内容雷同”}]
  对照: 上年
  位置: 第五部分
  阈值: 0.8
  消息: "{位置}与{对方}相似 {相似度}：“{原句}”"
  怎么改: 按本年度的实际情况改写
  例子:
  - 通过: 标准报告
    上年:
      第五部分:
      - 个别栏目的链接失效，检索不便，群众找不到要看的文件。
      - 今后按季度检查链接，补上检索入口，并请群众代表试用评议。
  - {违反: 标准报告, 上年: {}, 应报: [第五部分]}
  - {无法判定: 标准报告}
"""
_LEAST = 40
_NUMBER = re.compile(r"0?\.\d{1,4}|0|1")
_QUOTE = 60  # code points of a sentence in a message


@dataclass(frozen=True, slots=True)
class Repeated:
    """The check against last year."""

    frame: Frame
    places: tuple[int, ...]
    threshold: Fraction
    least: int
    only: Words | None
    unless: Words | None
    ceiling: Fraction | None

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per place."""
        previous = corpus.previous(report)
        for number in self.places:
            target = SECTION_NAMES[number]
            if previous is None:
                yield self.frame.cannot_tell(report, target, Missing(NO_PREVIOUS))
            else:
                yield self._compared(report, previous, number, corpus)

    def _compared(self, report: Report, previous: Report, number: int, corpus: Corpus) -> Outcome:
        frame, target = self.frame, SECTION_NAMES[number]
        for which in (report, previous):
            if number not in which.sections and is_partial(which):
                whose = "" if which is report else "上年报告的"
                return frame.cannot_tell(report, target, incomplete(which, f"没有取得{whose}{target}"))
        own, theirs = (sentences_of(which, (number,)) for which in (report, previous))
        texts = ["".join(text for _, text in found) for found in (own, theirs)]
        if min(map(len, texts)) < self.least:
            return frame.inapplicable(report, target, f"{target}文字太少，不作比较")
        whole = alike(*texts)
        if self.ceiling is not None and whole > self.ceiling:
            return frame.inapplicable(report, target, f"{target}整段与上年相似，由另一条规则报")
        if self.unless is not None and self.unless.first(report, target) is not None:
            return frame.passed(report, target, (f"{target}写了上年情况",))
        if self.only is not None:
            own, theirs = self._asked(own, report), self._asked(theirs, previous)
            whole = _sentences_alike(own, theirs, max(12, self.least // 3))
        if whole <= self.threshold:
            return frame.passed(report, target)
        shared, quotes, evidence = _shared(own, theirs, previous)
        fields = {
            "位置": target, "对方": f"上年（{previous.year}年度）报告", "相似度": percent(whole),
            "原句": quotes[0], "对方原句": quotes[1], "句数": str(shared), "机关": report.unit,
        }  # fmt: skip
        return frame.failed(report, target, frame.graded(report, corpus), fields, evidence)

    def _asked(self, found: Plain, report: Report) -> Plain:
        """The sentences that 句子 asks for; of part five those before its measures, if there are any."""
        assert self.only is not None
        measures = text_of(report).once(measures_of)
        begin = measures.sentences[0].start if measures is not None and measures.sentences else None
        spoken = [pair for pair in found if self._says(pair[0], report)]
        told = [(s, text) for s, text in spoken if s.section != PART or begin is None or s.start < begin]
        return told or spoken

    def _says(self, sentence: Sentence, report: Report) -> bool:
        assert self.only is not None
        return any(
            found.section == sentence.section and sentence.start <= found.start < sentence.end
            for found in self.only.every(report, SECTION_NAMES[sentence.section])
        )


def _sentences_alike(own: Plain, theirs: Plain, least: int) -> Fraction:
    """How alike the least alike of this year's sentences is to its nearest of last year; 0 where
    there is none long enough."""
    texts = [text for _, text in own if len(text) >= least]
    if not texts:
        return Fraction(0)
    best = [max((alike(text, other) for _, other in theirs), default=Fraction(0)) for text in texts]
    return min(best)


def _shared(own: Plain, theirs: Plain, previous: Report) -> tuple[int, tuple[str, str], list[Evidence]]:
    """How many sentences agree; the longest of them (or the most alike) on both sides, as words and as
    evidence."""
    by_text = {text: sentence for sentence, text in reversed(theirs) if text}
    same = [(sentence, by_text[text]) for sentence, text in own if text in by_text]
    pairs = sorted(same, key=lambda pair: (-len(pair[0].text), pair[0].start))
    if not pairs:
        scored = [(alike(a, b), s.start, s, t) for s, a in own for t, b in theirs]
        best = max(scored, key=lambda item: (item[0], -item[1]), default=None)
        pairs = [(best[2], best[3])] if best else []
    evidence: list[Evidence] = []
    for mine, other in pairs[:2]:
        evidence.append(TextEvidence(mine.section, mine.start, mine.end, mine.text))
        evidence.append(TextEvidence(other.section, other.start, other.end, other.text, None, previous.file))
    quotes = (_cut(pairs[0][0].text), _cut(pairs[0][1].text)) if pairs else ("", "")
    return len(same), quotes, evidence


@dataclass(frozen=True, slots=True)
class Copied(Survey):
    """The check among all reports."""

    rule: str
    level: Level
    threshold: Fraction
    NEEDS_TEXTS: ClassVar[bool] = True

    def survey(self, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per pair, or one for the whole."""
        whole = Subject("corpus")
        found = corpus.likenesses(self.threshold)
        if found.agencies < 2:
            reason = "不到两个机关的报告可比"
            yield Outcome(self.rule, whole, "正文", Verdict.INAPPLICABLE, self.level, reason=reason)
        elif not found.pairs:
            notes = (f"比较了 {found.compared} 份报告的正文",)
            yield Outcome(self.rule, whole, "正文", Verdict.PASS, self.level, notes=notes)
        for pair in found.pairs:
            yield self._outcome(pair)

    def _outcome(self, pair: CopyPair) -> Outcome:
        first, second = pair.first, pair.second
        subject = Subject("pair", f"{first.agency}|{second.agency}", first.year, "")
        years = f"{first.year}" if first.year == second.year else f"{first.year}、{second.year}"
        quotes = ("", "")
        if pair.passages:
            quotes = (_cut(pair.passages[0][0].quote), _cut(pair.passages[0][1].quote))
        fields = {
            "机关": f"{first.name}、{second.name}", "位置": "正文",
            "对方": f"{second.name}（{second.year or '年度不明'}）", "相似度": percent(pair.likeness),
            "原句": quotes[0], "对方原句": quotes[1], "句数": str(pair.shared),
        }  # fmt: skip
        evidence = tuple(side for sides in pair.passages for side in sides)
        return Outcome(
            self.rule, subject, f"正文：{first.name}与{second.name}（{years}）", Verdict.FAIL, self.level,
            fields, evidence=evidence,
        )  # fmt: skip


def _cut(text: str) -> str:
    clean = text.strip()
    return clean if len(clean) <= _QUOTE else clean[: _QUOTE - 1] + "…"


def build(rule: Tree, context: BuildContext) -> Check | Survey | None:
    """The check for one template; None where a fault was reported."""
    node = rule.get("对照")
    against = choice_at(node, AGAINST, "对照", context) if node is not None else None
    threshold = _share(rule.get("阈值"), "阈值", context)
    if against is None or threshold is None:
        return None
    if against == "同批":
        for key in ("位置", "最少", "句子", "除非", "上限"):
            if (written := rule.get(key)) is not None:
                context.problem("rule.type", f"“对照: 同批”比较全部正文，不能写“{key}”", written)
                return None
        if not whole_corpus(rule, context):
            return None
        return Copied(context.rule_id, context.level, threshold)
    places = choices_at(rule.get("位置"), SECTION_NAMES[1:], "位置", context)
    if not places:
        if places is not None:
            context.problem("rule.missing-key", "“对照: 上年”要写“位置”", rule, "例如 位置: 第五部分")
        return None
    least = _whole(rule.get("最少"), context)
    ceiling = _share(rule.get("上限"), "上限", context) if rule.get("上限") is not None else None
    words: list[Words | None] = []
    for key in ("句子", "除非"):
        written = rule.get(key)
        made = words_at(written, context, f"{context.rule_id}.{key}") if written is not None else None
        if written is not None and made is None:
            return None
        words.append(made)
    if least is None or (rule.get("上限") is not None and ceiling is None):
        return None
    numbers = tuple(SECTION_NAMES.index(place) for place in places)
    return Repeated(Frame.of(context), numbers, threshold, least, words[0], words[1], ceiling)


def _share(node: Node | None, what: str, context: BuildContext) -> Fraction | None:
    if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text.strip()):
        return Fraction(node.text.strip())
    if node is not None:
        context.problem("rule.type", f"“{what}”应是 0 到 1 之间的数", node, f"例如 {what}: 0.85")
    return None


def _whole(node: Node | None, context: BuildContext) -> int | None:
    if node is None:
        return _LEAST
    if isinstance(node, Scalar) and re.fullmatch(r"\d{1,6}", node.text.strip()):
        return int(node.text)
    context.problem("rule.type", "“最少”应是字数", node, "例如 最少: 60")
    return None
