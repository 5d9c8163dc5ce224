"""Near-copies: found whoever wrote first, named once, and never for what a place writes alike."""

from __future__ import annotations

from array import array
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.engine import copies
from auditor.engine.copies import CopyIndex
from auditor.report.model import Report
from auditor.rules.between import Likenesses
from auditor.rules.likeness import alike, percent, plain
from auditor.rules.outcome import TextEvidence
from bench.copies import alike as exactly
from bench.copies import planted, search
from tests.city.prose import Writer
from tests.make import report
from tests.years.together import FAIL, PASS, asked, broken, filed

LIMIT = Fraction(85, 100)
numbers = st.integers(0, 2**64 - 1) | st.sampled_from([0, 1, 256, 257])


def prose(seed: str, sentences: int = 14) -> str:
    return Writer(seed).paragraph(sentences)


def wrote(unit: str, text: str, year: int = 2024, five: str = "") -> Report:
    parts = {1: f"{year}年，{unit}公开信息{len(unit)}条。{text}", 5: five, 6: ""}
    return filed(unit, year, parts=parts)


def found(reports: list[Report]) -> Likenesses:
    index = CopyIndex()
    by_file = {one.file: one for one in reports}
    for one in reports:
        index.add(one)
    return index.likenesses(LIMIT, by_file.get)


def pairs(reports: list[Report]) -> list[tuple[str, str]]:
    return [(pair.first.name, pair.second.name) for pair in found(reports).pairs]


def test_names_years_figures_and_titles_are_no_difference() -> None:
    one = plain(
        "2024年，白水县水务局按照《条例》（国令第711号）公开信息1,203条，我局逐条核对。", "白水县水务局"
    )
    other = plain("2023年，红河县审计局按照《办法》公开信息7条，本局逐条核对。", "红河县审计局")
    assert one == other == "按照公开信息逐条核对"


def test_likeness_is_the_share_of_pairs_of_characters() -> None:
    assert alike("甲乙丙丁", "甲乙丙丁") == 1
    assert alike("甲乙丙丁", "甲乙戊己") == Fraction(1, 3)
    assert alike("甲", "甲") == 0  # too short to be alike
    assert percent(Fraction(999, 1000)) == "99%"


def test_two_agencies_with_one_text_are_one_pair_with_the_passages_side_by_side() -> None:
    text = prose("甲")
    reports = [wrote("白水县水务局", text), wrote("红河县审计局", text), wrote("红河县统计局", prose("丙"))]
    (pair,) = found(reports).pairs
    assert {pair.first.name, pair.second.name} == {"白水县水务局", "红河县审计局"}
    assert pair.likeness > Fraction(95, 100)
    mine, theirs = pair.passages[0]
    assert mine.quote == theirs.quote and mine.file != theirs.file
    for side in (mine, theirs):
        holder = next(one for one in reports if one.file == side.file)
        assert isinstance(side, TextEvidence)
        assert holder.sections[side.section].text[side.start : side.end] == side.quote


def test_a_group_that_copied_from_one_text_is_joined_by_as_few_pairs_as_it_takes() -> None:
    text = prose("甲")
    reports = [wrote(f"白水县第{number}中学局", text) for number in "一二三四"]
    joined = pairs(reports)
    assert len(joined) == 3 and {name for pair in joined for name in pair} == {one.unit for one in reports}


def test_what_many_agencies_share_is_boilerplate_and_no_copy() -> None:
    shared = prose("统发", 12)
    reports = [wrote(f"{place}县水务局", shared) for place in "甲乙丙丁戊己庚辛壬癸"]
    assert pairs(reports) == []
    own = [wrote(f"{place}县审计局", shared + prose(f"自写{place}", 8)) for place in "甲乙丙丁戊己庚辛壬癸"]
    assert pairs(own) == []
    copier = wrote("子县审计局", shared + prose("自写甲", 8))
    assert pairs([*own, copier]) == [("子县审计局", "甲县审计局")]


