"""Heads of tables printed once more on the next page, as a recogniser gives them back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from auditor.reading.document import Table
from auditor.reading.flow import Content, place
from auditor.reading.page_content import assemble, take
from auditor.reading.page_shape import Page

HEAD = ["本列数据的勾稽关系为：", "自然人", "总计"]
_XS = [50.0, 184.0, 420.0, 540.0]


def _page(number: int, top: float, rows: list[list[str]], *, recognised: bool) -> Page:
    page = Page(number, 595.0, 842.0, recognised=recognised)
    ys = [top + 20 * row for row in range(len(rows) + 1)]
    page.across = [(y, _XS[0], _XS[-1]) for y in ys]
    page.down = [(x, ys[0], ys[-1]) for x in _XS]
    for y, row in zip(ys, rows, strict=False):
        for left, text in zip(_XS, row, strict=False):
            edges = [left + 4 + 10 * step for step in range(len(text) + 1)]
            for char, (x0, x1) in zip(text, pairwise(edges), strict=True):
                page.chars.append((x0, y + 5, x1, y + 15, char))
    return page


def _texts(again: list[str], *, recognised: bool) -> list[str]:
    pages = [
        _page(
            1,
            740.0,
            [HEAD, ["一、本年新收", "3", "3"], ["二、上年结转政府信息公开", "", ""]],
            recognised=recognised,
        ),
        _page(2, 50.0, [again, ["申请数量", "4", "4"], ["三、总计", "7", "7"]], recognised=recognised),
    ]
    content = Content([])
    assemble(content, [take(page) for page in pages])
    tables = [block for block in place(content.items) if isinstance(block, Table)]
    return [cell.text.replace("\n", "") for table in tables for cell in table.cells][3:]


WHOLE = ["一、本年新收", "3", "3", "二、上年结转政府信息公开申请数量", "4", "4", "三、总计", "7", "7"]
MISREAD = [HEAD[0].replace("勾稽", "匀稽"), "自然人", "总计"]


@pytest.mark.parametrize("again", [HEAD, MISREAD])
def test_a_head_that_is_misread_on_the_next_page_is_the_head_once_more(again: list[str]) -> None:
    assert _texts(again, recognised=True) == WHOLE


def test_what_is_not_recognised_but_read_is_the_head_only_where_it_is_the_same() -> None:
    assert _texts(HEAD, recognised=False) == WHOLE
    assert MISREAD[0] in _texts(MISREAD, recognised=False)


def test_a_row_that_is_merely_like_the_head_is_no_head() -> None:
    other = ["本列数据的来源与口径：", "自然人", "总计"]
    assert other[0] in _texts(other, recognised=True)
