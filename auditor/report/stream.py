"""A Document as one stream of rows: grid rows of tables, lines cut at tabs or bars, paragraphs.

Everything that looks for labels and numbers walks this stream, so that a table drawn as a grid, as
tab-separated lines or as one cell per line is read by one piece of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.quick import quick
from auditor.base.text import fold
from auditor.reading.document import Cell, Document, Paragraph, Picture, Table
from auditor.report.cellvalue import is_figure

_PAGE_NUMBER = re.compile(
    r"[-—–―－_]+\d{1,3}[-—–―－_]+|第\d{1,3}页(?:[/,，]?共\d{1,3}页)?|\d{1,3}/\d{1,3}页?|第\d{1,3}页/共\d{1,3}页"
)

_DATED = re.compile(r"\d\s+[年月页]")  # “2023 年”, “第 7 页”: a sentence or a running head, no cells
_GLUED = re.compile(r"([^。；;：:]{1,120}[^\W\d_][”）)]?)(\d+(?:\.\d+)?)")  # no gap between its cells
_FIGURE = re.compile(r"[\d,.]+")
_FIGURES = 3  # so many at the end of a line show that it holds a row
# A unit or a remark in brackets, which numberings are not.
_REST = re.compile(
    r"万|亿|元|件|条|次|项|宗|起|份|个|余|多|左右|以上|%|\((?![一二三四五六七八九十\d]{1,2}\))"
)
_column = attrgetter("column")
CELLS = -1  # the table number of all rows gathered from lines of one cell: they share their columns


@quick
@dataclass(frozen=True, slots=True)
class Token:
    """A cell, a field or a paragraph. `column` is the grid column, or the field's number in its line."""

    text: str
    folded: str
    place: CellPlace | ParagraphPlace
    column: int = 0
    colspan: int = 1
    rowspan: int = 1

    @property
    def columns(self) -> range:
        """The grid columns that it stands in."""
        return range(self.column, self.column + self.colspan)


@quick
@dataclass(frozen=True, slots=True)
class Row:
    """Tokens side by side.

    `form` is "grid" (the source states the columns), "fields" (a delimited line), "cells" (gathered
    from lines of one cell each) or "line" (a paragraph). `table` is the document's table number, 0 for
    paragraphs; `level` is a stated heading level; `line` the line number in text files, else 0;
    `picture`: no text but a picture or, with `frame`, a window on another file. `index` is the position
    in the stream, `span` how many rows of the stream it was gathered from.
    """

    tokens: tuple[Token, ...]
    form: str
    table: int = 0
    level: int | None = None
    line: int = 0
    picture: bool = False
    frame: bool = False
    index: int = 0
    span: int = 1

    def indexes(self) -> range:
        """The stream positions it covers."""
        return range(self.index, self.index + self.span)

    @property
    def text(self) -> str:
        """The row's words as one paragraph."""
        return " ".join(token.text for token in self.tokens if token.folded)

    @property
    def folded(self) -> str:
        if len(self.tokens) == 1:
            return self.tokens[0].folded
        return "".join(token.folded for token in self.tokens)

    @property
    def place(self) -> CellPlace | ParagraphPlace:
        return self.tokens[0].place


def rows_of(document: Document) -> list[Row]:
    """Every row of `document` in order; page numbers that stand alone are dropped."""
    rows: list[Row] = []
    for block in document.blocks:
        match block:
            case Paragraph():
                rows.extend(_paragraph(block, len(rows)))
            case Table():
                rows.extend(_table(block, len(rows)))
            case Picture():
                token = Token(block.text, "", block.place)
                rows.append(Row((token,), "line", picture=True, frame=block.frame, index=len(rows)))
    return rows


def _paragraph(block: Paragraph, index: int) -> Iterator[Row]:
    """The paragraph's row, to stand at `index` of the stream; none for a page number."""
    folded = fold(block.text)
    if not folded or (_PAGE_NUMBER.fullmatch(folded) and len(folded) > 2):
        return
    token = Token(block.text, folded, block.place)
    yield Row((token,), "line", level=block.level, line=block.place.line or 0, index=index)


