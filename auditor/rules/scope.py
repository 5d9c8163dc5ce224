"""The names a formula may use, resolved against one 词典 (how they get their values: environment.py).

    表三.自然人.新收 = 表三.新收.自然人          a cell, in either order          CellRef
    表二.行政许可                               a row with one number            CellRef
    表三.总计.办理结果  表三.新收.各类申请人      a group of rows or columns        CellsRef
    表三.总计  表三.新收  表三                  every cell of a line or a table   CellsRef
    年度 机关 机关类别 层级 模板 公布日期 公布日期出自正文 报告种类               FieldRef
    正文 引言 开头 第一部分 … 第六部分 全文                                     PassageRef
    $名                                        参数 first, then word lists       Constant, WordsRef
    上年.〈cell, group or field〉  下级.〈cell or group〉                         the same, of other reports

Inside 逐 (LineScope) the rest of the path is free: 逐 列 knows 新收 and 办理结果, 逐 行 knows 自然人
and 各类申请人, 逐 格 knows 本格 (本级 is the same) and 下级; 上年. and 下级. go before these as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from auditor.base.identity import by_identity
from auditor.base.text import fold
from auditor.report.lexicon import CellDef, Lexicon, TableDef
from auditor.rules.applies import KIND_NAMES, TIER_NAMES
from auditor.rules.formula.types import (
    CellRef,
    CellsRef,
    Constant,
    FieldRef,
    PassageRef,
    Reference,
    Type,
    WordsRef,
)
from auditor.rules.model import WordList
from auditor.rules.prose import PASSAGES

FIELDS: Mapping[str, FieldRef] = {
    ref.name: ref
    for ref in (
        FieldRef("年度", Type.NUMBER),
        FieldRef("机关", Type.TEXT),
        FieldRef("标题", Type.TEXT),
        FieldRef("机关类别", Type.CHOICE, tuple(KIND_NAMES.values())),
        FieldRef("层级", Type.CHOICE, tuple(TIER_NAMES.values())),
        FieldRef("模板", Type.CHOICE, ("2021", "2019", "混用")),
        FieldRef("报告种类", Type.CHOICE, ("汇总", "本机关")),
        FieldRef("公布日期", Type.DATE),
        FieldRef("公布日期出自正文", Type.TRUTH),
    )
}
PREVIOUS, SUBORDINATE = "上年", "下级"


@dataclass(frozen=True)
class ReportScope:
    """The names of a whole report. `words` are the word lists the rule may name, `parameters` its
    own 参数, already typed. `names` are for advice only and may be left out, since comparing with
    every cell's name is slow; formulas are cut into names by `pieces_of`."""

    lexicon: Lexicon
    words: Mapping[str, WordList] = field(default_factory=dict)
    parameters: Mapping[str, Constant] = field(default_factory=dict)
    advise: bool = True

    def lookup(self, name: str) -> Reference | None:
        """See the module's page; `name` is folded to half width first."""
        name = fold(name)
        if name.startswith("$"):
            return self._named(name[1:])
        return _prefixed(name, self._plain)

    def names(self) -> Iterable[str]:
        """Every name, with its prefixes; none where advice is not wanted."""
        if not self.advise:
            return ()
        return (*_table_of(self.lexicon).names, *(f"${name}" for name in (*self.parameters, *self.words)))

    def _named(self, name: str) -> Reference | None:
        if name in self.parameters:
            return self.parameters[name]
        return WordsRef(self.words[name].name) if name in self.words else None  # a list of its own, maybe

    def _plain(self, name: str) -> Reference | None:
        return _table_of(self.lexicon).references.get(name)


