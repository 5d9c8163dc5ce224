"""Standard wordings with a wrong character: 依审请公开, 认真履形职责, 政府信公息开, 全面请理.

A place is one where what is written sounds or looks like a standard wording and is not it, or is one
with two neighbours exchanged. A wording of up to five characters may have one wrong, a longer one two. Where
what differs makes a word of two characters (渠道通畅, 实时公开), that is meant.
Words of two characters sound like many others. Only the halves of standard wordings of four are looked for,
and only between two words (or marks), where what is written is no word itself and neither of its characters
makes one with what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from auditor.base.alternatives import spelt_out
from auditor.base.characters import by_shape, by_sound
from auditor.base.text import fold
from auditor.base.tries import quick_source
from auditor.report.model import Report
from auditor.rules.outcome import TextEvidence
from auditor.rules.prose import text_of
from auditor.rules.wording import Words

SHORTEST = 2
_ALONE = 3  # the shortest that is one by itself
# What stands beside a wording where a word ends for certain: else its first or last character may be the
# end or the beginning of another word (信息化水平 has nearly 细化水平 in it).
_EDGES = frozenset(
    ("", *'，。；：、！？,.;:!?()“”"\n的了和与及或在对为将把等是有由于从以并也都更已不0123456789')
)
_REMEMBERED = 100_000  # pairs of characters
_MOST = 20_000  # wordings of one list

# These are more likely words by themselves than written for another (管委会已公开 is no 会议公开).
_PARTICLES = frozenset(
    "的了和与及或在对为将把等是有由于从以并也都更已不一二三四五六七八九十各其此该个后前时上下中同经可应被"
)


# Beside another character these make words that no list has: 不紧, 全称, 设区, 日起, 件属.
_PRODUCTIVE = _PARTICLES | frozenset(
    "无未日件年月条次项人几两在向现属号处位名份期所只还就很太能会让给这那你我他她它与则但若把比跟同和均按用"
)
_PREFIXES, _SUFFIXES = frozenset("不无有未全一各每本该此其最更再可要共新设"), frozenset("区室者性化型")


@dataclass(frozen=True)
class Misspelt:
    """A list of standard wordings, ready to be looked for; `exceptions` take away a place they overlap.
    `words` are all of two characters that are known, `meant` those of them that are looked for."""

    wordings: tuple[str, ...]
    exceptions: Words | None = None
    words: frozenset[str] = frozenset()
    meant: frozenset[str] = frozenset()

    @cached_property
    def _sounding(self) -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
        """The wordings as they sound, and which they are."""
        known: dict[str, tuple[str, ...]] = {}
        for text in self.wordings:
            translated = text.translate(by_sound())
            known[translated] = (*known.get(translated, ()), text)
        return re.compile(quick_source(known)), known

    @cached_property
    def _disfigured(self) -> Mapping[str, tuple[str, ...]]:
        """The wordings with two neighbours exchanged or a character of another's shape, by two characters
        that stand side by side in them and not in the wording."""
        known = frozenset(self.wordings)
        found: dict[str, list[str]] = {}
        for text in self.wordings:
            if len(text) == _ALONE:
                continue  # 业务科室 has nearly 各科室 in it
            for at, char in enumerate(text):
                after = at + 1 < len(text)
                if after:
                    self._add(found, known, f"{text[:at]}{text[at + 1]}{char}{text[at + 2 :]}", at)
                for other in set(by_shape().get(char, "")) - _PARTICLES:
                    wrong = f"{text[:at]}{other}{text[at + 1 :]}"
                    self._add(found, known, wrong, at if after else at - 1)
        return {pair: tuple(wrong) for pair, wrong in found.items()}

    @cached_property
    def _near_words(self) -> Mapping[str, tuple[str, ...]]:
        """The words that are meant by how they sound, and by what looks like one and is none."""
        found: dict[str, list[str]] = {}
        for word in self.meant:
            found.setdefault(word.translate(by_sound()), []).append(word)
            for at, char in enumerate(word):
                for other in by_shape().get(char, ""):
                    found.setdefault(f"{word[:at]}{other}{word[at + 1 :]}", []).append(word)
        return {near: tuple(words) for near, words in found.items()}

    @staticmethod
    def _add(found: dict[str, list[str]], known: frozenset[str], wrong: str, at: int) -> None:
        if wrong not in known:
            found.setdefault(wrong[at : at + 2], []).append(wrong)

    def every(self, report: Report, passage: str) -> tuple[TextEvidence, ...]:
        """Every such place in the passage, in the order of the text."""
        text = text_of(report)
        folded = text.folded(passage, False)
        found = []
        for start, end in self._places(folded.text, text.pairs):
            inside = any(first <= start and end <= last for first, last in text.spans(passage, False))
            if inside and "\n" not in folded.text[start:end]:
                found.append(text.placed(folded, start, end))
        excepted = self.exceptions.every(report, passage) if found and self.exceptions else ()
        return tuple(hit for hit in found if not any(hit.overlaps(other) for other in excepted))

    def meant_by(self, written: str) -> tuple[str, ...]:
        """The wordings that folded `written`, a place that was found, may be written for."""
        heard = self._sounding[1].get(written.translate(by_sound()), ()) if self.wordings else ()
        near = (*self._near_words.get(written.translate(by_sound()), ()), *self._near_words.get(written, ()))
        found = [*heard, *sorted(word for word in near if _one_wrong(written, word))]
        found = found or [text for text in self.wordings if _misdrawn(written, text)]
        return tuple(dict.fromkeys(word for word in found if word != written))

    def _places(self, text: str, pairs: Set[str]) -> list[tuple[int, int]]:
        seen = text.translate(by_sound())
        found = [*self._misheard(text, seen), *self._misshapen(text, pairs), *self._mistaken(text, pairs)]
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if not kept or kept[-1][1] <= start:
                kept.append((start, end))
        return kept

    def _misheard(self, text: str, seen: str) -> Iterator[tuple[int, int]]:
        if not self.wordings:
            return
        pattern, known = self._sounding
        at = 0
        while (match := pattern.search(seen, at)) is not None:
            start, end = match.span()
            written, meant = text[start:end], known[match[0]]
            if written in meant:
                at = max(start + 1, end - 2)  # the next wording may begin with the end of this one
            elif any(self._slip(text, start, word) for word in meant):
                yield start, end
                at = end
            else:
                at = start + 1

    def _misshapen(self, text: str, pairs: Set[str]) -> Iterator[tuple[int, int]]:
        for pair in (self._disfigured.keys() & pairs) - self.words:
            for wrong in self._disfigured[pair]:
                start = text.find(wrong)
                if start >= 0 and _stands_alone(text, start, wrong, pair):
                    yield start, start + len(wrong)

    @cached_property
    def _innocent(self) -> set[str]:
        """Words, and pairs of characters that were looked at before and sound like none: most recur."""
        return set(self.words)

    def _suspect(self, pair: str) -> bool:
        meant = (*self._near_words.get(pair.translate(by_sound()), ()), *self._near_words.get(pair, ()))
        return any(_one_wrong(pair, word) for word in meant)

    def _mistaken(self, text: str, pairs: Set[str]) -> Iterator[tuple[int, int]]:
        """Two characters that are no word where one is meant."""
        if not self.meant:
            return
        innocent = self._innocent
        if len(innocent) > _REMEMBERED + len(self.words):
            innocent.intersection_update(self.words)
        for pair in pairs - innocent:
            if not self._suspect(pair):
                innocent.add(pair)
                continue
            start = text.find(pair)
            while start >= 0:
                if self._begins(text, start) and self._ends(text, start + 2):
                    yield start, start + 2
                start = text.find(pair, start + 1)

    def _begins(self, text: str, at: int) -> bool:
        """Whether a word ends for certain before `at`, and none goes over it."""
        before = text[max(0, at - 1) : at]
        return before in _EDGES or (
            text[max(0, at - 2) : at] in self.words and text[at - 1 : at + 1] not in self.words
        )

    def _ends(self, text: str, at: int) -> bool:
        """Whether a word begins for certain at `at`, and none goes over it."""
        return text[at : at + 1] in _EDGES or (
            text[at : at + 2] in self.words and text[at - 1 : at + 1] not in self.words
        )

    @staticmethod
    def _touched(start: int, end: int, wrong: Sequence[int]) -> range:
        """Where two characters of the wording begin that hold all that differs."""
        first, last = start + wrong[0], start + wrong[-1]
        return range(max(start, last - 1), min(first, end - 2) + 1)

    def _slip(self, text: str, start: int, meant: str) -> bool:
        """Whether few characters differ, and the wording stands by itself where its first or last does."""
        end = start + len(meant)
        wrong = [at for at, (a, b) in enumerate(zip(text[start:end], meant, strict=True)) if a != b]
        if len(wrong) > (1 if len(meant) < 6 else 2) or any(text[start + at] in _PARTICLES for at in wrong):
            return False
        if any(text[at : at + 2] in self.words for at in self._touched(start, end, wrong)):
            return False  # 实时公开 is meant as it is, though 适时公开 sounds alike
        return (wrong[0] > 0 or self._begins(text, start)) and (
            wrong[-1] < len(meant) - 1 or self._ends(text, end)
        )


def _one_wrong(pair: str, word: str) -> bool:
    """Whether one character of two is another, and neither is of those that stand beside any word."""
    first, second = pair[0] != word[0], pair[1] != word[1]
    if first == second or pair[0] in _PRODUCTIVE or pair[1] in _PRODUCTIVE:
        return False
    return pair[1] not in _SUFFIXES if first else pair[0] not in _PREFIXES


def _misdrawn(written: str, meant: str) -> bool:
    """Whether it is the wording with two neighbours exchanged or a character of another's shape."""
    if len(written) != len(meant) or written == meant:
        return False
    wrong = [at for at, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    first, last = wrong[0], wrong[-1]
    if len(wrong) == 1:
        return written[first] in by_shape().get(meant[first], "")
    return len(wrong) == 2 and last == first + 1 and written[first : last + 1] == meant[last] + meant[first]


def _stands_alone(text: str, start: int, wrong: str, pair: str) -> bool:
    """Whether what is wrong is inside the wording, or a word ends for certain where the wording does."""
    end = start + len(wrong)
    begins = not wrong.startswith(pair) or text[max(0, start - 1) : start] in _EDGES
    return begins and (not wrong.endswith(pair) or text[end : end + 1] in _EDGES)


def misspelt(patterns: tuple[str, ...], exceptions: Words | None) -> Misspelt | str:
    """The list that `patterns` ({甲|乙}丙) write, or what is wrong with it."""
    wordings: dict[str, None] = {}
    for pattern in patterns:
        wordings.update(dict.fromkeys(islice(spelt_out(fold(pattern)), _MOST + 1)))
        if len(wordings) > _MOST:
            return f"写出来超过 {_MOST} 种说法"
    if wordings and len(short := min(wordings, key=len)) < SHORTEST:
        return f"“{short}”太短，至少 {SHORTEST} 个字"
    words = frozenset(text for text in wordings if len(text) < _ALONE)
    longer = tuple(text for text in wordings if len(text) >= _ALONE)
    if not words:
        return Misspelt(longer, exceptions)
    halves = frozenset(half for text in longer if len(text) == 4 for half in (text[:2], text[2:]))
    return Misspelt(longer, exceptions, words | halves, halves)
