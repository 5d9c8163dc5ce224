"""What convinces: the figures in the report's own table, the sentence with its span, the place, the law."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.text import tidy
from auditor.findings.model import Finding
from auditor.output.finding_text import evidence_words, interval_words, number_words
from auditor.output.places import place_words, row_words, section_words
from auditor.rules.outcome import CellEvidence, Computation, PlaceEvidence, TextEvidence
from tui.draw.case import BASIS, PAST, REMEDY, WHERE, Case, Pane
from tui.draw.ink import Ink, Line, Span
from tui.draw.table import Marks, table_lines, table_of

_EQUATION = re.compile(r"(?<![<>!])=")  # two sides that should be one figure
_PARTS = {"开头": 0, "引言": 0, **{f"第{word}部分": number for number, word in enumerate("一二三四五六", 1)}}
_SHOWN = 260  # code points of a part's text shown where nothing in it is marked
_AROUND = 120  # code points of a paragraph shown before and after the span


def panes_of(case: Case) -> list[Pane]:
    """The pages that Tab walks through: each table and each part's text first, then the other tabs."""
    keys = list(_where_keys(case))
    where = [Pane(WHERE, i, len(keys), key) for i, key in enumerate(keys)]
    return [*where, Pane(BASIS), Pane(REMEDY), Pane(PAST)]


def pane_lines(
    case: Case, pane: Pane, width: int, ink: Ink, whole: bool = False, dense: bool = False
) -> list[Line]:
    """One page in lines of at most `width` columns (a table that cannot be that narrow is wider).
    `dense`: without what the table itself shows."""
    match pane.tab:
        case "在哪":
            return list(_where(case, pane.key, width, ink, whole, dense))
        case "依据":
            return list(_basis(case, width, ink))
        case "怎么改":
            return list(_remedy(case, width, ink))
        case _:
            return list(_past(case, width, ink))


def _where_keys(case: Case) -> Iterator[str]:
    marks = marks_of(case.finding)
    paths = {*marks.operands, marks.suspect} - {""}
    if case.report is not None and paths:
        tables = table_of(case.report, paths)
        yield from (f"table:{table.name}" for table in tables)
    sections = {item.section for item in case.finding.evidence if isinstance(item, TextEvidence)}
    if sections:
        yield "text"
    drawn = case.report is not None and bool(paths)
    if not sections and not drawn:
        yield "places"


def marks_of(finding: Finding) -> Marks:
    """The cells that a finding rests on."""
    paths = {item.path for item in finding.evidence if isinstance(item, CellEvidence)}
    if finding.computation is not None:
        paths |= {operand.path for operand in finding.computation.operands if operand.path}
    if finding.suspect is None:
        return Marks(frozenset(paths))
    return Marks(frozenset(paths - {finding.suspect.path}), finding.suspect.path, finding.suspect.value)


def _where(case: Case, key: str, width: int, ink: Ink, whole: bool, dense: bool) -> Iterator[Line]:
    finding = case.finding
    yield from _formula(finding, width, ink, dense)
    if key.startswith("table:") and case.report is not None:
        table = case.report.lexicon.tables[key.partition(":")[2]]
        if not dense:
            yield from ink.wrap(table.title, width, "  ", "head")
        yield from table_lines(case.report, table, marks_of(finding), width, ink, whole)
        own = {cell.path for cell in table.cells.values()}
        shown = [e for e in finding.evidence if not isinstance(e, CellEvidence) or e.path in own]
        yield from _places([e for e in shown if not isinstance(e, TextEvidence)], width, ink)
    elif key == "text":
        for item in finding.evidence:
            if isinstance(item, TextEvidence):
                yield from _sentence(case, item, width, ink)
        yield from _beside(finding, width, ink)
        yield from _places([e for e in finding.evidence if isinstance(e, PlaceEvidence)], width, ink)
    else:
        yield from _places(finding.evidence, width, ink)
        table_def = case.report.lexicon.tables.get(finding.target) if case.report is not None else None
        if case.report is not None and table_def is not None:  # of the table as a whole: as it was read
            yield from ink.wrap(f"读到的{table_def.title}", width, "  ", "head")
            yield from table_lines(case.report, table_def, Marks(), width, ink, True)
        yield from _surroundings(case, width, ink)
        if case.report is None:
            yield from ink.wrap("报告没有存下来，只能列出出处。按 r 重新读取", width, "", "dim")
    yield from _notes(case, width, ink)


