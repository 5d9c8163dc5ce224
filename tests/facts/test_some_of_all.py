"""Which of the applications a figure counts: all, those of a time or an agency, those that are left over, and
what stands behind parts that fill their whole."""

from __future__ import annotations

import pytest

from auditor.report.model import Kind
from tests.facts.ask import told

ALL = "收到申请 54 total"
SOME = [
    ("本年受理的54件已答复51件，上年结转的7件已全部答复。", [ALL, "上年结转 7 total"]),
    ("2023年新收申请已答复51件，2022年结转申请已答复7件。", ["上年结转 7 total"]),
    ("收到申请54件，办结58件，上年结转的7件已全部办结。", [ALL, "办结 58 total", "上年结转 7 total"]),
    ("收到申请54件，撤回3件，实际答复55件。", [ALL, "撤回 3 branch"]),
    ("收到申请20件，撤回1件，其余19件已答复。", ["收到申请 20 total", "撤回 1 branch", "办结 19 branch"]),
    ("收到申请54件，撤回3件，办结58件。", [ALL, "撤回 3 branch", "办结 58 total"]),
    ("12月集中收到申请11件。", []),
    ("仅12月就收到申请11件。", []),
    ("截至12月底共收到申请54件。", [ALL]),
    (
        "受理公民政府信息公开申请46件，受理企业等组织政府信息公开申请8件。",
        ["收到申请 46 total", "收到申请 8 total"],
    ),
    ("受理企业等组织政府信息公开申请54件。", [ALL]),
    ("收到县政府办公室转来的申请4件，直接收到申请50件。", ["收到申请 50 channel"]),
    ("我局本级收到申请49件，下属婚姻登记中心收到申请5件，合计54件。", ["收到申请 49 branch"]),
    ("我局本级收到申请54件。", [ALL]),
    ("会同县自然资源局联合答复申请4件。", []),
    ("移送其他机关办理申请2件。", []),
    ("共收到申请54件，经补正后受理52件。", [ALL]),
    ("公民递交的54件申请，件件有登记、有答复、有归档。", []),
    ("自然人递交申请46件，法人递交8件。", ["申请.自然人 46 branch", "申请.法人 8 branch"]),
    ("依申请公开转主动公开信息5条。", []),
    ("主动公开信息5条。", ["主动公开条数 5 total"]),
    ("2022年第四季度收到申请17件。", []),
    ("2022年收到申请17件。", ["收到申请 17 prior"]),
]
PARTS = [
    (
        "答复58件，其中公开29件、部分公开5件、不予公开6件。",
        ["办结 58 total", "予以公开 29 branch", "部分公开 5 branch", "不予公开 6 branch"],
    ),
    (
        "答复58件，公开29件、不予公开6件、部分公开5件。",
        ["办结 58 total", "予以公开 29 branch", "部分公开 5 branch", "不予公开 6 branch"],
    ),
    ("答复58件，其中公开34件、不予公开6件。", ["办结 58 total", "不予公开 6 branch"]),
    ("全年公文312件，其中公开201件、部分公开5件。", []),
    (
        "收到申请54件，其中自然人46件，法人8件，办结50件。",
        [ALL, "申请.自然人 46 branch", "办结 50 total"],
    ),
    (
        "收到申请54件，其中自然人46件，法人7件，办结50件。",
        [ALL, "申请.自然人 46 branch", "办结 50 branch"],
    ),
    (
        "收到申请54件，其中自然人46件，法人8件，自然人办结44件。",
        [ALL, "申请.自然人 46 branch", "办结 44 branch"],
    ),
    ("收到申请54件，其中城关所40件、山阳所14件，山阳所办结8件。", [ALL, "办结 8 branch"]),
    ("收到申请54件，其中城关所40件、山阳所14件，共办结58件。", [ALL, "办结 58 total"]),
    (
        "收到申请54件，其中自然人46件，比上年增加8件，办结50件。",
        [ALL, "申请.自然人 46 branch", "办结 50 branch"],
    ),
    (
        "受理申请54件，按类型分，征收补偿类29件、低保类25件。2022年结转9件。2023年共答复56件。",
        [ALL, "上年结转 9 total", "办结 56 total"],
    ),
    ("征收土地143件，办结140件。", []),
    (
        "共办理申请61件，其中2022年度结转7件、2023年度新增54件。",
        ["办理 61 total", "上年结转 7 total", ALL],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), SOME + PARTS, ids=[text for text, _ in SOME + PARTS])
def test_a_figure_of_some_is_no_total_and_one_of_all_is(text: str, facts: list[str]) -> None:
    assert sorted(told(text)) == sorted(facts)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "全县共收到申请54件，其中县政府办公室收到14件，县自然资源局收到20件，其他单位收到20件；"
            "上年结转9件。共办结50件，5件结转下年。",
            [ALL, "收到申请 14 branch", "收到申请 20 branch", "上年结转 9 total", "办结 50 total",
             "结转下年 5 total"],
        ),
        (
            "全县共收到申请54件，其中县政府办公室收到14件，办结12件。办结50件。",
            [ALL, "收到申请 14 branch", "办结 50 total"],
        ),
        ("县政府办公室收到14件；办结12件。结转2件。", ["收到申请 14 branch"]),
    ],
)  # fmt: skip
def test_a_government_tells_of_all_again_behind_its_agencies(text: str, facts: list[str]) -> None:
    assert sorted(told(text, kind=Kind.GOVERNMENT)) == sorted(facts)
