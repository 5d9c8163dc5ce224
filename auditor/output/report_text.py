"""The report as it was read, for a person to compare with the file: header, parts, the three tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.base.diagnostic import Diagnostic
from auditor.base.text import cells, tidy
from auditor.base.version import VERSION
from auditor.output.finding_text import number_words
from auditor.output.grid import draw_grid
from auditor.output.paint import Paint
from auditor.output.places import path_words, place_words, printable, unit_words
from auditor.output.text import Style
from auditor.output.wrap import wrap
from auditor.report.lexicon import CellDef, TableDef
from auditor.report.model import Kind, Report, Status, TableRead, Tier
from auditor.report.value import State, Value

_FROM = {
    "title": "出自标题",
    "text": "出自正文",
    "page": "出自网页的信息表",
    "metadata": "出自文件属性",
    "file": "出自文件名",
    "folder": "出自文件夹名",
}
_KINDS = {
    Kind.GOVERNMENT: "人民政府",
    Kind.GOVERNMENT_OFFICE: "政府办公室",
    Kind.DEPARTMENT: "部门",
    Kind.TOWNSHIP: "乡镇",
    Kind.SUBDISTRICT: "街道",
    Kind.DISPATCHED: "派出机构",
    Kind.OTHER: "其他",
    Kind.UNKNOWN: "未认出",
}
_TIERS = {
    Tier.PROVINCE: "省级",
    Tier.CITY: "市级",
    Tier.COUNTY: "县级",
    Tier.TOWNSHIP: "乡级",
    Tier.UNKNOWN: "",
}
_STATUS = {Status.READ: "完整", Status.PARTIAL: "不完整", Status.UNREADABLE: "读不了"}
_FORMS = {
    "grid": "",
    "lines": "按文字行读取",
    "picture": "这里是一张图片，读不到数",
    "prose": "没有表格，只有文字",
    "none": "没有找到这张表",
}
_TEMPLATES = {"2021": "2021年格式", "2019": "2019年格式", "mixed": "新旧格式混用", "unknown": "未认出"}
_ORDINALS = "〇一二三四五六"


def draw_header(style: Style) -> str:
    """The first line of a text output of `parse`."""
    return Paint(style.color).bold(f"auditor {VERSION} 读取结果") + "\n"


def draw_report(report: Report, style: Style) -> str:
    """One report, each line ending with a line end."""
    paint = Paint(style.color)
    title = f"{unit_words(report.unit, report.year)} · {report.file}"
    lines = ["", *(paint.bold(line) for line in wrap(printable(title), style.width, "  "))]
    if not report.is_report:
        lines += wrap("  这份文件不像政府信息公开工作年度报告", style.width, "  ")
    for name, words in _facts(report):
        lines += wrap(f"  {name}{' ' * (10 - cells(name))}{printable(words)}", style.width, " " * 12)
    lines += ["", "  六个部分", *_sections(report, style)]
    drawn: set[str] = set()
    for table in report.lexicon.tables.values():
        lines += ["", *_table(report, table, style, paint)]
        drawn |= {cell.path for cell in table.cells.values()}
    others = {path: value for path, value in report.cells.items() if path not in drawn}
    lines += _others(others, style)
    if report.diagnostics:
        lines += ["", "  读取说明"]
        lines += [line for item in report.diagnostics for line in _remark(item, style)]
    return "".join(line + "\n" for line in lines)


def draw_unreadable(file: str, fault: Diagnostic, style: Style) -> str:
    """A file that could not be read."""
    paint = Paint(style.color)
    lines = [
        "",
        paint.bold(printable(file)),
        *wrap(f"  读不了：{printable(fault.message)}", style.width, "    "),
    ]
    if fault.remedy:
        lines += wrap(f"  提示：{printable(fault.remedy)}", style.width, "    ")
    return "".join(line + "\n" for line in lines)


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    source = {"unit": _FROM.get(report.unit_from, ""), "year": _FROM.get(report.year_from, "")}
    yield "标题", tidy(report.title) or "没有找到"
    yield "机关", _with(report.unit or "没有认出", source["unit"])
    yield "年度", _with("没有认出" if report.year is None else str(report.year), source["year"])
    yield "类别", " · ".join(part for part in (_KINDS[report.kind], _TIERS[report.tier]) if part)
    if report.published is not None:
        yield "公布日期", _with(report.published.isoformat(), _FROM.get(report.published_from, ""))
    yield "表的格式", _TEMPLATES.get(report.template, report.template)
    yield "读取", _with(_STATUS[report.status], report.reason or "")


def _with(text: str, note: str) -> str:
    return f"{text}（{note}）" if note else text


def _sections(report: Report, style: Style) -> Iterator[str]:
    for number in range(7):
        section = report.sections.get(number)
        if section is None:
            if number:
                yield f"    （没有找到第{_ORDINALS[number]}部分）"
            continue
        heading = "引言" if number == 0 else tidy(section.heading) or f"第{_ORDINALS[number]}部分（无标题）"
        size = sum(1 for char in section.text if not char.isspace())
        yield from wrap(f"    {printable(heading)}  {size:,} 字", style.width, " " * 6)


def _table(report: Report, table: TableDef, style: Style, paint: Paint) -> Iterator[str]:
    read = report.tables.get(table.name)
    form = _FORMS.get(read.form, read.form) if read else _FORMS["none"]
    where = place_words(read.place) if read else ""
    note = "，".join(part for part in (where, form) if part)
    yield from wrap(f"  {paint.bold(table.title)}{f'  {note}' if note else ''}", style.width, "    ")
    values = {key: report.cells.get(cell.path) for key, cell in table.cells.items()}
    if all(value is None or value.state is State.ABSENT for value in values.values()):
        return
    heads = {key: cell.header or cell.column for key, cell in table.cells.items()}
    columns = list(dict.fromkeys([column.name for column in table.columns if column.name in heads.values()]))
    by_head = {(row, heads[row, column]): value for (row, column), value in values.items()}
    rows: list[list[str]] = []
    group = ""
    for line in table.rows:
        if line.group != group:
            group = line.group
            if group in table.row_groups:
                rows.append([group, *([""] * len(columns))])
        label = f"  {line.name}" if group in table.row_groups else line.name
        found = (_cell(by_head[line.name, head]) if (line.name, head) in by_head else "" for head in columns)
        rows.append([label, *found])
    yield from ("  " + line for line in draw_grid(["", *columns], rows, style.width - 2))
    yield from _legend(rows)
    yield from _doubts(report, table, style)
    yield from _lines_missing(read, style)


def _cell(value: Value | None) -> str:
    """A cell in as few columns as it takes; a doubtful one carries ？."""
    if value is None or value.state is State.ABSENT:
        return "缺"
    raw = printable(tidy(value.raw))
    match value.state:
        case State.NUMBER:
            return "" if value.number is None else number_words(value.number)
        case State.BLANK:
            return "空"
        case State.ILLEGIBLE:
            return "？"
        case _:
            return raw if cells(raw) <= 16 else raw[:7] + "…"


def _legend(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    shown = {text for row in rows for text in row[1:]}
    words = [
        meaning
        for mark, meaning in (
            ("空", "空＝格子空着"),
            ("缺", "缺＝没有这一格"),
            ("？", "？＝辨认不清，不作数"),
        )
        if any(text.endswith(mark) for text in shown)
    ]
    if words:
        yield "  " + "  ".join(words)


def _doubts(report: Report, table: TableDef, style: Style) -> Iterator[str]:
    """The doubtful and the oddly written cells with place and raw text; a whole row once."""
    groups: dict[tuple[str, Value], list[CellDef]] = {}
    for cell in table.cells.values():
        value = report.cells.get(cell.path)
        if value is None:
            continue
        if value.state not in (State.NUMBER, State.BLANK, State.ABSENT):
            groups.setdefault((cell.row, value), []).append(cell)
    for (row, value), found in groups.items():
        name = path_words(found[0].path) if len(found) == 1 else f"{table.name} {row} {len(found)} 格"
        raw = f"原文“{printable(tidy(value.raw))}”" if value.raw.strip() else ""
        parts = [name, place_words(value.place), raw, printable(value.note)]
        yield from wrap("  " + "  ".join(part for part in parts if part), style.width, "    ")


def _lines_missing(read: TableRead | None, style: Style) -> Iterator[str]:
    if read is None:
        return
    for names, words in (
        (read.missing_rows, "没有找到的行"),
        (read.missing_columns, "没有找到的列"),
        (read.extra_columns, "多出的列"),
    ):
        if names:
            yield from wrap(f"  {words}：{'、'.join(printable(name) for name in names)}", style.width, "    ")


def _others(values: dict[str, Value], style: Style) -> Iterator[str]:
    """Cells of the other template, where a report mixes the two."""
    there = [(path, value) for path, value in values.items() if value.state is not State.ABSENT]
    if there:
        yield ""
        yield "  另一种格式的单元格"
        listed = "，".join(f"{path_words(path)} {_cell(value)}" for path, value in there)
        yield from wrap("    " + listed, style.width, "    ")


def _remark(item: Diagnostic, style: Style) -> list[str]:
    where = place_words(item.place)
    remedy = f"；{printable(item.remedy)}" if item.remedy else ""
    text = f"    {printable(item.message)}{f'（{where}）' if where else ''}{remedy}"
    return wrap(text, style.width, " " * 6)
