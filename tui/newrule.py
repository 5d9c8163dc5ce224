"""New rules and overlays as text: a kind's own stub with what was filled in, or an overlay's line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from auditor.rules.about import KEY_ABOUT, KIND_ABOUT
from auditor.rules.kinds import KINDS
from auditor.rules.load import LoadedRules
from auditor.rules.model import Rule
from auditor.rules.stub import stub

ASKED = ("名称", "级别", "对象", "逐", "前提", "断言", "消息", "怎么改")
_LINE = re.compile(r"^  (?P<key>[^\s:]+): (?P<value>.*)$")
_BASIS = re.compile(r"^  依据: \[\{文件: (?P<file>[^,}]*)(?:, 条款: (?P<clause>[^}]*))?\}\]")
_SAFE = re.compile(r"[^\s\"'{}\[\],#&*!|>%@`?:\-][^\"{}\[\]#]*")


def kinds() -> dict[str, str]:
    """The kinds of rule, with what each is for."""
    return {name: KIND_ABOUT.get(name, "") for name in KINDS}


def about(key: str) -> str:
    """What a key is for."""
    return KEY_ABOUT.get(key, "")


def blank(kind: str, loaded: LoadedRules) -> str:
    """A rule file with one rule of this kind, under a free id."""
    former = [name for rule in loaded.rules for name in rule.former_ids]
    return stub(KINDS[kind], KIND_ABOUT.get(kind, kind), {*former, *(rule.id for rule in loaded.rules)})


def id_of(text: str) -> str:
    """The id of the rule in `blank`'s text."""
    found = re.search(r"^- 编号: (\S+)", text, re.MULTILINE)
    return found[1] if found else ""


def fields(text: str) -> dict[str, str]:
    """What the form asks for, with what the stub says: its keys, and the basis in two parts."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.match(line)
        if match and match["key"] in ASKED:
            found[match["key"]] = _unquoted(match["value"])
        basis = _BASIS.match(line)
        if basis:
            found["文件"], found["条款"] = basis["file"], basis["clause"] or ""
    return found


def filled(text: str, given: Mapping[str, str]) -> str:
    """The stub's text with the form's values in their lines; nothing else is touched."""
    lines = []
    for line in text.split("\n"):
        match = _LINE.match(line)
        if _BASIS.match(line):
            file, clause = _quoted(given.get("文件", "")), _quoted(given.get("条款", ""))
            lines.append(f"  依据: [{{文件: {file}, 条款: {clause}}}]")
        elif match and match["key"] in given and given[match["key"]] != _unquoted(match["value"]):
            lines.append(f"  {match['key']}: {_quoted(given[match['key']])}")
        else:
            lines.append(line)
    return "\n".join(lines)


def overlay(existing: str, name: str, rule: Rule, level: str) -> tuple[str, int]:
    """An overlay's text with a line for this rule, and the number of that line (1-based). The line
    changes nothing yet but says what it could."""
    entry = f"- {{规则: {rule.id}, 级别: {level}, 理由: 写明理由, 依据: [{{文件: 文件名, 条款: 条款}}]}}"
    hint = f"# {rule.name}。可以改 级别、参数、词表增、词表减，或写 停用: 是；断言要改就另写一条"
    if not existing.strip():
        head = [f"叠加: {_quoted(name)}", '版本: "1"', "调整:"]
        lines = [*head, hint, entry, "规则: []", ""]
        return "\n".join(lines), 5
    lines = existing.split("\n")
    at = next((i for i, line in enumerate(lines) if re.match(r"调整:\s*(\[\])?\s*(#.*)?$", line)), None)
    if at is None:
        lines = [*_stripped(lines), "调整:", hint, entry, ""]
        return "\n".join(lines), len(lines) - 1
    lines[at : at + 1] = ["调整:", hint, entry]
    return "\n".join(lines), at + 3


def _stripped(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def new_file(folder: Path, number: str) -> Path:
    """A file for a new rule, next to the packs, not in one of them."""
    base = folder if folder.is_dir() else folder.parent
    path = base / "本单位" / f"{number}.yaml"
    count = 2
    while path.exists():
        path = base / "本单位" / f"{number}-{count}.yaml"
        count += 1
    return path


def _quoted(value: str) -> str:
    value = value.strip()
    safe = _SAFE.fullmatch(value) and ": " not in value and not value.endswith(":") and "," not in value
    return value if safe else json.dumps(value, ensure_ascii=False)


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value
