"""The false alarms that real reports invite, each by its name: what must not be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from auditor.report.model import Kind, Report, Status, Tier
from auditor.rules.outcome import Verdict
from tests.make import CLEAN_PARTS, report
from tests.packs.test_national_pack import ask, findings


def with_text(part: int, text: str, **more: object) -> Report:
    """The clean report with a sentence added to a part."""
    return report(parts={part: f"{CLEAN_PARTS[part]}\n{text}"}, **more)  # type: ignore[arg-type]


def loud(made: Report) -> list[str]:
    """Errors and warnings."""
    return [line for line in findings(made) if not line.endswith(" info")]


HARMLESS: Mapping[str, tuple[int, str]] = {
    "a unified social credit code is no identity number": (1, "统一社会信用代码12620600MB0523338C。"),
    "an index number is no identity number": (1, "索引号001008006002065202，主题分类见目录。"),
    "eighteen digits with a wrong checksum are no identity number": (1, "流水号110101199003071234已经归档。"),
    "eighteen digits with no date in them are no identity number": (1, "编号110101199013321233已经归档。"),
    "the word for an identity card is no leak": (1, "将身份证、银行卡等信息模糊处理后公开。"),
    "digits in a URL are no mobile number": (0, "见http://www.qingxi.example/art/13900000001.html。"),
    "a longer run of digits is no mobile number": (1, "文件编号139000000012已经归档。"),
    "a mailbox of an office is no person's": (0, "电子邮箱：qxnyncj@163.com。"),
    "keeping secrets off the net is no secret": (1, "坚持涉密信息不上网、上网信息不涉密。"),
    "a nominal 申请件 is no missing number": (6, "没有需要收费的信息公开申请件，故没有其他费用。"),
    "letters answered are no missing number": (1, "及时答复信件，认真办理来件。"),
    "an account with one bracket lost is no wrong document number": (
        0,
        "按照（国办公开办函“〔202130号）编制。",
    ),
    "an abbreviation with 立了以 in it is no misprint": (1, "成立了以局长为组长的领导小组。"),
    "an annual report 年度年报 is no misprint": (0, "2023年度年报同步在网站发布。"),
    "a province named once is the agency's own": (1, "按照云南省的统一部署更新目录。"),
    "provinces of a study tour are no foreign names": (1, "赴浙江省学习考察，与江苏省有关部门开展协作交流。"),
    "orders with the new one beside the old one are no outdated law": (
        0,
        "条例2007年公布（国务院令第492号），2019年修订（国务院令第711号）。",
    ),
    "an anonymised applicant is no leftover": (1, "答复了申请人张××提出的申请。"),
    "the year before for comparison is no wrong year": (1, "2022年，本局公开信息100条，2023年公开120条。"),
    "a budget of this year and accounts of the last are no wrong year": (
        1,
        "2022年决算、2023年预算已经公开。",
    ),
    "the plan of the next year is no wrong year": (5, "2024年，本局将继续按月检查栏目。"),
    "a tree of departments named as others is no wrong name": (1, "配合各乡镇政府、各街道做好公开。"),
    "entrusting is no self-name": (1, "受我委托的单位已经备案。"),
    "a network of the bureau is no self-name": (1, "本局域网已经隔离。"),
    "numbered topics with a comma inside are whole": (1, "更新了栏目，增设了检索，公众反映较好。"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name: str) -> None:
    part, text = HARMLESS[name]
    assert findings(with_text(part, text)) == []


def test_a_page_that_was_published_again_is_only_a_hint() -> None:
    again = report(published=date(2024, 10, 29), published_from="page")
    assert findings(again) == ["时限-001 公布日期 info"]
    signed = report(published=date(2024, 10, 29), published_from="text")
    assert findings(signed) == ["时限-001 公布日期 error"]


def test_a_street_or_a_township_is_never_more_than_warned_of_a_late_day() -> None:
    made = report(published=date(2024, 2, 3), kind=Kind.TOWNSHIP, tier=Tier.TOWNSHIP)
    assert findings(made, "时限-001") == ["时限-001 公布日期 warning"]


def test_an_office_of_the_government_may_write_our_county() -> None:
    parts = {1: "我县各部门均已设立专栏。", 5: CLEAN_PARTS[5].replace("本局", "本办公室")}
    made = report(parts=parts, kind=Kind.GOVERNMENT_OFFICE, unit="青溪县人民政府办公室")
    assert findings(made, "用语-102") == []


def test_a_county_may_speak_of_all_places_and_departments() -> None:
    made = with_text(
        1, "部分地区公开不够，一些地区、多数部门仍有差距。", kind=Kind.GOVERNMENT, unit="青溪县人民政府"
    )
    assert {o.verdict for o in ask(made, "用语-107")} == {Verdict.INAPPLICABLE}


def test_a_province_makes_rules_of_its_own() -> None:
    cells = {"表二.规章.制发": 6, "表二.规章.有效": 90}
    made = report(cells=cells, kind=Kind.GOVERNMENT, tier=Tier.PROVINCE)
    assert findings(made, "勾稽-203", "勾稽-204", "勾稽-205") == []


def test_fees_with_six_decimals_are_exact_to_the_cent() -> None:
    made = report(cells={"表二.行政事业性收费": Decimal("190.457379")})
    assert findings(made, "表形-208", "表形-305", "勾稽-209") == []


def test_fees_of_a_whole_city_may_be_large() -> None:
    made = report(cells={"表二.行政事业性收费": 351234}, kind=Kind.GOVERNMENT, tier=Tier.CITY)
    assert findings(made, "勾稽-209") == []


def test_a_bureau_whose_penalties_were_handed_over_is_only_asked() -> None:
    made = report(unit="青溪县住房和城乡建设局")
    assert findings(made, "勾稽-207") in ([], ["勾稽-207 报告 info"])


def test_tables_published_as_pictures_blame_nobody() -> None:
    made = report(
        fill="-", forms=dict.fromkeys(("表二", "表三", "表四"), "picture"), status=Status.PARTIAL,
        shown="unknown",
    )  # fmt: skip
    assert findings(made) == []


def test_an_unread_text_decides_nothing_that_it_might_hold() -> None:
    made = replace(report(parts={1: None, 5: None, 6: None}), status=Status.PARTIAL)
    assert findings(made) == []


def test_a_correction_of_leaks_explains_no_lost_case() -> None:
    cells = {"表四.复议.纠正": 1, "表四.复议.总计": 1}
    made = with_text(5, "切实纠正网络泄密失密等问题。", cells=cells)
    assert findings(made, "说明-403") == ["说明-403 表四.纠正 warning"]
    said = with_text(5, "被复议机关撤销的1件已经重新答复。", cells=cells)
    assert findings(said, "说明-403") == []


def test_three_vexatious_applications_are_a_hint_and_no_warning() -> None:
    cells = {"表三.总计.大量反复": 3, "表三.自然人.大量反复": 3, "表三.总计.新收": 27}
    assert findings(report(cells=cells), "说明-307") == ["说明-307 表三.总计.大量反复 info"]


def test_a_paragraph_that_a_page_cut_is_whole() -> None:
    made = with_text(1, "拓展政府信息公开的内容和范围，\n通过新媒体开展解读工作。")
    assert findings(made) == []


def test_traps_of_wording_are_never_loud() -> None:
    text = "\n".join(text for part, text in HARMLESS.values() if part == 1)
    assert loud(with_text(1, text)) == []
