"""汇总表: the figures of all agencies added up in the official form, per year and form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.findings.dossier import Dossier, Figures
from auditor.output.xlsx.book import Book, Sheet, Value
from auditor.report.lexicon import Lexicon, TableDef
from auditor.report.model import Kind
from auditor.report.value import Number, State

_WIDTH = 8  # columns of the widest table, with its row labels


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell added up: `total`, from how many reports, and in how many it was no certain figure."""

    total: Number
    known: int
    unknown: int


def write_sums(book: Book, dossier: Dossier) -> None:
    """One block per year and form. A government's own report is itself a sum and is left out where
    other agencies' reports are there; a cell that is no number is not counted, and that is said."""
    sheet = book.sheet("汇总表", (40, *[13] * (_WIDTH - 1)), landscape=True)
    sheet.sheet.hide_gridlines(2)
    groups: dict[tuple[int, str], list[Figures]] = {}
    for figures in dossier.figures.values():
        if figures.year is not None and figures.template in dossier.lexicons:
            groups.setdefault((figures.year, figures.template), []).append(figures)
    sheet.line("各机关三表数据汇总", "title")
    left = len(dossier.figures) - sum(len(found) for found in groups.values())
    if left:
        sheet.line(f"{left} 份报告未认出年度，或新旧格式混用，没有计入")
    for (year, template), found in sorted(groups.items()):
        summed = [item for item in found if item.kind is not Kind.GOVERNMENT] or found
        sheet.skip()
        sheet.line(f"{year}年度（{template}年格式），{len(summed)} 份报告相加", "part")
        if len(summed) < len(found):
            names = "、".join(item.unit or item.file for item in found if item.kind is Kind.GOVERNMENT)
            sheet.line(f"政府的报告本身是汇总，没有计入：{names}")
        for table in dossier.lexicons[template].tables.values():
            _table(sheet, table, dossier.lexicons[template], summed)
    if not groups:
        sheet.line("没有可以汇总的报告")


def sums_of(reports: Sequence[Figures], paths: Sequence[str]) -> dict[str, Sum]:
    """Each path added up over the reports. A blank or a sign is nothing to add, but no doubt either."""
    made: dict[str, Sum] = {}
    for path in paths:
        total: Number = 0
        known = unknown = 0
        for report in reports:
            cell = report.cells.get(path)
            if cell is not None and cell.state is State.NUMBER and cell.number is not None:
                total += cell.number
                known += 1
            elif cell is None or cell.state not in (State.BLANK, State.SYMBOL):
                unknown += 1
        made[path] = Sum(_plain(total), known, unknown)
    return made


def _plain(number: Number) -> Number:
    if isinstance(number, Decimal) and number == number.to_integral_value():
        return int(number)
    return number


def _table(sheet: Sheet, table: TableDef, lexicon: Lexicon, reports: Sequence[Figures]) -> None:
    sums = sums_of(reports, [cell.path for cell in table.cells.values()])
    heads = {key: cell.header or cell.column for key, cell in table.cells.items()}
    columns = [line for line in table.columns if line.name in heads.values()]
    sheet.skip()
    title = next((part.title for part in lexicon.sections if part.number == table.section), table.title)
    sheet.line(f"{table.name}  {title}", "part")
    sheet.add(["项目", *(line.label.official for line in columns)], "head")
    by_head = {(row, heads[row, column]): cell.path for (row, column), cell in table.cells.items()}
    group = ""
    for line in table.rows:
        if line.group != group:
            group = line.group
            if group:
                sheet.add([group, *[""] * len(columns)], "label")
        values: list[Value] = [("　" if group else "") + line.label.official]
        for column in columns:
            path = by_head.get((line.name, column.name))
            values.append(None if path is None else sums[path].total)
        sheet.add(values, ["label", *["number"] * len(columns)])
    doubtful = [found.unknown for found in sums.values() if found.unknown]
    if doubtful:
        sheet.line(
            f"有 {len(doubtful)} 格在部分报告里读不出确定的数（最多 {max(doubtful)} 份），相加时没有计入"
        )
