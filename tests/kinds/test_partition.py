"""文内合计: lists after 其中 and percentages in prose."""

from __future__ import annotations

import pytest

from auditor.report.model import Status
from auditor.rules.outcome import TextEvidence, Verdict
from tests.kinds.ask import ask, built, told
from tests.kinds.test_agreement import said

OVER, WHOLE, SHARE = (f"查: {question}" for question in ("分项不超总数", "分项等于总数", "占比"))


def verdict(rule: str, text: str, cells: dict[str, object] | None = None) -> str:
    """Of part one; “-” where there was nothing to judge."""
    found = told(ask("文内合计", rule, said(text, cells)))
    return found.get("文内.第一部分", "-")


def test_parts_above_the_whole_are_a_breach_with_the_sum_written_out() -> None:
    (outcome,) = ask("文内合计", OVER, said("全年公开信息2340条，其中甲类2144条、乙类51条、丙类481条。"))
    assert (outcome.verdict, outcome.target) == (Verdict.FAIL, "文内.第一部分")
    assert outcome.fields == {
        "位置": "第一部分", "原句": "2340条，其中甲类2144条、乙类51条、丙类481条",
        "算式": "2144 + 51 + 481", "总数": "2340", "合计": "2676", "差": "336",
    }  # fmt: skip
    (evidence,) = outcome.evidence
    assert isinstance(evidence, TextEvidence)
    assert evidence.quote == "全年公开信息2340条，其中甲类2144条、乙类51条、丙类481条。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公开信息81条，其中甲10条、乙20条。", "pass"),  # a list that names only some
        ("公开信息30条，其中甲10条、乙20条。", "pass"),
        ("公开信息30条(其中甲10条、乙25条)，另有解读9条。", "fail"),
        ("办结12件，有1件正在办理，结转至下年度。其中，予以公开4件，不予公开8件。", "-"),
        ("公开信息30条，其中甲10条；办理提案50条。", "pass"),
        ("公开信息30条，其中甲40条。", "fail"),
        ("公开信息30条。", "-"),
        ("公开信息３０条，其中甲１０条、乙２５条。", "fail"),
        ("公开信息三十条，其中甲十条、乙二十五条。", "fail"),
        ("公开信息30余条，其中甲10条、乙25条。", "-"),  # about so many
        ("公开信息30条，其中甲约20条、乙25条。", "-"),
        ("公开信息30条，其中培训40次。", "-"),  # another unit
        ("公开信息30条，其中甲20条（含丙15条）、乙10条。", "pass"),  # brackets are inside an item
        ("公开信息30条，其中甲20条，其中丙15条、丁5条；乙10条。", "pass"),
        (
            "公开信息30条，其中政策类20条，规划类12条、文件类8条，财政类10条。",
            "pass",
        ),  # an item with its own parts
        ("公开信息30条，其中甲20条，全年发布解读40条。", "pass"),  # another matter
        ("受理12345热线441件(其中救助类250件，投诉类173件，咨询类14件，建议类4件)。", "pass"),
        ("公开信息30条，开展培训3次，其中业务培训5次。", "fail"),
    ],
)
def test_lists(text: str, found: str) -> None:
    assert verdict(OVER, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("发放资料50份（折页30份，手册40份，其他5份）。", "fail"),
        ("发放资料75份（折页30份，手册40份，其他5份）。", "pass"),
        ("发放资料50份（上年60份，前年40份）。", "-"),  # not said to be whole
        ("发放资料50份（其中：折页30份，手册40份）。", "fail"),
        ("公开信息30条，其中甲20条（含丙5条）、乙15条（含丁3条）。", "fail"),  # brackets end no other list
    ],
)
def test_a_bracket_alone_opens_a_list_that_is_whole(text: str, found: str) -> None:
    assert verdict(f'{OVER}\n起: [其中, "("]', text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30条主动公开信息中，甲20条，乙15条。", "fail"),
        ("30件申请中，20件予以公开，5件不予公开。", "pass"),
        ("结转的6件和新收的20件申请中，24件涉及土地，2件涉及拆迁。", "-"),  # of both
        ("收到的20件申请中，24件已办结，2件结转下年。", "fail"),
        ("公开信息30条，工作中，开展宣传40条。", "-"),  # no “of those”
        ("公开信息30条。按公开载体分，网站20条，公众号8条，公开栏7条。", "fail"),  # sorted: each counted once
        ("公开信息30条。按公开载体分，网站20条，公众号8条。", "pass"),
        ("公开信息30条，其中：网站20条，公众号25条。", "-"),  # one piece in several places
        ("公开信息30条。其中：甲10条；乙15条；丙8条。", "fail"),
        ("公开信息30条。其中：甲10条；乙15条；丙5条。", "pass"),
        ("公开信息30条，其中：甲10条，乙5条；办理提案50条。", "pass"),  # a clause of its own
        ("公开信息30条，由三部分组成：甲20条、乙15条。", "fail"),
        ("公开信息30条，由3个部分构成：甲10条、乙15条。", "pass"),
        ("公开信息30条（第一类，甲20条；第二类，乙15条）。", "fail"),
        ("公开信息30条（第一类，甲20条；第二类，乙5条），另发布解读90条。", "pass"),
        ("结转下年0件。其中，予以公开的8件；不予公开的4件。", "-"),  # of all that were handled
        ("结转1件，申请人情况：自然人15件。", "-"),
        ("结转下年4件，其中征求第三方意见5件。", "fail"),
        ("公开信息30条：甲20条、乙15条。", "fail"),
        ("收到申请20件，结转下年1件，申请人情况：自然人15件、法人5件。", "-"),  # of what?
        ("结转下年1件。按申请人类型分，自然人15件，法人5件。", "-"),
        ("公开信息30条，分别为甲20条、乙15条。", "fail"),
    ],
)
def test_what_opens_a_list(text: str, found: str) -> None:
    opening = "起: [其中, 包括, 分别为, “：”, “中，”, “按…分，”, “（第一类”]".replace("“", '"').replace(
        "”", '"'
    )
    assert verdict(f"{OVER}\n{opening}", text) == found


