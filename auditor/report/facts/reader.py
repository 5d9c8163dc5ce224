"""The facts of a whole report: which sentences to look at, and what was spoken of before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.base.text import fold
from auditor.report.facts.folding import fold_sentence
from auditor.report.facts.sentence import Reading
from auditor.report.facts.tokens import tokens_of
from auditor.report.facts.vocabulary import Vocabulary
from auditor.report.model import Fact, Kind, Role, Section

REQUESTS, CASES = "申请", "复议诉讼"
_LONGEST = 2_000  # code points of a sentence; longer ones are no sentences
_MOST = 400  # facts of one report


def read_facts(
    sections: Mapping[int, Section], vocabulary: Vocabulary, year: int | None, kind: Kind = Kind.UNKNOWN
) -> tuple[Fact, ...]:
    """Every fact of the sections' prose, in order. `year` is the reporting year; figures of other
    years get scope "prior". `kind` tells whether a figure of the whole county is the report's own."""
    found: list[Fact] = []
    for number in sorted(sections):
        for fact in _of_section(sections[number], vocabulary, year, kind):
            found.append(fact)
            if len(found) == _MOST:
                return tuple(found)
    return tuple(found)


def _of_section(section: Section, vocabulary: Vocabulary, year: int | None, kind: Kind) -> Iterable[Fact]:
    subject, paragraph, elsewhere = "", -1, False
    passages = section.passages
    at = 0
    topic: str | None = None
    for sentence in section.sentences:
        while at < len(passages) and passages[at].end <= sentence.start:
            if passages[at].role is Role.HEADING:
                topic = fold(section.text[passages[at].start : passages[at].end])
            at += 1
        if at != paragraph:
            paragraph, subject, elsewhere = at, _subject_of(section.number, topic), False
        if len(sentence.text) > _LONGEST:
            continue
        folded = fold_sentence(sentence.text, year)
        text = folded.text
        if not vocabulary.has_figures(text) and (
            vocabulary.claimed.search(text) is None or vocabulary.deniable.search(text) is None
        ):
            spoken = vocabulary.spoken.findall(text)
            subject = vocabulary.words[spoken[-1]].strong[0] if spoken else subject
            continue
        reading = Reading(text, tokens_of(text, vocabulary), vocabulary, subject, topic or "", kind,
                          section.number, elsewhere)  # fmt: skip
        for fact in reading.read():
            start, end = folded.span(fact.start, fact.end)
            start, end = start + sentence.start, end + sentence.start
            yield Fact(fact.name, fact.value, fact.scope, section.text[start:end], section.number, start, end)
        subject, elsewhere = reading.subject, reading.elsewhere


def _subject_of(section: int, topic: str | None) -> str:
    """What bare verbs speak of at the start of a paragraph: by its topic's heading, else by the part."""
    if topic is None:
        return REQUESTS if section in (0, 1, 3) else ""
    if "申请" in topic:
        return REQUESTS
    if "复议" in topic or "诉讼" in topic:
        return CASES
    return ""
