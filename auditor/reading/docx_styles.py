"""Paragraph and character styles of a .docx: what they say of headings, numbering and hidden text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from auditor.reading.docx_names import Names
from auditor.reading.marked import RAISED, STRUCK

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `level` is the heading level from 1; `number` the numId or None;
    `depth` the level in that list, None when the list itself says which; `contents`: an entry of a
    generated table of contents."""

    level: int | None = None
    number: int | None = None
    depth: int | None = None
    hidden: bool = False
    contents: bool = False
    part: str = ""  # how its text stands on the line: struck out, raised


PLAIN = Style()


class Styles:
    """Styles by id, inheritance resolved when asked for."""

    def __init__(self, root: etree._Element | None, names: Names) -> None:
        self._names = names
        self._sources: dict[str, etree._Element] = {}
        self._made: dict[str, Style] = {}
        self._default = ""
        if root is None:
            return
        kind, default, ident = names["type"], names["default"], names["styleId"]
        for element in root.iter(names["style"]):
            key = element.get(ident)
            if key is None:
                continue
            self._sources[key] = element
            if element.get(kind) == "paragraph" and (element.get(default) or "0").lower() in (
                "1",
                "true",
                "on",
            ):
                self._default = key

    def of(self, ident: str | None) -> Style:
        """The style of this id; the default paragraph style for None."""
        key = self._default if ident is None else ident
        style = self._made.get(key)
        if style is None:
            style = self._made[key] = self._resolve(key)
        return style

    def _resolve(self, key: str) -> Style:
        names = self._names
        level: int | None = None
        number: int | None = None
        depth: int | None = None
        hidden: bool | None = None
        contents = False
        part: str | None = None
        seen: set[str] = set()
        current: str | None = key
        while current and current not in seen and (element := self._sources.get(current)) is not None:
            seen.add(current)
            properties = element.find(names["pPr"])
            name = names.value(element, "name") or ""
            if level is None:
                stated = names.number(properties, "outlineLvl")
                named = _HEADING.fullmatch(name.strip())
                level = stated + 1 if stated is not None else int(named.group(1)) if named else None
            if number is None:
                number = names.number(properties, "numPr", "numId")
            if depth is None:
                depth = names.number(properties, "numPr", "ilvl")
            if hidden is None:
                hidden = names.on(element.find(names["rPr"]), "vanish")
            if part is None:
                part = part_of(element.find(names["rPr"]), names)
            contents = contents or _CONTENTS.fullmatch(name.strip()) is not None
            current = names.value(element, "basedOn")
        if level is not None and not 1 <= level <= 9:
            level = None
        return Style(level, number, depth, bool(hidden), contents, part or "")


def part_of(properties: etree._Element | None, names: Names) -> str | None:
    """How text of these properties stands on the line: struck out or raised; None where they do not say."""
    if properties is None:
        return None
    struck = [on for local in ("strike", "dstrike") if (on := names.on(properties, local)) is not None]
    if any(struck):
        return STRUCK
    level = names.value(properties, "vertAlign")
    if level in ("superscript", "subscript"):
        return RAISED
    return "" if struck or level is not None else None
