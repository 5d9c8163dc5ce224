"""Finding the six statutory headings among all the lines that could be one.

Titles are matched by their words; numbering only helps to choose, because reports number twice,
wrongly or not at all. The choice is the heaviest sequence of candidates in the format's order; a
clear heading that stands out of order is then added where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from auditor.base.text import fold
from auditor.report.lexicon import Lexicon, SectionDef
from auditor.report.model import Heading
from auditor.report.stream import Row

_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九十", start=1)}
_ORDINAL = re.compile(
    r"\s*(?:第?(?P<plain>[一二三四五六七八九十]{1,2})\s*(?:部分)?\s*[、.．,，:：\s]\s*"
    r"|第(?P<part>[一二三四五六七八九十]{1,2})部分\s*"
    r"|[(（〔]\s*(?P<paren>[一二三四五六七八九十]{1,2})\s*[)）〕][、.．]?\s*"
    r"|(?P<arabic>\d{1,2})\s*[、.．]\s*)"
)
# Numberings that are believed only before the words of a heading.
_RARE = re.compile(
    r"(?:第(?P<plain>[一二三四五六七八九])[章节篇]|(?P<bare>[一二三四五六七八九])[·・]?|(?P<formal>[壹贰叁肆伍陆柒捌玖])"
    r"|(?P<roman>[Ⅰ-Ⅸ]|I{1,3}|I?VI{0,3})(?=[\s、.．:：])|[(（](?P<round>\d)[)）]|0?(?P<arabic>\d)(?=[\s、.．:：])|(?P<mark>[①-⑨]))"
    r"\s*[、.．:：]?\s*"
)
_ROMAN = {
    name: value for value, name in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII"), start=1)
}
_FORMAL = {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_DECORATION = "【】[]★☆●◆■▪•*※◇○□▲►▶# 　\t"
_PUNCTUATION = re.compile(r"[\s,，.。、:：;；“”\"'《》()（）\-—_*#]")
_LEAD = re.compile(r"^(?:(?:19|20)\d\d年度?|本年度?|全年|本机关|本单位|我局|我镇|我街道|工作)")
_LONGEST = 45
_OPEN = ("。", "；", "！", "，", "、", "：", ";", ",", ":")
_STANDING = {"official": 10.0, "variant": 9.0, "loose": 6.0, "core": 4.0, "hint": 3.0}
_CLEAR = frozenset(("official", "variant"))
_KEPT = 4_096  # lines kept with what their words tell
_HINTED = 20  # characters of a title that only its number and a word of it tell


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may head section `number`; `rest` is the text after a heading set inside a paragraph."""

    index: int
    number: int
    ordinal: int
    style: str  # plain, paren, arabic, none
    text: str
    title: str
    standing: str
    score: float
    rest: str = ""

    @property
    def clear(self) -> bool:
        """Whether its words are the format's own, or an accepted variant's."""
        return self.standing in _CLEAR


def key(title: str) -> str:
    """A title for comparison: no white space, no punctuation, 其它 as 其他."""
    return _PUNCTUATION.sub("", fold(title)).replace("其它", "其他")


class Titles:
    """Section titles, by their words."""

    def __init__(self, sections: Sequence[SectionDef]) -> None:
        self.sections: dict[int, SectionDef] = {section.number: section for section in sections}
        self._known: dict[str, tuple[int, str]] = {}
        self.core = lru_cache(maxsize=_KEPT)(self._core)  # the same lines recur
        for section in sections:
            for title in section.loose:
                self._known[key(title)] = (section.number, "loose")
            for title in section.variants:
                self._known[key(title)] = (section.number, "variant")
        for section in sections:
            self._known[key(section.title)] = (section.number, "official")

    def known(self, title: str) -> tuple[int, str] | None:
        """Which section `title` names, and how close its words are to the format's."""
        text = key(title)
        if not text or len(text) > _LONGEST:
            return None
        hit = self._known.get(text)
        if hit is not None:
            return hit
        shorter = _LEAD.sub("", text)
        if shorter != text and shorter in self._known:
            return self._known[shorter][0], "loose"
        return None

    def spelt(self, title: str) -> bool:
        """Whether `title` has the format's own words or an accepted variant's, a year before them aside:
        enough to be a heading without a number."""
        text = key(title)
        return any(self._known.get(each, (0, "loose"))[1] in _CLEAR for each in (text, _LEAD.sub("", text)))

    def _core(self, title: str) -> tuple[int, str] | None:
        """The section whose core words all stand in a short line."""
        text = key(title)
        if len(text) > 32 or len(text) < 4:
            return None
        hits = {
            section.number
            for section in self.sections.values()
            if any(all(word in text for word in words) for words in section.core)
        }
        return (hits.pop(), "core") if len(hits) == 1 else None

    def hinted(self, title: str, ordinal: int) -> tuple[int, str] | None:
        """Section `ordinal` where a short title has one of its words: “六、其他”."""
        section, text = self.sections.get(ordinal), key(title)
        if section is None or not 2 <= len(text) <= _HINTED:
            return None
        return (ordinal, "hint") if any(word in text for word in section.hints) else None


