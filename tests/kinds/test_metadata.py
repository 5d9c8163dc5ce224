"""元数据: title, period, year of the text, agency, parts listed, problems and measures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.base.place import ParagraphPlace
from auditor.report.model import Passage, Role, Section, Status
from auditor.rules.kinds.metadata import related
from auditor.rules.outcome import Level, Outcome
from tests.kinds.ask import ask, breaches, told
from tests.make import CLEAN_PARTS, heading, report


def one(check: str, **made: object) -> Outcome:
    """The outcome of a check on the clean report with changes."""
    (outcome,) = ask("元数据", f"检查: {check}", report(**made))  # type: ignore[arg-type]
    return outcome


@pytest.mark.parametrize(
    ("title", "verdict", "level", "what"),
    [
        ("青溪县农业农村局2023年政府信息公开工作年度报告", "pass", "", ""),
        ("青溪县农业农村局 2023 年政府信息公开工作年度报告", "pass", "", ""),
        ("2023年青溪县农业农村局政府信息公开工作年度报告", "pass", "", ""),
        ("青溪县农业农村局政府信息公开工作年度报告", "fail", "warning", "没有年度"),
        ("青溪县农业农村局2023年政府信息公开工作告年度报", "fail", "warning", "字序错乱"),
        ("青溪县农业农村局2023年政府信息公开工作报告", "fail", "info", "“工作报告”不是规范的名称"),
        ("青溪县农业农村局2023年度政府信息公开工作年度报告", "fail", "info", "“年度”或年份重复"),
        ("2023年政府信息公开工作年度报告", "fail", "info", "没有机关名称"),
        ("", "fail", "info", "没有读到"),
    ],
)
def test_titles(title: str, verdict: str, level: str, what: str) -> None:
    found = one("题目", title=title)
    assert found.verdict.value == verdict
    assert title or one("题目", title=title, status=Status.PARTIAL).verdict.value == "cantTell"
    if verdict == "fail":
        assert (found.level.value, found.fields["情况"]) == (level, what)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("统计期限为2023年1月1日至12月31日。", "pass"),
        ("统计期限自2023年1月1日起至2023年12月31日止。", "pass"),
        ("统计期限为2022年1月1日至12月31日。", "fail"),
        ("统计期限为2022年1月1日至2023年12月31日。", "fail"),
        ("统计期限为２０２３年１月１日—１２月３１日。", "pass"),
        ("本报告依条例编制。", "inapplicable"),
        ("《2022年1月1日至12月31日计划》已公布。", "inapplicable"),
    ],
)
def test_periods(text: str, verdict: str) -> None:
    assert one("统计期限", parts={0: text}).verdict.value == verdict


def test_a_period_in_the_first_part_counts_only_as_the_reports_own() -> None:
    plan = one("统计期限", parts={0: "", 1: "普查自2022年1月1日至12月31日开展。"})
    own = one("统计期限", parts={0: "", 1: "本报告数据自2022年1月1日至12月31日。"})
    assert (plan.verdict.value, own.verdict.value) == ("inapplicable", "fail")
    assert one("统计期限", year=None).verdict.value == "cantTell"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2022年，我局认真公开。", "fail"),
        ("（一）2022年，全局公开30条。", "fail"),
        ("2022年，青溪县农业农村局公开30条。", "fail"),
        ("2023年，我局公开。", "pass"),
        ("2022年，我局公开20条，2023年公开30条。", "pass"),
        ("2022年，我局结转的2件已办结。", "pass"),
        ("与2022年相比，公开数增加。", "pass"),
        ("2022年度预算公开。", "pass"),
        ("我局高度重视政府信息公开工作，2022年主要做了以下几个方面的工作。", "fail"),
        ("2022年，我局较好完成了政府信息公开各项任务。具体情况如下：", "fail"),
        ("2022年是极不平凡的一年，我局扎实做好公开工作。", "fail"),
        ("我局公开工作较2022年有所加强，全年公开信息40条。", "pass"),
        ("我局在2022年度政府信息公开考核中获评优秀，全年公开信息40条。", "pass"),
        ("根据有关要求，2022年制定的公开目录继续执行。", "pass"),
        ("2022年党的二十大召开，我局认真学习贯彻。", "pass"),
        ("县农业农村局2022年政府信息公开工作情况综述如下：", "fail"),
        ("县政府办公室2022年政府信息公开工作情况综述如下：", "fail"),
        ("现将我局2022年度政府信息公开工作情况报告如下。", "fail"),
        ("我局2022年的工作主要有以下几个方面。", "fail"),
        ("青溪县农业农村局在2022年认真落实《条例》，公开信息40条。", "fail"),
        ("回顾2022年的工作，青溪县农业农村局公开底子更实。", "fail"),
        ("回望2022年工作，我局认真公开。", "fail"),
        ("纵观2022年全年，我局扎实推进公开。", "fail"),
        ("现将我局2023年政府信息公开工作情况报告如下。", "pass"),
        ("我局2022年制定的公开目录继续执行。", "pass"),
        ("我局2022年度考核获评优秀，今年再接再厉。", "pass"),
        ("县政府2022年出台的工作要点已全部落实。", "pass"),
        ("我局2022年收到的申请均已办结。", "pass"),
        ("我局2024年将全面推进公开工作。", "pass"),
        ("县纪委监委2022年专项检查指出的情况已整改。", "pass"),
        ("我局2022年全年预算已公开。", "pass"),
        ("在2022年工作的基础上，我局进一步规范公开。", "pass"),
    ],
)
def test_the_year_that_the_first_part_tells_of(text: str, verdict: str) -> None:
    assert one("正文年度", parts={1: text}).verdict.value == verdict


@pytest.mark.parametrize(
    ("opening", "verdict"),
    [
        ("2022年，县自然资源和规划局扎实推进公开。", "fail"),
        ("2022年，自然资源和规划局不断改进公开。", "fail"),
        ("2022年，规划编制进入公示阶段。", "pass"),
        ("2024年，我局认真做好公开。", "fail"),
        ("2024年，我局将认真做好公开。", "pass"),
    ],
)
def test_an_agencys_own_name_tells_whose_year_it_is(opening: str, verdict: str) -> None:
    made = {"unit": "青溪县自然资源和规划局", "parts": {1: f"{opening}公开信息40条。"}}
    assert one("正文年度", **made).verdict.value == verdict


def test_a_year_in_the_heading_of_the_first_part_is_the_reports() -> None:
    for year, verdict in ((2023, "pass"), (2022, "fail"), (2024, "fail")):
        made = one("正文年度", headings=[heading(1, f"一、{year}年总体情况")])
        assert made.verdict.value == verdict


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        ("2024年1月20日", "pass"),
        ("二〇二四年一月二十日", "pass"),
        ("2023年12月31日", "fail"),
        ("二〇二三年一月二十日", "fail"),
        ("青溪县农业农村局", "inapplicable"),
    ],
)
def test_a_report_is_dated_after_its_year(day: str, verdict: str) -> None:
    made = report(parts={6: f"无。\n{day}"}, roles={6: {1: Role.SIGNATURE}})
    assert told(ask("元数据", "检查: 落款日期", made)) == {"落款": verdict}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("青溪县住房和城乡建设局", "县住建局", True),
        ("青溪县住房和城乡建设局", "青溪县住建局", True),
        ("云山县人民政府", "云山县政府", True),
        ("岚泽市听松区扶光街道办事处", "扶光街道", True),
        ("青溪县农业农村局", "青溪县林业局", False),
        ("青砚市云岫镇人民政府", "折柳乡人民政府", False),
    ],
)
def test_names_of_one_agency(first: str, second: str, same: bool) -> None:
    assert related(first, second) is same
    assert related(second, first) is same


def test_who_signs_is_the_agency_of_the_title() -> None:
    made = report(unit="青溪县农业农村局")
    text = "无。\n红河口林业局\n2024年1月20日"
    place = ParagraphPlace(80)
    passages = (
        Passage(0, 2, Role.PROSE, place), Passage(3, 9, Role.SIGNATURE, place),
        Passage(10, 20, Role.SIGNATURE, place),
    )  # fmt: skip
    signed = replace(made, sections={**made.sections, 6: Section(6, "六", text, passages, (), place)})
    (found,) = breaches(ask("元数据", "检查: 机关", signed))
    assert (found.level, found.fields["现写"], found.evidence[0].quote) == (  # type: ignore[union-attr]
        Level.WARNING, "红河口林业局", "红河口林业局",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("请与青溪县农业农村局联系。", "pass"),
        ("请与本局办公室联系。", "pass"),
        ("请与青溪县大数据中心联系。", "pass"),
        ("请与红河口林业局联系。", "fail"),
        ("无。", "inapplicable"),
    ],
)
def test_whom_to_ask_is_a_hint_at_most(text: str, verdict: str) -> None:
    found = one("机关", parts={0: text})
    assert found.verdict.value == verdict
    if verdict == "fail":
        assert found.level is Level.INFO


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "本报告包括总体情况、主动公开、依申请公开、行政复议和诉讼、存在问题及改进、其他事项六个部分。",
            "pass",
        ),
        ("本报告包括总体情况、主动公开、依申请公开、存在问题及改进、其他事项六个部分。", "fail"),
        ("本报告包括总体情况、主动公开、依申请公开等部分。", "pass"),
        ("本报告依条例编制，共六个部分。", "inapplicable"),
        (
            "全文五章：一、总体情况；二、主动公开情况；三、申请办理情况；四、问题及改进；五、其他事项。",
            "fail",
        ),
        (
            "全文六章：一、总体情况；二、主动公开；三、申请；四、复议、诉讼；五、问题；六、其他。",
            "pass",
        ),
        ("总体情况、主动公开政府信息情况、存在的主要问题及改进情况，合计三项。", "fail"),
        ("依据《条例》第五章编制。", "inapplicable"),
        (  # its last line looked like the heading of part six
            "全文六章：一、总体情况；二、主动公开；三、申请；四、复议、诉讼；五、问题；\n统计口径：2023年。",
            "inapplicable",
        ),
    ],
)
def test_the_parts_that_the_introduction_lists(text: str, verdict: str) -> None:
    assert one("部分列举", parts={0: text}).verdict.value == verdict


@pytest.mark.parametrize(
    ("text", "answered", "done"),
    [
        ("一是更新慢。二是说理少。针对上述问题，已修订目录。还办了培训。", "pass", "pass"),
        ("一是更新慢。二是说理少。今后注意改正。", "fail", "fail"),
        ("更新慢。今后注意改正。", "pass", "fail"),
        ("更新慢。下一步将按月检查；继续办培训。", "pass", "fail"),
        ("更新慢。针对更新慢的问题，已按月检查，下一步继续。", "pass", "pass"),
        ("更新慢，说理少。", "inapplicable", "inapplicable"),
        ("一是更新慢。二是说理少。以上问题，我们将在今后逐步克服。", "fail", "fail"),
        ("一是更新慢。二是说理少。这些不足已向有关科室通报。", "fail", "pass"),
        ("一是更新慢。二是说理少。以上问题的原因是人手不足。已修订目录。", "inapplicable", "inapplicable"),
        ("一是更新慢。二是说理少。一是将按月检查。二是将修订文书。", "pass", "fail"),
        ("公开内容不够全面、更新不及时、形式单一。\n改进措施：继续努力。", "fail", "fail"),
        ("内容不均衡；检索不好用；互动不足。针对以上问题，将认真研究。", "fail", "fail"),
        (
            "内容不均衡；检索不好用；互动不足。针对以上问题，细化了公开内容，完善检索功能，开展意见征集3次，公布采纳情况。",
            "pass",
            "pass",
        ),
    ],
)
def test_problems_and_measures(text: str, answered: str, done: str) -> None:
    parts = {5: text}
    assert one("问题与改进", parts=parts).verdict.value == answered
    assert one("已做改进", parts=parts).verdict.value == done


@pytest.mark.parametrize(
    ("last", "level"), [("、其他需要报告的事项", None), ("、有关说明", Level.INFO), ("", Level.WARNING)]
)
def test_six_parts_one_of_them_under_another_name_are_a_remark(last: str, level: Level | None) -> None:
    text = f"报告内容包括总体情况、主动公开、申请办理、行政复议和行政诉讼、问题和改进{last}。"
    found = one("部分列举", parts={0: text})
    assert (found.level if found.verdict.value == "fail" else None) == level


def test_the_clean_report_agrees_with_itself() -> None:
    for check in ("题目", "统计期限", "正文年度", "机关", "问题与改进", "已做改进"):
        assert one(check).verdict.value == "pass", check
    assert told(ask("元数据", "检查: 部分列举", report(parts=CLEAN_PARTS))) == {"引言": "inapplicable"}
