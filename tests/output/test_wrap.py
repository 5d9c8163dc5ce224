"""Lines on screen: their width, their ends, and that nothing is lost or cut."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from auditor.base.text import cells
from auditor.output.grid import draw_grid
from auditor.output.wrap import fit, pack, right, wrap

CHARS = "表三自然人新收，。、“”（）《》 0123456789.abc%—…件"
TEXT = st.text(alphabet=CHARS, max_size=120)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TEXT, st.integers(20, 120))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, "    ")
    assert squeezed("".join(lines)) == squeezed(text)
    assert all(cells(line) <= width for line in lines)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=20), st.integers(24, 80))
def test_a_number_is_never_cut(numbers: list[int], width: int) -> None:
    lines = wrap("，".join(f"共收到{number}件" for number in numbers), width)
    assert [int(found) for line in lines for found in re.findall(r"\d+", line)] == numbers


@given(st.lists(st.sampled_from(["自然人", "（其中", "）", "，", "“原句", "”", "。", "12.5%"]), max_size=40))
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(parts: list[str]) -> None:
    text = "".join(parts)
    if re.search(r"[，。）”]{6}|[（“]{6}", re.sub("其中|原句", "", text)):
        return  # a run of marks longer than a line's end has to go somewhere
    lines = wrap("甲" + text, 30)
    assert not [line for line in lines[1:] if line.strip()[:1] in set("，。）”") and line.strip()]
    assert not [line for line in lines[:-1] if line[-1:] in set("（“")]


def test_a_path_longer_than_the_line_is_cut_and_nothing_of_it_lost() -> None:
    path = "reports/" + "a" * 200 + ".docx"
    lines = wrap("文件 " + path, 60, "  ")
    assert squeezed("".join(lines)) == "文件" + path
    assert max(map(cells, lines)) <= 60


def test_fitting_fills_or_cuts_to_the_very_column() -> None:
    assert fit("新收", 6) == "新收  "
    assert fit("社会公益组织", 7) == "社会公…"
    assert fit("社会公益组织", 8) == "社会公… "
    assert right("12", 5) == "   12"


def test_items_stand_side_by_side_while_they_fit() -> None:
    assert pack(["甲乙", "丙丁", "戊己"], 16, "  ") == ["  甲乙    丙丁", "  戊己"]
    assert pack([], 16, "  ") == []


def test_a_grid_keeps_every_row_as_wide_as_its_frame() -> None:
    lines = draw_grid(["", "自然人", "社会公益组织"], [["新收", "1295", "0"], ["结转下年", "？", "空"]], 100)
    assert lines == [
        "┌──────────┬────────┬──────────────┐",
        "│          │ 自然人 │ 社会公益组织 │",
        "├──────────┼────────┼──────────────┤",
        "│ 新收     │   1295 │            0 │",
        "│ 结转下年 │     ？ │           空 │",
        "└──────────┴────────┴──────────────┘",
    ]


def test_a_narrow_grid_breaks_its_heads_and_never_its_figures() -> None:
    lines = draw_grid(["", "自然人", "社会公益组织"], [["新收", "1234567", "0"]], 30)
    assert lines == [
        "┌──────┬─────────┬──────────┐",
        "│      │  自然人 │ 社会公益 │",
        "│      │         │     组织 │",
        "├──────┼─────────┼──────────┤",
        "│ 新收 │ 1234567 │        0 │",
        "└──────┴─────────┴──────────┘",
    ]
