"""Of what a percentage of growth is told."""

from __future__ import annotations

import pytest

from tests.facts.ask import told


@pytest.mark.parametrize(
    ("text", "growth"),
    [
        ("新收政府信息公开申请的数量，同比上升幅度为52.1%。", "收到申请.增长率 52.1 prior"),
        ("收到申请20件，申请量同比增长40%。", "收到申请.增长率 40 prior"),
        ("收到申请20件，收件数同比增长40%。", "收到申请.增长率 40 prior"),
        ("收到申请20件，增速40%。", "收到申请.增长率 40 prior"),
        ("申请量较上年下滑12%。", "收到申请.增长率 -12 prior"),
        ("全年新收申请20件，网站点击量增长40%。", "增长率 40 prior"),
        ("收到申请20件，办结率同比提高5%。", "增长率 5 prior"),
        ("收到申请后及时答复，网站访问量同比增长20%。", "增长率 20 prior"),
    ],
)
def test_growth_is_of_what_it_is_told_of(text: str, growth: str) -> None:
    assert told(text)[-1] == growth
