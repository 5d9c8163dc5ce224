"""A 词典 file to a Lexicon; every fault named with its line.

词典: "2021"                     the template it describes
版本: "1.0"
标志: [本年制发件数 …]             labels that only this template has
表注: [本列数据的勾稽关系为 …]      words of the tables' printed notes
六部分: [{序号, 标题, 变体, 近似, 核心}]
表格: [{名称, 标题, 部分, 路径: 列先|行先, 列: […], 行: […], 列组: {…}, 行组: {…}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.report.lexicon import CellDef, Label, Lexicon, Line, SectionDef, TableDef
from auditor.report.tree_file import Fault, maps
from auditor.source.tree import Mapping, Node, Scalar, Sequence, SourceFile

_TABLE_CODES = {"表二": "t2", "表三": "t3", "表四": "t4"}


def load_lexicon(file: SourceFile) -> tuple[Lexicon | None, tuple[Diagnostic, ...]]:
    """The lexicon that `file` describes, or None with the first fault found."""
    try:
        if not isinstance(file.root, Mapping):
            return None, (
                Diagnostic(
                    Severity.ERROR,
                    "lexicon.empty",
                    "词典文件没有内容",
                    "请从程序自带的词典复制一份再改",
                    file.name,
                ),
            )
        return _lexicon(file.root, file.sha256), ()
    except Fault as fault:
        place = fault.node.place
        excerpt = file.lines[place.line - 1] if 0 < place.line <= len(file.lines) else ""
        return None, (
            Diagnostic(
                Severity.ERROR,
                "lexicon.invalid",
                f"词典写法有误：{fault.message}",
                "对照程序自带的词典改正这一行",
                file.name,
                place,
                excerpt,
            ),
        )


def _lexicon(root: Mapping, sha256: str) -> Lexicon:
    tables: dict[str, TableDef] = {}
    cells: list[CellDef] = []
    for node in maps(root, "表格"):
        table = _table(node, len(cells))
        if table.name in tables:
            raise Fault(node, f"“{table.name}”写了两次")
        tables[table.name] = table
        cells.extend(table.cells.values())
    sections = tuple(_section(node) for node in maps(root, "六部分"))
    if [section.number for section in sections] != [1, 2, 3, 4, 5, 6]:
        raise Fault(root, "六部分应按序号 1 至 6 各写一次")
    return Lexicon(
        template=_text(root, "词典"),
        version=_text(root, "版本"),
        sha256=sha256,
        sections=sections,
        tables=tables,
        cells=tuple(cells),
        by_path={cell.path: cell for cell in cells},
        markers=_texts(root, "标志"),
        footnotes=_texts(root, "表注"),
    )


def _section(node: Mapping) -> SectionDef:
    core = node.get("核心")
    groups = core.items if isinstance(core, Sequence) else ()
    return SectionDef(
        number=_integer(node, "序号"),
        title=_text(node, "标题"),
        variants=_texts(node, "变体"),
        loose=_texts(node, "近似"),
        core=tuple(tuple(_scalars(group)) for group in groups),
        hints=_texts(node, "线索"),
    )


def _table(node: Mapping, first: int) -> TableDef:
    name = _text(node, "名称")
    if name not in _TABLE_CODES:
        raise Fault(node, f"表名“{name}”不是 表二、表三、表四 之一")
    columns = {column.name: (column, entry) for entry in maps(node, "列") for column in [_line(entry)]}
    rows = [(_line(entry), entry) for entry in maps(node, "行")]
    column_first = _text(node, "路径", "行先") == "列先"
    cells: dict[tuple[str, str], CellDef] = {}
    for row, entry in rows:
        single = _text(entry, "单列", "")
        for header in [single] if single else _texts(entry, "列") or tuple(columns):
            if header not in columns:
                raise Fault(entry, f"行“{row.name}”用到的列“{header}”没有定义")
            source = columns[header][1]
            column = "" if single else header
            parts = [part for part in ((column, row.name) if column_first else (row.name, column)) if part]
            cells[row.name, column] = CellDef(
                path=".".join([name, *parts]),
                index=first + len(cells),
                code=f"{_TABLE_CODES[name]}.{_text(entry, '代码')}.{_text(source, '代码')}",
                table=name,
                row=row.name,
                column=column,
                unit=_text(source, "单位", "件"),
                integral=_text(source, "小数", "否") != "是",
                signed=_text(source, "可负", "否") == "是",
                header=header,
            )
    return TableDef(
        name=name,
        title=_text(node, "标题"),
        section=_integer(node, "部分"),
        rows=tuple(row for row, _ in rows),
        columns=tuple(column for column, _ in columns.values()),
        cells=cells,
        row_groups=_groups(node, "行组", {row.name for row, _ in rows}),
        column_groups=_groups(node, "列组", set(columns)),
        column_first=column_first,
    )


def _line(node: Mapping) -> Line:
    label = Label(_text(node, "标签"), _texts(node, "变体"), _texts(node, "错字"))
    return Line(_text(node, "名称"), label, _text(node, "组", ""))


def _groups(node: Mapping, key: str, known: set[str]) -> dict[str, tuple[str, ...]]:
    value = node.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Fault(value, f"“{key}”应写成 组名: [成员]")
    groups = {entry.key.text: tuple(_scalars(entry.value)) for entry in value}
    for entry in value:
        for member in groups[entry.key.text]:
            if member not in known:
                raise Fault(entry.value, f"组“{entry.key.text}”里的“{member}”没有定义")
    return groups


def _text(node: Mapping, key: str, default: str | None = None) -> str:
    value = node.get(key)
    if value is None:
        if default is None:
            raise Fault(node, f"缺少“{key}”")
        return default
    if not isinstance(value, Scalar):
        raise Fault(value, f"“{key}”应是文字")
    return value.text


def _integer(node: Mapping, key: str) -> int:
    text = _text(node, key)
    if not (text.isascii() and text.isdigit()):
        raise Fault(node, f"“{key}”应是整数")
    return int(text)


def _texts(node: Mapping, key: str) -> tuple[str, ...]:
    value = node.get(key)
    return () if value is None else tuple(_scalars(value))


def _scalars(node: Node) -> Iterator[str]:
    if not isinstance(node, Sequence):
        raise Fault(node, "应写成 [甲, 乙] 这样的清单")
    for item in node.items:
        if not isinstance(item, Scalar):
            raise Fault(item, "清单里只能写文字")
        yield item.text