def test_an_agency_s_own_last_year_is_another_rule_s_matter() -> None:
    text = prose("甲")
    five = "存在的主要问题：" + prose("问题", 4)
    reports = [wrote("白水县水务局", text, 2023, five), wrote("白水县水务局", text, 2024, five)]
    assert pairs(reports) == []
    outcomes, _ = asked(reports, "相似")
    assert broken(outcomes) == [
        ("相似-101", "白水县水务局2024.docx", 2024, "第一部分"),
        ("相似-501", "白水县水务局2024.docx", 2024, "第五部分"),
    ]


def test_last_year_s_text_of_another_agency_is_found_too() -> None:
    text = prose("甲")
    reports = [
        wrote("白水县水务局", text, 2023),
        wrote("白水县水务局", prose("新"), 2024),
        wrote("红河县审计局", text),
    ]
    (pair,) = found(reports).pairs
    assert {(pair.first.name, pair.first.year), (pair.second.name, pair.second.year)} == {
        ("白水县水务局", 2023),
        ("红河县审计局", 2024),
    }


def test_a_government_and_its_office_are_one_house() -> None:
    text = prose("甲")
    assert pairs([wrote("白水县人民政府", text), wrote("白水县人民政府办公室", text)]) == []
    assert len(pairs([wrote("白水县人民政府", text), wrote("红河县人民政府办公室", text)])) == 1


def test_one_name_in_the_first_year_and_another_in_the_next_may_be_a_renaming() -> None:
    text = prose("甲")
    old, new = wrote("白水县大数据中心", text, 2023), wrote("白水县数据局", text, 2024)
    assert pairs([old, new]) == []
    assert len(pairs([old, new, wrote("白水县大数据中心", prose("乙"), 2024)])) == 1


def test_a_copy_has_a_fingerprint_of_its_own_and_no_file() -> None:
    text = prose("甲")
    outcomes, _ = asked([wrote("白水县水务局", text), wrote("红河县审计局", text)], "相似-001")
    (one,) = outcomes
    assert (one.verdict, one.subject.kind, one.subject.file) == (FAIL, "pair", "")
    assert one.subject.agency == "name:白水县水务局|name:红河县审计局"
    assert one.target == "正文：白水县水务局与红河县审计局（2024）"
    clean, _ = asked([wrote("白水县水务局", text), wrote("红河县审计局", prose("乙"))], "相似-001")
    assert [(one.verdict, one.subject.kind) for one in clean] == [(PASS, "corpus")]


def test_short_texts_are_not_compared() -> None:
    reports = [wrote("白水县水务局", "公开信息。"), wrote("红河县审计局", "公开信息。")]
    assert found(reports).compared == 0 and pairs(reports) == []


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_in_which_reports_come_changes_nothing(order: list[int]) -> None:
    text = prose("甲")
    texts = [text, prose("乙"), text, prose("丙"), text + prose("尾", 1), prose("丁")]
    reports = [wrote(f"白水县{name}局", body) for name, body in zip("水审统财教林", texts, strict=True)]
    assert found([reports[number] for number in order]) == found(reports)


def test_of_planted_copies_among_hundreds_nearly_all_are_found_and_nothing_else() -> None:
    reports, wanted = planted(500)
    _, seen = search(reports)
    copies = exactly(reports, wanted)
    assert len(copies) >= 15 and len(seen & copies) / len(copies) >= 0.98
    assert seen <= wanted


def test_a_thousand_reports_of_one_text_take_no_square_of_time() -> None:
    """Seven agencies' text, a thousand times: hot bands propose a few pairs for each report."""
    from auditor.engine.copies import _proposed, _signature

    signature = _signature(prose("甲", 20))
    assert len(_proposed([signature] * 1000)) <= 12 * 1000


def test_a_report_is_not_changed_by_being_compared() -> None:
    one = report()
    before = replace(one)
    found([one])
    assert one == before


@given(st.lists(st.tuples(numbers, numbers), min_size=256, max_size=256))
def test_a_glance_never_passes_over_what_agrees(sides: list[tuple[int, int]]) -> None:
    one, other = (array("Q", side) for side in zip(*sides, strict=True))
    assert copies._may_agree(copies._glance(one), copies._glance(other)) >= copies._agreement(one, other)