@lru_cache(maxsize=16)
def _titles(sections: tuple[SectionDef, ...]) -> Titles:
    return Titles(sections)


def titles_of(lexicon: Lexicon) -> Titles:
    """The section titles of a lexicon, made once."""
    return _titles(lexicon.sections)


def ordinal_of(text: str) -> tuple[int, str, str]:
    """(number, style, rest) of the numbering before `text`; number 0, style "none" where there is none."""
    found = _ORDINAL.match(text)
    if found is None:
        return 0, "none", text.strip()
    rest = text[found.end() :].strip()
    if found["arabic"]:
        return int(found["arabic"]), "arabic", rest
    digits = found["plain"] or found["part"] or found["paren"]
    number = _DIGITS[digits] if len(digits) == 1 else _DIGITS[digits[-1]] % 10 + 10
    return number, "paren" if found["paren"] else "plain", rest


def _rare_ordinal(text: str) -> tuple[int, str, str]:
    """As `ordinal_of`, for numberings that few use: 【一、…】, ★一、, 第一章, 壹、, Ⅰ., 01, “一总体情况”."""
    text = text.strip(_DECORATION)
    ordinal, style, rest = ordinal_of(text)
    found = None if ordinal else _RARE.match(text)
    if found is None:
        return ordinal, style, rest
    rest = text[found.end() :].strip()
    if digits := found["plain"] or found["bare"]:
        return _DIGITS[digits], "plain", rest
    if found["formal"]:
        return _FORMAL[found["formal"]], "plain", rest
    if found["roman"]:
        return _ROMAN.get(fold(found["roman"]), 0), "plain", rest
    return int(fold(found["round"] or found["arabic"] or found["mark"])), "arabic", rest


def candidates_of(rows: Sequence[Row], titles: Titles) -> list[Candidate]:
    """Every row that could be one of the six headings. One that stands in a table's first row is printed
    again with the table's head on each page, and counts once."""
    result: list[Candidate] = []
    drawn: set[str] = set()
    for row in rows:
        if row.picture or len({token.folded for token in row.tokens if token.folded}) > 2:
            continue
        found = _candidate(row, titles)
        if row.form == "grid":
            found = [candidate for candidate in found if candidate.text not in drawn]
            drawn.update(candidate.text for candidate in found)
        result.extend(found)
    return result


def _candidate(row: Row, titles: Titles) -> list[Candidate]:
    text = " ".join(dict.fromkeys(token.text for token in row.tokens if token.folded)).strip()
    ordinal, style, rest = ordinal_of(text)
    hit = titles.known(rest) if len(rest) <= 2 * _LONGEST else None
    if hit is None and (not ordinal or text[0] in _DECORATION) and len(text) <= _LONGEST:
        rare = _rare_ordinal(text)
        if rare[0] and (hit := titles.known(rare[2])) is not None:
            ordinal, style, rest = rare
    if (
        hit is None
        and len(rest) <= _LONGEST
        and not rest.endswith(("。", "；", "！"))
        and (ordinal or row.level)
    ):
        hit = titles.core(rest)
    if hit is None and style == "plain" and not rest.endswith(_OPEN):
        hit = titles.hinted(rest, ordinal)
    if hit is not None:
        if style == "none" and row.level is None and (not titles.spelt(rest) or text.endswith(("。", "；"))):
            return []  # words of a sentence, perhaps cut by a line end
        return [_scored(row, ordinal, style, text, rest, hit, "")]
    if ordinal and style != "arabic":
        for mark in re.finditer(r"[。：:；\s]", rest[: _LONGEST + 1]):
            inner = titles.known(rest[: mark.start()])
            if inner is not None and mark[0] in "；;" and ordinal_of(rest[mark.end() :])[0]:
                return []  # a listing of the parts, wrapped: “二、主动公开政府信息情况；三、收到和……”
            if inner is not None and rest[mark.end() :].strip():
                heading = text[: len(text) - len(rest)] + rest[: mark.start()]
                return [
                    _scored(
                        row, ordinal, style, heading, rest[: mark.start()], inner, rest[mark.end() :].strip()
                    )
                ]
    return []


