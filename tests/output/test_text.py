"""The screen of a run, whole."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from auditor.base.place import CellPlace, ParagraphPlace, SourcePlace
from auditor.base.text import cells
from auditor.engine.tally import Undecided
from auditor.findings.model import FileRow, FileStatus
from auditor.output.places import paths_words, place_words, printable
from auditor.output.text import Style, draw_run
from auditor.reading.walk import is_own_output
from auditor.rules.outcome import Suspect
from tests.findings.make import BASE, FILE, INFO, WARNING, run

SCREEN = """\
auditor 0.1.0 审核结果
规则  国家/通用 1.2 + 叠加 某市 0.3

青石街道办事处 · 2024年度 · reports/qingshi-2024.docx                         错误 2  警告 1  提示 1
  错误  勾稽-301  表三自然人列收支不平，相差 1
        新收 11 + 上年结转 2 = 13    办理总计 12 + 结转下年 0 = 至少 12
        可疑 表三 自然人 新收：若为 10，各式都成立
        表三 自然人 新收（第4页 第2个表第1行第1列）原文“11”
        依据 国办公开办函〔2021〕30号 表三勾稽关系    怎么改 先核对新收，再核对总计
        同因  勾稽-302  行合计不符，相差 1
  警告  说明-305  其他处理 1 件，正文未见说明
        第三部分 第7段 “共收到申请12件。”
        依据 国办公开办函〔2021〕30号 表三勾稽关系
  提示  引言-003  引言未写明统计期限
        依据 国办公开办函〔2021〕30号 表三勾稽关系

reports/坏.docx
  读取  读不了：文件受密码保护

临河区教育局 · 2024年度 · reports/教育局.docx
  读取  读取不完整：表三是图片
  未定  读取不完整：2 条规则无法判定（勾稽-301、勾稽-302）

读取 2 份，读取不完整 1 份，读不了 1 份，跳过 1 份
跳过  reports/README.md（说明文件）
结论 1,019 = 通过 1,000 + 违反 4 + 不适用 3 + 无法判定 12 + 引擎错误 0
错误 2  警告 1  提示 1
未能判定的原因：读取不完整 12
"""
ROW = replace(BASE, rule="勾稽-302", message="行合计不符，相差 1", computation=None, evidence=())
RUN = run(BASE, ROW, WARNING, INFO)
RUN = replace(RUN, files=tuple(sorted(RUN.files, key=lambda row: row.file)))


def test_the_screen_says_who_what_where_why_and_what_next() -> None:
    assert draw_run(RUN, Style(100)) == SCREEN


def test_quiet_keeps_findings_unreadable_files_and_totals() -> None:
    lines = draw_run(RUN, Style(100, detail=-1)).splitlines()
    assert [line for line in lines if "依据" in line or "未定" in line or line.startswith("跳过")] == []
    assert "  错误  勾稽-301  表三自然人列收支不平，相差 1" in lines
    assert "  读取  读不了：文件受密码保护" in lines
    assert "结论 1,019 = 通过 1,000 + 违反 4 + 不适用 3 + 无法判定 12 + 引擎错误 0" in lines


def test_verbose_names_reports_without_findings_too() -> None:
    made = run(files=(FileRow(FILE, "青石街道办事处", 2024, FileStatus.READ),), undecided=())
    assert f"{FILE}\n  未发现问题\n" in draw_run(made, Style(100, detail=1))
    assert FILE not in draw_run(made, Style(100))
    assert "读取 1 份，未发现问题 1 份\n" in draw_run(made, Style(100))


@pytest.mark.parametrize("width", range(60, 161, 4))
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    lines = draw_run(RUN, Style(width)).splitlines()
    assert [line for line in lines if cells(line) > width] == []


def test_colour_adds_nothing_but_colour() -> None:
    painted = draw_run(RUN, Style(100, color=True))
    assert painted != SCREEN
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == SCREEN


def test_a_file_name_cannot_command_the_terminal() -> None:
    name = "reports/\x1b]0;x\x07\n甲.docx"
    made = run(replace(BASE, file=name), files=(FileRow(name, "甲\x1b[2J局", 2024, FileStatus.READ),))
    screen = draw_run(made, Style(100))
    assert "\x1b" not in screen and "\x07" not in screen
    assert "reports/\\x1b]0;x\\x07\\x0a甲.docx" in screen


def test_a_name_that_is_no_utf8_is_shown_by_its_bytes() -> None:
    assert printable(b"\xb1\xa8\xb8\xe6.txt".decode("utf-8", "surrogateescape")) == "\\xb1\\xa8\\xb8\\xe6.txt"


def test_places_are_said_in_words() -> None:
    assert place_words(CellPlace(2, 3, 4, page=5)) == "第5页 第2个表第3行第4列"
    assert place_words(CellPlace(2, 3, 4, line=40)) == "第40行"
    assert place_words(ParagraphPlace(12)) == "第12段"
    assert place_words(ParagraphPlace(12, line=30, page=2)) == "第2页 第30行"
    assert place_words(SourcePlace(3, 7)) == "第3行第7列"
    assert place_words(None) == ""


def test_what_no_report_allows_to_decide_is_said_once_for_the_run() -> None:
    made = replace(RUN, undecided=(Undecided("", "无上年报告", ("跨年-301", "跨年-302")),))
    screen = draw_run(made, Style(100))
    assert "全部报告  无上年报告：2 条规则无法判定（跨年-301、跨年-302）" in screen
    assert screen.count("无上年报告：") == 1


def test_a_filter_is_named_with_what_it_hides() -> None:
    screen = draw_run(replace(RUN, filters=("级别 错误",), hidden=7), Style(100))
    assert "筛选  级别 错误；另有 7 条问题未显示" in screen


def test_a_trial_rule_says_so() -> None:
    assert "勾稽-301  （试行）表三自然人列收支不平" in draw_run(run(replace(BASE, trial=True)), Style(100))


def test_a_decimal_is_never_shown_as_an_exponent() -> None:
    from decimal import Decimal

    made = run(replace(BASE, suspect=Suspect("表二.行政事业性收费", Decimal("1E+2"))))
    assert "若为 100，" in draw_run(made, Style(100))


def test_the_screen_saved_beside_the_reports_is_known_as_ours() -> None:
    assert is_own_output(SCREEN.encode())
    assert is_own_output(draw_run(RUN, Style(100, color=True)).encode())
    assert not is_own_output("青石街道办事处2024年政府信息公开工作年度报告\nauditor".encode())


def test_many_cells_are_said_by_the_rows_and_columns_they_share() -> None:
    columns = ("自然人", "商业企业", "总计")
    rows = [f"表三.{column}.{row}" for row in ("新收", "办理总计") for column in columns]
    assert paths_words([*rows, "表三.总计.予以公开", "表三.总计.部分公开", "表二.行政许可"]) == [
        "表三 总计 4 格",
        "表三 自然人 2 格",
        "表三 商业企业 2 格",
        "表二 行政许可",
    ]
    assert paths_words(["表三.自然人.新收", "表三.商业企业.上年结转"]) == [
        "表三 自然人 新收",
        "表三 商业企业 上年结转",
    ]
    assert paths_words([]) == []
