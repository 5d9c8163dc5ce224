"""Numbers that Word writes before paragraphs: the “一、” of most headings stands nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from auditor.reading import numerals
from auditor.reading.docx_names import Names, integer

_LONGEST = 60  # characters of a number: what is longer multiplies over the paragraphs of its list
_PLACEHOLDER = re.compile(r"%([1-9])")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": numerals.roman,
    "lowerRoman": lambda number: numerals.roman(number).lower(),
    "upperLetter": numerals.letters,
    "lowerLetter": lambda number: numerals.letters(number).lower(),
    "chineseCounting": numerals.counted,
    "chineseCountingThousand": numerals.counted,
    "japaneseCounting": numerals.counted,
    "japaneseDigitalTenThousand": numerals.digits,
    "taiwaneseCounting": numerals.counted,
    "taiwaneseCountingThousand": numerals.counted,
    "taiwaneseDigital": numerals.digits,
    "koreanDigital2": numerals.digits,
    "ideographDigital": numerals.digits,
    "chineseLegalSimplified": numerals.legal,
    "ideographLegalTraditional": numerals.legal,
    "japaneseLegal": numerals.legal,
    "ideographTraditional": lambda number: numerals.cyclic(number, _STEMS),
    "ideographZodiac": lambda number: numerals.cyclic(number, _BRANCHES),
    "decimalEnclosedCircle": numerals.circled,
    "decimalEnclosedCircleChinese": numerals.circled,
    "decimalEnclosedParen": lambda number: numerals.enclosed(number, 0x2474),
    "decimalEnclosedFullstop": lambda number: numerals.enclosed(number, 0x2488),
    "ideographEnclosedCircle": lambda number: numerals.enclosed(number, 0x3280),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it counts, what it prints ("%1、"), which higher level
    restarts it (None: any; 0: none), and the style that puts a paragraph on it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    decimal: bool = False  # all numbers of this level in digits
    restart: int | None = None
    gap: str = "tab"
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Numbering:
    """Counts as paragraphs come, in document order."""

    def __init__(self, root: etree._Element | None, names: Names) -> None:
        self._names = names
        self._lists: dict[int, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}  # per abstract list, not per numId
        self._started: set[tuple[int, int]] = set()
        if root is not None:
            self._load(root)

    def depth_of_style(self, number: int, style: str | None) -> int:
        """The level that a list gives to paragraphs of a style; 0 if it names none."""
        found = self._lists.get(number)
        if found is not None and style:
            for depth, level in found.levels.items():
                if level.style == style:
                    return depth
        return 0

    def next(self, number: int, depth: int) -> str:
        """The number of the next paragraph of list `number` at `depth` (from 0), as printed; "" for
        bullets and unknown lists."""
        found = self._lists.get(number)
        level = found.levels.get(depth) if found is not None else None
        if found is None or level is None:
            return ""
        counts = self._counts.setdefault(found.abstract, {})
        start = found.starts.get(depth)
        if start is not None and (number, depth) not in self._started:
            counts[depth] = start
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._started.add((number, depth))
        for deeper in [each for each in counts if each > depth]:
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        return self._printed(found, level, counts)

    def _printed(self, found: _List, level: Level, counts: dict[int, int]) -> str:
        if level.form == "bullet":
            return ""

        def one(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            above = found.levels.get(depth, Level())
            number = counts.setdefault(depth, above.start)
            form = None if level.decimal else _FORMATS.get(above.form)
            return form(number) if form is not None and number >= 0 else str(number)

        text = _PLACEHOLDER.sub(one, level.text)
        # A tab or space after “1” or “第一章” parts it from the words; after “、” or “）” it is only layout.
        return text + " " if level.gap != "nothing" and text[-1:].isalnum() else text

    def _load(self, root: etree._Element) -> None:
        names = self._names
        abstracts: dict[str, dict[int, Level]] = {}
        linked: dict[str, str] = {}  # a list that only names a list style
        styled: dict[str, str] = {}  # the list that defines a list style
        for element in root.iter(names["abstractNum"]):
            key = element.get(names["abstractNumId"]) or ""
            abstracts[key] = self._levels(element)
            if link := names.value(element, "numStyleLink"):
                linked[key] = link
            if link := names.value(element, "styleLink"):
                styled[link] = key
        for element in root.iter(names["num"]):
            ident = integer(element.get(names["numId"]))
            abstract = names.value(element, "abstractNumId") or ""
            abstract = styled.get(linked.get(abstract, ""), abstract)
            if ident is None or abstract not in abstracts:
                continue
            levels = dict(abstracts[abstract])
            starts: dict[int, int] = {}
            for override in element.iter(names["lvlOverride"]):
                depth = integer(override.get(names["ilvl"])) or 0
                levels.update(self._levels(override))
                start = names.number(override, "startOverride")
                if start is not None:
                    starts[depth] = start
                    levels[depth] = replace(levels.get(depth, Level()), start=start)
            self._lists[ident] = _List(abstract, levels, starts)

    def _levels(self, element: etree._Element) -> dict[int, Level]:
        names = self._names
        levels: dict[int, Level] = {}
        for found in element.iter(names["lvl"]):
            depth = integer(found.get(names["ilvl"]))
            if depth is None or depth > 8:
                continue
            start = names.number(found, "start")
            levels[depth] = Level(
                1 if start is None else start,
                self._form(found),
                (names.value(found, "lvlText") or "")[:_LONGEST],
                bool(names.on(found, "isLgl")),
                names.number(found, "lvlRestart"),
                names.value(found, "suff") or "tab",
                names.value(found, "pStyle") or "",
            )
        return levels

    def _form(self, level: etree._Element) -> str:
        """How a level counts; a choice of formats gives the one that needs no extension."""
        forms = [form for each in level.iter(self._names["numFmt"]) if (form := each.get(self._names.val))]
        return next((form for form in reversed(forms) if form != "custom"), "decimal")
