"""Tables whose text a program took out of a page: labels cut into narrow lines among their figures, or the
columns one after the other."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from auditor.findings.build import findings_of
from auditor.report.model import Report, Status
from auditor.report.value import State
from auditor.rules.outcome import Level, Verdict
from tests.layouts.labels import (
    BLOCKS2,
    COLUMNS3,
    CORNER3,
    GROUP_LABELS4,
    GROUPS4,
    PATHS,
    RESULT_LABELS4,
    RESULTS4,
    ROWS3,
    SECTION_TITLES,
)
from tests.layouts.same import outcomes_of, read_as, rules

ROWS = ROWS3["2021"]
FIGURES = {path: number for number, path in enumerate(PATHS["2021"], 11)}  # every cell one of its own
HEAD3 = ["自然人 法人或其他组织 总计", "商业企 科研机 社会公 法律服 其他", "业 构 益组织 务机构"]


def cut(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def figures3(row: str) -> str:
    return " ".join(str(FIGURES[f"表三.{column}.{row}"]) for column in COLUMNS3)


def narrow3(width: int, page_after: int) -> list[str]:
    """Table three with labels in columns of `width` letters; a page ends after so many rows."""
    lines = [*cut(CORNER3, width), *HEAD3]
    group = ""
    for number, row in enumerate(ROWS, 1):
        own = cut(row.label, width)
        beside = cut(row.group, width) if row.group != group else []
        group = row.group
        for position, (left, right) in enumerate(zip_longest(beside, own, fillvalue="")):
            words = " ".join(word for word in (left, right) if word)
            lines.append(f"{words} {figures3(row.name)}" if position == 0 else words)
        if number == page_after:
            lines += ["听松区财政局2023年政府信息公开工作年度报告 第 7 页", *cut(CORNER3, width), *HEAD3]
    return lines


def narrow2(width: int) -> list[str]:
    lines = []
    for block in BLOCKS2["2021"]:
        lines += [block.heading, " ".join(["信息内容", *block.columns])]
        for alias, label in block.rows:
            first, *rest = cut(label, width)
            figures = " ".join(str(FIGURES[block.path(alias, column)]) for column in block.aliases)
            lines += [f"{first} {figures}", *rest]
    return lines


def line4() -> list[str]:
    figures = [str(FIGURES[f"表四.{group}.{result}"]) for group in GROUPS4 for result in RESULTS4]
    halves = [[label[:3] for label in RESULT_LABELS4], [label[3:] for label in RESULT_LABELS4]]
    return [
        "行政复议 行政诉讼",
        " ".join([*halves[0], *GROUP_LABELS4[1:]]),
        " ".join([*halves[1], *halves[0] * 2]),
        " ".join(figures),
    ]


def report(table2: list[str], table3: list[str], table4: list[str]) -> Report:
    parts = {
        1: ["全年工作平稳有序。"],
        2: table2,
        3: table3,
        4: table4,
        5: ["一是更新不快。"],
        6: ["没有收取信息处理费。"],
    }
    lines = ["听松区财政局2023年政府信息公开工作年度报告", "统计期限为2023年1月1日至2023年12月31日。"]
    for number, body in parts.items():
        lines += [f"{'一二三四五六'[number - 1]}、{SECTION_TITLES[number]}", *body]
    return read_as("\n".join(lines).encode(), "text")


def alarms(made: Report) -> list[str]:
    """Errors and warnings of the shape of the tables."""
    findings = findings_of(outcomes_of(made), rules().rules, [made])
    return [f.rule for f in findings if f.level in (Level.ERROR, Level.WARNING) and f.rule.startswith("表形")]


@pytest.mark.parametrize("width", [3, 4, 6, 9])
@pytest.mark.parametrize("page_after", [0, 5, 13, 17])
def test_labels_cut_into_narrow_lines_are_put_together_and_no_figure_changes_its_row(
    width: int, page_after: int
) -> None:
    made = report(narrow2(width), narrow3(width, page_after), line4())
    read = {path: value.number for path, value in made.cells.items() if value.state is State.NUMBER}
    assert {path: number for path, number in read.items() if FIGURES[path] != number} == {}
    assert len(read) == 200
    assert not [v for v in made.cells.values() if v.state not in (State.NUMBER, State.ILLEGIBLE)]
    assert alarms(made) == []


def test_a_table_given_column_after_column_is_unread_and_no_row_is_called_missing() -> None:
    labels = [row.label for row in ROWS]
    columns = [str(FIGURES[f"表三.{column}.{row.name}"]) for column in COLUMNS3 for row in ROWS]
    blocks = [
        line
        for block in BLOCKS2["2021"]
        for line in (*block.columns, "11", *(label for _, label in block.rows))
    ]
    made = report(blocks, [CORNER3, *HEAD3, *labels, *columns], line4())
    states = {value.state for path, value in made.cells.items() if not path.startswith("表四")}
    assert states == {State.ILLEGIBLE}
    assert [d.code for d in made.diagnostics] == ["table.out-of-order"] * 2
    assert alarms(made) == []


def test_figures_of_table_four_that_the_head_does_not_tell_of_are_not_given_to_a_group() -> None:
    head = [
        "行政复议",
        "结果维 结果纠",
        "持 正",
        "其他结",
        "果",
        "尚未审",
        "结",
        "总计",
        "1",
        "2",
        "3",
        "4",
        "10",
        "行政诉讼",
    ]
    made = report(narrow2(9), narrow3(9, 0), head)
    values = [value for path, value in made.cells.items() if path.startswith("表四")]
    assert {value.state for value in values} == {State.ILLEGIBLE}
    assert alarms(made) == []


def test_the_year_in_a_running_head_is_no_figure() -> None:
    table2 = narrow2(9)
    at = next(number for number, line in enumerate(table2) if line.startswith("行政强制"))
    table2[at : at + 1] = ["行政强制", "听松区财政局 2023 年政府信息公开工作年度报告 第 7 页"]
    made = report(table2, narrow3(9, 0), line4())
    assert made.cells["表二.行政强制"].state is not State.NUMBER


def test_figures_without_any_row_of_the_format_are_no_table() -> None:
    made = report(narrow2(9), ["办件数 1 2 3", "次数 4 5 6"], line4())
    states = {value.state for path, value in made.cells.items() if path.startswith("表三")}
    assert states == {State.ABSENT}


def test_words_taken_out_of_a_page_without_title_and_headings_are_a_report_and_say_what_is_lost() -> None:
    announced = "根据《条例》第五十条的规定，现将听松区财政局2023年度政府信息公开工作情况报告如下。"
    made = read_as("\n".join([announced, *narrow2(9), *narrow3(9, 0), *line4()]).encode(), "text")
    assert made.is_report
    assert (made.unit, made.year, made.status) == ("听松区财政局", 2023, Status.PARTIAL)
    assert made.reason == "各部分的标题一个也没有，可能在取出文字时丢了"
    assert [value.number for value in made.cells.values()] == list(range(11, 211))
    failed = {o.rule for o in outcomes_of(made) if o.verdict is Verdict.FAIL}
    assert not [rule for rule in failed if rule.startswith("结构")]


def test_cells_that_nothing_parts_are_read_where_they_are_noughts_and_open_where_they_are_not() -> None:
    rows = {row.name: f"{row.label}{'1230006' if row.name == '新收' else '0000000'}" for row in ROWS}
    made = report(
        ["规章000", "行政规范性文件12340", "行政许可7", "行政处罚0", "行政强制0"], [*rows.values()], []
    )
    states = {
        path.split(".")[2]: value.state for path, value in made.cells.items() if path.startswith("表三")
    }
    assert states == {**dict.fromkeys(rows, State.NUMBER), "新收": State.ILLEGIBLE}
    assert made.cells["表二.规章.有效"].number == 0
    assert made.cells["表二.规范性文件.有效"].state is State.ILLEGIBLE
    assert made.cells["表二.行政许可"].number == 7
    assert "表形-301" not in alarms(made)
    assert {value.state for path, value in made.cells.items() if path.startswith("表四")} == {State.ABSENT}


def test_figures_of_one_row_on_two_lines_are_open_for_the_lower_may_come_first() -> None:
    lines = narrow3(9, 0)
    at = next(number for number, line in enumerate(lines) if line.startswith("（一）予以公开"))
    lines[at : at + 1] = ["（一）予以公开 0 0 0 0 0", "50 50"]
    table2 = narrow2(9)
    at = next(number for number, line in enumerate(table2) if line.startswith("规章"))
    table2[at : at + 1] = ["规章 7", "8 9"]
    head = line4()
    figures = head[-1].split()
    made = report(table2, lines, [*head[:-1], " ".join(figures[2:]), " ".join(figures[:2])])
    states = {path: value.state for path, value in made.cells.items() if value.state is not State.NUMBER}
    assert set(states.values()) == {State.ILLEGIBLE}
    assert len(states) == 7 + 3 + 15
    halves = [" ".join(figures[at : at + 5]) for at in (0, 5, 10)]
    made = report(narrow2(9), narrow3(9, 0), [*head[:-1], *halves])
    assert [value.number for value in made.cells.values()] == list(range(11, 211))


@pytest.mark.parametrize("rest", [["5"], ["第 2 页", "5 1"]])
def test_figures_whose_last_digits_stand_in_the_next_line_are_open(rest: list[str]) -> None:
    lines = narrow3(9, 0)
    at = next(number for number, line in enumerate(lines) if line.startswith("（七）总计"))
    lines[at + 1 : at + 1] = rest
    made = report(narrow2(9), lines, [*line4(), "3 1"])
    open_ones = {path for path, value in made.cells.items() if value.state is State.ILLEGIBLE}
    rows = {path.rpartition(".")[2] for path in open_ones if path.startswith("表三")}
    assert rows == {"办理总计"} and sum(path.startswith("表四") for path in open_ones) == 15


def test_figures_of_groups_in_turns_on_two_lines_are_no_groups_of_their_own() -> None:
    head = line4()
    figures = head[-1].split()
    made = report(narrow2(9), narrow3(9, 0), [*head[:-1], " ".join(figures[:10]), " ".join(figures[10:])])
    assert {made.cells[path].state for path in FIGURES if path.startswith("表四")} == {State.ILLEGIBLE}
    sums = ["1 0 5 0 6 0 9 0 0 9", "4 0 9 0 13"]
    made = report(narrow2(9), narrow3(9, 0), [*head[:-1], *sums])
    assert made.cells["表四.复议后起诉.总计"].number == 13


@pytest.mark.parametrize(("gaps", "state"), [((), State.NUMBER), ((1, 2, 4), State.ILLEGIBLE)])
def test_digits_of_a_figure_on_lines_of_their_own_are_no_figures(gaps: tuple[int, ...], state: State) -> None:
    """Seven lines, some set apart and others not: the others are digits of one figure."""
    lines = [line for row in ROWS for line in (row.label, *figures3(row.name).split())]
    at = lines.index(ROWS[4].label)
    torn = [line for n, line in enumerate(lines[at + 1 : at + 8]) for line in ([""] * (n in gaps) + [line])]
    made = report(narrow2(9), [*HEAD3, *lines[: at + 1], *torn, *lines[at + 8 :]], line4())
    assert made.cells[f"表三.总计.{ROWS[4].name}"].state is state


def test_last_digits_beside_the_second_line_of_a_label_leave_the_row_open() -> None:
    lines = narrow3(9, 0)
    at = next(number for number, line in enumerate(lines) if line.startswith("一、本年新收"))
    lines[at + 1] += " 9"
    made = report(narrow2(9), lines, line4())
    open_ones = {path.rpartition(".")[2] for path, v in made.cells.items() if v.state is State.ILLEGIBLE}
    assert open_ones == {"新收"}


def test_figures_below_a_label_whose_block_has_no_columns_named_are_not_its_own() -> None:
    labels = ["信息内容", "行政事业性收费"]
    made = report([*narrow2(9)[:-2], *labels, "549"], narrow3(9, 0), line4())
    assert made.cells["表二.行政事业性收费"].state is State.ILLEGIBLE
