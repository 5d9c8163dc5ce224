"""标准报告: a report of an invented agency, made from YAML instead of a file, for the 例子 of rules.

    样本: 标准报告-2021-部门
    模板: "2021"
    机关: 青石县教育局          the kind and tier of agency are read from the name, as in real reports
    年度: 2023
    公布日期: "{下年}-01-20"      taken from the page's head; {没有} by leaving it out
    标题: "{机关}{年度}年政府信息公开工作年度报告"
    引言: [paragraphs]           {机关} {年度} {上年} {下年} are filled in everywhere
    第一部分: [paragraphs]       … 第六部分; the headings are the format's own, or 标题一: … 标题六
    落款: [paragraphs]
    单元格: {表三.自然人.新收: 10}  as written in the cell; cells that are not named hold 0

The text goes through the reader that real reports go through, as a document of paragraphs; cells are
put in afterwards, so that a cell can also be 〈无法辨认〉, 〈不存在〉 or 〈留空〉.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import CellPlace, ParagraphPlace
from auditor.reading.document import Block, Document, Paragraph
from auditor.report.build import read_report
from auditor.report.cellvalue import read_value
from auditor.report.facts import Vocabulary
from auditor.report.lexicon import CellDef, Lexicon, Line, TableDef
from auditor.report.model import Kind, LabelRead, Report, Status, TableRead, Tier
from auditor.report.tables.labels import LabelIndex, bare
from auditor.report.value import State, Value
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar, Sequence, SourceFile

BLANK, ILLEGIBLE, ABSENT = "〈留空〉", "〈无法辨认〉", "〈不存在〉"
PARTS = ("引言", "第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分")
NUMERALS = "〇一二三四五六"
FORMS = {"表格": "grid", "图片": "picture", "文字": "prose", "没有": "none"}
_KEYS = ("样本", "模板", "机关", "年度", "公布日期", "标题", *PARTS, *(f"标题{n}" for n in NUMERALS[1:]),
         "落款", "单元格", "说明")  # fmt: skip
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Sample:
    """A standard report before it is built. Text holds placeholders; `parts` by number, 0 the
    introduction; a heading None means that the part's heading is left out; `order` lists the parts
    that are there. `kind`, `tier`, `status` override what the reader says."""

    name: str
    template: str
    unit: str
    year: int | None
    published: str = ""
    published_from: str = "page"
    title: str = ""
    parts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    headings: Mapping[int, str | None] = field(default_factory=dict)
    order: tuple[int, ...] = (1, 2, 3, 4, 5, 6)
    signature: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (table, line) → as written
    forms: Mapping[str, str] = field(default_factory=dict)  # table → TableRead.form
    extra_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: Kind | None = None
    tier: Tier | None = None
    status: Status | None = None
    year_unknown: bool = False
    file: str = ""


def load_sample(file: SourceFile) -> tuple[Sample | None, tuple[Diagnostic, ...]]:
    """The sample that `file` describes, or None with what is wrong."""
    root, found = file.root, []

    def fault(message: str, node: Node) -> None:
        place, remedy = node.place, "对照 rules/样本 里的其他文件"
        line = file.lines[place.line - 1] if 0 < place.line <= len(file.lines) else ""
        found.append(Diagnostic(Severity.ERROR, "sample.invalid", message, remedy, file.name, place, line))

    if not isinstance(root, Tree):
        return None, ()
    for entry in root:
        if entry.key.text not in _KEYS:
            fault(f"没有“{entry.key.text}”这个键", entry.key)
    texts: dict[str, str] = {}
    for key in ("样本", "模板", "机关", "标题", "年度"):
        texts[key] = _text(root.get(key))
        if not texts[key]:
            fault(f"样本缺少“{key}”", root)
    if not texts["年度"].isdecimal():
        fault("“年度”应是四位数字", root.get("年度") or root)
    cells: dict[str, str] = {}
    written = root.get("单元格")
    for entry in written if isinstance(written, Tree) else ():
        cells[entry.key.text] = _text(entry.value)
    if found:
        return None, tuple(found)
    headings = {n: _text(node) for n in range(1, 7) if (node := root.get(f"标题{NUMERALS[n]}")) is not None}
    return Sample(
        name=texts["样本"],
        template=texts["模板"],
        unit=texts["机关"],
        year=int(texts["年度"]),
        published=_text(root.get("公布日期")),
        title=texts["标题"],
        parts={number: _texts(root.get(key)) for number, key in enumerate(PARTS)},
        headings=headings,
        signature=_texts(root.get("落款")),
        cells=cells,
        file=file.name,
    ), ()


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _texts(node: Node | None) -> tuple[str, ...]:
    match node:
        case Scalar(text=text) if text:
            return (text,)
        case Sequence(items=items):
            return tuple(_text(item) for item in items)
        case _:
            return ()


class SampleBuilder:
    """Builds reports of one set of lexicons; the reading of a text is kept, since most patches touch
    cells only."""

    def __init__(self, lexicons: Mapping[str, Lexicon], vocabulary: Vocabulary | None = None) -> None:
        self.lexicons = lexicons
        self.vocabulary = vocabulary
        self._read: dict[tuple[str, ...], Report] = {}

    def build(self, sample: Sample, file: str) -> Report:
        """The report. A template that no lexicon describes, "mixed" too, takes the lexicon of the
        year, and for "mixed" the cells of all."""
        lexicon = self._lexicon(sample)
        report = self._text(sample)
        cells: dict[str, Value] = {}
        if sample.template == "mixed":
            for other in self.lexicons.values():
                cells |= _cells(sample, other)
        cells |= _cells(sample, lexicon)
        tables = {name: _shape(sample, table) for name, table in lexicon.tables.items()}
        pictures = [name for name, shape in tables.items() if shape.form == "picture"]
        status, reason = report.status, report.reason
        if pictures:
            status, reason = Status.PARTIAL, f"{'、'.join(pictures)}是图片，没有读出"
        elif sample.status is not None:
            status, reason = sample.status, "样本：读取不完整"
        published = _day(_filled(sample.published, sample))
        return replace(
            report,
            file=file,
            year=report.year if not sample.year_unknown else None,
            year_from=report.year_from if not sample.year_unknown else "none",
            template=sample.template,
            lexicon=lexicon,
            cells=cells,
            tables=tables,
            status=status,
            reason=reason,
            published=published,
            published_from=sample.published_from if published else "none",
            kind=sample.kind or report.kind,
            tier=sample.tier or report.tier,
            diagnostics=(),
            is_report=True,
        )

    def _lexicon(self, sample: Sample) -> Lexicon:
        if sample.template in self.lexicons:
            return self.lexicons[sample.template]
        old = sample.year is not None and sample.year < 2021 and "2019" in self.lexicons
        return self.lexicons["2019" if old else max(self.lexicons)]

    def _text(self, sample: Sample) -> Report:
        paragraphs = tuple(_paragraphs(sample, self._lexicon(sample)))
        found = self._read.get(paragraphs)
        if found is None:
            blocks: tuple[Block, ...] = tuple(
                Paragraph(text, ParagraphPlace(number)) for number, text in enumerate(paragraphs, 1)
            )
            found = read_report(Document("docx", "", blocks), self.lexicons, "", self.vocabulary)
            if len(self._read) > 200:
                self._read.clear()
            self._read[paragraphs] = found
        return found


def _paragraphs(sample: Sample, lexicon: Lexicon) -> Iterator[str]:
    titles = {section.number: section.title for section in lexicon.sections}
    if sample.title:
        yield _filled(sample.title, sample)
    yield from (_filled(text, sample) for text in sample.parts.get(0, ()))
    for number in sample.order:
        heading = sample.headings.get(number, f"{NUMERALS[number]}、{titles.get(number, '')}")
        if heading is not None:
            yield _filled(heading, sample)
        yield from (_filled(text, sample) for text in sample.parts.get(number, ()))
    yield from (_filled(text, sample) for text in sample.signature)


def _filled(text: str, sample: Sample) -> str:
    if "{" not in text:
        return text
    year = sample.year
    words = {"机关": sample.unit}
    words |= {"年度": "", "上年": "", "下年": ""} if year is None else {
        "年度": str(year), "上年": str(year - 1), "下年": str(year + 1),
    }  # fmt: skip
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _cells(sample: Sample, lexicon: Lexicon) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for number, table in enumerate(lexicon.tables.values(), 1):
        lost = sample.forms.get(table.name, "grid") != "grid"
        for cell in table.cells.values():
            written = ABSENT if lost else sample.cells.get(cell.path, "0")
            made[cell.path] = _value(written, cell, _place(table, cell, number))
    return made


def _value(written: str, cell: CellDef, place: CellPlace) -> Value:
    match written:
        case "〈不存在〉":
            return Value(State.ABSENT, unit=cell.unit)
        case "〈无法辨认〉":
            return Value(State.ILLEGIBLE, None, "", cell.unit, place=place, confidence=0.0, note="无法辨认")
        case torn if torn.startswith(ILLEGIBLE):  # 〈无法辨认〉0 0 0: what was read of the whole row
            raw = torn[len(ILLEGIBLE) :].strip()
            return Value(State.ILLEGIBLE, None, raw, cell.unit, place=place, confidence=0.0, note="无法辨认")
        case "〈留空〉":
            return read_value("", cell.unit, place)
        case _:
            return read_value(written, cell.unit, place)


def _place(table: TableDef, cell: CellDef, number: int) -> CellPlace:
    rows = [line.name for line in table.rows]
    columns = [line.name for line in table.columns]
    column = columns.index(cell.column) if cell.column in columns else 0
    return CellPlace(number, rows.index(cell.row) + 2, column + 2)


def _shape(sample: Sample, table: TableDef) -> TableRead:
    form = sample.forms.get(table.name, "grid")
    if form != "grid":
        return TableRead(table.name, form, place=ParagraphPlace(1))
    gone = {path for path, text in sample.cells.items() if text == ABSENT}
    rows = _missing(table, table.rows, 0, gone)
    columns = _missing(table, table.columns, 1, gone)
    labels = [
        _label(sample, table, axis, lines, line, position)
        for axis, lines, lost in (("row", table.rows, rows), ("column", table.columns, columns))
        for position, line in enumerate(lines)
        if line.name not in lost
    ]
    extra = sample.extra_columns.get(table.name, ())
    return TableRead(table.name, form, tuple(labels), CellPlace(1, 1, 1), rows, columns, extra)


def _missing(table: TableDef, lines: tuple[Line, ...], axis: int, gone: set[str]) -> tuple[str, ...]:
    """The lines all of whose cells are gone."""
    lost = []
    for line in lines:
        paths = {cell.path for at, cell in table.cells.items() if at[axis] == line.name}
        if paths and paths <= gone:
            lost.append(line.name)
    return tuple(lost)


def _label(
    sample: Sample, table: TableDef, axis: str, lines: tuple[Line, ...], line: Line, position: int
) -> LabelRead:
    official = line.label.official
    place = CellPlace(1, position + 2, 1) if axis == "row" else CellPlace(1, 1, position + 2)
    written = sample.labels.get((table.name, line.name), official)
    found = LabelIndex(lines).exact(bare(written)) if written != official else None
    standing = "official" if written == official else found.standing if found else "variant"
    return LabelRead(line.name, axis, written, official, standing, place)