def _formula(finding: Finding, width: int, ink: Ink, dense: bool) -> Iterator[Line]:
    computation = finding.computation
    if computation is None:
        return
    if computation.formula:
        yield from ink.wrap_spans([Span("算式 ", "dim"), Span(computation.formula)], width, "     ")
    told = dense and computation.filled in finding.message  # right above
    if computation.filled != computation.formula and not told:
        yield from ink.wrap_spans([Span("代入 ", "dim"), Span(computation.filled, "bold")], width, "     ")
    equal = not computation.formula or _EQUATION.search(computation.formula)
    sides = _sides(computation) if equal else []
    if sides and not dense:
        yield from ink.wrap_spans([Span("结果 ", "dim"), *sides], width, "     ")


def _sides(computation: Computation) -> list[Span]:
    if computation.left is None or computation.right is None or computation.left == computation.right:
        return []
    left, right = interval_words(computation.left), interval_words(computation.right)
    spans = [Span(f"左边 {left}，右边 {right}")]
    if computation.difference:
        spans.append(Span(f"，相差 {number_words(computation.difference)}", "error"))
    return spans


def _sentence(case: Case, item: TextEvidence, width: int, ink: Ink) -> Iterator[Line]:
    """The paragraph around the span, the span marked with 【】 and a style."""
    head = " ".join(part for part in (section_words(item.section), place_words(item.place)) if part)
    yield from ink.wrap(head, width, "  ", "head")
    before = after = ""
    section = case.report.sections.get(item.section) if case.report is not None else None
    if section is not None and section.text[item.start : item.end] == item.quote:
        start = section.text.rfind("\n", 0, item.start) + 1
        stop = section.text.find("\n", item.end)
        before = _tail(section.text[start : item.start])
        after = _head(section.text[item.end : len(section.text) if stop < 0 else stop])
    quote = tidy(item.quote)
    spans = [Span("  "), Span(before), Span(f"【{quote}】", "mark"), Span(after)]
    yield from ink.wrap_spans(spans, width, "  ")


def _surroundings(case: Case, width: int, ink: Ink) -> Iterator[Line]:
    """What was looked through in vain: the part's own text, or the headings that there are."""
    report = case.report
    if report is None:
        return
    names = [part for part in case.finding.target.split(".") if part in _PARTS]
    number = _PARTS[names[0]] if names else None
    section = report.sections.get(number) if number is not None else None
    if number is not None and section is not None:
        yield from ink.wrap(section.heading or section_words(number), width, "", "head")
        text = tidy(section.text)
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        yield from ink.wrap(f"  {shown or '（没有文字）'}", width, "  ")
    elif report.headings and not case.finding.target.startswith("表"):
        yield from ink.wrap("读到的标题", width, "", "head")
        marked = {item.text for item in case.finding.evidence if isinstance(item, PlaceEvidence)}
        for heading in report.headings[:12]:
            here = heading.text in marked
            yield from ink.wrap(
                f"{'> ' if here else '  '}{heading.text}", width, "    ", "mark" if here else ""
            )


def _tail(text: str) -> str:
    return text if len(text) <= _AROUND else "…" + text[-_AROUND:]


def _head(text: str) -> str:
    return text if len(text) <= _AROUND else text[:_AROUND] + "…"


def _beside(finding: Finding, width: int, ink: Ink) -> Iterator[Line]:
    """The table's figures that the sentence is compared with."""
    cells = [item for item in finding.evidence if isinstance(item, CellEvidence)]
    if cells:
        yield from ink.wrap("表里的数", width, "  ", "head")
    for item in cells:
        yield from ink.wrap(f"  {evidence_words(item, True)}", width, "    ", "mark")


def _places(items: Sequence[object], width: int, ink: Ink) -> Iterator[Line]:
    """Where it stands, cells of one row together: 第76行 表四 复议：维持“1” 纠正“0”."""
    rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for item in items:
        if isinstance(item, CellEvidence):
            table, *names = item.path.split(".")
            row = row_words(item.place) if isinstance(item.place, CellPlace) else place_words(item.place)
            rows.setdefault((row, table), []).append((" ".join(names), tidy(item.raw)))
        elif isinstance(item, (TextEvidence, PlaceEvidence)):
            rows.setdefault((evidence_words(item, True), ""), [])
    for (where, table), found in rows.items():
        shared, found = _shared(found)
        raws = {raw for _, raw in found}
        said = " ".join(f"{name}“{raw}”" if raw else f"{name}（空）" for name, raw in found)
        if len(found) > 1 and len(raws) == 1:
            raw = next(iter(raws))
            said = f"{'、'.join(name for name, _ in found)} 都是“{raw}”" if raw else f"{len(found)} 格空着"
        words = " ".join(part for part in (where, table, shared, said) if part)
        yield from ink.wrap_spans([Span("原文 ", "dim"), Span(words)], width, "     ")