def test_trap_what_was_carried_over_may_have_been_handled_as_well() -> None:
    rule, text = f'{OVER}\n起: [其中, "："]', "收到申请20件，其中予以公开18件，不予公开5件。"
    assert verdict(rule, text, {"表三.总计.上年结转": 3}) == "pass"
    assert verdict(rule, text, {"表三.总计.上年结转": 2}) == "fail"
    assert verdict(rule, text.replace("，其中", "："), {"表三.总计.上年结转": 3}) == "pass"
    assert verdict(rule, "收到申请20件，其中网络18件，信函5件。", {"表三.总计.上年结转": 3}) == "fail"


def test_a_list_ends_before_the_amount_of_money() -> None:
    rule = f'{WHOLE}\n起: [其中, "(", 包括]\n单位: [件, 元]\n齐全: 不论\n列举: [等]'
    assert verdict(rule, "发出收费通知6件，其中甲科3件，乙科2件，总金额600元。") == "fail"
    assert verdict(rule, "发出收费通知6件（甲科3件、乙科2件），总金额600元。") == "fail"
    assert verdict(rule, "发出收费通知6件，包括甲科3件和乙科3件，总金额600元。") == "pass"
    assert verdict(rule, "发出收费通知6件，其中甲科3件，乙科2件，培训600人。") == "-"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("自然人申请9件，占新收申请总数12件的75%。", "pass"),
        ("自然人申请9件，占新收申请总数12件的80%。", "fail"),
        ("办结率95%（办结19件，应办20件）。", "pass"),
        ("办结率95%（办结18件，应办20件）。", "fail"),
        ("按时答复率为90%（应答复20件，实际答复18件），群众满意。", "pass"),
        ("按时答复率为98%（应答复20件，实际答复18件），群众满意。", "fail"),
        ("办结率100%（新收12件，上年结转2件）。", "-"),
        ("参训9人，占总人数12人的80%。", "fail"),
        ("全年应办申请13件，已办结12件，办结率92.31%。", "-"),
        ("全年应办申请13件，已办结12件，办结率82.31%。", "fail"),
        ("办结率（办结数占新收与结转之和的比例）为82.31%。", "fail"),
        ("新收和上年结转申请的办结率达到82.31%。", "fail"),
        ("受理热线130件，办结120件，办结率82.31%。", "-"),
        ("收到申请12件，受理热线130件，办结率82.31%。", "-"),
        ("申请按时办结率82.31%。", "-"),
        ("收到申请12件，答复率为100%。", "-"),  # of those that were due
        ("收到申请12件，答复率为82.31%。", "-"),  # of what?
        ("申请办结率较上年提高2.31%。", "-"),
    ],
)
def test_rates(text: str, found: str) -> None:
    cells = {
        "表三.总计.新收": 12, "表三.总计.上年结转": 1, "表三.总计.办理总计": 12, "表三.自然人.新收": 9,
        "表三.自然人.上年结转": 0,
    }  # fmt: skip
    assert verdict(SHARE, text, cells) == found


def test_trap_channels_count_one_piece_of_information_many_times() -> None:
    assert verdict(OVER, "公开信息306条，其中网站216条，微博22条，公众号299条。") == "-"


