"""A workbook with the few looks that the ledger uses, and a sheet that takes rows one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from auditor.base.text import cells
from auditor.output.finding_words import clean
from auditor.report.value import Number

EXACT = 10**15  # a spreadsheet keeps fifteen digits; longer figures stand as text
Value = str | Number | None | tuple[str, Number]
"""A text, a figure, nothing, or a formula of ours with its value."""

_BASE = {"font_name": "宋体", "font_size": 10, "valign": "top"}
_MARK: dict[str, object] = {"border": 1, "align": "center", "border_color": "#BFBFBF"}
_LOOKS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True, "border": 1, "border_color": "#BFBFBF"},
    "plain": {},
    "number": {"align": "right", "border": 1, "border_color": "#BFBFBF"},
    "edit": {"text_wrap": True, "border": 1, "border_color": "#BFBFBF", "bg_color": "#FFF9E5"},
    "head": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "text_wrap": True, "border": 1,
        "align": "center", "valign": "vcenter", "border_color": "#BFBFBF",
    },
    "label": {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "bg_color": "#EEF3F8"},
    "title": {"bold": True, "font_size": 16},
    "part": {"bold": True, "font_size": 12, "font_color": "#1F4E78"},
    "note": {"font_color": "#595959", "text_wrap": True},
    "error": {"font_color": "#9C0006", "bg_color": "#FFC7CE", **_MARK},
    "warning": {"font_color": "#7F6000", "bg_color": "#FFEB9C", **_MARK},
    "info": {"font_color": "#1F4E78", "bg_color": "#DDEBF7", **_MARK},
}  # fmt: skip


class Book:
    """The workbook and its formats."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.rows: dict[str, tuple[str, Iterator[str]]] = {}  # part → its reach, rows still to be put in
        self.looks = {name: workbook.add_format({**_BASE, **look}) for name, look in _LOOKS.items()}

    def add_rows(self, sheet: Sheet, rows: Iterator[str], reach: str) -> None:
        """Rows as XML that come after those written to `sheet`; `reach` as A1:G9."""
        place = self.workbook.worksheets().index(sheet.sheet) + 1
        self.rows[f"xl/worksheets/sheet{place}.xml"] = (reach, rows)

    def sheet(self, name: str, widths: Sequence[float], landscape: bool = True) -> Sheet:
        """A new sheet, A4, as wide as the page when printed."""
        made = self.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        made.set_paper(9)
        if landscape:
            made.set_landscape()
        made.fit_to_pages(1, 0)
        made.set_margins(0.4, 0.4, 0.5, 0.6)
        made.set_footer("&C第 &P 页，共 &N 页")
        return Sheet(made, self.looks, widths)


class Sheet:
    """Rows from the top down. `row` is the number of the next, from 0."""

    def __init__(self, sheet: Any, looks: dict[str, Any], widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.row = 0
        self._looks = looks
        self._columns = len(widths)
        self._width = sum(widths)

    def add(self, values: Sequence[Value], look: str | Sequence[str] = "text") -> None:
        """One row; `look` for all cells, or one per cell."""
        for column, value in enumerate(values):
            self.put(column, value, look if isinstance(look, str) else look[column])
        self.row += 1

    def put(self, column: int, value: Value, look: str) -> None:
        """One cell of the row that is being written."""
        form = self._looks[look]
        match value:
            case None | "":
                if look not in ("plain", "title", "part", "note"):
                    self.sheet.write_blank(self.row, column, None, form)
            case str():
                self.sheet.write_string(self.row, column, clean(value), form)
            case (formula, number):
                self.sheet.write_formula(self.row, column, formula, form, number)
            case _ if -EXACT < value < EXACT:
                self.sheet.write_number(self.row, column, value, form)
            case _:
                self.sheet.write_string(self.row, column, format(value, "f"), form)

    def head(self, titles: Sequence[str], frozen: int = 0, filtered: int | None = None) -> None:
        """The row of headings, kept in view with the first `frozen` columns; `filtered`: how many rows
        below it the filters take in."""
        self.sheet.set_row(self.row, 30)
        self.add(titles, "head")
        self.sheet.freeze_panes(self.row, frozen)
        self.sheet.repeat_rows(self.row - 1)
        if filtered:
            self.sheet.autofilter(self.row - 1, 0, self.row - 1 + filtered, len(titles) - 1)

    def line(self, text: str, look: str = "note") -> None:
        """A line of its own over the whole width; two lines high where it is long."""
        form = self._looks[look]
        if self._columns > 1 and look == "note":
            self.sheet.merge_range(self.row, 0, self.row, self._columns - 1, "", form)
            if cells(text) > self._width:
                self.sheet.set_row(self.row, 15 * min(6, 1 + int(cells(text) // self._width)))
        self.put(0, text, look)
        self.row += 1

    def skip(self) -> None:
        """An empty row."""
        self.row += 1
