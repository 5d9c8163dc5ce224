"""Text for comparing reports: what they would share anyway is taken out first.

Left out: titles in 《…》, document numbers, figures, years and dates, the agency's own name and what it
calls itself. What is left is compared sentence by sentence, or by pairs of neighbouring characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from operator import add

from auditor.base.text import fold
from auditor.report.identity import region_of
from auditor.report.model import Report, Sentence
from auditor.rules.prose import fold_text, text_of

_TITLES = re.compile("《[^《》]*》(?:[(（][^()（）]*号[)）])?|[一-鿿]{1,8}[〔\\[(][12]\\d{3}[〕\\])]\\d+号")
_FIGURES = re.compile(r"\d[\d.,]*(?:万|亿)?余?[年月日件条次个项篇期份人元宗起场%]*")
_SELF = re.compile("[本我](?:机关|单位|部门|系统|局|委|办|厅|镇|乡|街道|县|区|市|院|中心|队|所|会)")
_LETTERS = re.compile("[一-鿿a-zA-Z]+")


@lru_cache(maxsize=512)
def _names(unit: str) -> re.Pattern[str] | None:
    """The agency's name, without its region too, and the region itself, longest first."""
    name = fold(unit)
    region = region_of(name)
    bare = name.removeprefix(region)
    found = sorted({text for text in (name, bare, region) if len(text) > 1}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found))) if found else None


def plain(text: str, unit: str) -> str:
    """`text` as it is compared; only letters and characters are left."""
    text = fold_text(text)
    if "《" in text or "号" in text:  # few sentences have any, and all are asked
        text = _TITLES.sub("", text)
    text = _FIGURES.sub("", text)
    names = _names(unit)
    if names is not None:
        text = names.sub("", text)
    if "本" in text or "我" in text:
        text = _SELF.sub("", text)
    return "".join(_LETTERS.findall(text))


Plain = list[tuple[Sentence, str]]


def sentences_of(report: Report, sections: Iterable[int]) -> Plain:
    """The sentences of `sections` with their text as it is compared."""
    known = text_of(report).once(_none_yet)
    return [pair for number in sections for pair in _sentences(report, number, known)]


def _none_yet(report: Report) -> dict[int, Plain]:
    """The sentences of the parts that were asked for: several rules ask for the same two reports."""
    return {}


def _sentences(report: Report, number: int, known: dict[int, Plain]) -> Plain:
    found = known.get(number)
    if found is None:
        section = report.sections.get(number)
        unit = report.unit
        found = known[number] = [(s, plain(s.text, unit)) for s in section.sentences] if section else []
    return found


@lru_cache(maxsize=256)
def alike(one: str, other: str) -> Fraction:
    """Shared pairs of neighbouring characters, 0 to 1 (Dice). Texts that are too short are not alike."""
    pairs = max(len(one) - 1, 0) + max(len(other) - 1, 0)
    if not pairs:
        return Fraction(0)
    if one == other:
        return Fraction(1)
    first, second = _pairs(one), _pairs(other)
    shared = sum(min(first[pair], second[pair]) for pair in first.keys() & second.keys())
    return Fraction(2 * shared, pairs)


@lru_cache(maxsize=64)
def _pairs(text: str) -> Mapping[str, int]:
    """Counted once: a text is compared with several others, and is this year's in one comparison and
    last year's in the next."""
    return Counter(map(add, text, text[1:]))


def percent(likeness: Fraction) -> str:
    """93%: rounded down, so that nothing short of it is called 100%."""
    return f"{int(likeness * 100)}%"
