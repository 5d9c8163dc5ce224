"""Which of the shipped national rules are not as shipped: a run says so before a person trusts it.

A rule's 例子 are no part of the comparison, nor is where it stands. The shipped files are read only where
a file of RULES is not one of them, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from auditor.base.paths import packaged
from auditor.rules.keys import EXAMPLES
from auditor.rules.overlay import RuleSource, text_of
from auditor.rules.schema import instance
from auditor.source.load import MAX_BYTES, read_source
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Sequence as Items

_LISTED = 8  # rules named in the notice


def notice(sources: Sequence[RuleSource], roots: Iterable[Path]) -> str:
    """A line for the header of every run, "" where every national rule is as shipped. `sources` are
    the rules of the 规则集 files before any overlay."""
    home = packaged() / "rules"
    if any(_inside(root, home) for root in roots):
        return ""
    ours = {source.source.name: source.source.sha256 for source in sources}
    shipped = _files(home / "国家")
    known = {digest for _, digest in shipped}
    edited = {name for name, digest in ours.items() if digest not in known}
    if not edited:
        return ""
    rules = _rules(shipped)
    changed = [
        source.id
        for source in sources
        if source.source.name in edited
        and rules.get((text_of(source.pack.get("规则集")), source.id), "") not in ("", _digest(source.tree))
    ]
    return _said(changed)


def _said(changed: Sequence[str]) -> str:
    if not changed:
        return ""
    names = "、".join(sorted(changed)[:_LISTED]) + (
        f" 等 {len(changed)} 条" if len(changed) > _LISTED else ""
    )
    return f"这里的国家规则 {names} 和随程序提供的不同（本地改过，或版本不同）"


def _inside(root: Path, home: Path) -> bool:
    try:
        return root.resolve().is_relative_to(home.resolve())
    except (OSError, RuntimeError):
        return False


def _files(home: Path) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    for path in sorted(home.rglob("*.yaml")) if home.is_dir() else ():
        try:
            with path.open("rb") as stream:
                found.append((path, hashlib.sha256(stream.read(MAX_BYTES + 1)).hexdigest()))
        except OSError:
            continue
    return found


def _rules(shipped: Iterable[tuple[Path, str]]) -> Mapping[tuple[str, str], str]:
    """The digest of every shipped rule by the name of its 规则集 and its id."""
    rules: dict[tuple[str, str], str] = {}
    for path, _ in shipped:
        source, _ = read_source(path, path.name, EXAMPLES)
        root = source.root if source is not None else None
        if not isinstance(root, Tree):
            continue
        pack, listed = text_of(root.get("规则集")), root.get("规则")
        for node in listed.items if isinstance(listed, Items) else ():
            if isinstance(node, Tree):
                rules[pack, text_of(node.get("编号"))] = _digest(node)
    return rules


def _digest(tree: Tree) -> str:
    kept = {entry.key.text: instance(entry.value) for entry in tree if entry.key.text != EXAMPLES}
    return hashlib.sha256(
        json.dumps(kept, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).hexdigest()
