"""A sentence cut into figures, words of the vocabulary and separators.

A figure may go without its unit where that was announced (单位：件), where it stands behind 数, or in a
run of such figures (予以公开6、部分公开2、不予公开1). A colon or bracket that only sets a figure off from
what it counts (办结：18件, 不予公开（2件）) parts nothing and is left out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from auditor.report.facts.guards import shape
from auditor.report.facts.numerals import arabic_value, chinese_value
from auditor.report.facts.vocabulary import BEHIND, OTHER, Vocabulary, Word
from auditor.report.value import Number

_SUMMED = shape("[两二三四][项类者种]<相加说法>")  # no count of its own
_NOT_ONE = re.compile("(?:也|都|亦)(?:没有?|未|不|无)|没有?(?![办答结审公处转])")  # 一件也没有: none
_MARKS = (":", "(", ")")
_LONG = 24  # characters of a bracket that a figure is read across
_RUN = 3  # so many figures without units in a row are counts
_ALONE = re.compile(r"(?:[,，]?占比?[^()%]{0,8}%)?")
FIGURE, WORD, MARK = "figure", "word", "mark"


class Token(NamedTuple):
    """`kind` is FIGURE, WORD or MARK. A figure has `value`, `unit` and whether it is `approximate`;
    `start` leaves out words like 约 before it, `first` includes them."""

    kind: str
    start: int
    end: int
    text: str
    word: Word | None = None
    value: Number = 0
    unit: str = ""
    approximate: bool = False
    first: int = 0


def tokens_of(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Left to right, none overlapping; what no token covers is text the vocabulary does not know."""
    found: list[Token] = []
    bare: list[Token] = []
    announced, past = "", 0  # the unit in force, and the end of what is read already
    closing: set[int] = set()  # brackets that part nothing
    for match in vocabulary.tokens.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if start < past or start in closing:
            continue
        if kind == "word":
            written = match.group()
            found.append(Token(WORD, start, end, written, vocabulary.words[written]))
        elif kind == "mark":
            unit = vocabulary.announced.match(text, start) if match.group() == "(" else None
            if unit is not None:
                announced, past = unit["announced"], unit.end()
            else:
                found.append(Token(MARK, start, end, match.group()))
        else:
            figure = _plain(match, announced) if kind == "plain" else _figure(match, text, vocabulary)
            if figure is None:
                continue
            if found and found[-1].text in _MARKS:
                _set_off(found, figure, text, vocabulary, closing)
            if kind != "plain":
                found.append(figure)
            elif _counts(found, figure, text, vocabulary):
                found.append(figure)
                bare.append(figure)
    return _told(found, bare, text, vocabulary) if bare else found


def _plain(match: re.Match[str], unit: str) -> Token:
    return Token(
        FIGURE, *match.span(), match.group(), None, arabic_value(match.group()), unit, False, match.start()
    )


def _counts(found: list[Token], figure: Token, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a figure without a unit stands behind what it counts."""
    word = found[-1].word if found else None
    if word is None or not (word.label or word.verbs or word.subjects or word.further):
        return False
    return vocabulary.filler.fullmatch(text, found[-1].end, figure.start) is not None


def _told(found: list[Token], bare: list[Token], text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens without those bare figures that may be something else than counts."""
    if len(bare) >= _RUN:
        return found
    kept: list[Token] = []
    for before, token in pairwise((None, *found)):
        assert token is not None
        if token in bare and not token.unit:
            assert before is not None
            said = text[before.start : token.start].rstrip("为是共计达均都:")
            if not said.endswith(vocabulary.guards["数量尾字"]):
                continue
        kept.append(token)
    return kept


def _set_off(found: list[Token], figure: Token, text: str, vocabulary: Vocabulary, closing: set[int]) -> None:
    """Take the colon or bracket away that stands between a figure and the word right before it."""
    if len(found) < 2:
        return
    word, known = found[-2].word, vocabulary.filler
    if not known.fullmatch(text, found[-1].end, figure.first):
        return
    if found[-1].text == ")":
        _explained(found, text)
        return
    if word is None or not known.fullmatch(text, found[-2].end, found[-1].start):
        return
    if found[-1].text == ":":
        ends = figure.end == len(text) or text[figure.end] in ",，;、。)"
        if (
            word.label
            or word.verbs
            or OTHER in word.marks
            or (ends and (word.subjects or "结转词" in word.marks))
        ):
            found.pop()
        return
    end = text.find(")", figure.end)
    alone = _ALONE.fullmatch(text, figure.end, end) if end >= 0 else None
    if alone is not None and (word.label or word.strong or OTHER in word.marks):
        found.pop()
        closing.add(end)


def _explained(found: list[Token], text: str) -> None:
    """Take a bracket away that says of a word what it takes in: “予以公开（含告知途径）60件”."""
    at = next((n for n in range(len(found) - 1, 0, -1) if found[n].text == "("), 0)
    before = found[at - 1] if at else None
    if before is None or before.word is None or before.word.label is None or before.end != found[at].start:
        return
    inner = found[at + 1 : -1]
    if len(text[before.end : found[-1].end]) > _LONG or any(t.kind == FIGURE for t in inner):
        return
    if all(t.word is None or t.word.label in (None, before.word.label) for t in inner):
        del found[at:]


def _figure(match: re.Match[str], text: str, vocabulary: Vocabulary) -> Token | None:
    start, end = match.span()
    if match["figure"]:
        written = match["figure"]
        if "，" in written:  # a full-width comma parts two figures
            start += written.rindex("，") + 1
            written = written[written.rindex("，") + 1 :]
        value: Number | None = arabic_value(written, (match["great"] or "") + (match["late"] or ""))
    else:
        value = chinese_value(match["chinese"] + (match["late"] or ""))
    if value is None:
        return None
    if match["chinese"] and (vocabulary.shapes[_SUMMED].match(text, start) or _NOT_ONE.match(text, end)):
        return None
    first = start
    before = vocabulary.vague
    if text.endswith(before, 0, start):
        longest = max(len(word) for word in before if text.endswith(word, 0, start))
        first = start - longest
    after = text[end : end + 2]
    vague = first < start or bool(match["more"]) or after in ("以上", "以下", "左右") or after[:1] in BEHIND
    return Token(FIGURE, start, end, match.group(), None, value, match["unit"], vague, first)
