"""Excel workbooks (.xlsx, and .et saved as such): what is stored in the cells of the visible sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from auditor.reading.docx import properties
from auditor.reading.docx_names import relation_id
from auditor.reading.fault import Unreadable, note, warning
from auditor.reading.flow import Content, Item, Nested
from auditor.reading.marked import LOST, RAISED, STRUCK, part, settled
from auditor.reading.package import Package
from auditor.reading.sheet_layout import Sheet, Spot, items_of, named
from auditor.reading.sheet_numbers import shown

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ROWS, _COLUMNS = 1_048_576, 16_384
# Formats that a file does not spell out.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", **dict.fromkeys((37, 38), "#,##0 ;(#,##0)"),
    **dict.fromkeys((39, 40), "#,##0.00 ;(#,##0.00)"),
    9: "0%", 10: "0.00%", **dict.fromkeys((14, 15, 16, 17, *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm:ss"), 22: "yyyy-mm-dd h:mm",
}  # fmt: skip
_SIDES = ("left", "right", "top", "bottom", "start", "end")
_FEW_COLUMNS = 1_000  # hidden ones are listed one by one


def read(data: bytes, nested: Nested) -> Content:
    """A workbook's visible sheets in their order. Raises Unreadable when it is damaged or too large."""
    package = Package(data, nested.limits)
    main = next(
        (each.target for each in package.relations("").values() if each.kind == "officeDocument"),
        "xl/workbook.xml",
    )
    if main not in package:
        raise _damaged()
    content = Content([], properties(package))
    book = _Book(package, main, content)
    made: dict[str, list[Item]] = {}
    hidden = 0
    for name, state, member in book.sheets():
        if state != "visible":
            hidden += 1
            continue
        sheet = book.sheet(name, member)
        made[name] = items_of(sheet, nested.limits)
        if sheet.hidden_rows or sheet.hidden_columns:
            content.diagnostics.append(note("sheet.hidden", f"工作表“{name}”里隐藏的行或列未读"))
    if hidden:
        content.diagnostics.append(note("sheet.hidden", f"{hidden} 个隐藏的工作表未读"))
    if book.unknown:
        content.diagnostics.append(
            warning(
                "sheet.no-result",
                f"有 {book.unknown} 个单元格是公式而没有存下结果，按无法辨认处理",
                "请用 Excel 或 WPS 打开，保存后再审核",
            )
        )
    content.items = named(made)
    return content


def _damaged() -> Unreadable:
    return Unreadable(
        "file.damaged", "文件已损坏（找不到工作簿）", "请用 Excel 或 WPS 打开确认，再另存为 .xlsx"
    )


