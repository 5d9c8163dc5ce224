"""Standard wordings with a wrong character: 依审请公开, 认真履形职责, 政府信公息开.

A place is one where what is written sounds or looks like a standard wording and is not it, or is one
with two neighbours exchanged. A wording of up to five characters may have one wrong, a longer one two.
Wordings of two characters sound like too many others, so there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from auditor.base.alternatives import spelt_out
from auditor.base.characters import by_shape, by_sound
from auditor.base.text import fold
from auditor.report.facts.vocabulary import trie_source
from auditor.report.model import Report
from auditor.rules.outcome import TextEvidence
from auditor.rules.prose import text_of
from auditor.rules.wording import Words

SHORTEST = 3
# What stands beside a wording where a word ends for certain: else its first or last character may be the
# end or the beginning of another word (信息化水平 has nearly 细化水平 in it).
_EDGES = frozenset(
    ("", *'，。；：、！？,.;:!?()“”"\n的了和与及或在对为将把等是有由于从以并也都更已不0123456789')
)
_MOST = 20_000  # wordings of one list

# These are more likely words by themselves than written for another (管委会已公开 is no 会议公开).
_PARTICLES = frozenset(
    "的了和与及或在对为将把等是有由于从以并也都更已不一二三四五六七八九十各其此该个后前时上下中同经可应被"
)


@dataclass(frozen=True)
class Misspelt:
    """A list of standard wordings, ready to be looked for; `exceptions` take away a place they overlap."""

    wordings: tuple[str, ...]
    exceptions: Words | None = None

    @cached_property
    def _sounding(self) -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
        """The wordings as they sound, and which they are."""
        known: dict[str, tuple[str, ...]] = {}
        for text in self.wordings:
            translated = text.translate(by_sound())
            known[translated] = (*known.get(translated, ()), text)
        return re.compile(trie_source(known)), known

    @cached_property
    def _disfigured(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The wordings with two neighbours exchanged or a character of another's shape, by two characters
        that stand side by side in them and not in the wording."""
        known = frozenset(self.wordings)
        found: dict[tuple[str, str], list[str]] = {}
        for text in self.wordings:
            if len(text) == SHORTEST:
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
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._disfigured)

    @staticmethod
    def _add(found: dict[tuple[str, str], list[str]], known: frozenset[str], wrong: str, at: int) -> None:
        if wrong not in known:
            found.setdefault((wrong[at], wrong[at + 1]), []).append(wrong)

    def every(self, report: Report, passage: str) -> tuple[TextEvidence, ...]:
        """Every such place in the passage, in the order of the text."""
        text = text_of(report)
        folded = text.folded(passage, False)
        found = []
        for start, end in self._places(folded.text):
            inside = any(first <= start and end <= last for first, last in text.spans(passage, False))
            if inside and "\n" not in folded.text[start:end]:
                section = report.sections.get(folded.sentence_at(start).section)
                found.append(folded.evidence(start, end, section))
        excepted = self.exceptions.every(report, passage) if found and self.exceptions else ()
        return tuple(
            hit for hit in found
            if not any(
                hit.section == other.section and other.start < hit.end and hit.start < other.end
                for other in excepted
            )
        )  # fmt: skip

    def _places(self, text: str) -> list[tuple[int, int]]:
        found = [*self._misheard(text), *self._misshapen(text)]
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if not kept or kept[-1][1] <= start:
                kept.append((start, end))
        return kept

    def _misheard(self, text: str) -> Iterator[tuple[int, int]]:
        pattern, known = self._sounding
        seen = text.translate(by_sound())
        at = 0
        while (match := pattern.search(seen, at)) is not None:
            start, end = match.span()
            written, meant = text[start:end], known[match[0]]
            if written in meant:
                at = max(start + 1, end - 2)  # the next wording may begin with the end of this one
            elif any(_slip(text, start, word) for word in meant):
                yield start, end
                at = end
            else:
                at = start + 1

    def _misshapen(self, text: str) -> Iterator[tuple[int, int]]:
        for pair in self._pairs.intersection({*pairwise(text)}):
            for wrong in self._disfigured[pair]:
                start = text.find(wrong)
                if start >= 0 and _stands_alone(text, start, wrong, "".join(pair)):
                    yield start, start + len(wrong)


def _stands_alone(text: str, start: int, wrong: str, pair: str) -> bool:
    """Whether what is wrong is inside the wording, or a word ends for certain where the wording does."""
    end = start + len(wrong)
    begins = not wrong.startswith(pair) or text[max(0, start - 1) : start] in _EDGES
    return begins and (not wrong.endswith(pair) or text[end : end + 1] in _EDGES)


def _slip(text: str, start: int, meant: str) -> bool:
    """Whether few characters differ, and the wording stands by itself where its first or last does."""
    end = start + len(meant)
    wrong = [at for at, (one, other) in enumerate(zip(text[start:end], meant, strict=True)) if one != other]
    if len(wrong) > (1 if len(meant) < 6 else 2) or any(text[start + at] in _PARTICLES for at in wrong):
        return False
    return (wrong[0] > 0 or text[max(0, start - 1) : start] in _EDGES) and (
        wrong[-1] < len(meant) - 1 or text[end : end + 1] in _EDGES
    )


def misspelt(patterns: tuple[str, ...], exceptions: Words | None) -> Misspelt | str:
    """The list that `patterns` ({甲|乙}丙) write, or what is wrong with it."""
    wordings: dict[str, None] = {}
    for pattern in patterns:
        for text in spelt_out(pattern):
            wordings[fold(text)] = None
            if len(wordings) > _MOST:
                return f"写出来超过 {_MOST} 种说法"
    short = next((text for text in wordings if len(text) < SHORTEST), None)
    if short is not None:
        return f"“{short}”太短，至少 {SHORTEST} 个字"
    return Misspelt(tuple(wordings), exceptions)
