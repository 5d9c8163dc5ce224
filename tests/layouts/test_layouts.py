"""Three hundred layouts of true reports: no cell may be read wrong, and hardly one given up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.layouts.check import Verdict, examples, judge, lexicons, table_of_features
from tests.layouts.corpus import RENDERERS, variant
from tests.layouts.labels import COLUMNS3, GROUPS4, LEAVES3, RESULTS4
from tests.layouts.truth import true_report

SEEDS = range(100)
ONCE_WRONG = (("text", 199), ("text", 186), ("text", 258), ("docx", 169))  # beyond SEEDS
GIVEN_UP = 0.005  # the share of cells that may be 无法辨认 where the source tells them


@pytest.fixture(scope="module")
def verdicts() -> Iterator[dict[str, list[Verdict]]]:
    words = lexicons()
    yield {format: [judge(variant(format, seed), words) for seed in SEEDS] for format in RENDERERS}


def _report(verdicts: list[Verdict]) -> str:
    return f"\n{table_of_features(verdicts)}\n\n{examples(verdicts)}"


@pytest.mark.parametrize("format", sorted(RENDERERS))
def test_no_cell_of_a_hundred_layouts_is_read_wrong(verdicts: dict[str, list[Verdict]], format: str) -> None:
    failing = [v for v in verdicts[format] if v.wrong]
    assert not failing, _report(verdicts[format])


def test_hardly_a_cell_is_given_up_where_the_source_tells_it(verdicts: dict[str, list[Verdict]]) -> None:
    everything = [v for group in verdicts.values() for v in group]
    share = sum(len(v.illegible) for v in everything) / sum(v.cells for v in everything)
    assert share <= GIVEN_UP, f"{share:.3%}{_report(everything)}"


@pytest.mark.parametrize("format", sorted(RENDERERS))
def test_agency_year_and_the_six_sections_are_found(verdicts: dict[str, list[Verdict]], format: str) -> None:
    failing = [v for v in verdicts[format] if v.faults]
    assert not failing, _report(failing)


@pytest.mark.parametrize(("format", "seed"), ONCE_WRONG)
def test_a_layout_that_was_once_read_wrong_is_not_again(format: str, seed: int) -> None:
    assert judge(variant(format, seed), lexicons()).wrong == ()


def test_a_seed_gives_the_same_bytes_every_time() -> None:
    for format in RENDERERS:
        assert variant(format, 7).data == variant(format, 7).data
        assert variant(format, 7).data != variant(format, 8).data


@pytest.mark.parametrize("seed", range(40))
def test_true_figures_add_up_unless_they_were_unsettled_on_purpose(seed: int) -> None:
    for mode, adds_up in (("typical", True), ("dense", True), ("faulty", False)):
        report = true_report(seed, mode=mode, states="")

        def figure(path: str, report=report) -> int:  # type: ignore[no-untyped-def]
            return int(report.cells[path].number or 0)

        sides = []
        for column in COLUMNS3:
            leaves = sum(figure(f"表三.{column}.{row}") for row in LEAVES3[report.table3])
            new, carried, done, left = (
                figure(f"表三.{column}.{row}") for row in ("新收", "上年结转", "办理总计", "结转下年")
            )
            sides += [(new + carried, done + left), (leaves, done)]
        for group in GROUPS4:
            *parts, total = (figure(f"表四.{group}.{result}") for result in RESULTS4)
            sides.append((sum(parts), total))
        for row in ("新收", "上年结转", "办理总计", "结转下年", *LEAVES3[report.table3]):
            *parts, total = (figure(f"表三.{column}.{row}") for column in COLUMNS3)
            sides.append((sum(parts), total))
        assert all(left == right for left, right in sides) == adds_up, (seed, mode)