class _Book:
    """The parts that sheets share."""

    def __init__(self, package: Package, main: str, content: Content) -> None:
        self._package, self._content = package, content
        self._root = package.xml(main)
        self._relations = package.relations(main)
        self._strings: list[str] = []
        self._forms: list[str] = []
        self._frames: list[bool] = []
        self._parts: list[str] = []  # how the text of a style stands: struck out, raised
        self.unknown = 0
        about = next(self._root.iter("{*}workbookPr"), None)
        self._year_1904 = about is not None and about.get("date1904") in ("1", "true")
        if (part := self._part("sharedStrings")) is not None:
            self._strings = [_string(each) for each in part.iterchildren("{*}si")]
        if (part := self._part("styles")) is not None:
            self._read_styles(part)

    def _part(self, kind: str) -> etree._Element | None:
        found = next((e for e in self._relations.values() if e.kind == kind and not e.external), None)
        return None if found is None or found.target not in self._package else self._package.xml(found.target)

    def _read_styles(self, root: etree._Element) -> None:
        forms = dict(_BUILT_IN)
        for each in root.iter("{*}numFmt"):
            forms[_whole(each.get("numFmtId"))] = (each.get("formatCode") or "")[:200]
        borders = [
            any(side.get("style") not in (None, "none") for side in each if _local(side) in _SIDES)
            for each in root.iter("{*}border")
        ]
        fonts = [_part(each) for each in root.iter("{*}font")]
        for table in root.iterchildren("{*}cellXfs"):
            for each in table.iterchildren("{*}xf"):
                self._forms.append(forms.get(_whole(each.get("numFmtId")), ""))
                number = _whole(each.get("borderId"))
                self._frames.append(number < len(borders) and borders[number])
                font = _whole(each.get("fontId"))
                self._parts.append(fonts[font] if font < len(fonts) else "")

    def sheets(self) -> Iterator[tuple[str, str, str]]:
        """Name, state ("visible", "hidden", "veryHidden") and part of each worksheet."""
        seen: set[str] = set()
        for each in self._root.iter("{*}sheet"):
            relation = self._relations.get(relation_id(each))
            if relation is None or relation.kind != "worksheet" or relation.external:
                continue
            if relation.target not in self._package or relation.target in seen:
                continue
            seen.add(relation.target)
            yield each.get("name") or "", each.get("state") or "visible", relation.target

    def sheet(self, name: str, part: str) -> Sheet:
        """The cells of one sheet."""
        root = self._package.xml(part)
        made = Sheet(name)
        for column in root.iter("{*}col"):
            if column.get("hidden") in ("1", "true"):
                first, last = _whole(column.get("min")), _whole(column.get("max"))
                if first > 0 and last - first < _FEW_COLUMNS:
                    made.hidden_columns.update(range(first - 1, last))
        row = -1
        for data in root.iterchildren("{*}sheetData"):
            for line in data.iterchildren("{*}row"):
                stated = _whole(line.get("r"))
                row = stated - 1 if 0 < stated <= _ROWS else row + 1
                if line.get("hidden") in ("1", "true"):
                    made.hidden_rows.add(row)
                self._row(line, row, made)
        for each in root.iter("{*}mergeCell"):
            if area := _area(each.get("ref") or ""):
                made.merges.append(area)
        return made

    def _row(self, line: etree._Element, row: int, made: Sheet) -> None:
        column = -1
        for cell in line.iterchildren("{*}c"):
            spot = _spot(cell.get("r") or "")
            column = spot[1] if spot is not None else column + 1
            style = _whole(cell.get("s"))
            if style < len(self._frames) and self._frames[style]:
                made.framed.add((row, column))
            text = self._value(cell, self._forms[style] if style < len(self._forms) else "")
            kind = self._parts[style] if style < len(self._parts) else ""
            if text and kind:
                text = _settled(part(kind, text))
            if text:
                made.texts[row, column] = text

    def _value(self, cell: etree._Element, form: str) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return "".join(_string(each) for each in cell.iterchildren("{*}is"))
        stored = next(cell.iterchildren("{*}v"), None)
        written = (stored.text or "") if stored is not None else ""
        if not written:
            if kind != "str" and next(cell.iterchildren("{*}f"), None) is not None:
                self.unknown += 1
                return LOST
            return ""
        if kind == "s":
            number = _whole(written, -1)
            return self._strings[number] if 0 <= number < len(self._strings) else LOST
        if kind == "b":
            return "TRUE" if written == "1" else "FALSE"
        return written if kind in ("str", "e", "d") else shown(written.strip()[:40], form, self._year_1904)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _string(element: etree._Element) -> str:
    """The text of a string, without the readings that stand over East Asian characters."""
    parts = []
    for child in element:
        local = _local(child)
        if local == "t":
            parts.append(child.text or "")
        elif local == "r":
            text = "".join(each.text or "" for each in child.iterchildren("{*}t"))
            about = next(child.iterchildren("{*}rPr"), None)
            kind = "" if about is None else _part(about)
            parts.append(part(kind, text) if kind else text)
    return _settled("".join(parts))


def _settled(text: str) -> str:
    made, doubt = settled(text, in_cell=True)
    return made + LOST if doubt else made


def _part(font: etree._Element) -> str:
    """How text of this font stands on the line: struck out, raised, or as any other ("")."""
    for each in font:
        if _local(each) == "strike" and each.get("val", "1") not in ("0", "false"):
            return STRUCK
        if _local(each) == "vertAlign" and each.get("val") in ("superscript", "subscript"):
            return RAISED
    return ""


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _spot(reference: str) -> Spot | None:
    """ "B3" -> (2, 1)."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row - 1, column - 1) if column <= _COLUMNS and row <= _ROWS else None


def _area(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    start, end = _spot(first), _spot(last or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
