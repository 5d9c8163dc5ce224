"""What a finding's cells should say, with the arithmetic written out, in the labels that the agency
sees in its own table. Shared by the notice, the ledger and the bulletin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from auditor.base.place import CellPlace
from auditor.findings.model import Finding
from auditor.output.finding_words import (
    NO_CELL,
    clean,
    evidence_words,
    interval_words,
    number_words,
    sides_words,
)
from auditor.output.places import path_words, place_words, row_words, table_words
from auditor.report.lexicon import CellDef, Lexicon
from auditor.rules.model import Rule
from auditor.rules.outcome import CellEvidence, Computation, Operand
from auditor.source.tree import Scalar

_FEW = 3  # zeros of a column that are listed one by one
_ANY = re.compile(r"[>≥≠]\s*0$")
_EQUATION = re.compile(r"[^=≠≤≥<>!]+=[^=≠≤≥<>!]+")


def cell_words(path: str, lexicon: Lexicon | None) -> str:
    """表三“（七）总计”行、“自然人”列: the labels of the official form; the path where it has no such
    cell."""
    cell = lexicon.by_path.get(path) if lexicon is not None else None
    if lexicon is None or cell is None:
        return path_words(path)
    heading = _heading(cell, lexicon)
    return f"{cell.table}“{_row_label(cell, lexicon)}”行" + (f"、“{heading}”列" if heading else "")


def official_places(finding: Finding, lexicon: Lexicon | None, limit: int) -> list[str]:
    """Every place by the labels of the official form, where it stands in the file and what it says,
    the suspect cell's row first, cells of one row or column together. At most `limit`, then how many
    more."""
    rows: dict[str, list[CellEvidence]] = {}
    others: dict[str, None] = {}
    whole = _whole_tables(finding, lexicon)
    for item in finding.evidence:
        if isinstance(item, CellEvidence) and item.path.partition(".")[0] in whole:
            others[whole[item.path.partition(".")[0]]] = None
        elif isinstance(item, CellEvidence):
            rows.setdefault(_line(item, lexicon), []).append(item)
        elif words := evidence_words(item, whole=True):
            others[words] = None
    suspect = finding.suspect.path if finding.suspect else None
    ordered = sorted(rows.values(), key=lambda items: all(item.path != suspect for item in items))
    column = [items[0] for items in ordered] if all(len(items) == 1 for items in ordered) else []
    if lexicon is not None and len(column) > 1 and _one_column(column, lexicon):
        found = [_column_place(column, lexicon), *others]
    else:
        found = [*(_row_place(items, lexicon) for items in ordered), *others]
    left = len(found) - limit
    return found if left <= 0 else [*found[:limit], f"另有 {left:,} 处，情况相同"]


def _whole_tables(finding: Finding, lexicon: Lexicon | None) -> dict[str, str]:
    """表三（第2个表）全部180格：空白: the tables whose every cell is among the evidence and says the same."""
    if lexicon is None:
        return {}
    tables: dict[str, dict[str, CellEvidence]] = {}
    for item in finding.evidence:
        if isinstance(item, CellEvidence):
            tables.setdefault(item.path.partition(".")[0], {})[item.path] = item
    found: dict[str, str] = {}
    for name, cells in tables.items():
        own = [path for path, cell in lexicon.by_path.items() if cell.table == name]
        says = {_cell_says(item) for item in cells.values()}
        if len(says) == 1 and set(own) == set(cells):
            places = [item.place for item in cells.values() if isinstance(item.place, CellPlace)]
            first = min(places, key=lambda place: (place.table, place.row), default=None)
            where = "" if first is None else _bracketed(table_words(first))
            found[name] = f"{name}{where}全部{len(own)}格：都{says.pop()}"
    return found


def _line(item: CellEvidence, lexicon: Lexicon | None) -> str:
    """What cells share that stand in one row of the form."""
    where = row_words(item.place) if isinstance(item.place, CellPlace) else place_words(item.place)
    if not where:
        return item.path
    cell = lexicon.by_path.get(item.path) if lexicon is not None else None
    return f"{item.path.partition('.')[0]} {cell.row if cell else ''} {where}"


def _row_place(items: Sequence[CellEvidence], lexicon: Lexicon | None) -> str:
    """表三“…”行（第3个表第5行）：“自然人”填“11”，“总计”填“12”."""
    first = items[0]
    raws = [clean(item.raw) for item in items]
    if len(items) == 1:
        return f"{cell_words(first.path, lexicon)}{_bracketed(place_words(first.place))}：{_cell_says(first)}"
    where = row_words(first.place) if isinstance(first.place, CellPlace) else place_words(first.place)
    cells = [lexicon.by_path.get(item.path) if lexicon else None for item in items]
    known = [cell for cell in cells if cell is not None]
    if lexicon is None or len(known) < len(cells) or len({cell.row for cell in known}) != 1:
        names = [path_words(item.path) for item in items]
        head = _bracketed(where)
    else:
        names = [f"“{_heading(cell, lexicon)}”" for cell in known]
        head = cell_words(first.path, lexicon).partition("”行")[0] + "”行" + _bracketed(where)
    if len(set(raws)) == 1:
        return f"{head}{''.join(names)}{len(items)}格：都{_cell_says(first)}"
    return f"{head}：" + "，".join(
        f"{name}{_cell_says(item)}" for name, item in zip(names, items, strict=True)
    )


def _one_column(items: Sequence[CellEvidence], lexicon: Lexicon) -> bool:
    cells = [lexicon.by_path.get(item.path) for item in items]
    return (
        None not in cells and len({(cell.table, cell.column or cell.header) for cell in cells if cell}) == 1
    )


def _column_place(items: Sequence[CellEvidence], lexicon: Lexicon) -> str:
    """表三“自然人”列（第3个表第4列）：“一、本年新收…”（第4行）填“78”，……，其余8格填“0”."""
    first = items[0]
    table = lexicon.by_path[first.path]
    place = first.place
    where = ""
    if isinstance(place, CellPlace) and place.line is None:
        where = f"（第{place.table}个表第{place.column}列）"
    says: list[str] = []
    zeros = [item for item in items if clean(item.raw) == "0"]
    for item in items:
        if item in zeros and len(zeros) > _FEW:
            continue
        label = _row_label(lexicon.by_path[item.path], lexicon)
        row = f"（第{item.place.line or item.place.row}行）" if isinstance(item.place, CellPlace) else ""
        says.append(f"“{label}”{row}{_cell_says(item)}")
    if len(zeros) > _FEW:
        says.append(f"其余{len(zeros)}格填“0”")
    return f"{table.table}“{_heading(table, lexicon)}”列{where}：{'，'.join(says)}"


def _row_label(cell: CellDef, lexicon: Lexicon) -> str:
    table = lexicon.tables[cell.table]
    row = next((line for line in table.rows if line.name == cell.row), None)
    if row is None:
        return cell.row
    label = row.label.official
    return f"{row.group}—{label}" if row.group and row.group in table.row_groups else label


def _heading(cell: CellDef, lexicon: Lexicon) -> str:
    columns = lexicon.tables[cell.table].columns
    found = next((line.label.official for line in columns if line.name == (cell.column or cell.header)), "")
    return found or cell.column or cell.header


def _bracketed(words: str) -> str:
    return f"（{words}）" if words else ""


def _cell_says(item: CellEvidence) -> str:
    return NO_CELL if item.place is None and not item.raw else _says(clean(item.raw))


def _says(raw: str) -> str:
    return f"填“{raw}”" if raw else "空白"


def arithmetic_words(finding: Finding) -> str:
    """新收 11 + 上年结转 2 = 13；办理总计 12 + 结转下年 0 = 12；相差 1. "" where nothing was computed, or
    only that there is something (… > 0)."""
    computation = finding.computation
    if computation is None or _ANY.search(computation.formula):
        return ""
    sides = [side for side in sides_words(finding) if side]
    if not any(re.search(r"[+\-−×*/÷=]", side) for side in sides):
        return ""
    if computation.difference and (not computation.formula or _EQUATION.fullmatch(computation.formula)):
        sides.append(f"相差 {number_words(computation.difference)}")
    readings = dict.fromkeys([op.reading for op in computation.operands if op.reading] + list(finding.notes))
    return "；".join(sides) + (f"（{'，'.join(readings)}）" if readings else "")


def shared_cells(findings: Iterable[Finding]) -> dict[str, frozenset[str]]:
    """By file, the cells that several computations of the report rest on: the ones to look at first."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        if finding.computation is not None:
            paths = {item.path for item in finding.evidence if isinstance(item, CellEvidence)}
            counts.setdefault(finding.file, Counter()).update(paths)
    return {file: frozenset(path for path, n in found.items() if n > 1) for file, found in counts.items()}


