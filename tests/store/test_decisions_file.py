"""处置.yaml: written, reviewed, edited, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.findings.decisions_file import Entry, apply_decisions, read_decisions, write_decisions
from auditor.findings.model import Change, Decision
from auditor.findings.states import Choice, Reach, State
from auditor.findings.store.decisions import decide, undo
from auditor.findings.store.exchange import exported, take_in
from auditor.findings.store.open import Store, open_store
from tests.store.make import TODAY, finding, lines, moment, run

ONE, TWO = finding("表三.自然人"), finding("表三.总计", "文表-101")
LATER = date(2026, 12, 31)
WAIVED = Entry(
    Choice.WAIVED, ONE.fingerprint, Reach.FINDING, "勾稽-301", "青石街道办事处", 2024, "表三.自然人",
    "相差 1", "已报上级同意", LATER, "王芳", "2025-03-01T02:00:00.000000+00:00", "0" * 24,
)  # fmt: skip
TEXT = f"""\
# 处置：由 auditor findings export 写出，可以手工修改，再用 auditor findings import 读回
处置:
  - 指纹: {ONE.fingerprint}
    规则: 勾稽-301
    机关: 青石街道办事处
    年度: 2024
    对象: 表三.自然人
    问题: 相差 1
    处置: 豁免
    理由: 已报上级同意
    截止: 2026-12-31
    处置人: 王芳
    时间: '2025-03-01T02:00:00.000000+00:00'
    证据: '{"0" * 24}'
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "审核.sqlite")
    run(made, [ONE, TWO])
    yield made
    made.close()


def test_decisions_are_written_so_that_a_person_can_read_them() -> None:
    assert write_decisions((WAIVED,)) == TEXT
    assert read_decisions(TEXT.encode(), "处置.yaml") == ((WAIVED,), ())


def test_no_decisions_are_a_file_too() -> None:
    text = write_decisions(())
    assert read_decisions(text.encode(), "x") == ((), ())
    assert text.endswith("处置: []\n")


def test_the_same_decisions_give_the_same_bytes_in_any_order() -> None:
    other = replace(WAIVED, fingerprint="f" * 24, agency="安溪镇人民政府")
    assert write_decisions((WAIVED, other)) == write_decisions((other, WAIVED))


