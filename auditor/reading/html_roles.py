"""Tables that a page draws with other elements and says so, for those who cannot see: role=row, role=cell."""

from __future__ import annotations

from lxml import etree

_TABLES = frozenset({"table", "grid", "treegrid"})
_CELLS = {"cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_OTHERS = ("div", "span", "p", "section", "article", "ul", "ol", "li", "dl", "dt", "dd", "a")


def as_tables(root: etree._Element) -> None:
    """Give rows and cells by role the tags of rows and cells; rows in no table get one around those that
    stand together."""
    rows = [
        (element, cells)
        for element in root.iter(*_OTHERS)
        if _role(element) == "row" and (cells := [each for each in element if _role(each) in _CELLS])
    ]
    made: set[etree._Element] = set()
    for row, cells in rows:
        row.tag = "tr"
        for cell in cells:
            cell.tag = _CELLS[_role(cell)]
            for span in ("colspan", "rowspan"):
                if stated := cell.get(f"aria-{span}"):
                    cell.set(span, stated)
        if not _is_in_table(row):
            _wrap(row, made)


def _role(element: etree._Element) -> str:
    return (element.get("role") or "").strip().lower() if isinstance(element.tag, str) else ""


def _is_in_table(row: etree._Element) -> bool:
    """Whether it stands in a table by role, which then gets the tag of one."""
    above = row.getparent()
    group = above if above is not None and _role(above) == "rowgroup" else None
    table = above if group is None else group.getparent()
    if table is None or _role(table) not in _TABLES:
        return False
    table.tag = "table"
    if group is not None:
        group.tag = "tbody"
    return True


def _wrap(row: etree._Element, made: set[etree._Element]) -> None:
    before = row.getprevious()
    tail, row.tail = row.tail, None
    if before is not None and before in made and not (before.tail or "").strip():
        before.append(row)
        before.tail = tail
        return
    table = etree.Element("table")
    row.addprevious(table)
    table.append(row)
    table.tail = tail
    made.add(table)