def _scored(
    row: Row, ordinal: int, style: str, text: str, title: str, hit: tuple[int, str], rest: str
) -> Candidate:
    number, standing = hit
    score = _STANDING[standing]
    score += {"plain": 2.0, "arabic": 0.5, "none": 0.0, "paren": -4.0}[style]
    score += 1.5 if ordinal == number and style != "paren" else 0.0
    score += 1.5 if row.level is not None and row.level <= 2 else 0.0
    score -= 1.0 if rest else 0.0
    return Candidate(row.index, number, ordinal, style, text, title, standing, score, rest)


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """At most one candidate for each section, in the order of the document."""
    pool = [c for c in candidates if c.score >= 4.0] or list(candidates)
    clear = [c.style for c in candidates if c.clear]
    if "plain" not in clear and (clear.count("paren") >= 3 or len(_in_place(candidates, "paren")) >= 4):
        pool = [_as_part(candidate) for candidate in candidates]  # this report numbers its parts （一）（二）
    for style in ("plain", "paren", "arabic"):
        if len(parts := _in_place(pool, style)) >= 3:
            pool = [c for c in pool if c.style == style or not _is_topic(c, style, parts)]
            break
    weights = [_weight(pool, position) for position in range(len(pool))]
    best: list[tuple[float, int]] = []  # heaviest chain that ends here, and its previous link
    ends: dict[int, tuple[float, int]] = {}  # by the number of the part: the heaviest chain so far, the later
    for position, candidate in enumerate(pool):
        before = [end for number, end in ends.items() if number < candidate.number and end[0] >= 0]
        total, link = max(before, default=(0.0, -1))
        best.append((total + weights[position], link))
        known = ends.get(candidate.number)
        if known is None or best[position][0] >= known[0]:
            ends[candidate.number] = (best[position][0], position)
    chosen: dict[int, Candidate] = {}
    if best:
        end = max(range(len(pool)), key=lambda position: (best[position][0], position))
        while end >= 0:
            chosen[pool[end].number] = pool[end]
            end = best[end][1]
    for candidate in sorted(pool, key=lambda c: -c.score):
        if (
            candidate.number not in chosen
            and candidate.style != "paren"
            and (candidate.clear or _loose_in_its_place(candidate))
        ):
            chosen[candidate.number] = candidate
    return sorted(chosen.values(), key=lambda candidate: candidate.index)


def _in_place(candidates: Sequence[Candidate], style: str) -> set[int]:
    """The parts that are headed in this style with their own number."""
    return {c.number for c in candidates if c.style == style and c.ordinal == c.number}


def _is_topic(candidate: Candidate, style: str, parts: set[int]) -> bool:
    """“1.主动公开工作情况” among parts numbered 一、二、 (`style`): a topic of part one, not part two; even
    in the format's own words where that part is among those headed with their number (`parts`)."""
    if not candidate.ordinal or candidate.ordinal == candidate.number or candidate.style == "plain":
        return False
    loose = not candidate.clear and (candidate.style, style) == ("arabic", "plain")
    return candidate.number in parts or loose


def _as_part(candidate: Candidate) -> Candidate:
    """A heading （一） where that is how parts are numbered: worth as much as 一、, and more than 1."""
    if candidate.style != "paren":
        return candidate
    return replace(candidate, score=candidate.score + (7.5 if candidate.ordinal == candidate.number else 6.0))


def repeated(candidates: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    """Headings that stand a second time: in the format's words, with their own number and text below.
    Where most parts stand twice, one of the two is a table of contents or a copy, and nothing is said."""
    taken = {candidate.index for candidate in chosen}
    heads = {candidate.index: candidate.number for candidate in candidates}
    numbers = {candidate.number for candidate in chosen}
    found = [
        candidate
        for candidate in candidates
        if candidate.index not in taken
        and (heads.get(candidate.index + 1, candidate.number) == candidate.number)
        and candidate.number in numbers
        and candidate.style == "plain"
        and candidate.ordinal == candidate.number
        and candidate.clear
        and not candidate.rest
    ]
    return found if len({candidate.number for candidate in found}) <= 2 else []


def _loose_in_its_place(candidate: Candidate) -> bool:
    """“五、存在问题及改进措施”: the words are not the format's, the number is."""
    return (candidate.standing, candidate.style, candidate.ordinal) == ("loose", "plain", candidate.number)


def _weight(pool: Sequence[Candidate], position: int) -> float:
    """A line of a table of contents is followed at once by the next heading: it weighs less."""
    candidate = pool[position]
    following = pool[position + 1] if position + 1 < len(pool) else None
    contents = following is not None and following.index == candidate.index + 1 and not candidate.rest
    return candidate.score - (3.0 if contents else 0.0)


def to_heading(candidate: Candidate, rows: Sequence[Row], titles: Titles) -> Heading:
    """The candidate as the report's heading."""
    standing = "loose" if candidate.standing in {"core", "hint"} else candidate.standing
    return Heading(
        candidate.text,
        candidate.title,
        candidate.number,
        candidate.ordinal,
        standing,
        rows[candidate.index].place,
        titles.sections[candidate.number].title,
    )
