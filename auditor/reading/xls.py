"""Old Excel workbooks (.xls, .et) through xlrd, into the same sheets as .xlsx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.reading.fault import Unreadable, note
from auditor.reading.flow import Content, Item, Nested
from auditor.reading.marked import LOST, RAISED, STRUCK, part, settled
from auditor.reading.ole import SIGNATURE, Compound
from auditor.reading.sheet_layout import Sheet, items_of, named
from auditor.reading.sheet_numbers import shown

if TYPE_CHECKING:
    import xlrd

_REMEDY = "请用 Excel 或 WPS 打开确认，再另存为 .xlsx"
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read(data: bytes, nested: Nested) -> Content:
    """A workbook's visible sheets in their order. Raises Unreadable when it is damaged, encrypted or too
    large; xlrd may raise anything else on bytes made to break it."""
    import xlrd
    from xlrd.compdoc import CompDocError

    if len(data) > nested.limits.member_bytes:
        raise Unreadable("file.too-large", "旧版工作簿过大，不像一份报告", _REMEDY)
    try:
        if data.startswith(SIGNATURE) and not Compound(data).holds("Workbook", "Book"):
            raise Unreadable("file.truncated", "文件不完整（只有前一部分，或下载时中断）", _REMEDY)
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, on_demand=True
        )
        content = Content([])
        made: dict[str, list[Item]] = {}
        for number, name in enumerate(book.sheet_names()):
            found = book.sheet_by_index(number)
            if found.visibility:
                content.diagnostics.append(note("sheet.hidden", f"隐藏的工作表“{name}”未读"))
                continue
            sheet = _sheet(book, found, nested)
            made[name] = items_of(sheet, nested.limits)
            if sheet.hidden_rows or sheet.hidden_columns:
                content.diagnostics.append(note("sheet.hidden", f"工作表“{name}”里隐藏的行或列未读"))
            book.unload_sheet(number)
    except (xlrd.XLRDError, CompDocError) as fault:
        if "encrypt" in str(fault).lower():
            raise Unreadable(
                "file.encrypted", "文件有密码，无法读取", "请取消密码后另存，再重新审核"
            ) from fault
        raise Unreadable("file.damaged", "文件已损坏（工作簿读不出）", _REMEDY) from fault
    content.items = named(made)
    return content


def _sheet(book: xlrd.Book, found: xlrd.sheet.Sheet, nested: Nested) -> Sheet:
    import xlrd

    sheet = Sheet(found.name)
    for row in range(found.nrows):
        for column, cell in enumerate(found.row(row)):
            form = kind = ""
            if cell.xf_index is not None and cell.xf_index < len(book.xf_list):
                style = book.xf_list[cell.xf_index]
                lines = style.border
                if (
                    lines.left_line_style
                    or lines.right_line_style
                    or lines.top_line_style
                    or lines.bottom_line_style
                ):
                    sheet.framed.add((row, column))
                known = book.format_map.get(style.format_key)
                form = known.format_str if known is not None else ""
                kind = _part(book, style.font_index)
            match cell.ctype:
                case xlrd.XL_CELL_TEXT:
                    text = _marked(book, str(cell.value), found.rich_text_runlist_map.get((row, column), ()))
                case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                    text = shown(repr(cell.value), form, bool(book.datemode))
                case xlrd.XL_CELL_BOOLEAN:
                    text = "TRUE" if cell.value else "FALSE"
                case xlrd.XL_CELL_ERROR:
                    text = _ERRORS.get(cell.value, "#N/A")
                case _:
                    continue
            if text:
                text, doubt = settled(part(kind, text) if kind else text, in_cell=True)
                sheet.texts[row, column] = text + LOST if doubt else text
    # xlrd gives ends that are one past the last.
    sheet.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in found.merged_cells]
    sheet.hidden_rows = {row for row, about in found.rowinfo_map.items() if about.hidden}
    sheet.hidden_columns = {
        column for column, about in found.colinfo_map.items() if about.hidden and column < found.ncols
    }
    return sheet


def _marked(book: xlrd.Book, text: str, runs: Sequence[tuple[int, int]]) -> str:
    """A text of which parts are in other fonts: from a place on, the font of a number."""
    made = [text[: runs[0][0]] if runs else text]
    for (start, font), (stop, _) in pairwise([*runs, (len(text), 0)]):
        kind = _part(book, font)
        made.append(part(kind, text[start:stop]) if kind else text[start:stop])
    return "".join(made)


def _part(book: xlrd.Book, number: int) -> str:
    """How text of a font stands on the line: struck out, raised, or as any other ("")."""
    font = book.font_list[number] if number < len(book.font_list) else None
    if font is None:
        return ""
    return STRUCK if font.struck_out else RAISED if font.escapement else ""
