"""A report's text folded for matching, once per report, with the way back to its code points.

Folding (NFKC, no white space, no invisible marks) lets “２０２３ 年” and “2023年” match alike. Titles
in 《…》 are cut out, since what a title says is not what the agency says; a pattern that itself
names a title (it holds “《”) sees the text with titles. A topic's heading is read only together with
a short answer that stands below it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import Any, TypeVar

from auditor.base.text import fold
from auditor.report.model import Report, Role, Section, Sentence, Status
from auditor.rules.outcome import TextEvidence

WHOLE = "正文"
OPENING = "开头"
EVERYTHING = "全文"
TITLE_LINE = "题目"
SECTION_NAMES = ("引言", "第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分")
PASSAGES = (WHOLE, OPENING, EVERYTHING, TITLE_LINE, *SECTION_NAMES)
"""正文 every sentence · 引言 the introduction · 开头 the introduction and what stands before the first
topic of 总体情况 · 第N部分 that part's sentences · 全文 all text outside tables, signature and notes
too · 题目 the report's own title."""

HEADED = "和小标题"  # after a passage's name: topics' headings count, where text stands below them
BREAK = "\n"  # between sentences: folding removes white space, so it cannot occur inside one
TITLE = "\ue000"  # stands for a title that was cut out
_KEPT_REPORTS = 8
_KEPT_SENTENCES = 2_048  # many rules look at those of one report, one after the other
_OPENING_PARAGRAPHS = 3
_SHORT_ANSWER = 20
_LONG_ANSWER = 2_000
_TOPIC = re.compile(r"\s*(?:[（(]\s*[一1１]\s*[）)]|[一1１]\s*[、.．:：]|一是)")
_LEAD = re.compile(
    r"\s*[^。：:，,；;\n]{2,18}(?:公开|情况|管理|建设|保障|工作|方面|考核|培训|监督|机制|平台)[。：:]"
)
_NUMBERED = re.compile(
    r"\s*(?:[（(]\s*[一二三四五六七八九十\d]{1,2}\s*[）)]|"
    r"[一二三四五六七八九十\d]{1,2}\s*[、.．])[^。：:，,；;\n]{2,20}(?:[。：:]|$)"
)
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")


class _Folding(dict[int, str]):
    """A translation table that folds each character when it is first met."""

    def __init__(self) -> None:
        self.uneven: set[str] = set()  # characters that became none, or several

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold(chr(code))
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded


_FOLDING = _Folding()


@lru_cache(maxsize=_KEPT_SENTENCES)
def fold_text(text: str) -> str:
    """`text` folded character by character: the same as `fold` but for sequences that compose."""
    return text.translate(_FOLDING)


def titles(text: str) -> tuple[tuple[int, int], ...]:
    """The code point ranges of the outermost 《…》 in `text`; an unclosed 《 cuts nothing."""
    if "《" not in text:
        return ()
    found: list[tuple[int, int]] = []
    depth = start = 0
    for at, char in enumerate(text):
        if char == "《":
            if depth == 0:
                start = at
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                found.append((start, at + 1))
    return tuple(found)


@lru_cache(maxsize=_KEPT_SENTENCES)
def without_titles(text: str) -> str:
    """`text` folded, each title replaced by one mark."""
    cuts = titles(text)
    if not cuts:
        return fold_text(text)
    parts: list[str] = []
    at = 0
    for start, end in cuts:
        parts += (fold_text(text[at:start]), TITLE)
        at = end
    return "".join((*parts, fold_text(text[at:])))


def origins(text: str, keep_titles: bool) -> list[int]:
    """For every character of the folded text, the code point of `text` it came from."""
    fold_text(text)  # shows which of its characters become none, or several
    result: list[int] = []
    at = 0
    for start, end in () if keep_titles else titles(text):
        result += _origins(text, at, start)
        result.append(start)
        at = end
    result += _origins(text, at, len(text))
    return result


def _origins(text: str, start: int, end: int) -> Sequence[int]:
    """`origins` of text[start:end], which holds no title."""
    piece = text[start:end]
    if _FOLDING.uneven.isdisjoint(piece):
        return range(start, end)
    return [at for at, char in enumerate(piece, start) for _ in _FOLDING[ord(char)]]