def should_words(
    finding: Finding,
    rule: Rule | None,
    lexicon: Lexicon | None,
    shared: Mapping[str, frozenset[str]] | None = None,
) -> str:
    """What should stand there instead; "" where only the remedy can say it. A cell is named as the one
    to change only where no other computation of the report (`shared`) casts doubt on the rest."""
    raws = {item.path: clean(item.raw) for item in finding.evidence if isinstance(item, CellEvidence)}
    if finding.suspect is not None:
        path = finding.suspect.path
        now = f"（现{_says(raws[path])}）" if path in raws else ""
        value = number_words(finding.suspect.value)
        return f"{cell_words(path, lexicon)}应为 {value}{now}，这样有关各式都成立"
    computation = finding.computation
    if computation is None or not _EQUATION.fullmatch(formula := formula_of(finding, rule)):
        return ""
    left, _, right = (part.strip() for part in formula.partition("="))
    if re.fullmatch(r"[0-9.]+", right) and computation.difference and len(computation.operands) > 1:
        return f"上面各数合计应为 {right}"
    doubtful = (shared or {}).get(finding.file, frozenset())
    both = [operand.path for operand in computation.operands if operand.path in doubtful]
    if both and computation.difference != 0:
        cells = " 和 ".join(cell_words(path, lexicon) for path in both[:_FEW])
        return f"两边应当相等；先核对同时出现在别的问题里的{cells}"
    for name, other in ((right, computation.left), (left, computation.right)):
        operand = _operand(computation, name)
        if operand is None or other is None or operand.reading:
            continue
        now = _says(clean(operand.raw))
        value = interval_words(other)
        verb = "应" if value.startswith("至少") else "应为 "
        return f"其他各数无误的话，{cell_words(operand.path, lexicon)}{verb}{value}（现{now}）"
    if computation.difference:
        return "两边应当相等；逐个核对上面各数，改正填错的一格"
    return ""


def formula_of(finding: Finding, rule: Rule | None) -> str:
    """The assertion as the rule writes it, "" where there is none."""
    if finding.computation is not None and finding.computation.formula:
        return finding.computation.formula
    node = rule.tree.get("断言") if rule is not None and rule.tree is not None else None
    return node.text if isinstance(node, Scalar) else ""


def _operand(computation: Computation, name: str) -> Operand | None:
    return next((operand for operand in computation.operands if operand.name == name), None)


def lexicon_for(
    finding: Finding, templates: Mapping[str, str], lexicons: Mapping[str, Lexicon]
) -> Lexicon | None:
    """The form that the finding's report follows; `templates` by file."""
    return lexicons.get(templates.get(finding.file, "")) or lexicons.get("2021")
