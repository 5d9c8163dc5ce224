"""Cells of an .xlsx workbook as text, for files that people fill in (rosters, ledgers).

Read from the XML, through the same hardened container as documents: values only, no formula is
calculated and no link followed. The file may have been saved by Excel, WPS or LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from auditor.reading.package import Package

_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
Grid = dict[int, dict[int, str]]
"""Row → column → text, both from 1; cells without text are left out, rows are not."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, whether it is shown, its part in the package."""

    name: str
    shown: bool
    part: str


def sheets(package: Package) -> Iterator[Sheet]:
    """The sheets of cells in the order of their tabs. Raises KeyError and Unreadable."""
    book = next(
        (link.target for link in package.relations("").values() if link.kind == "officeDocument"),
        "xl/workbook.xml",
    )
    links = package.relations(book)
    for sheet in package.xml(book).iter("{*}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        link = links.get(str(identity))
        if link is not None and link.kind == "worksheet" and not link.external:
            shown = sheet.get("state", "visible") == "visible"
            yield Sheet(sheet.get("name") or "", shown, link.target)


def grid_of(package: Package, part: str, rows: int, columns: int) -> Grid:
    """The first `rows` rows and `columns` columns of a sheet. Raises KeyError and Unreadable."""
    strings: tuple[str, ...] = ()
    if "xl/sharedstrings.xml" in package.names:
        strings = tuple(_text(item) for item in package.xml("xl/sharedStrings.xml").iter("{*}si"))
    grid: Grid = {}
    for index, row in enumerate(package.xml(part).iter("{*}row"), 1):
        number = _whole(row.get("r"), index)
        if index > rows or number > rows:
            break
        cells: dict[int, str] = {}
        for position, cell in enumerate(row.iter("{*}c"), 1):
            column = _column(cell.get("r"), position)
            if column <= columns and (text := _value(cell, strings)):
                cells[column] = text
        grid[number] = cells
    return grid


def _text(item: etree._Element) -> str:
    """The text of a string, without the reading aids (ruby) that may stand beside it."""
    phonetic = {node for aid in item.iter("{*}rPh") for node in aid.iter("{*}t")}
    return "".join(node.text or "" for node in item.iter("{*}t") if node not in phonetic)


def _value(cell: etree._Element, strings: tuple[str, ...]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell).strip()
    node = cell.find("{*}v")
    raw = (node.text or "").strip() if node is not None else ""
    if kind == "s":
        place = _whole(raw, -1)
        return strings[place].strip() if 0 <= place < len(strings) else ""
    if kind == "e":
        return ""
    return raw[:-2] if kind == "n" and re.fullmatch(r"[0-9]+\.0", raw) else raw


def _column(reference: str | None, position: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return position
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 9 else default
