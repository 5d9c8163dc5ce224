"""Any bytes at all: a tree or diagnostics, in bounded time."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.base.diagnostic import Severity
from auditor.base.place import SourcePlace
from auditor.source import build
from auditor.source.load import load_source
from auditor.source.show import show
from auditor.source.tree import Mapping, Scalar, Sequence

YAMLISH = st.lists(
    st.sampled_from(
        [
            "a",
            "名称",
            "：",
            ":",
            ": ",
            "- ",
            "-",
            "\n",
            "\n  ",
            "\t",
            "　",
            "[",
            "]",
            "{",
            "}",
            ",",
            "，",
            "“",
            "”",
            '"',
            "'",
            "#",
            " #",
            "!",
            "*",
            "&",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            "? ",
            "---",
            "...",
            "<<",
            "1",
            "\\",
            "\r",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400)
@given(
    st.one_of(
        YAMLISH.map(str.encode),
        st.binary(max_size=200),
        st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    )
)
def test_any_bytes_give_a_tree_or_diagnostics_in_chinese(data: bytes) -> None:
    file, diagnostics = load_source(data, "a")
    errors = [fault for fault in diagnostics if fault.severity is Severity.ERROR]
    assert errors or file is not None
    for fault in diagnostics:
        lines = show(fault)
        assert lines
        assert not any("\n" in line for line in lines)
        assert any("一" <= char <= "鿿" for char in fault.message)
        if isinstance(fault.place, SourcePlace) and file is not None:
            assert fault.excerpt == file.lines[fault.place.line - 1]


@settings(max_examples=200)
@given(YAMLISH)
def test_a_tree_holds_the_scalars_that_yaml_itself_reads(text: str) -> None:
    file, diagnostics = load_source(text.encode(), "a")
    if file is None or any(f.severity is Severity.ERROR for f in diagnostics) or "\r" in text:
        return
    scalars = [
        event.value for event in yaml.parse(text, build._Loader) if isinstance(event, yaml.ScalarEvent)
    ]
    found: list[str] = []
    stack = [file.root] if file.root is not None else []
    while stack:
        node = stack.pop()
        match node:
            case Scalar():
                found.append(node.text)
            case Sequence():
                stack += reversed(node.items)
            case Mapping():
                for entry in reversed(node.entries):
                    stack += [entry.value, entry.key]
    assert found == scalars or (file.root is None and scalars in ([], [""]))


@pytest.mark.parametrize(
    "piece", ["a，“,", "a, ", "x #", "] ", "{a},", "：", "“", "- ", "a: b\n", "　", "[],"]
)
def test_the_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    def seconds(size: int) -> float:
        data = ("- [" + piece * (size // len(piece.encode())) + "]").encode()
        started = time.process_time()
        load_source(data, "a")
        return time.process_time() - started

    seconds(10_000)
    assert seconds(400_000) < 12 * seconds(100_000) + 2  # its square would be sixteen times as much
