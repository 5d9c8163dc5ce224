"""Patterns of phrases, as 任一, 除外 and 词表 write them.

    {没有|未}收取…{信息处理费|费用}       one of several wordings; a gap; literal text
    收取…{金额}元                       a figure: {数} {金额} {年度} {电话}
    《…政府信息公开条例》                  a title; patterns without 《 do not see titles

… is at most 20 characters and never leaves the sentence. Matching is on folded text (NFKC, white
space and invisible marks gone), so width and spacing never matter. An exception (除外) takes away
every match that it overlaps: `{未发生|没有}撤回` takes away the 撤回 in “未发生撤回”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from auditor.base.text import fold
from auditor.report.model import Report
from auditor.rules.formula.types import PassageRef, Truth, WordsRef
from auditor.rules.model import WordList
from auditor.rules.outcome import Evidence, TextEvidence
from auditor.rules.prose import BREAK, PASSAGES, ReportText, text_of, was_read

GAP = 20
_CHINESE = "零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,8})?"
PLACEHOLDERS: Mapping[str, str] = {
    "数": rf"(?:{_DIGITS}[十百千万亿]{{0,2}}|[{_CHINESE}]{{1,12}})",
    "金额": rf"(?:{_DIGITS}[十百千万亿]{{0,2}}|[{_CHINESE}]{{1,12}})",
    "年度": r"(?:(?:19|20)\d\d|[一二两][〇零○0-9一二三四五六七八九]{3})",
    "电话": r"(?:\(?0\d{2,3}\)?-?)?\d{7,8}|1\d{10}",
}
_SLIPS = {"数字": "数", "数量": "数", "N": "数", "年": "年度", "年份": "年度", "钱": "金额"}
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")
_SPLIT = re.compile(r"[|｜]")
_MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class PatternError:
    """Why a text is no pattern, in Chinese, at its code points [start, end)."""

    message: str
    start: int
    end: int
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Segment:
    """What stands between two gaps. `needles`: for each brace or literal, words of which one must
    occur; a text without any of them cannot match."""

    source: str
    needles: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. `sees_titles`: it names a title itself."""

    text: str
    segments: tuple[_Segment, ...]
    regex: re.Pattern[str] | None  # None: two gaps or more, matched segment by segment
    pieces: tuple[re.Pattern[str], ...]
    sees_titles: bool

    def possible(self, text: str) -> bool:
        """A quick look: False means that the pattern is nowhere in folded `text`."""
        for segment in self.segments:
            for words in segment.needles:
                if not any(word in text for word in words):
                    return False
        return True

    def finditer(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Matches in folded `text`[start:end], left to right, none overlapping. Time is linear in
        the text whatever it holds."""
        if self.regex is not None:
            for found in self.regex.finditer(text, start, end):
                yield found.span()
            return
        at = start
        for first, last in self._chains(text, start, end):
            if first >= at:
                yield first, last
                at = last

    def _chains(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Each start of the first segment from which all segments follow, with the nearest end."""
        after: list[tuple[int, int]] | None = None  # (start, end of the whole) of what follows
        for piece in reversed(self.pieces):
            here: list[tuple[int, int]] = []
            for found in piece.finditer(text, start, end):
                first, last = found.span(1)
                if after is None:
                    here.append((first, last))
                    continue
                follower = _nearest(after, last)
                if follower is not None and BREAK not in text[last : follower[0]]:
                    here.append((first, follower[1]))
            if not here:
                return
            after = here
        yield from after or ()


def _nearest(sorted_spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The first span that starts at `at` or at most GAP after it."""
    low, high = 0, len(sorted_spans)
    while low < high:
        middle = (low + high) // 2
        if sorted_spans[middle][0] < at:
            low = middle + 1
        else:
            high = middle
    if low < len(sorted_spans) and sorted_spans[low][0] <= at + GAP:
        return sorted_spans[low]
    return None


def compile_pattern(text: str) -> Pattern | PatternError:
    """The pattern that `text` writes, or what is wrong with it."""
    if len(text) > _MAX_LENGTH:
        return PatternError("词太长", 0, len(text), f"不超过 {_MAX_LENGTH} 个字；说法多的分成几条")
    segments: list[_Segment] = []
    sources: list[str] = []
    needles: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        gap = _ELLIPSIS.match(text, at)
        if gap:
            if not sources:
                where = "开头" if not segments else "连在一起"
                message = f"省略号不能在{where}" if not segments else f"省略号{where}了"
                return PatternError(message, at, gap.end(), "省略号写在两段文字之间，表示其间至多二十字")
            segments.append(_Segment("".join(sources), tuple(needles)))
            sources, needles = [], []
            at = gap.end()
            continue
        if text[at] in "{｛":
            end = min((i for i in (text.find("}", at), text.find("｝", at)) if i >= 0), default=-1)
            if end < 0:
                return PatternError("左大括号没有配对", at, at + 1, "补上 }")
            group = _group(text, at + 1, end)
            if isinstance(group, PatternError):
                return group
            sources.append(group[0])
            if group[1]:
                needles.append(group[1])
            at = end + 1
            continue
        if text[at] in "}｝":
            return PatternError("右大括号没有配对", at, at + 1, "补上 {")
        if text[at] in "|｜":
            return PatternError("并列的说法要写在大括号里", at, at + 1, "例如 {未收取|没有收取}")
        stop = at
        while stop < len(text) and text[stop] not in "{}｛｝|｜" and not _ELLIPSIS.match(text, stop):
            stop += 1
        literal = fold(text[at:stop])
        if literal:
            sources.append(re.escape(literal))
            needles.append((literal,))
        at = stop
    if not sources:
        if segments:
            return PatternError("省略号不能在末尾", len(text) - 1, len(text), "省略号写在两段文字之间")
        return PatternError("没有写文字", 0, max(1, len(text)), "写上要找的说法")
    segments.append(_Segment("".join(sources), tuple(needles)))
    return _compiled(text, tuple(segments))


def _compiled(text: str, segments: tuple[_Segment, ...]) -> Pattern:
    regex = None
    pieces: tuple[re.Pattern[str], ...] = ()
    if len(segments) <= 2:
        regex = re.compile(f"[^{BREAK}]{{0,{GAP}}}?".join(f"(?:{s.source})" for s in segments))
    else:
        pieces = tuple(re.compile(f"(?=({segment.source}))") for segment in segments)
    return Pattern(text, segments, regex, pieces, "《" in text)


def _group(text: str, start: int, end: int) -> tuple[str, tuple[str, ...]] | PatternError:
    """The regular expression of the braces' inside and the words of which one must occur."""
    inner = text[start:end]
    for slip in "{｛":
        if slip in inner:
            at = start + inner.index(slip)
            return PatternError("大括号里不能再写大括号", at, at + 1, "把里面的说法拆成并列的几条")
    gap = _ELLIPSIS.search(inner)
    if gap:
        return PatternError(
            "大括号里不能写省略号", start + gap.start(), start + gap.end(), "拆成两条，或把省略号写在大括号外"
        )
    name = fold(inner)
    if name in PLACEHOLDERS:
        return f"(?:{PLACEHOLDERS[name]})", ()
    if name in _SLIPS:
        near = _SLIPS[name]
        return PatternError(f"没有“{{{name}}}”，是不是“{{{near}}}”？", start, end, f"改成 {{{near}}}")
    words: list[str] = []
    at = start
    for piece in _SPLIT.split(inner):
        word = fold(piece)
        if not word:
            return PatternError("大括号里有空的说法", max(start - 1, at - 1), at + 1, "竖线两边都要有文字")
        if word not in words:
            words.append(word)
        at += len(piece) + 1
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")", tuple(words)


@dataclass(frozen=True, slots=True)
class Words:
    """A compiled word list: what counts, and what takes a match away."""

    name: str
    patterns: tuple[Pattern, ...]
    exceptions: tuple[Pattern, ...] = ()

    def find(self, report: Report, passage: str) -> tuple[TextEvidence, ...]:
        """Where the passage says one of the words: the first match of each pattern that no exception
        takes away, in the order of the text. `passage` is one of `prose.PASSAGES`."""
        text = text_of(report)
        hits: list[TextEvidence] = []
        for pattern in self.patterns:
            found = next(self._matches(text, passage, pattern), None)
            if found is not None:
                hits.append(found)
        return tuple(sorted(hits, key=lambda hit: (hit.section, hit.start, hit.end)))

    def first(self, report: Report, passage: str) -> TextEvidence | None:
        """One place where the passage says one of the words, or None: the cheapest question."""
        text = text_of(report)
        for pattern in self.patterns:
            found = next(self._matches(text, passage, pattern), None)
            if found is not None:
                return found
        return None

    def every(self, report: Report, passage: str) -> tuple[TextEvidence, ...]:
        """Every match in the passage, in the order of the text; of overlapping ones the first."""
        text = text_of(report)
        found = [hit for pattern in self.patterns for hit in self._matches(text, passage, pattern)]
        found.sort(key=lambda hit: (hit.section, hit.start, -hit.end))
        kept: list[TextEvidence] = []
        for hit in found:
            if not kept or kept[-1].section != hit.section or kept[-1].end <= hit.start:
                kept.append(hit)
        return tuple(kept)

    def _matches(self, text: ReportText, passage: str, pattern: Pattern) -> Iterator[TextEvidence]:
        folded = text.folded(passage, pattern.sees_titles)
        if not pattern.possible(folded.text):
            return
        for start, end in text.spans(passage, pattern.sees_titles):
            for match in pattern.finditer(folded.text, start, end):
                section = text.report.sections.get(folded.sentence_at(match[0]).section)
                evidence = folded.evidence(*match, section)
                if not self._excepted(text, passage, evidence):
                    yield evidence

    def _excepted(self, text: ReportText, passage: str, match: TextEvidence) -> bool:
        for exception in self.exceptions:
            folded = text.folded(passage, exception.sees_titles)
            if not exception.possible(folded.text):
                continue
            for start, end in text.spans(passage, exception.sees_titles):
                for span in exception.finditer(folded.text, start, end):
                    other = folded.evidence(*span)
                    if other.section == match.section and other.start < match.end and match.start < other.end:
                        return True
        return False


def compile_words(words: WordList) -> Words | tuple[tuple[str, PatternError], ...]:
    """The compiled list, or every faulty pattern with its error."""
    errors: list[tuple[str, PatternError]] = []

    def compiled(texts: Iterable[str]) -> tuple[Pattern, ...]:
        good: list[Pattern] = []
        for text in texts:
            result = compile_pattern(text)
            if isinstance(result, PatternError):
                errors.append((text, result))
            else:
                good.append(result)
        return tuple(good)

    result = Words(words.name, compiled(words.patterns), compiled(words.exceptions))
    return tuple(errors) if errors else result


@dataclass(slots=True)
class WordIndex:
    """`Wordings`: the word lists of a loaded rule set, compiled when first asked for. Faulty patterns
    are the loader's to report (`compile_words`); here they match nothing."""

    lists: Mapping[str, WordList]
    _compiled: dict[str, Words] = field(default_factory=dict)

    def words(self, name: str) -> Words:
        """The compiled list of that name; a name that does not exist has no words."""
        found = self._compiled.get(name)
        if found is None:
            source = self.lists.get(name, WordList(name, ()))
            result = compile_words(source)
            found = self._compiled[name] = result if isinstance(result, Words) else Words(name, ())
        return found

    def mentions(
        self, report: Report, passage: PassageRef, words: WordsRef
    ) -> tuple[Truth, tuple[Evidence, ...]]:
        """HOLDS with the places found; BROKEN where the passage was read and says none of the words;
        UNKNOWN where it was not read."""
        name = passage.name if passage.name in PASSAGES else "正文"
        found = self.words(words.name).find(report, name)
        if found:
            return Truth.HOLDS, found
        return (Truth.BROKEN if was_read(report, name) else Truth.UNKNOWN), ()
