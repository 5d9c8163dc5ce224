"""What 表形 can look at (its 检查): one function each, which gives the outcomes for one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from auditor.report.lexicon import CellDef, TableDef
from auditor.report.model import LabelRead, Report, TableRead
from auditor.report.value import State
from auditor.rules.hints import hints_among_tables
from auditor.rules.kinds import cellstates
from auditor.rules.kinds.common import (
    INCOMPLETE,
    UNREADABLE_CELL,
    Frame,
    cell_evidence,
    cells_text,
    column_text,
    incomplete,
    is_partial,
    row_text,
)
from auditor.rules.model import Corpus
from auditor.rules.outcome import Level, Missing, Outcome, PlaceEvidence
from auditor.rules.prose import EVERYTHING
from auditor.rules.wording import Words

TABLES = "表格"  # the target of what is asked of all tables together
TEMPLATES: Mapping[str, str] = {"2021": "2021年度起的格式", "2019": "2019、2020年度的试行格式"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The check: `look` at each table, or once at all of them."""

    frame: Frame
    tables: tuple[TableDef, ...]
    look: Callable[[Shape, Report, TableDef, Level], Iterator[Outcome]]
    once: bool = False
    states: frozenset[str] = frozenset()
    cells: Mapping[str, tuple[CellDef, ...]] | None = None
    light: frozenset[str] = frozenset()
    template: str = ""
    words: Words | None = None
    standing: str = ""
    unless_empty: bool = False

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per table, or finer where the check says so."""
        level = self.frame.graded(report, corpus)
        for table in self.tables[:1] if self.once else self.tables:
            yield from self.look(self, report, table, level)

    def unreadable(self, report: Report, table: TableDef) -> Outcome | None:
        """无法判定 or 不适用 where the table is not there to be looked at; None where it is."""
        read = report.tables.get(table.name)
        form = read.form if read else "none"
        if form in ("grid", "lines"):
            return None
        section = report.sections.get(table.section)
        if form == "picture" or is_partial(report):
            what = "是图片" if form == "picture" else "没有取得"
            return self.frame.cannot_tell(report, table.name, incomplete(report, f"{table.name}{what}"))
        why = "没有这个部分" if section is None else "没有表格"
        return self.frame.inapplicable(report, table.name, why)


def _complete(check: Shape, report: Report, table: TableDef, level: Level) -> Iterator[Outcome]:
    blocked = check.unreadable(report, table)
    if blocked is not None:
        yield blocked
        return
    if report.template != check.frame.lexicon.template:
        yield check.frame.inapplicable(report, table.name, "模板不符")
        return
    read = report.tables[table.name]
    parts = [f"“{row_text(table, name)}”行" for name in read.missing_rows]
    parts += [f"“{column_text(table, name)}”列" for name in read.missing_columns]
    renamed = [label for label in read.labels if label.standing == "unknown"]
    parts += [f"{_named(table, label)}（写的是“{_one_line(label.text)}”）" for label in renamed]
    if not parts:
        yield check.frame.passed(report, table.name)
    elif is_partial(report):
        yield check.frame.cannot_tell(report, table.name, incomplete(report, "、".join(parts)))
    else:
        shown = "、".join(parts[:6]) + (f"等 {len(parts)} 处" if len(parts) > 6 else "")
        places = [PlaceEvidence(_one_line(label.text), label.place) for label in renamed]
        places = places or [PlaceEvidence(table.name, read.place)]
        yield check.frame.failed(report, table.name, level, {"表": table.name, "缺少": shown}, places)


def _named(table: TableDef, label: LabelRead) -> str:
    row = label.axis == "row"
    return f"“{row_text(table, label.name)}”行" if row else f"“{column_text(table, label.name)}”列"


def _labels(check: Shape, report: Report, table: TableDef, level: Level) -> Iterator[Outcome]:
    blocked = check.unreadable(report, table)
    if blocked is not None:
        yield blocked
        return
    found: dict[tuple[str, str], list[LabelRead]] = {}
    for label in report.tables[table.name].labels:
        if label.standing == check.standing:
            found.setdefault((label.axis, label.name), []).append(label)
    if not found:
        yield check.frame.passed(report, table.name)
    for (axis, name), labels in found.items():
        written = "”“".join(dict.fromkeys(_one_line(label.text) for label in labels))
        fields = {
            "表": table.name,
            "行列": "行名" if axis == "row" else "列名",
            "现写": written,
            "应写": labels[0].official,
        }
        evidence = [PlaceEvidence(_one_line(label.text), label.place) for label in labels]
        yield check.frame.failed(report, f"{table.name}.{name}", level, fields, evidence)


def _one_line(text: str) -> str:
    return "".join(text.split())


def _template(check: Shape, report: Report, _: TableDef, level: Level) -> Iterator[Outcome]:
    shown = report.template
    if shown == check.template:
        yield check.frame.passed(report, TABLES)
        return
    if shown not in (*TEMPLATES, "mixed"):
        yield check.frame.cannot_tell(report, TABLES, Missing(INCOMPLETE, "看不出表格用的是哪一种格式"))
        return
    if report.year is None:
        yield check.frame.cannot_tell(report, TABLES, Missing("报告年度不明", "不知道应当用哪一种格式"))
        return
    used = "两种格式拼接" if shown == "mixed" else TEMPLATES[shown]
    fields = {"应用": TEMPLATES[check.template], "所用": used, "情况": used}
    yield check.frame.failed(report, TABLES, level, fields, _marks(report))


def _marks(report: Report) -> list[PlaceEvidence]:
    """The labels of table 2 by which a template is told."""
    read = report.tables.get("表二", TableRead("表二", "none"))
    columns = [label for label in read.labels if label.axis == "column"]
    return [PlaceEvidence(_one_line(label.text), label.place) for label in columns[:3]]


def _states(check: Shape, report: Report, table: TableDef, level: Level) -> Iterator[Outcome]:
    blocked = check.unreadable(report, table)
    if blocked is not None:
        yield blocked
        return
    if check.unless_empty and _all_blank(report):
        yield check.frame.inapplicable(report, table.name, "三张表全部空白，已另报")
        return
    bad: list[CellDef] = []
    unknown: list[str] = []
    numbers = report.numbers if report.lexicon is check.frame.lexicon else None
    for cell in (check.cells or {}).get(table.name, ()):
        if numbers is not None:
            number = numbers[cell.index]
            if type(number) is int and number >= 0:
                continue  # a plain count shows nothing; nearly all cells are one
        value = report.cells.get(cell.path)
        if value is None:
            continue
        if cellstates.is_unknown(value):
            unknown.append(cell.path)
        elif cellstates.states_of(cell, value) & check.states:
            bad.append(cell)
    if bad:
        values = [report.cells[cell.path] for cell in bad]
        raws = list(dict.fromkeys(value.raw.strip() for value in values if value.raw.strip()))
        fields = {
            "表": table.name,
            "个数": str(len(bad)),
            "位置": cells_text(table, bad),
            "原文": "、".join(f"“{raw}”" for raw in raws[:5]) + ("等" if len(raws) > 5 else ""),
        }
        light = all(cell.path in check.light for cell in bad)
        evidence = [cell_evidence(cell.path, report.cells[cell.path]) for cell in bad]
        yield check.frame.failed(report, table.name, Level.INFO if light else level, fields, evidence)
    elif unknown:
        detail = "、".join(unknown[:5]) + (f"等 {len(unknown)} 格" if len(unknown) > 5 else "")
        yield check.frame.cannot_tell(report, table.name, Missing(UNREADABLE_CELL, detail))
    else:
        yield check.frame.passed(report, table.name)


def _short_rows(check: Shape, report: Report, table: TableDef, level: Level) -> Iterator[Outcome]:
    blocked = check.unreadable(report, table)
    if blocked is not None:
        yield blocked
        return
    rows: dict[str, list[CellDef]] = {}
    for cell in table.cells.values():
        rows.setdefault(cell.row, []).append(cell)
    everything = list(table.cells.values())
    if _numbers_read(report, everything) > max(map(len, rows.values())):
        rows = {table.name: everything}  # groups side by side stand in one row
    short = {row: read for row, cells in rows.items() if (read := _numbers_read(report, cells))}
    if not short:
        yield check.frame.passed(report, table.name)
    for row, read in short.items():
        counts = {"列数": str(len(rows[row])), "个数": str(read)}
        named = table.title if row == table.name else row_text(table, row)
        fields = {"表": table.name, "行": named, **counts}
        evidence = [cell_evidence(cell.path, report.cells[cell.path]) for cell in rows[row]]
        target = table.name if row == table.name else f"{table.name}.{row}"
        yield check.frame.failed(report, target, level, fields, evidence)


def _numbers_read(report: Report, cells: list[CellDef]) -> int:
    """How many numbers a row holds that has fewer of them than columns; 0 for any other row. The
    reader leaves such a row unreadable, and every cell of it holds what was read of the whole row."""
    raws: set[str] = set()
    for cell in cells:
        value = report.cells.get(cell.path)
        if value is None:
            continue
        if not cellstates.is_unknown(value):
            return 0
        raws.add(value.raw)
    if len(raws) != 1:
        return 0
    read = len(raws.pop().split())
    return read if 2 <= read < len(cells) else 0


def _odd(check: Shape, report: Report, table: TableDef, level: Level) -> Iterator[Outcome]:
    blocked = check.unreadable(report, table)
    if blocked is not None:
        yield blocked
        return
    read = report.tables[table.name]
    odd = [f"多出“{name}”列" for name in read.extra_columns] + list(read.odd)
    if odd:
        said = "、".join(odd[:6]) + (f"等 {len(odd)} 处" if len(odd) > 6 else "")
        place = PlaceEvidence(table.name, read.place)
        yield check.frame.failed(report, table.name, level, {"表": table.name, "情况": said}, (place,))
    else:
        yield check.frame.passed(report, table.name)


def _empty(check: Shape, report: Report, _: TableDef, level: Level) -> Iterator[Outcome]:
    for table in check.tables:
        blocked = check.unreadable(report, table)
        if blocked is not None:
            missing = blocked.missing
            yield (
                check.frame.cannot_tell(report, TABLES, *missing)
                if missing
                else check.frame.inapplicable(report, TABLES, f"{table.name}{blocked.reason}")
            )
            return
    if _all_blank(report):
        blank = [(path, value) for path, value in report.cells.items() if value.state is State.BLANK]
        evidence = [cell_evidence(path, value) for path, value in blank]
        yield check.frame.failed(report, TABLES, level, {"个数": str(len(blank))}, evidence)
    elif all(value.state in _NOTHING for value in report.cells.values()):
        yield check.frame.cannot_tell(report, TABLES, Missing(UNREADABLE_CELL, "三张表没有一个认得出的数"))
    else:
        yield check.frame.passed(report, TABLES)


_NOTHING = (State.BLANK, State.ILLEGIBLE, State.ABSENT)


def _all_blank(report: Report) -> bool:
    """Whether there are cells, and nothing is in any of them."""
    blank = False
    for value in report.cells.values():
        if value.state not in (State.BLANK, State.ABSENT):
            return False
        blank = blank or value.state is State.BLANK
    return blank


def _form(check: Shape, report: Report, table: TableDef, level: Level) -> Iterator[Outcome]:
    read = report.tables.get(table.name)
    form = read.form if read else "none"
    section = report.sections.get(table.section)
    if form in ("grid", "lines"):
        yield check.frame.passed(report, table.name)
    elif form == "picture" or is_partial(report) or report.format == "text":
        yield check.frame.cannot_tell(report, table.name, incomplete(report, f"没有取得{table.name}"))
    elif section is None:
        yield check.frame.inapplicable(report, table.name, "没有这个部分")
    else:
        situation = "以文字代替表格" if form == "prose" else "没有表格"
        place = PlaceEvidence(section.heading, (read.place if read else None) or section.place)
        yield check.frame.failed(report, table.name, level, {"表": table.name, "情况": situation}, (place,))


def _leftover(check: Shape, report: Report, table: TableDef, level: Level) -> Iterator[Outcome]:
    if table.section not in report.sections:
        if is_partial(report):
            missing = incomplete(report, f"没有取得{table.name}所在的部分")
            yield check.frame.cannot_tell(report, table.name, missing)
        else:
            yield check.frame.inapplicable(report, table.name, "没有这个部分")
        return
    hits = (*(check.words.every(report, EVERYTHING) if check.words else ()), *hints_among_tables(report))
    found = sorted((hit for hit in hits if hit.section == table.section), key=lambda hit: hit.start)
    if found:
        fields = {"表": table.name, "原文": found[0].quote}
        yield check.frame.failed(report, table.name, level, fields, found)
    else:
        yield check.frame.passed(report, table.name)


LOOKS: Mapping[str, Callable[[Shape, Report, TableDef, Level], Iterator[Outcome]]] = {
    "行列齐全": _complete,
    "标签用字": _labels,
    "标签错字": _labels,
    "模板相符": _template,
    "单元格状态": _states,
    "行内数齐": _short_rows,
    "多余和次序": _odd,
    "空表": _empty,
    "表格形式": _form,
    "残留提示语": _leftover,
}
