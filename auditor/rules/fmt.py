"""A rule file in its uniform look: comments, order and every text stay, spaces and indents are made alike.

ruamel.yaml does the round trip with every scalar taken as text, so that 010 stays 010. The result is
held against the original by the loader that rules are read with: where a single text would differ, the
file is left as it is.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.rules.schema import instance
from auditor.source.decode import decode
from auditor.source.load import load_source
from auditor.source.tree import Node

_WIDTH = 1_000_000  # lines are broken by people, not here
_BLANKS = re.compile(r"\n{3,}")


class _EverythingIsText(VersionedResolver):
    """No scalar is a number, a date, a truth value or nothing."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a node: text, list or mapping, whatever it looks like."""
        if kind is ScalarNode:
            return self.DEFAULT_SCALAR_TAG
        return super().resolve(kind, value, implicit)


def format_bytes(data: bytes, name: str) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The file anew, as UTF-8 with plain line ends; None, and why, where it has errors or would not
    come back the same."""
    source, faults = load_source(data, name)
    errors = tuple(fault for fault in faults if fault.severity is Severity.ERROR)
    text, _ = decode(data, name)
    if source is None or errors or text is None:
        return None, errors or faults
    if source.root is None:
        return (_tidy(text) if text.strip() else "").encode("utf-8"), ()
    try:
        made = _round_trip(text)
    except (YAMLError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None, (_refused(name),)
    for candidate in (_comments_aligned(made), made):
        again, more = load_source(candidate.encode("utf-8"), name)
        sound = again is not None and all(fault.severity is not Severity.ERROR for fault in more)
        if sound and again is not None and _same(source.root, again.root):
            return candidate.encode("utf-8"), ()
    return None, (_refused(name),)


def _round_trip(text: str) -> str:
    yaml = YAML(typ="rt")
    yaml.Resolver = _EverythingIsText
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = _WIDTH
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=2, offset=0)
    out = StringIO()
    yaml.dump(yaml.load(text), out)
    return _tidy(out.getvalue())


def _tidy(text: str) -> str:
    lines = [line.rstrip(" \t") for line in text.split("\n")]
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"


def _comments_aligned(text: str) -> str:
    """Lines that are only a comment begin where the line after them begins."""
    lines = text.split("\n")
    indent = ""
    for number in range(len(lines) - 1, -1, -1):
        stripped = lines[number].lstrip(" ")
        if stripped.startswith("#"):
            lines[number] = indent + stripped
        elif stripped:
            indent = lines[number][: len(lines[number]) - len(stripped)]
    return "\n".join(lines)


def _same(one: Node, other: Node | None) -> bool:
    return other is not None and instance(one) == instance(other)


def _refused(name: str) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING,
        "fmt.refused",
        "排齐以后内容会变，没有动这个文件",
        "多行的值改成一行，或者加引号，再试一次",
        name,
    )
