# ruff: noqa: E501 (words for people, wide as they are)
"""The bench's own truth: figures that hold, faults that break what they say, sets of wordings alike."""

from __future__ import annotations

import pytest

from bench.evidence import county
from bench.evidence.draft import PLACES, Draft
from bench.evidence.fault import ARITHMETIC, broken_identities
from bench.evidence.material import wordings
from bench.faults import FAULTS, clean_case, faulty_case, packs
from bench.peers import cells_of
from tests.layouts.labels import COLUMNS3

SETS = ("first", "second", "third", "fourth", "fifth")
# Rules with nothing to plant: 试行 and 停用 are no duty, and these need what no report shows.
LEFT_OUT: frozenset[str] = frozenset()


def test_every_rule_that_errs_or_warns_has_a_fault_planted_for_it() -> None:
    planted = {fault.rule for fault in FAULTS} | {fault.rule for fault, _ in county.FAULTS}
    asked = {r.id for r in packs().rules if r.level.value != "info" and r.state == "施行"}
    assert asked - planted - LEFT_OUT == set()


@pytest.mark.parametrize("name", SETS)
def test_the_figures_of_a_draft_add_up(name: str) -> None:
    for number in range(40):
        draft = Draft(wordings(name), f"figures {number}")
        assert broken_identities(draft.cells, draft.template) == set()


@pytest.mark.parametrize("name", SETS[1:])
def test_a_set_has_a_wording_for_all_that_the_first_has(name: str) -> None:
    first, other = wordings("first"), wordings(name)
    assert set(other.clean) == set(first.clean)
    assert set(other.faulty) == set(first.faulty)
    known = set(Draft(first, "names").names()) | {"rmade", "rended", "rforce", "permit", "punish", "compel", "fee",
                                                  "made", "ended", "force"}  # fmt: skip
    texts = [t for slot in other.clean.values() for t in slot if isinstance(t, str)]
    assert {place for text in texts for place in PLACES.findall(text)} <= known


def test_the_same_seed_makes_the_same_file() -> None:
    assert clean_case("first", 7).data == clean_case("first", 7).data
    assert clean_case("first", 7).data != clean_case("second", 7).data


@pytest.mark.parametrize(
    "fault", [f for f in FAULTS if f.kind == ARITHMETIC], ids=lambda f: f"{f.rule} {f.what}"
)
def test_a_fault_of_arithmetic_is_one(fault: object) -> None:
    case = faulty_case("first", fault, 1)  # type: ignore[arg-type]
    assert case is not None
    assert case.expected


def test_the_adapter_of_the_peers_reads_a_plain_table() -> None:
    table = [["一、本年新收政府信息公开申请数量", *"1234567"], ["行政许可", "8"]]
    assert cells_of([table], "2021") == {
        **{f"表三.{column}.新收": str(n) for n, column in enumerate(COLUMNS3, 1)},
        "表二.行政许可": "8",
    }