@dataclass(frozen=True, slots=True)
class Folded:
    """Sentences folded and joined by BREAK. `offsets[i]` is where sentence i starts in `text`."""

    sentences: tuple[Sentence, ...]
    text: str
    offsets: tuple[int, ...]
    keep_titles: bool
    _back: dict[int, list[int]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(sentences: Iterable[Sentence], keep_titles: bool) -> Folded:
        """Fold each of `sentences`, which stand in the order of their sections."""
        listed = tuple(sentences)
        made = fold_text if keep_titles else without_titles
        pieces = [made(sentence.text) for sentence in listed]
        offsets: list[int] = []
        at = 0
        for piece in pieces:
            offsets.append(at)
            at += len(piece) + 1
        return Folded(listed, BREAK.join(pieces), tuple(offsets), keep_titles)

    def span(self, wanted: Callable[[Sentence], bool]) -> tuple[tuple[int, int], ...]:
        """The stretches of `text` that hold the wanted sentences, neighbours joined."""
        found: list[tuple[int, int]] = []
        for index, sentence in enumerate(self.sentences):
            if not wanted(sentence):
                continue
            start, end = self.offsets[index], self.end(index)
            if found and found[-1][1] == start - 1:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return tuple(found)

    def end(self, index: int) -> int:
        """Where sentence `index` ends in `text`."""
        return self.offsets[index + 1] - 1 if index + 1 < len(self.offsets) else len(self.text)

    def index(self, position: int) -> int:
        """The number of the sentence that holds the folded position."""
        return bisect_right(self.offsets, position) - 1

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that holds the folded position."""
        return self.sentences[self.index(position)]

    def evidence(self, start: int, end: int, section: Section | None = None) -> TextEvidence:
        """The stretch [start, end) of the folded text as it stands in its section."""
        index = self.index(start)
        sentence = self.sentences[index]
        back = self._back.get(index)
        if back is None:
            back = self._back[index] = origins(sentence.text, self.keep_titles)
        first = back[start - self.offsets[index]]
        last = back[end - self.offsets[index] - 1] + 1
        place = None
        if section is not None:
            at = sentence.start + first
            near = bisect_right(section.passages, at, key=lambda passage: passage.start) - 1
            inside = near >= 0 and at < section.passages[near].end
            place = section.passages[near].place if inside else section.place
        quote = sentence.text[first:last]
        return TextEvidence(sentence.section, sentence.start + first, sentence.start + last, quote, place)


Finder = Callable[[str, int, int], Iterable[tuple[int, int]]]
"""Where something stands in folded text[start:end]."""


_Told = TypeVar("_Told")


@dataclass(slots=True)
class ReportText:
    """What matching needs of one report; the foldings are made when first asked for."""

    report: Report
    _folded: dict[tuple[str, bool], Folded] = field(default_factory=dict)
    _spans: dict[tuple[str, bool], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    _found: dict[tuple[str, int, str], tuple[object, tuple[object, ...]]] = field(default_factory=dict)
    _pairs: set[str] | None = None
    _once: dict[Callable[[Report], object], object] = field(default_factory=dict)

    def once(self, look: Callable[[Report], _Told]) -> _Told:
        """What `look` (a function of a module) says of the report, asked once: several rules ask the same."""
        if look not in self._once:
            self._once[look] = look(self.report)
        told: Any = self._once[look]
        answer: _Told = told
        return answer

    @property
    def pairs(self) -> Set[str]:
        """Every two characters that stand side by side in some folding of this report, and maybe more:
        every sentence is a stretch of its section's text."""
        if self._pairs is None:
            self._pairs = set()
            for section in self.report.sections.values():
                text = section.text.translate(_FOLDING)
                self._pairs.update(map(add, text, text[1:]))
        return self._pairs

    def folded(self, passage: str, keep_titles: bool) -> Folded:
        """The folding that `passage` is looked for in."""
        source = HEADED if passage.endswith(HEADED) else WHOLE
        if passage in (EVERYTHING, TITLE_LINE):
            source = EVERYTHING
        found = self._folded.get((source, keep_titles))
        if found is None:
            report = self.report
            sentences = (
                _everything(report) if source == EVERYTHING
                else _answered(report, _LONG_ANSWER if source == HEADED else _SHORT_ANSWER)
            )  # fmt: skip
            found = self._folded[source, keep_titles] = Folded.of(sentences, keep_titles)
        return found

    def found(
        self, how: str, words: object, passage: str, look: Callable[[], tuple[_Told, ...]]
    ) -> tuple[_Told, ...]:
        """What `look` finds of `words`, looked for once: a formula is first decided, then traced."""
        key = (how, id(words), passage)
        kept = self._found.get(key)
        if kept is None or kept[0] is not words:
            kept = self._found[key] = (words, look())
        told: tuple[Any, ...] = kept[1]
        return told

    def each(self, find: Finder, passage: str, keep_titles: bool) -> tuple[TextEvidence, ...]:
        """Every place that `find` (a function of a module) gives of the passage, in the order of the text;
        looked for once."""

        def look() -> tuple[TextEvidence, ...]:
            folded = self.folded(passage, keep_titles)
            return tuple(
                self.placed(folded, *span)
                for stretch in self.spans(passage, keep_titles)
                for span in find(folded.text, *stretch)
            )

        return self.found("each", find, passage, look)

    def placed(self, folded: Folded, start: int, end: int) -> TextEvidence:
        """The stretch [start, end) of a folding of this report, with its place in the file."""
        section = self.report.sections.get(folded.sentence_at(start).section)
        return folded.evidence(start, end, section)

    def spans(self, passage: str, keep_titles: bool) -> tuple[tuple[int, int], ...]:
        """The stretches of `folded(passage, keep_titles).text` that are the passage."""
        key = (passage, keep_titles)
        found = self._spans.get(key)
        if found is None:
            folded = self.folded(passage, keep_titles)
            found = self._spans[key] = folded.span(_member(self.report, passage))
        return found


def _member(report: Report, passage: str) -> Callable[[Sentence], bool]:
    passage = passage.removesuffix(HEADED)
    if passage in (WHOLE, EVERYTHING):
        return lambda sentence: True
    if passage == TITLE_LINE:
        opening = report.sections.get(0)
        titles = [p for p in opening.passages if p.role is Role.TITLE] if opening else []
        return lambda sentence: (
            sentence.section == 0 and any(p.start <= sentence.start < p.end for p in titles)
        )
    if passage == OPENING:
        end = opening_end(report.sections.get(1))
        return lambda sentence: sentence.section == 0 or (sentence.section == 1 and sentence.start < end)
    number = SECTION_NAMES.index(passage)
    return lambda sentence: sentence.section == number


def opening_end(section: Section | None) -> int:
    """Where the first topic of 总体情况 begins; some reports put their introduction before it."""
    if section is None:
        return 0
    seen = 0
    for start, end, role in _paragraphs(section):
        if role is Role.HEADING or _TOPIC.match(section.text, start, end):
            return start
        if role is Role.PROSE:
            seen += 1
            if seen == _OPENING_PARAGRAPHS:
                return end
    return len(section.text)


def topics_of(section: Section) -> list[tuple[int, str]]:
    """Where each topic of a part begins, and its name, folded: a heading, or the short sentence that a
    paragraph begins with (“政府信息管理。落实……”)."""
    found: list[tuple[int, str]] = []
    for start, end, role in _paragraphs(section):
        if role is Role.HEADING:
            found.append((start, fold_text(section.text[start:end])))
        elif role is Role.PROSE:
            lead = _LEAD.match(section.text, start, end) or _NUMBERED.match(section.text.rstrip(), start, end)
            if lead is not None:
                found.append((start, fold_text(lead[0])))
    return found


def _paragraphs(section: Section) -> Sequence[tuple[int, int, Role]]:
    if section.passages:
        return [(p.start, p.end, p.role) for p in section.passages]
    return [(m.start(), m.end(), Role.PROSE) for m in re.finditer(r"[^\n]+", section.text)]


def _everything(report: Report) -> Iterable[Sentence]:
    for number in sorted(report.sections):
        text = report.sections[number].text
        for found in _SENTENCE.finditer(text):
            if found.group().strip():
                yield Sentence(number, found.start(), found.end(), found.group())


def _answered(report: Report, longest: int) -> list[Sentence]:
    """正文, and each topic's heading together with the first sentence below it where that has at most
    `longest` characters: “收取信息处理费情况” and “无。” say together what neither says alone."""
    found: list[Sentence] = []
    for number in sorted(report.sections):
        section = report.sections[number]
        found += section.sentences
        for heading, answer in pairwise(section.passages):
            if heading.role is not Role.HEADING or answer.role is not Role.PROSE:
                continue
            first = bisect_left(section.sentences, answer.start, key=lambda sentence: sentence.start)
            said = section.sentences[first] if first < len(section.sentences) else None
            if said is not None and said.start < answer.end and len(fold_text(said.text)) <= longest:
                whole = section.text[heading.start : said.end]
                found.append(Sentence(number, heading.start, said.end, whole))
    return found


_recent: OrderedDict[int, ReportText] = OrderedDict()


def text_of(report: Report) -> ReportText:
    """The report's matching text; the last few reports are kept, so a run folds each once."""
    found = _recent.get(id(report))
    if found is None or found.report is not report:
        found = _recent[id(report)] = ReportText(report)
        while len(_recent) > _KEPT_REPORTS:
            _recent.popitem(last=False)
    return found


def was_read(report: Report, passage: str) -> bool:
    """Whether all of `passage` was read. Only then does not finding something mean that it is not
    there. A part that a fully read report lacks counts as read."""
    passage = passage.removesuffix(HEADED)
    if report.status is Status.READ:
        return True
    if report.status is Status.UNREADABLE or passage in (WHOLE, EVERYTHING):
        return False
    if passage == OPENING:
        return 1 in report.sections
    if passage == TITLE_LINE:
        return bool(report.title)
    return SECTION_NAMES.index(passage) in report.sections
