"""`auditor run` as a person runs it: findings, exit codes, filters, files, and every wrong turn."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from auditor.findings import session
from auditor.output.json import SCHEMA_FILE
from tests.cli.conftest import Auditor, report

SCREEN = """\
auditor 0.1.0 审核结果
规则  测试 1

青岚县财政局 · 2023年度 · reports/乙.txt                                                      错误 2
  错误  测试-001  总计相差 2
        新收 12 + 上年结转 0 = 12    办理总计 10 + 结转下年 0 = 10
        表三 总计 新收（第7行）原文“12”    表三 总计 上年结转（第8行）原文“0”
        表三 总计 办理总计（第11行）原文“10”    另 1 处
        依据 国办公开办函〔2021〕30号 表三 勾稽关系    怎么改 核对这一列
  错误  测试-001  自然人相差 2
        新收 12 + 上年结转 0 = 12    办理总计 10 + 结转下年 0 = 10
        表三 自然人 新收（第7行）原文“12”    表三 自然人 上年结转（第8行）原文“0”
        表三 自然人 办理总计（第11行）原文“10”    另 1 处
        依据 国办公开办函〔2021〕30号 表三 勾稽关系    怎么改 核对这一列

读取 2 份，未发现问题 1 份
结论 14 = 通过 12 + 违反 2 + 不适用 0 + 无法判定 0 + 引擎错误 0
错误 2  警告 0  提示 0
"""


def test_a_wrong_figure_is_named_with_its_sum_place_basis_and_remedy(
    workplace: Path, auditor: Auditor
) -> None:
    assert auditor("run", "rules/", "reports/") == (1, SCREEN, "")


def test_the_same_run_gives_the_same_bytes_whatever_the_order(workplace: Path, auditor: Auditor) -> None:
    one = auditor("run", "rules/", "reports/甲.txt", "reports/乙.txt", "--format", "json")
    two = auditor("run", "rules/", "reports/乙.txt", "reports/甲.txt", "--format", "json")
    assert one == two
    assert one == auditor("run", "rules", "reports", "--format", "json")


def test_json_fits_its_schema_and_accounts_for_every_outcome(workplace: Path, auditor: Auditor) -> None:
    (workplace / "reports" / "README.md").write_text("说明", encoding="utf-8")
    code, out, err = auditor("run", "rules/", "reports/", "--format", "json")
    made = json.loads(out)
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(made)
    assert (code, err) == (1, "")
    assert made["tally"] == {
        "reports": 2,
        "rules": 1,
        "outcomes": {"pass": 12, "fail": 2, "inapplicable": 0, "cantTell": 0, "error": 0},
    }
    assert made["reports"] == [
        {"file": "reports/README.md", "unit": "", "year": None, "status": "skipped", "reason": "说明文件"},
        {"file": "reports/乙.txt", "unit": "青岚县财政局", "year": 2023, "status": "read", "reason": None},
        {"file": "reports/甲.txt", "unit": "青岚县水务局", "year": 2023, "status": "read", "reason": None},
    ]
    assert [(item["file"], item["target"], item["message"]) for item in made["findings"]] == [
        ("reports/乙.txt", "表三.总计", "总计相差 2"),
        ("reports/乙.txt", "表三.自然人", "自然人相差 2"),
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), 1),
        (("--fail-on", "错误"), 1),
        (("--fail-on", "info"), 1),
        (("--fail-on", "不计"), 0),
        (("--fail-on", "never"), 0),
        (("--level", "警告"), 0),
        (("--level", "warning,提示"), 0),
        (("--level", "警告、错误"), 1),
        (("--rule", "测试-001"), 1),
        (("--format", "json"), 1),
        (("--max-undecided", "0"), 1),
    ],
)
def test_the_exit_code_follows_what_is_shown(
    workplace: Path, auditor: Auditor, options: tuple[str, ...], expected: int
) -> None:
    assert auditor("run", "rules/", "reports/", *options)[0] == expected


def test_options_may_stand_anywhere(workplace: Path, auditor: Auditor) -> None:
    code, out, _ = auditor("run", "--fail-on", "never", "rules/", "reports/甲.txt", "-q", "reports/乙.txt")
    assert code == 0 and "读取 2 份" in out


def test_undecided_outcomes_are_3_only_when_asked(workplace: Path, auditor: Auditor) -> None:
    torn = report("青岚县水务局").replace("（七）总计\t10\t0", "（七）总计\t10")
    (workplace / "reports" / "甲.txt").write_text(torn, encoding="utf-8")
    assert auditor("run", "rules/", "reports/甲.txt")[0] == 0
    code, out, _ = auditor("run", "rules/", "reports/甲.txt", "--max-undecided", "3")
    assert code == 3
    assert "未能判定的原因：单元格无法辨认 7" in out


def test_a_file_is_written_whole_and_the_next_walk_knows_it(workplace: Path, auditor: Auditor) -> None:
    for name, form in (("结果.txt", "text"), ("结果.json", "json")):
        code, out, err = auditor("run", "rules/", "reports/", "--format", form, "--output", f"reports/{name}")
        assert (code, out, err) == (1, "", "")
    assert (workplace / "reports" / "结果.txt").read_text(encoding="utf-8") == SCREEN
    assert sorted(path.name for path in (workplace / "reports").iterdir()) == [
        "乙.txt", "甲.txt", "结果.json", "结果.txt",
    ]  # fmt: skip
    _, out, _ = auditor("run", "rules/", "reports/")
    assert "跳过  reports/结果.json（本程序输出的结果）、reports/结果.txt（本程序输出的结果）" in out


def test_an_output_that_cannot_be_written_is_said_and_leaves_nothing(
    workplace: Path, auditor: Auditor
) -> None:
    code, out, err = auditor("run", "rules/", "reports/", "--output", "没有/结果.txt")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "错误  输出文件所在的文件夹不存在",
        "      位置 没有/结果.txt",
        "      提示：先建好文件夹，或换一个路径",
    ]
    code, _, err = auditor("run", "rules/", "reports/", "--output", "reports")
    assert code == 2 and err.startswith("错误  输出路径是一个文件夹\n")
    assert sorted(path.name for path in workplace.iterdir()) == ["reports", "rules"]


def test_an_unreadable_file_is_2_and_the_others_are_audited(workplace: Path, auditor: Auditor) -> None:
    (workplace / "reports" / "丙.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    code, out, _ = auditor("run", "rules/", "reports/", "--fail-on", "never")
    assert code == 2
    assert "reports/丙.docx\n  读取  读不了：" in out
    assert "错误  测试-001  自然人相差 2" in out


def test_a_file_that_vanishes_during_the_run_is_named(
    workplace: Path, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = session.open_document

    def vanish(path: Path, **settings: str) -> object:
        if path.name == "甲.txt":
            path.unlink()
        return real(path, **settings)

    monkeypatch.setattr(session, "open_document", vanish)
    code, out, err = auditor("run", "rules/", "reports/")
    assert (code, err) == (2, "")
    assert "reports/甲.txt\n  读取  读不了：" in out
    assert "错误  测试-001  自然人相差 2" in out


def test_a_document_that_is_no_report_is_skipped_in_a_folder_and_2_by_name(
    workplace: Path, auditor: Auditor
) -> None:
    (workplace / "reports" / "通知.txt").write_text("关于召开会议的通知\n请准时参加。\n", encoding="utf-8")
    code, out, _ = auditor("run", "rules/", "reports/", "--fail-on", "never")
    assert code == 0 and "跳过  reports/通知.txt（不是年度报告，已跳过）" in out
    code, out, _ = auditor("run", "rules/", "reports/通知.txt", "reports/甲.txt")
    assert code == 2 and "reports/通知.txt\n  读取  读不了：不是年度报告" in out


def test_a_missing_report_is_named_and_the_others_are_audited(workplace: Path, auditor: Auditor) -> None:
    code, out, _ = auditor("run", "rules/", "reports/甲.txt", "没有.docx")
    assert code == 2
    assert "没有.docx\n  读取  读不了：没有这个文件或文件夹；核对路径" in out
    assert "读取 1 份，未发现问题 1 份，读不了 1 份" in out


def test_two_files_of_one_agency_and_year_are_named_and_one_is_audited(
    workplace: Path, auditor: Auditor
) -> None:
    (workplace / "reports" / "乙（初稿）.txt").write_text(
        report("青岚县财政局", received=15), encoding="utf-8"
    )
    _, out, _ = auditor("run", "rules/", "reports/")
    assert "reports/乙（初稿）.txt（与“reports/乙.txt”是同一机关同一年度的报告，只审那一份）" in out.replace(
        "\n      ", ""
    )
    assert "相差 5" not in out and "相差 2" in out


def test_a_copy_is_audited_once(workplace: Path, auditor: Auditor) -> None:
    (workplace / "reports" / "甲2.txt").write_bytes((workplace / "reports" / "甲.txt").read_bytes())
    _, out, _ = auditor("run", "rules/", "reports/")
    assert "reports/甲.txt（与“reports/甲2.txt”内容完全相同，只审那一份）" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "没有写规则和报告"),
        (("rules/",), "没有写要审核的报告"),
        (("reports/", "rules/"), "规则和报告的位置放反了：先写规则，再写报告"),
        (("没有/", "reports/"), "没有这个规则文件夹或文件：没有/"),
        (("空/", "reports/"), "这个文件夹里没有规则文件（.yaml）：空/"),
        (("reports/甲.txt", "reports/"), "这不是规则文件（.yaml）：reports/甲.txt"),
        (("rules/", "空/"), "没有找到可以审核的报告"),
        (("rules/", "reports/", "--rule", "测试-002"), "没有编号是“测试-002”的规则"),
        (("rules/", "reports/", "--level", "严重"), "选项“--level”的值不对：没有“严重”，可以写 错误、警告"),
        (("rules/", "reports/", "--fail-on", "x"), "选项“--fail-on”的值不对：没有“x”，可以写 错误、警告"),
        (("rules/", "reports/", "--format", "xml"), "选项“--format”的值不对：没有“xml”，可以写 text、json"),
        (("rules/", "reports/", "--max-undecided", "-1"), "选项“--max-undecided”"),
        (("rules/", "reports/", "--output"), "选项“-o”后面要写一个值"),
        (("rules/", "reports/", "--quiet=1"), "选项“-q”后面不能写值"),
        (("rules/", "reports/", "--formt", "json"), "不认识的选项“--formt”"),
    ],
)
def test_a_wrong_command_line_is_met_in_chinese_with_a_way_on(
    workplace: Path, auditor: Auditor, arguments: tuple[str, ...], message: str
) -> None:
    (workplace / "空").mkdir()
    code, _, err = auditor("run", *arguments)
    assert code == 2
    assert err.startswith(f"错误  {message}")
    assert "提示：" in err
    assert "argument" not in err and "Traceback" not in err


def test_swapped_arguments_are_told_how_to_stand(workplace: Path, auditor: Auditor) -> None:
    _, _, err = auditor("run", "reports/", "rules/")
    assert "提示：改成 auditor run rules/ reports/" in err


def test_a_misspelt_option_is_told_the_right_one(workplace: Path, auditor: Auditor) -> None:
    _, _, err = auditor("run", "rules/", "reports/", "--formt", "json")
    assert "是不是“--format”" in err


def test_rules_without_a_rule_set_stop_the_run(workplace: Path, auditor: Auditor) -> None:
    (workplace / "rules" / "测试.yaml").write_text("叠加: 某市\n调整: []\n", encoding="utf-8")
    code, out, err = auditor("run", "rules/", "reports/")
    assert (code, out) == (2, "")
    assert "这里只有叠加，没有可用的规则；叠加要和规则一起用" in err


def test_a_misspelt_key_is_met_with_file_line_caret_and_the_right_name(
    workplace: Path, auditor: Auditor
) -> None:
    path = workplace / "rules" / "测试.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("  怎么改: 核", "  怎样改: 核"), encoding="utf-8"
    )
    code, out, err = auditor("run", "rules/", "reports/")
    assert (code, out) == (2, "")
    assert "位置 rules/测试.yaml:13:3" in err
    assert "^^^^" in err and "是不是“怎么改”" in err


def test_a_symlink_loop_ends_and_is_named(workplace: Path, auditor: Auditor) -> None:
    try:
        os.symlink(workplace / "reports", workplace / "reports" / "圈", target_is_directory=True)
    except OSError:
        pytest.skip("symbolic links cannot be made here")
    code, out, _ = auditor("run", "rules/", "reports/")
    assert code == 1
    assert "跳过  reports/圈（符号链接绕回了上级文件夹）" in out


def test_a_run_over_many_reports_equals_the_runs_over_each(
    workplace: Path, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.findings import shelf

    monkeypatch.setattr(shelf, "_OPEN", 16)
    for number in range(shelf._OPEN + 20):  # so many that some are packed
        town = "山水林田湖草沙石"[number // 8 % 8] + "东西南北上下前后"[number % 8] + "关" * (number // 64)
        text = report(f"青岚县{town}镇人民政府", received=10 + number % 3)
        (workplace / "reports" / f"{number:03}.txt").write_text(text, encoding="utf-8")
    together = json.loads(auditor("run", "rules/", "reports/", "--format", "json")[1])["findings"]
    single: list[object] = []
    for path in sorted((workplace / "reports").iterdir()):
        name = f"reports/{path.name}"
        single += json.loads(auditor("run", "rules/", name, "--format", "json")[1])["findings"]
    assert together == single
    assert len(together) > 40


def test_colour_is_for_terminals_or_on_demand(
    workplace: Path, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in auditor("run", "rules/", "reports/")[1]
    assert "\x1b[1;31m错误" in auditor("run", "rules/", "reports/", "--color", "always")[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in auditor("run", "rules/", "reports/")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in auditor("run", "rules/", "reports/")[1]
