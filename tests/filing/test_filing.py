"""The filing as a whole: missing, doubled, misnamed reports; with a roster and without one."""

from __future__ import annotations

from dataclasses import replace

from auditor.report.model import Passage, Report, Role
from auditor.roster.model import Roster
from auditor.rules.outcome import Missing, Outcome
from tests.years.together import ABSENT, FAIL, PASS, UNKNOWN, asked, filed, roster

OFFICES = ("水务", "审计", "统计", "财政", "教育")
LISTED = "名录: 白水县\n机关:\n" + "".join(
    f"- {{代码: {n}, 名称: 白水县{name}局}}\n" for n, name in enumerate(OFFICES)
)


def office(name: str, year: int = 2024, **more: object) -> Report:
    return filed(f"白水县{name}局", year, **more)


def said(reports: list[Report], rule: str, listed: Roster | None = None) -> list[Outcome]:
    outcomes, _ = asked(reports, rule, listed=listed)
    return outcomes


def wrong(reports: list[Report], rule: str, listed: Roster | None = None) -> list[dict[str, str]]:
    found = [one for one in said(reports, rule, listed) if one.verdict is FAIL]
    return [{key: text for key, text in one.fields.items() if text} for one in found]


def test_who_has_not_filed_is_told_per_agency_and_year() -> None:
    reports = [office(name, year) for name in OFFICES[:4] for year in (2023, 2024)]
    found = said([*reports, office("教育", 2023)], "名录-001", roster(LISTED))
    (one,) = found
    assert (one.verdict, one.subject.kind, one.subject.agency, one.subject.year, one.subject.file) == (
        FAIL, "agency-year", "code:4", 2024, "",
    )  # fmt: skip
    assert one.fields["机关"] == "白水县教育局"


def test_a_year_of_which_hardly_anything_is_here_is_not_being_collected() -> None:
    more = LISTED + "".join(f"- 白水县第{n}中心\n" for n in "一二三四五六七八")
    found = said([office("水务")], "名录-001", roster(more))
    assert [one.verdict for one in found] == [PASS]
    named = roster(more.replace("名录: 白水县\n", "名录: 白水县\n年度: 2024\n"))
    assert len(wrong([office("水务")], "名录-001", named)) == 12


def test_without_a_roster_nobody_is_missing_and_that_is_said() -> None:
    (one,) = said([office("水务")], "名录-001")
    assert (one.verdict, one.reason) == (ABSENT, "没有名录")


def test_a_name_that_is_like_one_is_asked_and_its_agency_is_not_called_missing() -> None:
    reports = [office(name) for name in OFFICES[:4]] + [office("教育体育")]
    (asked_for,) = wrong(reports, "名录-005", roster(LISTED))
    assert asked_for["机关"] == "白水县教育体育局" and asked_for["相近"].startswith("“白水县教育局”")
    (one,) = said(reports, "名录-001", roster(LISTED))
    assert one.verdict is UNKNOWN
    assert one.missing == (Missing("名录待确认", "“白水县教育体育局”是不是“白水县教育局”"),)


def test_agencies_that_are_not_on_the_roster_are_one_finding() -> None:
    reports = [office("水务"), filed("黑山县林草局", 2024), filed("黑山县档案馆", 2024)]
    (one,) = wrong(reports, "名录-006", roster(LISTED))
    assert one == {"机关": "黑山县林草局、黑山县档案馆", "个数": "2"}


def test_two_files_of_one_report_are_named_and_the_better_one_is_audited() -> None:
    draft = replace(office("水务"), file="白水县水务局2024（初稿）.docx")
    final = replace(office("水务"), file="白水县水务局2024.pdf")
    assert [one["文件"] for one in wrong([draft, final], "名录-002")] == ["白水县水务局2024.pdf"]
    assert wrong([draft, final], "名录-003") == []
    changed = replace(office("水务", cells={"表三.自然人.新收": 3}), file="白水县水务局2024（初稿）.docx")
    assert wrong([changed, final], "名录-002") == []
    (one,) = wrong([changed, final], "名录-003")
    assert (one["不同"], one["格数"]) == ("表三 自然人 新收", "1")


def test_a_report_under_another_agency_s_file_name_is_told_without_a_roster_too() -> None:
    moved = replace(office("水务"), file="收件/白水县审计局2024.docx")
    assert wrong([moved, office("审计")], "名录-008")[0]["文件名机关"] == "白水县审计局"
    assert wrong([moved], "名录-008") == []  # nobody of that name is known here
    assert wrong([moved], "名录-008", roster(LISTED))[0]["机关"] == "白水县水务局"


def signed(one: Report, text: str) -> Report:
    """The report with `text` under it."""
    last = one.sections[6]
    whole = f"{last.text}\n{text}"
    passage = Passage(len(last.text) + 1, len(whole), Role.SIGNATURE, last.passages[0].place)
    section = replace(last, text=whole, passages=(*last.passages, passage))
    return replace(one, sections={**one.sections, 6: section})


def test_a_signature_of_another_agency_is_told_and_that_of_the_government_s_office_is_not() -> None:
    reports = [signed(office("水务"), "白水县审计局"), office("审计")]
    assert wrong(reports, "名录-009") == [{"机关": "白水县水务局", "年度": "2024", "落款": "白水县审计局"}]
    house = [
        signed(filed("白水县人民政府", 2024), "白水县人民政府办公室"),
        filed("白水县人民政府办公室", 2024),
    ]
    assert wrong(house, "名录-009") == []
    assert wrong([signed(office("水务"), "白水县人民医院院长张三")], "名录-009") == []


def test_two_reports_in_one_file_are_told_by_the_second_title() -> None:
    other = signed(office("水务"), "白水县审计局2024年政府信息公开工作年度报告")
    assert wrong([other], "名录-010") == [
        {"机关": "白水县水务局", "年度": "2024", "另有": "白水县审计局2024年度"}
    ]
    again = signed(office("水务"), "白水县水务局2024年政府信息公开工作年度报告")
    assert wrong([again], "名录-010") == []
    quoted = signed(office("水务"), "查看《白水县审计局2023年政府信息公开工作年度报告》")
    assert wrong([quoted], "名录-010") == []


def test_a_former_name_counts_only_after_its_last_year() -> None:
    listed = roster(
        LISTED + "- {代码: 9, 名称: 白水县数据局, 曾用名: [{名称: 白水县大数据中心, 止: 2023}]}\n"
    )
    old, late = filed("白水县大数据中心", 2023), filed("白水县大数据中心", 2024)
    assert wrong([old], "名录-004", listed) == []
    assert wrong([late], "名录-004", listed) == [
        {"机关": "白水县数据局", "年度": "2024", "曾用名": "白水县大数据中心", "止": "2023"}
    ]


def test_companions_are_no_filing() -> None:
    outcomes, _ = asked(
        [office("水务")], "名录-006", listed=roster(LISTED), beside=[filed("黑山县林草局", 2023)]
    )
    assert [one.verdict for one in outcomes] == [PASS]