@dataclass(frozen=True)
class LineScope:
    """`base` and the free names of one line of `table`. `axis` is "行", "列" or "格"; `row` and
    `column` say which one (a row for 行, a column for 列, both for 格; "" in rows with one number)."""

    base: ReportScope
    table: TableDef
    axis: str
    row: str = ""
    column: str = ""

    def lookup(self, name: str) -> Reference | None:
        """A free name of the line before a name of the report."""
        name = fold(name)
        if self.axis == "格" and name == SUBORDINATE:
            own = self._local["本格"]
            return CellRef(own.path, own.index, own.unit, SUBORDINATE) if isinstance(own, CellRef) else None
        found = None if name.startswith("$") else _prefixed(name, self._local.get)
        return found if found is not None else self.base.lookup(name)

    def names(self) -> Iterable[str]:
        """Every name, those of the line first."""
        if not self.base.advise:
            return ()
        free = (
            *self._local,
            *(f"{prefix}.{name}" for prefix in (PREVIOUS, SUBORDINATE) for name in self._local),
        )
        return (*free, *((SUBORDINATE,) if self.axis == "格" else ()), *self.base.names())

    @cached_property
    def _local(self) -> Mapping[str, Reference]:
        kept = _table_of(self.base.lexicon)
        key = (self.table.name, self.axis, self.row, self.column)
        found = kept.local.get(key)
        if found is None:
            found = kept.local[key] = self._free(kept.references)
        return found

    def _free(self, known: Mapping[str, Reference]) -> Mapping[str, Reference]:
        table = self.table
        if self.axis == "格":
            cell = table.cells.get((self.row, self.column))
            return {} if cell is None else {"本格": known[cell.path], "本级": known[cell.path]}
        if self.axis == "行":
            local = {
                line.name: known[cell.path]
                for line in table.columns
                if (cell := table.cells.get((self.row, line.name))) is not None
            }
            groups = table.column_groups
        else:
            local = {
                line.name: known[cell.path]
                for line in table.rows
                if (cell := table.cells.get((line.name, self.column))) is not None
            }
            groups = table.row_groups
        found: dict[str, Reference] = dict(local)
        for name, members in groups.items():
            cells = _cells(local.get(member) for member in members)
            if cells and len(cells) == len(members):
                found.setdefault(name, CellsRef(cells))
        return found


def lines_of(table: TableDef, along: str) -> tuple[tuple[str, str], ...]:
    """The (row, column) of every line that 逐 walks: 列 gives ("", column), 行 and 组 (row, ""), 格
    each cell. A row with one number is a line of 行 and 格 only."""
    match along:
        case "列":
            return tuple(("", line.name) for line in table.columns)
        case "行" | "组":
            return tuple((line.name, "") for line in table.rows)
        case _:
            return tuple(
                (cell.row, cell.column) for cell in sorted(table.cells.values(), key=lambda c: c.index)
            )


def line_scope(base: ReportScope, table: TableDef, along: str, row: str, column: str) -> LineScope:
    """The scope of one line that `lines_of` gave."""
    return LineScope(base, table, "行" if along == "组" else along, row, column)


def _cells(references: Iterable[Reference | None]) -> tuple[CellRef, ...]:
    return tuple(reference for reference in references if isinstance(reference, CellRef))


def _indices(reference: Reference) -> tuple[int, ...]:
    match reference:
        case CellRef(index=index):
            return (index,)
        case CellsRef(cells):
            return tuple([cell.index for cell in cells])
    return ()


def _ref(cell: CellDef) -> CellRef:
    return CellRef(cell.path, cell.index, cell.unit)


def _prefixed(name: str, lookup: Callable[[str], Reference | None]) -> Reference | None:
    found = lookup(name)
    if found is not None:
        return found
    prefix, dot, rest = name.partition(".")
    if not dot or prefix not in (PREVIOUS, SUBORDINATE):
        return None
    return _of_other(lookup(rest), prefix)


def _of_other(found: Reference | None, report: str) -> Reference | None:
    match found:
        case CellRef(path, index, unit, ""):
            return CellRef(path, index, unit, report)
        case CellsRef(cells):
            return CellsRef(tuple(CellRef(c.path, c.index, c.unit, report) for c in cells))
        case FieldRef(name, kind, members, "") if report == PREVIOUS:
            return FieldRef(name, kind, members, report)
        case _:
            return None