def _shared(found: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """What all the cells of a row have in their names, said once: 规章 and 制发, 废止, 有效."""
    parts = [name.split(" ") for name, _ in found]
    if len(found) < 2:
        return "", found
    for place in (0, 1):
        words = {part[place] for part in parts if len(part) == 2}
        if len(words) == 1 and all(len(part) == 2 for part in parts):
            return words.pop(), [(part[1 - place], raw) for part, (_, raw) in zip(parts, found, strict=True)]
    return "", found


def _notes(case: Case, width: int, ink: Ink) -> Iterator[Line]:
    finding = case.finding
    readings = list(finding.notes)
    if finding.computation is not None:
        readings = [op.reading for op in finding.computation.operands if op.reading] + readings
    for note in dict.fromkeys(readings):
        yield from ink.wrap_spans([Span("读法 ", "dim"), Span(note)], width, "     ")
    if case.twins:
        words = "、".join(case.twins)
        yield from ink.wrap_spans([Span("同因 ", "dim"), Span(words)], width, "     ")


def _basis(case: Case, width: int, ink: Ink) -> Iterator[Line]:
    finding = case.finding
    yield from ink.wrap_spans(
        [Span("规则 ", "dim"), Span(f"{finding.rule} {finding.name}", "bold")], width, "     "
    )
    if finding.trial:
        yield from ink.wrap("     试行：不影响审核的退出码", width, "     ", "dim")
    for basis in finding.basis:
        yield from ink.wrap_spans(
            [Span("依据 ", "dim"), Span(f"{basis.document}  {basis.clause}".strip())], width, "     "
        )
    if case.explanation:
        yield ()
        yield from ink.wrap_spans([Span("说明 ", "dim"), Span(tidy(case.explanation))], width, "     ")


def _remedy(case: Case, width: int, ink: Ink) -> Iterator[Line]:
    suggestion = tidy(case.finding.suggestion) or "规则没有写怎么改"
    yield from ink.wrap_spans([Span("怎么改 ", "dim"), Span(suggestion)], width, "       ")
    yield ()
    yield from ink.wrap("可以直接发给机关的话（按 y 复制）", width, "", "head")
    yield from ink.wrap(ready_to_send(case.finding), width, "  ")


def ready_to_send(finding: Finding) -> str:
    """A sentence that the agency understands without the program: where, what, what to do."""
    whole = f"{finding.year}年度政府信息公开工作年度报告" if finding.year else "政府信息公开工作年度报告"
    where = next((w for item in finding.evidence if (w := _where_words(item))), "")
    place = f"（{where}）" if where else ""
    remedy = tidy(finding.suggestion)
    ending = f"请{remedy}。" if remedy and not remedy.startswith("请") else f"{remedy}。" if remedy else ""
    return f"{finding.unit or '贵单位'}：你单位{whole}中，{tidy(finding.message)}{place}。{ending}".replace(
        "。。", "。"
    )


def _where_words(item: object) -> str:
    place = item.place if isinstance(item, (CellEvidence, TextEvidence, PlaceEvidence)) else None
    return place_words(place) if isinstance(place, (CellPlace, ParagraphPlace)) else ""


def _past(case: Case, width: int, ink: Ink) -> Iterator[Line]:
    if not case.past:
        yield from ink.wrap("还没有人处置过", width, "", "dim")
    for when, what in case.past:
        yield from ink.wrap_spans([Span(f"{when}  ", "dim"), Span(what)], width, "    ")


def finding_text(finding: Finding) -> str:
    """What `y` copies: the finding for a message or a document, without the program's words."""
    lines = [f"{finding.unit} {finding.year or ''}年度  {finding.rule} {finding.name}", tidy(finding.message)]
    if finding.computation is not None and finding.computation.filled:
        lines.append(f"代入：{finding.computation.filled}")
    lines += [f"出处：{evidence_words(item, True)}" for item in finding.evidence[:6]]
    lines += [f"依据：{basis.document} {basis.clause}".rstrip() for basis in finding.basis]
    if finding.suggestion:
        lines.append(f"怎么改：{tidy(finding.suggestion)}")
    return "\n".join([*lines, "", ready_to_send(finding)])
