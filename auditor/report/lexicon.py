"""词典: what the official format calls its sections, rows, columns and cells, and what practice calls them.

The lexicon is data (`rules/词典/2021.yaml`, `2019.yaml`), handed in wherever it is needed, never global.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Label:
    """A row's or a column's name: the official wording, variants that practice uses, known misprints."""

    official: str
    variants: tuple[str, ...] = ()
    misprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column. `name` is the alias used in formulas, JSON and on screen (新收, 自然人)."""

    name: str
    label: Label
    group: str = ""  # the heading it stands under: 不予公开, 第二十条第（一）项


@dataclass(frozen=True, slots=True)
class CellDef:
    """One cell of the format. `path` is how JSON and formulas name it; `index` its position in
    `Lexicon.cells`; `column` is "" in rows that have one number only (表二.行政许可)."""

    path: str
    index: int
    code: str
    table: str
    row: str
    column: str
    unit: str
    integral: bool = True
    signed: bool = False
    header: str = ""  # the column's name also where `column` is "" (处理决定)


@dataclass(frozen=True, slots=True)
class TableDef:
    """A table of the format. Cells by (row, column). `row_groups` and `column_groups` name sets of
    lines (办理结果, 各类申请人, 法人, 不予公开)."""

    name: str  # 表二
    title: str  # what a person calls it: 表二（主动公开）
    section: int
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: Mapping[tuple[str, str], CellDef]
    row_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    column_first: bool = False  # a path is 表.column.row (表三) rather than 表.row.column


@dataclass(frozen=True, slots=True)
class SectionDef:
    """One of the six sections. `variants` pass as the official title; `loose` are understood but not
    the format's wording; `core` are words that tell a lost or reworded heading (all must occur); `hints`:
    any of them tells it where the section's own number stands before it."""

    number: int
    title: str
    variants: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    core: tuple[tuple[str, ...], ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The format of one template ("2021", "2019")."""

    template: str
    version: str
    sha256: str
    sections: tuple[SectionDef, ...]
    tables: Mapping[str, TableDef]
    cells: tuple[CellDef, ...]
    by_path: Mapping[str, CellDef]
    markers: tuple[str, ...] = ()  # labels that only this template has
    footnotes: tuple[str, ...] = ()  # words of the tables' printed notes (勾稽关系为…)
