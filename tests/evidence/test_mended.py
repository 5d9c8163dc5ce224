"""What planted faults showed to be read wrongly, held one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bench.evidence.draft import Draft
from bench.evidence.fault import clean_layout, plain
from bench.evidence.material import Want, wordings
from bench.faults import FAULTS, faulty_case, judge, outcomes
from tests.facts.ask import facts_of
from tests.layouts import grid as g
from tests.layouts.build import Built, Line, Tabled, build
from tests.layouts.render_html import html_of


def told(text: str) -> list[str]:
    return [f"{fact.name} {fact.value} {fact.scope}" for fact in facts_of(text)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("答复20件，剩余40件转入下一年度办理。", ["办结 20 total", "结转下年 40 total"]),
        ("已办结436件，未办结的11件结转下一年度。", ["办结 436 total", "结转下年 11 total"]),
        ("作出行政许可决定5件、行政处罚决定3件、行政强制决定2件。",
         ["行政许可 5 total", "行政处罚 3 total", "行政强制 2 total"]),
        ("执法数据为：行政许可12件、行政处罚31件、行政强制2件。",
         ["行政许可 12 total", "行政处罚 31 total", "行政强制 2 total"]),
        ("公示行政许可12件、行政处罚31件。", []),
        ("收到政府信息公开申请20件，另有上年结转3件。", ["收到申请 20 total", "上年结转 3 total"]),
        ("本年度没有公民、法人或者其他组织向我局提出政府信息公开申请。", ["收到申请 0 claim"]),
        ("收到的申请较上年上升40%。", ["收到申请.增长率 40 prior"]),
        ("依申请公开办结率同比增长5%。", ["增长率 5 prior"]),
    ],
)  # fmt: skip
def test_a_sentence_that_was_missed_states_this(text: str, facts: list[str]) -> None:
    assert told(text) == facts


def page(change: Callable[[Built], Built], **look: object) -> list[tuple[str, str]]:
    """(rule, level) of what is found in a plain web page, changed."""
    draft = Draft(
        wordings("first"), "mended", Want(("department",), years=(2023, 2023), features={"applied": True})
    )
    bare = {"heading": "", "wording": False, "sub": "", "spans": "merged", "head": "", "chrome": False,
            "metadata": "", "soup": False, "frame": "", "caption": False, "signature": False,
            "encoding": "utf-8", "declared": "right", "careless": False}  # fmt: skip
    layout = replace(plain(clean_layout("html", 11)), **{**bare, **look})  # type: ignore[arg-type]
    built = change(build(draft.report(), layout))
    data, _ = html_of(built)
    return [(o.rule, o.level.value) for o in outcomes(data, "a.html") if o.level.value != "info"]


def _same(built: Built) -> Built:
    return built


def test_the_page_as_it_is_has_nothing_wrong() -> None:
    assert page(_same) == []


def test_parts_numbered_in_brackets_are_not_mixed_up_with_topics() -> None:
    assert page(_same, heading="bracket", sub="arabic") == []


def test_a_column_that_table_four_lacks_is_named_and_the_rest_is_read() -> None:
    def without(built: Built) -> Built:
        def cut(grid: g.Grid) -> g.Grid:
            return tuple(replace(row, squares=row.squares[:3] + row.squares[4:]) for row in grid)

        return replace(built, blocks=tuple(
            replace(b, pieces=tuple(map(cut, b.pieces))) if isinstance(b, Tabled) and b.number == 4 else b
            for b in built.blocks
        ))  # fmt: skip

    assert page(without) == [("表形-402", "error")]


def test_a_heading_written_twice_is_found() -> None:
    def twice(built: Built) -> Built:
        at = next(n for n, b in enumerate(built.blocks) if isinstance(b, Line) and b.section == 6)
        again = (
            built.blocks[at],
            Line("prose", "本年度没有其他需要报告的事项，以前各部分已经写明。", section=6),
        )
        return replace(built, blocks=(*built.blocks, *again))

    assert page(twice) == [("结构-001", "error")]


@pytest.mark.parametrize(
    "rule", ["表形-212", "结构-601", "文内-611", "说明-304", "说明-305", "勾稽-203", "文内-004"]
)
def test_a_fault_that_was_overlooked_is_found(rule: str) -> None:
    fault = next(fault for fault in FAULTS if fault.rule == rule)
    case = faulty_case("first", fault, 1)
    assert case is not None
    assert rule in {found for found, _, _ in judge(case).found}