def _table(table: Table, index: int) -> Iterator[Row]:
    """The table's rows, the first of them to stand at `index` of the stream."""
    lines: list[list[Cell]] = [[] for _ in range(table.height)]
    for cell in table.cells:
        if cell.row < table.height:
            lines[cell.row].append(cell)
    form = "grid" if table.exact else "fields"
    for line in lines:
        if line:
            tokens = tuple(
                Token(c.text, fold(c.text), c.place, c.column, c.colspan, c.rowspan)
                for c in sorted(line, key=_column)
            )
            yield Row(tokens, form, table.number, line=line[0].place.line or 0, index=index)
            index += 1


def split_line(row: Row) -> tuple[Token, ...]:
    """A paragraph of a table's region cut at white space: “规章 0 0 12” is four tokens; “规章0012”, where
    nothing parts the cells, is label and figures. Sentences and the cells of tables are left whole."""
    if row.form != "line":
        return row.tokens
    token = row.tokens[0]
    pieces = token.text.split()
    if len(pieces) == 1 and (glued := _GLUED.fullmatch(pieces[0])):
        pieces = [*glued.groups()]
    if len(pieces) < 2 or "。" in token.text or _DATED.search(token.text):
        return row.tokens
    pieces = _with_their_units(pieces)
    return tuple(Token(piece, fold(piece), token.place, column) for column, piece in enumerate(pieces))


def _with_their_units(pieces: list[str]) -> list[str]:
    """“43.7 万元” is one cell: what is no figure by itself, but is one with the figure before it."""
    whole: list[str] = []
    for piece in pieces:
        folded = fold(piece)
        before = fold(whole[-1]) if whole else ""
        if _REST.match(folded) and is_figure(before) and is_figure(before + folded):
            whole[-1] += f" {piece}"
        else:
            whole.append(piece)
    return whole


def logical_rows(rows: list[Row]) -> list[Row]:
    """Rows for reading tables: lines that hold one cell each are gathered into table rows where blank
    lines part them; a line without a leading tab goes on with the cell above ("商业\\n企业")."""
    result: list[Row] = []
    rows = [row for position, row in enumerate(rows) if not _is_page_number(rows, position)]
    index = 0
    while index < len(rows):
        run = _single_cell_run(rows, index)
        if len(run) < 2:
            row = rows[index]
            tokens = split_line(row)
            result.append(row if tokens is row.tokens else replace(row, tokens=tokens))
            index += 1
            continue
        result.append(_gather(run))
        index += len(run)
    return result


def _is_page_number(rows: list[Row], position: int) -> bool:
    """A bare number between blank lines, beside lines that hold a row each: no cell stands so."""
    row = rows[position]
    if row.form != "line" or not row.line or not (row.folded.isdigit() and len(row.folded) <= 3):
        return False
    beside = [rows[near] for near in (position - 1, position + 1) if 0 <= near < len(rows)]
    return all(abs(near.line - row.line) > 1 for near in beside) and any(
        near.form == "fields" or _ends_in_figures(near.text) for near in beside
    )


def _ends_in_figures(text: str) -> bool:
    """Whether a line ends in several figures, however wide the gaps between them are."""
    last = text.split()[-_FIGURES:]
    return len(last) == _FIGURES and all(map(_FIGURE.fullmatch, last))


def _single_cell_run(rows: list[Row], start: int) -> list[Row]:
    """Consecutive lines from `start`, each "tab, one field" (or the continuation of one), with no
    blank line between; only where the file has lines."""
    run: list[Row] = []
    tabbed = 0
    for position in range(start, len(rows)):  # a slice for every row would take quadratic time
        row = rows[position]
        if not row.line or row.picture or (run and row.line != run[-1].line + 1):
            break
        if row.form == "fields" and len(row.tokens) == 2 and not row.tokens[0].folded:
            tabbed += 1
        elif not (
            row.form == "line" and run and len(row.folded) <= 12 and not row.level and "。" not in row.folded
        ):
            break
        run.append(row)
    return run if tabbed >= 2 else []


def _gather(run: list[Row]) -> Row:
    tokens: list[Token] = []
    for row in run:
        if row.form == "fields" or not tokens:
            cell = row.tokens[-1]
            tokens.append(Token(cell.text, cell.folded, cell.place, len(tokens)))
        else:
            last = tokens[-1]
            more = row.tokens[0]
            tokens[-1] = Token(
                f"{last.text}\n{more.text}", last.folded + more.folded, last.place, last.column
            )
    return Row(tuple(tokens), "cells", CELLS, line=run[0].line, index=run[0].index, span=len(run))
