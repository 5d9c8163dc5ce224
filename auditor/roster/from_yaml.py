"""名录.yaml: the located tree to rows."""

from __future__ import annotations

from auditor.roster.rows import HEAD_KEYS, KEYS, AgencyRow, Faults, Rows, Text
from auditor.source.nearest import nearest
from auditor.source.tree import Mapping, Node, Scalar, Sequence, SourceFile

_FORMER_KEYS = ("名称", "止")


def rows_of_yaml(source: SourceFile, faults: Faults) -> Rows | None:
    """The rows, or None with errors in `faults`."""
    root = source.root
    if not isinstance(root, Mapping) or root.get("名录") is None:
        place = root.place if root is not None else None
        faults.error("roster.mark", "名录文件的第一行应写“名录: 名称”", place, "例如 名录: 青石县")
        return None
    head: dict[str, tuple[Text, ...]] = {}
    agencies: tuple[AgencyRow, ...] = ()
    for entry in root:
        key = entry.key.text
        if key not in HEAD_KEYS:
            _unknown(entry.key, HEAD_KEYS, faults)
        elif key == "机关":
            agencies = agency_rows(entry.value, faults)
        else:
            head[key] = _texts(entry.value, key, faults)
    if root.get("机关") is None:
        faults.error("roster.empty", "名录里没有“机关”", root.place, "写上 机关: 和下面的每个机关")
    return Rows(head, agencies, source.sha256)


def agency_rows(node: Node, faults: Faults) -> tuple[AgencyRow, ...]:
    """The rows of a list of agencies: mappings, or names alone."""
    if not isinstance(node, Sequence):
        faults.error("roster.type", "“机关”应是一个列表", node.place, "每个机关以“- 名称: …”开头")
        return ()
    rows: list[AgencyRow] = []
    for item in node.items:
        if isinstance(item, Scalar) and item.text.strip():
            rows.append(AgencyRow(item.place, {"名称": (Text(item.text.strip(), item.place),)}))
        elif isinstance(item, Mapping):
            rows.append(_agency(item, faults))
        else:
            faults.error("roster.type", "每个机关应是若干“键: 值”", item.place, "以“- 名称: …”开头")
    return tuple(rows)


def _agency(item: Mapping, faults: Faults) -> AgencyRow:
    values: dict[str, tuple[Text, ...]] = {}
    for entry in item:
        if entry.key.text not in KEYS:
            _unknown(entry.key, tuple(KEYS), faults)
            continue
        texts = _texts(entry.value, entry.key.text, faults)
        if texts:
            values[entry.key.text] = texts
    return AgencyRow(item.place, values)


def _texts(node: Node, key: str, faults: Faults) -> tuple[Text, ...]:
    match node:
        case Scalar(text=text, place=place):
            return (Text(text.strip(), place),) if text.strip() else ()
        case Sequence(items=items):
            return tuple(text for item in items for text in _texts(item, key, faults))
        case Mapping() if key == "曾用名":
            return _former(node, faults)
    faults.error("roster.type", f"“{key}”后面应是文字", node.place)
    return ()


def _former(node: Mapping, faults: Faults) -> tuple[Text, ...]:
    """{名称: 甲局, 止: 2022} as 甲局(2022), the way a sheet writes it."""
    for entry in node:
        if entry.key.text not in _FORMER_KEYS:
            _unknown(entry.key, _FORMER_KEYS, faults)
    name, until = node.get("名称"), node.get("止")
    if not isinstance(name, Scalar) or not name.text.strip():
        faults.error("roster.type", "曾用名写成 {名称: 原名, 止: 2022} 或只写原名", node.place)
        return ()
    years = f"({until.text.strip()})" if isinstance(until, Scalar) else ""
    return (Text(name.text.strip() + years, name.place),)


def _unknown(key: Scalar, known: tuple[str, ...], faults: Faults) -> None:
    near = nearest(key.text, known, 1)
    said = f"没有“{key.text}”这个键" + (f"，是不是“{near[0]}”？" if near else "")
    faults.error("roster.unknown-key", said, Text(key.text, key.place), "可以写：" + " ".join(known))
