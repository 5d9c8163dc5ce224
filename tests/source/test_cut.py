"""Lists that are passed over: what is left is what the whole text gives without them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.base.diagnostic import Severity
from auditor.base.paths import packaged
from auditor.source.cut import cut_out
from auditor.source.load import load_source
from auditor.source.tree import Entry, Mapping, Node, Sequence, SourceFile

KEY = "例子"
PIECES = (
    "例子:", "- 例子:", "例子: ", "甲: 乙", "- 甲: 乙", "- 乙", "- {甲: 乙, 丙: [丁]}", "- {甲: 乙,",
    "丙: 丁}", "- [甲", "乙]", '- "甲', '乙"', '- {甲: "乙}"}', "- '甲'", "说明: |", "说明: >-", "- |",
    "# 例子:", "- 甲  # 乙", "- 甲 #乙", "", "{甲: 乙}", "甲: {乙: 丙,", "例子: []", "- 甲\t", "甲: '乙",
    "丙'", "---", "- - 甲", '"例子":', "甲}", '- 甲: 5"', "? 例子:",
)  # fmt: skip


def bare(node: Node | None) -> object:
    """The tree without what stands in lists under KEY, and without their places."""
    match node:
        case Mapping(entries=entries, place=place):
            return (place, tuple((entry.key, _value(entry)) for entry in entries))
        case Sequence(items=items, place=place):
            return (place, tuple(map(bare, items)))
    return node


def _value(entry: Entry) -> object:
    if entry.key.text == KEY and isinstance(entry.value, Sequence):
        return "a list"
    return bare(entry.value)


def read(text: str, passed_over: str = "") -> tuple[SourceFile | None, bool]:
    file, faults = load_source(text.encode(), "规则.yaml", passed_over)
    return file, all(fault.severity is not Severity.ERROR for fault in faults)


@pytest.mark.parametrize("path", sorted((packaged() / "rules").rglob("*.yaml")), ids=lambda path: path.name)
def test_every_list_of_the_packs_is_taken_out_and_nothing_else(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    whole, passed = read(text)[0], read(text, KEY)[0]
    assert whole is not None and passed is not None
    assert bare(passed.root) == bare(whole.root)
    assert passed.lines == whole.lines
    assert len(cut_out(text, KEY).lists) == text.count("  例子:\n")


def test_what_only_looks_like_a_list_stays() -> None:
    for text in (
        "说明: |\n  例子:\n  - 甲\n乙: 丙\n",
        '说明: "一\n  例子:\n  - 甲\n  二"\n',
        "说明: {甲: 乙,\n例子:\n  丙}\n",
        "规则:\n- 甲: 乙\n  例子:\n  - {丙: 丁,\n戊: 己}\n",
        '规则:\n- 甲: 乙\n  例子:\n  - "丙\n丁"\n',
    ):
        whole, sound = read(text)
        passed, still = read(text, KEY)
        assert sound == still
        assert (whole and bare(whole.root)) == (passed and bare(passed.root)), text


def test_the_faults_of_a_file_are_those_of_its_whole_text() -> None:
    text = "规则:\n- 甲：乙\n  例子:\n  - {丙: 丁}\n- 戊: *己\n"
    assert load_source(text.encode(), "a", KEY)[1] == load_source(text.encode(), "a")[1] != ()


@settings(max_examples=400)
@given(st.lists(st.tuples(st.sampled_from((0, 0, 2, 2, 4)), st.sampled_from(PIECES)), max_size=9))
@example([(0, "例子:"), (0, "- {甲: 乙,"), (0, "丙: 丁}")])
def test_a_text_that_reads_whole_reads_the_same_without_its_lists(lines: list[tuple[int, str]]) -> None:
    text = "".join(f"{' ' * indent}{piece}\n" for indent, piece in lines)
    whole, sound = read(text)
    if whole is not None and sound:
        passed, still = read(text, KEY)
        assert passed is not None and still, text
        assert bare(passed.root) == bare(whole.root), text
