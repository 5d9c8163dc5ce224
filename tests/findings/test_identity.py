"""Fingerprints, evidence hashes, causes and order of findings."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditor.base.place import ParagraphPlace
from auditor.findings.build import arranged
from auditor.findings.fingerprint import digest, evidence_hash, fingerprint
from auditor.rules.outcome import CellEvidence, Level, PlaceEvidence, Suspect, TextEvidence
from tests.findings.make import BASE, INFO, PLACE, WARNING

OTHER = replace(BASE, rule="勾稽-302", target="表三.新收")


def test_a_fingerprint_never_changes_between_versions_of_the_program() -> None:
    assert fingerprint("勾稽-301", "青石街道办事处", 2024, "表三.自然人") == "aba801f1ffd2838ae50d5391"


def test_rule_agency_year_and_target_each_change_a_fingerprint() -> None:
    prints = {
        fingerprint("勾稽-301", "甲局", 2024, "表三.自然人"),
        fingerprint("勾稽-302", "甲局", 2024, "表三.自然人"),
        fingerprint("勾稽-301", "乙局", 2024, "表三.自然人"),
        fingerprint("勾稽-301", "甲局", 2023, "表三.自然人"),
        fingerprint("勾稽-301", "甲局", None, "表三.自然人"),
        fingerprint("勾稽-301", "甲局", 2024, "表三.总计"),
    }
    assert len(prints) == 6


@given(
    st.lists(st.text(max_size=5), min_size=2, max_size=4),
    st.lists(st.text(max_size=5), min_size=2, max_size=4),
)
def test_parts_of_a_digest_do_not_run_into_each_other(left: list[str], right: list[str]) -> None:
    clean = [[part.replace("\x1f", "") for part in parts] for parts in (left, right)]
    assert (digest(*clean[0]) == digest(*clean[1])) == (clean[0] == clean[1])


def test_evidence_is_the_same_wherever_it_stands_and_however_it_is_spaced() -> None:
    here = (CellEvidence("表三.自然人.新收", "　11", 11, PLACE), TextEvidence(6, 0, 5, "没有 收费。"))
    there = (
        TextEvidence(6, 9, 14, "没有收费。", ParagraphPlace(3)),
        CellEvidence("表三.自然人.新收", "11", 11, None),
    )
    assert evidence_hash(here) == evidence_hash(there)


def test_another_value_or_another_sentence_is_other_evidence() -> None:
    hashes = {
        evidence_hash((CellEvidence("表三.自然人.新收", "11", 11, PLACE),)),
        evidence_hash((CellEvidence("表三.自然人.新收", "10", 10, PLACE),)),
        evidence_hash((TextEvidence(6, 0, 5, "没有收费。"),)),
        evidence_hash((TextEvidence(6, 0, 5, "收费一次。"),)),
        evidence_hash((PlaceEvidence("没有收费。", None),)),
    }
    assert len(hashes) == 5


def test_findings_that_name_one_suspect_cell_share_a_cause() -> None:
    one, two = arranged([OTHER, BASE])
    assert one.cause is not None
    assert (one.rule, two.rule, two.cause) == ("勾稽-301", "勾稽-302", one.cause)


def test_findings_that_rest_on_exactly_the_same_cells_share_a_cause() -> None:
    one, two = arranged([replace(BASE, suspect=None), replace(OTHER, suspect=None)])
    assert one.cause is not None and one.cause == two.cause


def test_findings_of_other_reports_other_suspects_or_without_cells_share_none() -> None:
    found = arranged(
        [
            BASE,
            replace(BASE, file="reports/b.docx", agency="乙局"),
            replace(OTHER, suspect=Suspect("表三.总计.新收", 3)),
            WARNING,
            INFO,
        ]
    )
    assert [finding.cause for finding in found] == [None] * 5


def test_findings_stand_by_file_level_rule_and_target() -> None:
    later = replace(BASE, file="reports/z.docx")
    second = replace(BASE, target="表三.总计", suspect=None, evidence=())
    assert arranged([INFO, later, WARNING, second, BASE]) == (second, BASE, WARNING, INFO, later)


@given(st.permutations([BASE, OTHER, WARNING, INFO, replace(BASE, file="a", level=Level.INFO)]))
def test_the_order_in_which_findings_come_changes_nothing(found: list[object]) -> None:
    expected = arranged([BASE, OTHER, WARNING, INFO, replace(BASE, file="a", level=Level.INFO)])
    assert arranged(found) == expected  # type: ignore[arg-type]
