"""The numbers a browser puts before the items of an ordered list."""

from __future__ import annotations

import re

from lxml import etree

from auditor.reading.numerals import counted, letters, roman

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*[^;]*?(none|decimal|[a-z]+(?:-[a-z]+)+)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*[（(]?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[）)、.．。，,]|\s*[①-⑳]")
_INTEGER = re.compile(r"\s*([+-]?\d{1,6})")


_CHINESE = ("cjk-ideographic", "simp-chinese-informal")
_MANNERS = frozenset({*_CHINESE, "upper-roman", "lower-roman", "upper-alpha", "lower-alpha"})


class ListMarks:
    """The lists that are open, innermost last."""

    def __init__(self) -> None:
        # Per list: how it counts ("" for no numbers), and the number before the next.
        self._open: list[tuple[str, int]] = []
        self._mark = ""

    def start(self, tag: str, element: etree._Element) -> None:
        """A list or an item begins."""
        if tag == "li":
            self._item(element)
        elif tag in ("ol", "ul", "menu", "dir"):
            self._open.append(
                (_manner(element) if tag == "ol" else "", _integer(element.get("start"), 1) - 1)
            )

    def end(self, tag: str) -> None:
        """A list or an item ends."""
        self._mark = ""
        if tag != "li" and self._open:
            self._open.pop()

    def take(self, text: str) -> str:
        """`text` with the mark of the item it opens, unless the text is numbered itself."""
        mark, self._mark = self._mark, ""
        return text if not mark or _NUMBERED.match(text) else mark + text

    @property
    def pending(self) -> bool:
        """Whether an item waits for its text."""
        return bool(self._mark)

    def _item(self, element: etree._Element) -> None:
        self._mark = ""
        if not self._open or not self._open[-1][0]:
            return
        manner, before = self._open[-1]
        number = _integer(element.get("value"), before + 1)
        self._open[-1] = (manner, number)
        if number > 0:
            self._mark = _written(manner, number)


def _manner(element: etree._Element) -> str:
    style = _STYLE.search((element.get("style") or "")[:300])
    named = style.group(1).lower() if style else ""
    if named == "none":
        return ""
    if named in _MANNERS:
        return named
    by_type = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
    return by_type.get(element.get("type") or "", "decimal")


def _written(manner: str, number: int) -> str:
    match manner:
        case "cjk-ideographic" | "simp-chinese-informal":
            return counted(number) + "、"
        case "upper-roman" | "lower-roman":
            text = roman(number)
        case "upper-alpha" | "lower-alpha":
            text = letters(number)
        case _:
            return f"{number}."
    return (text if manner.startswith("upper") else text.lower()) + "."


def _integer(text: str | None, default: int) -> int:
    found = _INTEGER.match(text or "")
    return int(found.group(1)) if found else default