def test_trap_two_sortings_of_one_total_are_not_added_up() -> None:
    text = "收到申请20件，其中自然人15件、企业5件，予以公开12件、不予公开8件。"
    assert verdict(OVER, text) == "pass"
    assert verdict(OVER, text.replace("自然人15件", "自然人18件")) == "fail"


def test_trap_a_list_of_some_is_no_list_of_all() -> None:
    for text in (
        "公开信息81条，其中甲10条、乙20条、丙30条等。",
        "公开信息81条，其中主要有甲10条、乙20条、其他30条。",
        "公开信息81条，其中甲10条、乙20条、丙30条。",
    ):
        assert verdict(WHOLE, text) == "-"


def test_a_list_that_closes_with_the_rest_adds_up() -> None:
    assert verdict(WHOLE, "公开信息81条，其中甲10条、乙20条、其他51条。") == "pass"
    (outcome,) = ask("文内合计", WHOLE, said("公开信息81条，其中甲10条、乙20条、其他49条。"))
    assert outcome.verdict is Verdict.FAIL
    assert (outcome.fields["合计"], outcome.fields["差"]) == ("79", "2")


def test_a_list_with_any_close_where_the_rule_says_so() -> None:
    rule = f"{WHOLE}\n齐全: 不论\n单位: [元]"
    assert verdict(rule, "收取600元，其中甲局300元、乙局200元、丙局50元。") == "fail"
    assert verdict(rule, "收取600元，其中甲局300元、乙局200元、丙局100元。") == "pass"
    assert verdict(rule, "公开6条，其中甲局3条、乙局2条、丙局5条。") == "-"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("发布解读23条，其中动漫解读7条，占比23%。", "fail"),
        ("发布解读23条，其中动漫解读7条，占比30%。", "pass"),
        ("发布解读23条，其中动漫解读7条，占30.43%。", "pass"),
        ("发布解读23条，其中动漫解读7条，占30.6%。", "fail"),
        ("发布解读23条，其中动漫解读7条，约占23%。", "-"),
        ("发布解读23条，动漫解读7条，占比23%。", "-"),  # nobody says of what
        ("群众满意率达99%。", "-"),
        ("分值占4%。", "-"),
    ],
)
def test_shares_of_a_list(text: str, found: str) -> None:
    assert verdict(SHARE, text) == found


def test_shares_of_the_applications_are_tried_on_every_whole() -> None:
    cells: dict[str, object] = {"表三.总计.新收": 95, "表三.总计.上年结转": 3, "表三.总计.办理总计": 90}
    assert verdict(SHARE, "予以公开42件，占42.86%。", cells) == "pass"  # of 98
    assert verdict(SHARE, "予以公开42件，占44.2%。", cells) == "pass"  # of 95
    assert verdict(SHARE, "予以公开42件，占46.7%。", cells) == "pass"  # of 90
    assert verdict(SHARE, "予以公开42件，占50%。", cells) == "fail"
    cells["表三.总计.办理总计"] = "?"
    assert verdict(SHARE, "予以公开42件，占50%。", cells) == "cantTell"


def test_each_part_of_the_report_has_an_outcome_of_its_own() -> None:
    from dataclasses import replace

    made = said("公开信息30条，其中甲40条。")
    other = said("公开信息30条，其中甲20条。").sections[1]
    made = replace(made, sections={**made.sections, 6: replace(other, number=6)})
    assert told(ask("文内合计", OVER, made)) == {"文内.第一部分": "fail", "文内.第六部分": "pass"}
    assert told(ask("文内合计", f"{OVER}\n位置: 第六部分", made)) == {"文内.第六部分": "pass"}


def test_nothing_to_judge_is_inapplicable_and_unknown_where_the_text_was_not_read() -> None:
    assert told(ask("文内合计", OVER, said("工作有序。"))) == {"文内": "inapplicable"}
    partial = said("工作有序。", status=Status.PARTIAL)
    assert told(ask("文内合计", OVER, partial)) == {"文内": "cantTell"}


@pytest.mark.parametrize("question", [OVER, WHOLE, SHARE])
@pytest.mark.parametrize(
    "text", ["20条，其中" * 390, "其中20条" * 9000, "20条其中" + "5条占9%，" * 320, "（" * 1900 + "其中"]
)
def test_hostile_sentences_cost_no_time(question: str, text: str) -> None:
    import time

    made = said(text)
    start = time.process_time()
    ask("文内合计", question, made)
    assert time.process_time() - start < 1.0


@pytest.mark.parametrize("text", ["查: 加起来", "查: 占比\n位置: 第七部分"])
def test_faults_are_reported_and_nothing_is_built(text: str) -> None:
    check, faults = built("文内合计", text)
    assert check is None
    assert [code for code, _ in faults] == ["rule.enum"]
