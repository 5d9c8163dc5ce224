"""What jsonschema complains of, said in Chinese at the node it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.rules.keys import Reporter
from auditor.source.nearest import nearest
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar
from auditor.source.tree import Sequence as Items


def explain(faults: Sequence[Any], root: Node, report: Reporter) -> None:
    """Report every jsonschema error of the instance that was made from `root`. A key that is missing
    and stands there misspelt is one fault, not two."""
    ordered = sorted(faults, key=lambda fault: [str(step) for step in fault.absolute_path])
    missing: dict[int, list[str]] = {}
    for fault in ordered:
        if fault.validator == "required":
            node, _ = _find(root, list(fault.absolute_path))
            missing.setdefault(id(node), []).append(_absent(fault))
    for fault in ordered:
        if fault.validator == "additionalProperties":
            node, _ = _find(root, list(fault.absolute_path))
            if isinstance(node, Tree):
                _unknown(node, list(_properties(fault.schema)), missing.get(id(node), []), report)
    for fault in ordered:
        if fault.validator == "required":
            node, _ = _find(root, list(fault.absolute_path))
            if _absent(fault) not in missing.get(id(node), []):
                continue
        if fault.validator != "additionalProperties":
            _explain(fault, root, report)


def _absent(fault: Any) -> str:
    """jsonschema gives one error per absent key and names it only in its message."""
    return next((name for name in fault.validator_value if fault.message.startswith(repr(name))), "")


def _unknown(node: Tree, known: list[str], missing: list[str], report: Reporter) -> None:
    """The unknown keys; one that is near a missing key is taken for it, and the key no longer missing."""
    for entry in node:
        if entry.key.text in known:
            continue
        meant = nearest(entry.key.text, missing, 1)
        report.unknown_key(entry.key, meant or known)
        for name in meant:
            missing.remove(name)


def _explain(fault: Any, root: Node, report: Reporter) -> None:
    node, key = _find(root, list(fault.absolute_path))
    called = f"“{key}”" if key else "规则"
    wanted = fault.validator_value
    match fault.validator:
        case "required" if isinstance(node, Tree):
            name = _absent(fault)
            whose = f"{called}里" if key else ""
            report.error("rule.missing-key", f"{whose}缺少“{name}”", node, f"补上“{name}: …”")
        case "enum" | "const" if isinstance(node, Scalar):
            values = [str(value) for value in (wanted if fault.validator == "enum" else [wanted])]
            near = nearest(node.text, values, 1)
            asked = f"，是不是“{near[0]}”？" if near else ""
            said = f"{called}没有“{node.text}”这个值{asked}" if node.text else f"{called}后面没有写值"
            report.error("rule.enum", said, node, f"可以写：{' '.join(values)}")
        case "minLength" | "minItems" | "minProperties":
            report.error("rule.empty", f"{called}是空的", node, "写上内容，或删去这个键")
        case "maxLength" | "maxItems":
            report.error("rule.schema", f"{called}太长", node, f"最多 {wanted}")
        case "pattern" if isinstance(node, Scalar):
            said = f"{called}不能写成“{node.text}”" if node.text else f"{called}后面没有写值"
            report.error("rule.pattern", said, node, f"应写成{_way(fault.schema)}")
        case "anyOf" | "oneOf":
            _choice(fault, node, called, root, report)
        case "type" | "enum" | "const":
            said = f"{called}写法不对：这里是{_is(node)}"
            report.error("rule.type", said, node, f"应写成{_way(fault.schema)}")
        case _:
            report.error("rule.schema", f"{called}的内容不符合这种规则的写法", node)


def _choice(fault: Any, node: Node, called: str, root: Node, report: Reporter) -> None:
    """anyOf, oneOf: blame the one branch whose type fits, else name all the ways to write it."""
    branches = fault.validator_value
    if all(set(branch) <= {"required", "not"} for branch in branches):
        names = ["”和“".join(branch.get("required", ())) for branch in branches]
        said = "只能写一样，也必须写一样" if fault.validator == "oneOf" else "至少要写一样"
        report.error("rule.missing-key", f"“{'”“'.join(name for name in names if name)}”{said}", node)
        return
    depth = len(list(fault.absolute_path))
    faults: dict[Any, list[Any]] = {}
    for inner in fault.context:
        faults.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [
        errors
        for errors in faults.values()
        if not any(e.validator == "type" and len(list(e.absolute_path)) == depth for e in errors)
    ]
    if len(fitting) == 1:
        explain(fitting[0], root, report)
        return
    ways = "，或".join(dict.fromkeys(_way(branch) for branch in branches))
    report.error("rule.type", f"{called}写法不对：这里是{_is(node)}", node, f"应写成{ways}")


def _find(root: Node, path: list[Any]) -> tuple[Node, str]:
    """The node at a JSON path, and the last key on the way."""
    node, key = root, ""
    for step in path:
        if isinstance(node, Tree):
            child = node.get(step)
            key = step
        else:
            child = node.items[step] if isinstance(node, Items) and step < len(node.items) else None
        if child is None:
            break
        node = child
    return node, key


def _is(node: Node) -> str:
    match node:
        case Scalar(text=text):
            return f"“{text[:20]}”" if text else "空的"
        case Items():
            return "一个列表"
        case Tree():
            return "若干“键: 值”"


def _way(schema: Any) -> str:
    """How something that fits `schema` is written, in words."""
    if not isinstance(schema, Mapping):
        return "别的样子"
    if "enum" in schema:
        return "、".join(str(value) for value in schema["enum"]) + "之一"
    if "const" in schema:
        return f"“{schema['const']}”"
    if "anyOf" in schema or "oneOf" in schema:
        return "，或".join(_way(branch) for branch in schema.get("anyOf", schema.get("oneOf")))
    match schema.get("type"):
        case "array":
            return "列表 [甲, 乙]"
        case "object":
            keys = list(_properties(schema))[:3]
            return "{" + ", ".join(f"{key}: …" for key in keys or ["键"]) + "}"
        case "string" if "[0-9]+$" in schema.get("pattern", ""):
            return "整数"
        case "string" if "[0-9]" in schema.get("pattern", ""):
            return "数"
    return str(schema.get("description", "文字"))


def _properties(schema: Any) -> Mapping[str, Any]:
    found = schema.get("properties", {})
    return found if isinstance(found, Mapping) else {}