def test_comments_and_what_stands_beside_stay() -> None:
    commented = TEXT.replace("    处置: 豁免\n", "    处置: 豁免   # 等区里回复\n")
    again = write_decisions((replace(WAIVED, choice=Choice.CONFIRMED, until=None, reason="查实"),), commented)
    assert "处置: 属实   # 等区里回复" in again
    assert "截止" not in again
    assert read_decisions(again.encode(), "x")[0] == (
        replace(WAIVED, choice=Choice.CONFIRMED, until=None, reason="查实"),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("处置: 豁免", "处置: 豁面", 9, "没有“豁面”这种处置"),
        ("    处置: 豁免\n", "", 3, "这条没有写“处置”"),
        ("截止: 2026-12-31", "截止: 2026-13-01", 11, "“截止”不是日期：2026-13-01"),
        ("    理由: 已报上级同意\n", "", 3, "豁免要写“理由”和“截止”"),
        ("年度: 2024", "年度: 去年", 6, "“年度”应是四位数字"),
        ("理由:", "原因:", 10, "没有“原因”这个键"),
        (f"指纹: {ONE.fingerprint}", "指纹: 无", 3, "“指纹”应是 16 至 64 位的十六进制数"),
        ("处置:\n  -", "决定:\n  -", 2, "没有“决定”这个键"),
        ("处置: 豁免", "处置: [豁免]", 9, "“处置”后面应是一个值"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_its_line(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in TEXT
    entries, faults = read_decisions(TEXT.replace(old, new, 1).encode(), "处置.yaml")
    assert entries == ()
    assert message in [fault.message for fault in faults]
    first = next(fault for fault in faults if fault.message == message)
    assert first.place is not None
    assert (first.place.line, first.file) == (line, "处置.yaml")  # type: ignore[union-attr]


@given(st.binary(max_size=200))
def test_any_bytes_are_decisions_or_faults(data: bytes) -> None:
    entries, _ = read_decisions(data, "x")
    assert isinstance(entries, tuple)


_ODD = ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")
PLAIN = st.text(st.characters(exclude_categories=_ODD), max_size=20).map(str.strip)


@settings(max_examples=40)
@given(
    st.builds(
        Entry,
        choice=st.sampled_from([Choice.CONFIRMED, Choice.FALSE_ALARM, Choice.FIXED]),
        fingerprint=st.text("0123456789abcdef", min_size=24, max_size=24),
        rule=PLAIN, agency=PLAIN, year=st.none() | st.integers(1000, 9999), target=PLAIN, message=PLAIN,
        reason=PLAIN, until=st.none() | st.dates(), who=PLAIN, evidence=st.just("0" * 24),
    )
)  # fmt: skip
def test_what_is_written_is_read_back(entry: Entry) -> None:
    again, faults = read_decisions(write_decisions((entry,)).encode(), "x")
    assert (again, [fault for fault in faults if fault.severity == "error"]) == ((entry,), [])


def test_a_store_goes_out_and_comes_in_as_it_was(store: Store, tmp_path: Path) -> None:
    decide(
        store,
        [(ONE.fingerprint, 0)],
        Choice.WAIVED,
        moment(),
        reason="已报",
        until=LATER,
        reach=Reach.AGENCY_RULE,
    )
    decide(store, [(TWO.fingerprint, 0)], Choice.CONFIRMED, moment("李强", 1))
    entries, faults = read_decisions(write_decisions(exported(store)).encode(), "x")
    assert faults == ()
    other = open_store(tmp_path / "另.sqlite")
    run(other, [ONE, TWO])
    done = take_in(other, entries, moment("赵", 2), "导入")
    assert (done.applied, done.same, done.unknown, done.conflicts, done.scopes) == (2, 0, 0, (), 1)
    assert [(line.state, line.who) for line in lines(other)] == [
        (line.state, line.who) for line in lines(store)
    ]
    assert take_in(other, entries, moment("赵", 3), "导入").same == 2
    new = finding("表三.其他")
    run(other, [ONE, TWO, new])
    assert {line.state for line in lines(other, "规则:勾稽-301")} == {State.WAIVED}
    assert undo(other, moment("赵", 4)).label == "导入"
    assert {line.state for line in lines(other, f"!{new.fingerprint}")} == {State.OPEN}
    other.close()


def test_what_is_decided_otherwise_is_left_and_named_unless_asked(store: Store) -> None:
    decide(store, [(ONE.fingerprint, 0)], Choice.CONFIRMED, moment("李强"))
    unknown = replace(WAIVED, fingerprint="f" * 24)
    done = take_in(store, (WAIVED, unknown), moment("王芳", 1), "导入")
    assert (done.applied, done.unknown, [(c.state, c.who) for c in done.conflicts]) == (
        0, 1, [(State.CONFIRMED, "李强")]
    )  # fmt: skip
    done = take_in(store, (WAIVED,), moment("王芳", 2), "导入", overwrite=True)
    assert done.applied == 1
    assert {line.fingerprint: line.state for line in lines(store)}[ONE.fingerprint] is State.WAIVED


@pytest.mark.parametrize(
    ("entry", "decision", "status"),
    [
        (WAIVED, Decision.WAIVED, Change.SAME),
        (replace(WAIVED, evidence="1" * 24), Decision.OPEN, Change.EVIDENCE_CHANGED),
        (replace(WAIVED, evidence=""), Decision.WAIVED, Change.SAME),
        (replace(WAIVED, until=TODAY - timedelta(days=1)), Decision.OPEN, Change.SAME),
        (replace(WAIVED, choice=Choice.FIXED, until=None), Decision.OPEN, Change.RECURRED),
        (replace(WAIVED, choice=Choice.FALSE_ALARM), Decision.FALSE_ALARM, Change.SAME),
        (replace(WAIVED, choice=Choice.LATER), Decision.OPEN, Change.SAME),
        (replace(WAIVED, fingerprint="f" * 24), Decision.OPEN, Change.NEW),
        (
            Entry(Choice.FALSE_ALARM, "", Reach.RULE_YEAR, "勾稽-301", year=2024),
            Decision.FALSE_ALARM,
            Change.NEW,
        ),
        (Entry(Choice.FALSE_ALARM, "", Reach.RULE_YEAR, "勾稽-301", year=2023), Decision.OPEN, Change.NEW),
        (
            Entry(Choice.FALSE_ALARM, "", Reach.AGENCY_RULE, "勾稽-301", "青石街道办事处"),
            Decision.FALSE_ALARM,
            Change.NEW,
        ),
        (
            Entry(Choice.FALSE_ALARM, "", Reach.AGENCY_RULE, "勾稽-302", "青石街道办事处"),
            Decision.OPEN,
            Change.NEW,
        ),
    ],
)
def test_a_run_takes_decisions_from_the_file_alone(entry: Entry, decision: Decision, status: Change) -> None:
    (made,) = apply_decisions((ONE,), (entry,), TODAY)
    assert (made.decision, made.status) == (decision, status)
