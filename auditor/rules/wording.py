"""Word lists found in a report: 任一, 除外 and 词表, with the place of every match.

The language of the patterns is in `auditor.rules.pattern`. An exception (除外) takes away every match
that it overlaps: `{未发生|没有}撤回` takes away the 撤回 in “未发生撤回”.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

from auditor.report.model import Report
from auditor.rules.formula.types import PassageRef, Truth, WordsRef
from auditor.rules.model import WordList
from auditor.rules.outcome import Evidence, TextEvidence
from auditor.rules.pattern import Pattern, PatternError, compile_pattern, pairs_of
from auditor.rules.prose import PASSAGES, ReportText, fold_text, text_of, was_read

__all__ = ["PatternError", "WordIndex", "Words", "compile_pattern", "compile_words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A compiled word list: what counts, and what takes a match away."""

    name: str
    patterns: tuple[Pattern, ...]
    exceptions: tuple[Pattern, ...] = ()

    def matches(self, text: str) -> bool:
        """Whether folded `text` by itself says one of the words; exceptions are not asked."""
        pairs = pairs_of(text)
        found = (p for p in likely(self.patterns, pairs) if p.possible(text, pairs))
        return any(next(p.finditer(text, 0, len(text)), None) is not None for p in found)

    def find(self, report: Report, passage: str) -> tuple[TextEvidence, ...]:
        """Where the passage says one of the words: the first match of each pattern that no exception
        takes away, in the order of the text. `passage` is one of `prose.PASSAGES`."""
        text = text_of(report)
        return text.found("find", self, passage, lambda: self._find(text, passage))

    def _find(self, text: ReportText, passage: str) -> tuple[TextEvidence, ...]:
        hits: list[TextEvidence] = []
        for pattern in likely(self.patterns, text.pairs):
            found = next(self._matches(text, passage, pattern), None)
            if found is not None:
                hits.append(found)
        return tuple(sorted(hits, key=lambda hit: (hit.section, hit.start, hit.end)))

    def first(self, report: Report, passage: str) -> TextEvidence | None:
        """One place where the passage says one of the words, or None: the cheapest question."""
        return next(self.each(report, passage), None)

    def each(self, report: Report, passage: str) -> Iterator[TextEvidence]:
        """Match after match, pattern by pattern, looked for as they are asked for."""
        text = text_of(report)
        for pattern in likely(self.patterns, text.pairs):
            yield from self._matches(text, passage, pattern)

    def every(self, report: Report, passage: str) -> tuple[TextEvidence, ...]:
        """Every match in the passage, in the order of the text; of overlapping ones the first."""
        text = text_of(report)
        return text.found("every", self, passage, lambda: self._every(text, passage))

    def _every(self, text: ReportText, passage: str) -> tuple[TextEvidence, ...]:
        asked = likely(self.patterns, text.pairs)
        found = [hit for pattern in asked for hit in self._matches(text, passage, pattern)]
        found.sort(key=lambda hit: (hit.section, hit.start, -hit.end))
        kept: list[TextEvidence] = []
        for hit in found:
            if not kept or kept[-1].section != hit.section or kept[-1].end <= hit.start:
                kept.append(hit)
        return tuple(kept)

    def _matches(self, text: ReportText, passage: str, pattern: Pattern) -> Iterator[TextEvidence]:
        folded = text.folded(passage, pattern.sees_titles)
        if not pattern.possible(folded.text, text.pairs):
            return
        for start, end in text.spans(passage, pattern.sees_titles):
            for match in pattern.finditer(folded.text, start, end):
                evidence = text.placed(folded, *match)
                if not (self.exceptions and self._excepted(text, passage, folded.index(match[0]), evidence)):
                    yield evidence

    def _excepted(self, text: ReportText, passage: str, index: int, match: TextEvidence) -> bool:
        """Whether an exception overlaps the match, which is in sentence `index`: none leaves its sentence."""
        found = text.found(
            "except", self, f"{passage} {index}", lambda: tuple(self._exceptions(text, passage, index))
        )
        return any(match.overlaps(other) for other in found)

    def _exceptions(self, text: ReportText, passage: str, index: int) -> Iterator[TextEvidence]:
        of_report = text.found("likely", self, "", lambda: tuple(likely(self.exceptions, text.pairs)))
        sentence = text.folded(passage, False).sentences[index]
        for exception in likely(of_report, _pairs_in(sentence.text)):
            folded = text.folded(passage, exception.sees_titles)
            for span in exception.finditer(folded.text, folded.offsets[index], folded.end(index)):
                yield folded.evidence(*span)


@lru_cache(maxsize=512)
def _pairs_in(sentence: str) -> frozenset[str]:
    """`pairs_of` a sentence, in which several words of several lists may stand."""
    return pairs_of(fold_text(sentence))


def likely(patterns: Iterable[Pattern], pairs: Set[str]) -> list[Pattern]:
    """Those that may be where no two characters but `pairs` stand side by side: a first look, at all of a
    list at once."""
    return [
        pattern for pattern in patterns
        if pattern.pairs <= pairs and not (pattern.one_of and pattern.one_of.isdisjoint(pairs))
    ]  # fmt: skip


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

    def with_lists(self, lists: Mapping[str, WordList], changed: Iterable[str]) -> WordIndex:
        """An index of other lists; what is compiled and not `changed` is kept."""
        lost = set(changed)
        return WordIndex(lists, {name: words for name, words in self._compiled.items() if name not in lost})

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

    def occurrences(
        self, report: Report, passage: PassageRef, words: WordsRef
    ) -> tuple[Evidence, ...] | None:
        """Every match in the passage; None where it was not read."""
        name = passage.name if passage.name in PASSAGES else "正文"
        if not was_read(report, name):
            return None
        return self.words(words.name).every(report, name)
