"""Places of prose that kinds quote: the sentence around a figure, and whether it is only about so many."""

from __future__ import annotations

import re
from bisect import bisect_right

from auditor.report.model import Fact, Report, Sentence
from auditor.rules.outcome import TextEvidence

_ABOUT_BEFORE = re.compile(
    r"(?:约|近|超|超过|不足|逾|至少|不少于|将近|突破|大约)\s*[\d０-９零一二两三四五六七八九十百千万]"
)
_ABOUT_AFTER = re.compile(r"[\d０-９十百千万亿]\s*[余多几]")


def sentence_of(report: Report, section: int, position: int) -> Sentence | None:
    """The sentence of 正文 at a code point of a section's text."""
    held = report.sections.get(section)
    if held is None:
        return None
    sentences = held.sentences
    at = bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1
    return sentences[at] if at >= 0 and sentences[at].end > position else None


def sentence_evidence(report: Report, section: int, start: int, end: int) -> TextEvidence:
    """The sentence that holds [start, end), or that stretch itself."""
    sentence = sentence_of(report, section, start)
    held = report.sections[section]
    if sentence is not None:
        start, end = sentence.start, max(sentence.end, end)
    place = next((p.place for p in held.passages if p.start <= start < p.end), held.place)
    return TextEvidence(section, start, end, held.text[start:end], place)


def is_approximate(report: Report, fact: Fact) -> bool:
    """“18万余条”, “近百件”: not a figure to be equal to."""
    text = report.sections[fact.section].text
    near = text[max(0, fact.start - 2) : fact.end + 2]
    after = near.endswith(("以上", "以下", "左右"))
    return after or bool(_ABOUT_BEFORE.search(near) or _ABOUT_AFTER.search(near))