@dataclass(frozen=True)
class _Names:
    """`own`: the names of cells, lines and groups; `local`: those that are free in a line, once made."""

    references: Mapping[str, Reference]
    own: tuple[str, ...]
    pieces: tuple[str, ...]
    local: dict[tuple[str, str, str, str], Mapping[str, Reference]] = field(default_factory=dict)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name, with its prefixes: for advice."""
        prefixed = [f"{prefix}.{name}" for prefix in (PREVIOUS, SUBORDINATE) for name in self.own]
        return (*self.own, *FIELDS, *PASSAGES, *prefixed, *(f"{PREVIOUS}.{name}" for name in FIELDS))

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        first: dict[tuple[int, ...], str] = {}
        return {name: first.setdefault(_indices(self.references[name]), name) for name in self.own}


def pieces_of(lexicon: Lexicon) -> tuple[str, ...]:
    """What stands between the dots of any name of this lexicon, free names of lines too."""
    return _table_of(lexicon).pieces


def alias_of(lexicon: Lexicon) -> Callable[[str], str]:
    """One name for each cell and group that has several (表三.新收.自然人 → 表三.自然人.新收)."""
    aliases = _table_of(lexicon).aliases

    def alias(name: str) -> str:
        prefix, dot, rest = name.partition(".")
        if dot and prefix in (PREVIOUS, SUBORDINATE):
            return f"{prefix}.{aliases.get(rest, rest)}"
        return aliases.get(name, name)

    return alias


@by_identity
def _table_of(lexicon: Lexicon) -> _Names:
    """The names of one lexicon."""
    found: dict[str, Reference] = {}
    for table in lexicon.tables.values():
        _add_table(table, found)
    own = tuple(found)
    found.update(FIELDS)
    found.update({name: PassageRef(name) for name in PASSAGES})
    pieces = dict.fromkeys(piece for name in (*own, *FIELDS, *PASSAGES) for piece in name.split("."))
    pieces.update(dict.fromkeys((PREVIOUS, SUBORDINATE, "本格", "本级")))
    return _Names(found, own, tuple(pieces))


def _add_table(table: TableDef, found: dict[str, Reference]) -> None:
    cells = sorted(table.cells.values(), key=lambda cell: cell.index)
    rows: dict[str, list[CellRef]] = {}
    columns: dict[str, list[CellRef]] = {}
    refs: list[CellRef] = []
    for cell in cells:
        ref = _ref(cell)
        refs.append(ref)
        found[cell.path] = ref
        rows.setdefault(cell.row, []).append(ref)
        if cell.column:
            found[f"{table.name}.{cell.row}.{cell.column}"] = ref
            found[f"{table.name}.{cell.column}.{cell.row}"] = ref
            columns.setdefault(cell.column, []).append(ref)
    for name, line in (*rows.items(), *columns.items()):
        found.setdefault(f"{table.name}.{name}", CellsRef(tuple(line)))
    found.setdefault(table.name, CellsRef(tuple(refs)))
    for group, members in table.row_groups.items():
        for column in columns:
            _add_group(
                table, [(row, column) for row in members], f"{group}.{column}", f"{column}.{group}", found
            )
        if not columns or all((row, "") in table.cells for row in members):
            _add_group(table, [(row, "") for row in members], group, group, found)
    for group, members in table.column_groups.items():
        for row in rows:
            _add_group(
                table, [(row, column) for column in members], f"{group}.{row}", f"{row}.{group}", found
            )
        for row_group, lines in table.row_groups.items():
            cross = [(row, column) for row in lines for column in members]
            _add_group(table, cross, f"{group}.{row_group}", f"{row_group}.{group}", found)


def _add_group(
    table: TableDef, at: list[tuple[str, str]], one: str, other: str, found: dict[str, Reference]
) -> None:
    """A group exists where each of its cells does."""
    cells = [table.cells[place] for place in at if place in table.cells]
    if cells and len(cells) == len(at):
        group = CellsRef(_cells(found[cell.path] for cell in cells))
        found.setdefault(f"{table.name}.{one}", group)
        found.setdefault(f"{table.name}.{other}", group)
