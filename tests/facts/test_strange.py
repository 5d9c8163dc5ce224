"""Figures of other work beside those of disclosure: none of them is read as ours, and ours still are."""

from __future__ import annotations

import pytest

from tests.facts.ask import told

RECEIVED, DONE = "收到申请 387 total", "办结 382 total"

OTHERS = [
    ("收到申请387件，办结382件。12345平台交办工单2310件，办结2298件，结转下年12件。", [RECEIVED]),
    ("依申请公开新收387件。信访方面，受理143件，办结140件，结转下年3件。", [RECEIVED]),
    ("县信访局转来信访件143件，已办结140件，3件正在办理。", []),
    ("收到政府信息公开申请387件，办结382件；办理不动产登记8810件，办结8700件。", [RECEIVED, DONE]),
    ("政务服务大厅受理申请12408件，办结12377件。", []),
    ("收到政府信息公开申请387件；工伤认定受理申请56件，结转下年5件。", [RECEIVED]),
    ("建议提案办理：主办15件，会办23件，予以公开12件，不予公开3件。", []),
    ("人大建议15件、政协提案23件，办结38件，公开答复35件。", []),
    ("全年制发公文312件，其中主动公开201件、依申请公开56件、不予公开55件。", []),
    ("公文公开属性审核1204件，其中主动公开603件，不予公开400件。", []),
    ("行政许可受理1402件，作出决定1356件，不予受理46件。", []),
    ("行政复议案件2件，均与政府信息公开无关。", []),
    ("行政诉讼案件3件，均非政府信息公开类。", []),
    ("发生行政诉讼3起，不涉及信息公开。", []),
    ("行政诉讼案件34件，其中信息公开类7件。", []),
    ("全年办结行政复议案件121件，其中涉及政府信息公开的9件。", []),
    ("政府信息公开行政复议9件，土地类行政复议45件。", ["行政复议 9 total"]),
    ("新增信息公开行政诉讼5件，上年未结2件，共7件。", []),
    ("热线工单共办结2298件，信访件答复140件。", []),
    ("行政执法案件办结48件，结转下年8件。", []),
    ("整改事项33项，完成31项，2项正在办理。", []),
    ("公开人大建议复文15件、政协提案复文23件，不宜公开3件。", []),
    ("局属各学校共收到申请8件，办结8件。", []),
    ("2023年1月至11月收到申请351件，12月收到36件。", []),
    ("行政复议45件（含政府信息公开9件），行政诉讼54件（含政府信息公开7件）。", []),
    ("信息公开类行政复议9件，占全部行政复议案件45件的20%。", ["行政复议 9 total"]),
    ("调解劳动争议143件，办结140件。", []),
    ("全年审批建设用地56件，办结56件。", []),
    ("结转下年的22件申请已于2024年1月办结18件。", ["结转下年 22 total"]),
]
OURS = [
    ("收到申请387件，延期答复41件，办结382件。", [RECEIVED, DONE]),
    ("收到申请387件，发出补正通知36件，办结382件。", [RECEIVED, DONE]),
    ("处理信访143件；收到政府信息公开申请387件，办结382件。", [RECEIVED, DONE]),
    ("依申请公开方面，新收387件，办结382件。", [RECEIVED, DONE]),
    ("登记政府信息公开申请387件。", [RECEIVED]),
    ("涉及政府信息公开的行政复议9件，其中因信息公开答复引发5件。", ["行政复议 9 total"]),
    ("因信息公开发生行政诉讼7件；行政复议2件，与信息公开无关。", ["行政诉讼 7 total"]),
    ("截至2024年1月，全年收到政府信息公开申请387件，办结382件。", [RECEIVED, DONE]),
    ("局属各学校收到申请8件，办结8件；我局收到申请387件，办结382件。", [RECEIVED, DONE]),
    ("1月至12月收到政府信息公开申请387件。", [RECEIVED]),
    ("截至2023年12月收到政府信息公开申请387件。", [RECEIVED]),
    (
        "网站建设方面，发布信息2360条；申请办理方面，新收387件，办结382件。",
        ["主动公开条数 2360 total", RECEIVED, DONE],
    ),
    ("主动公开3120条、依申请公开387件。", ["办理 387 total"]),
    ("依申请公开收件387件，均经保密审查后答复。", [RECEIVED]),
    ("提出行政复议9件，其中对不予公开决定不服5件。", ["行政复议 9 total"]),
    ("不予公开33件，其中内部事务12件；无法提供65件。", ["不予公开 33 branch", "无法提供 65 branch"]),
    ("不予处理16件，其中信访举报11件；其他处理11件。", ["不予处理 16 branch", "其他处理 11 branch"]),
    ("依申请公开22件结转下年办理。", ["结转下年 22 total"]),
    ("2022年收到申请3件；2023年未收到申请。", ["收到申请 3 prior", "收到申请 0 claim"]),
    ("没有收到公民以书面、网络等形式提出的政府信息公开申请。", ["收到申请 0 claim"]),
    ("办结的申请中，予以公开201件，不予公开33件。", ["予以公开 201 branch", "不予公开 33 branch"]),
]


@pytest.mark.parametrize(("text", "facts"), OTHERS, ids=[text for text, _ in OTHERS])
def test_figures_of_other_work_are_no_facts(text: str, facts: list[str]) -> None:
    found = {fact for fact in told(text) if not fact.endswith("prior")}
    assert found - {RECEIVED, DONE} == set(facts) - {RECEIVED, DONE}
    assert set(facts) <= found


@pytest.mark.parametrize(("text", "facts"), OURS, ids=[text for text, _ in OURS])
def test_figures_of_disclosure_are_read_beside_other_work(text: str, facts: list[str]) -> None:
    assert sorted(told(text)) == sorted(facts)


SOME = [
    ("上年结转17件已全部办结，本年新收387件，办结365件。", ["上年结转 17 total", RECEIVED]),
    ("收到387件，撤回8件，办结374件，共处理382件。", [RECEIVED, "撤回 8 branch", "办理 382 total"]),
    ("网上收到申请298件，答复295件，线下收到申请89件。",
     ["收到申请 298 channel", "办结 295 channel", "收到申请 89 channel"]),
    ("网上收到申请298件，线下收到申请89件，办结382件。",
     ["收到申请 298 channel", "收到申请 89 channel", "办结 382 total"]),
    ("清理规范性文件43件：废止3件，宣布失效13件。",
     ["规范性文件.废止 3 branch", "规范性文件.废止 13 branch"]),
    ("收到申请387件，其余22件未届答复期，跨年办理。", [RECEIVED, "结转下年 22 total"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), SOME, ids=[text for text, _ in SOME])
def test_what_is_told_of_some_is_no_total(text: str, facts: list[str]) -> None:
    assert sorted(told(text)) == sorted(facts)
