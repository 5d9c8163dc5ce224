"""What reading a file of words (词典, 事实) from its located tree has in common."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.source.tree import Mapping, Node, Sequence


class Fault(Exception):
    """A fault in the file at `node`, carried to the one place of its reader that reports it."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node = node
        self.message = message


def maps(node: Mapping, key: str) -> Iterator[Mapping]:
    """The mappings that the list under `key` holds. Raises Fault where it is no such list."""
    value = node.get(key)
    if not isinstance(value, Sequence):
        raise Fault(value or node, f"缺少清单“{key}”")
    for item in value.items:
        if not isinstance(item, Mapping):
            raise Fault(item, f"“{key}”的每一项都应写成 键: 值")
        yield item
