"""`auditor findings` and `auditor run --store`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from auditor.output.json import SCHEMA_FILE
from tests.cli.conftest import Auditor, report

RUN = ("run", "rules/", "reports/", "--store", "reports/")
LIST = """\
青岚县财政局 · 2023年度                                                                       错误 2
  {total}  错误  {first}  测试-001  总计相差 2
  {natural}  错误  {second}  测试-001  自然人相差 2

显示 2/2，共 2 条
{counts}
"""


@pytest.fixture
def kept(workplace: Path, auditor: Auditor, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A store in reports/; fingerprints by target."""
    monkeypatch.delenv("AUDITOR_WHO", raising=False)
    assert auditor(*RUN)[0] == 1
    made = json.loads(auditor("findings", "list", "--format", "json")[1])
    assert made["schema"] == "auditor.decisions/1"
    return {item["target"]: item["fingerprint"] for item in made["findings"]}


def test_a_run_is_kept_beside_the_reports_and_listed(kept: dict[str, str], auditor: Auditor) -> None:
    code, out, err = auditor("findings", "list")
    assert (code, err) == (0, "")
    assert out == LIST.format(
        total=kept["表三.总计"][:8], natural=kept["表三.自然人"][:8], first="待处理  ", second="待处理  ",
        counts="待处理 2",
    )  # fmt: skip


def test_waivers_and_false_alarms_fail_no_run_and_are_tallied(kept: dict[str, str], auditor: Auditor) -> None:
    natural, total = kept["表三.自然人"], kept["表三.总计"]
    assert auditor("findings", "decide", "误报", natural[:6], "--as", "王芳")[:2] == (0, "1 条改为误报\n")
    code, out, _ = auditor(*RUN)
    assert code == 1
    assert "测试-001  〔误报〕自然人相差 2" in out
    waive = (
        "findings",
        "decide",
        "豁免",
        total[:6],
        "--as",
        "王芳",
        "--reason",
        "已报批",
        "--until",
        "2999-12-31",
    )
    assert auditor(*waive)[:2] == (0, "1 条改为豁免\n")
    code, out, _ = auditor(*RUN)
    assert (code, "已处置  误报 1  豁免 1（误报和豁免不计入 --fail-on）" in out) == (0, True)
    assert "违反 2" in out


def test_the_json_of_a_run_has_decision_and_status(
    kept: dict[str, str], auditor: Auditor, workplace: Path
) -> None:
    auditor("findings", "decide", "误报", kept["表三.自然人"], "--as", "王芳")
    auditor("findings", "decide", "已整改", kept["表三.总计"], "--as", "王芳")
    (workplace / "reports" / "丙.txt").write_text(report("青岚县民政局", received=13), encoding="utf-8")
    made = json.loads(auditor(*RUN, "--format", "json")[1])
    jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))).validate(made)
    told = sorted(
        (item["file"], item["target"], item["decision"], item["status"]) for item in made["findings"]
    )
    assert told == [
        ("reports/丙.txt", "表三.总计", "open", "new"),
        ("reports/丙.txt", "表三.自然人", "open", "new"),
        ("reports/乙.txt", "表三.总计", "open", "recurred"),
        ("reports/乙.txt", "表三.自然人", "false_alarm", "same"),
    ]


def test_decisions_travel_by_file_without_a_store(
    kept: dict[str, str], auditor: Auditor, workplace: Path
) -> None:
    auditor("findings", "decide", "误报", *kept.values(), "--as", "王芳")
    code, _, err = auditor("findings", "export", "-o", "处置.yaml")
    assert (code, err) == (0, "写出 2 条处置到 处置.yaml\n")
    assert auditor("run", "rules/", "reports/", "--decisions", "处置.yaml")[0] == 0
    (workplace / "reports" / "乙.txt").write_text(report("青岚县财政局", received=14), encoding="utf-8")
    code, out, _ = auditor("run", "rules/", "reports/", "--decisions", "处置.yaml")
    assert code == 1
    assert "测试-001  〔依据已变〕自然人相差 4" in out
    assert auditor("run", "rules/", "reports/", "--decisions", "没有.yaml")[0] == 2
    (workplace / "处置.yaml").write_text("处置:\n  - 指纹: x\n", encoding="utf-8")
    code, out, err = auditor("run", "rules/", "reports/", "--decisions", "处置.yaml")
    assert (code, out) == (2, "")
    assert "处置.yaml:2:5" in err


def test_an_edited_file_is_read_back_and_can_be_undone(
    kept: dict[str, str], auditor: Auditor, workplace: Path
) -> None:
    auditor("findings", "decide", "属实", kept["表三.总计"], "--as", "王芳")
    auditor("findings", "export", "-o", "处置.yaml")
    file = workplace / "处置.yaml"
    text = file.read_text(encoding="utf-8")
    text += f"  - 指纹: {kept['表三.自然人']}\n    处置: 已整改   # 电话确认\n"
    file.write_text(text.replace("处置: 属实", "处置: 误报"), encoding="utf-8")
    code, out, _ = auditor("findings", "import", "处置.yaml", "--as", "李强")
    assert (code, out.splitlines()[0]) == (1, "读入 1 条，相同 0 条")
    assert out.splitlines()[1].startswith(f"没有改 {kept['表三.总计'][:8]}：库里是属实（王芳）")
    code, out, _ = auditor("findings", "import", "处置.yaml", "--as", "李强", "--overwrite")
    assert (code, out) == (0, "读入 1 条，相同 1 条\n")
    assert auditor("findings", "undo", "--as", "李强")[:2] == (0, "已撤销：导入 处置.yaml\n")
    auditor("findings", "undo", "--as", "李强")
    assert auditor("findings", "undo", "--as", "李强")[1] == "没有可以撤销的\n"
    assert auditor("findings", "redo", "--as", "李强")[1] == "已重做：导入 处置.yaml\n"
    auditor("findings", "export", "-o", "处置.yaml")
    assert "# 电话确认" in file.read_text(encoding="utf-8")


def test_show_has_the_evidence_the_decision_and_its_history(kept: dict[str, str], auditor: Auditor) -> None:
    auditor(
        "findings",
        "decide",
        "豁免",
        kept["表三.总计"],
        "--as",
        "王芳",
        "--reason",
        "已报批",
        "--until",
        "2999-12-31",
    )
    code, out, _ = auditor("findings", "show", kept["表三.总计"][:5].upper())
    assert code == 0
    for part in (
        "青岚县财政局 · 2023年度 · reports/乙.txt", "总计相差 2", f"指纹  {kept['表三.总计']}",
        "处置  豁免至2999-12-31，王芳 ", "，理由：已报批", "待处理 → 豁免（至2999-12-31）  理由：已报批",
        "新 → 待处理",
    ):  # fmt: skip
        assert part in out
    made = json.loads(auditor("findings", "show", kept["表三.总计"], "--format", "json")[1])["findings"][0]
    assert (made["state"], made["decision"], made["until"], made["by"], made["reason"]) == (
        "waived", "waived", "2999-12-31", "王芳", "已报批"
    )  # fmt: skip


def test_the_log_is_for_people_and_programs(kept: dict[str, str], auditor: Auditor) -> None:
    assert auditor("findings", "log")[1] == "还没有记录\n"
    auditor("findings", "decide", "属实", *kept.values(), "--as", "王芳")
    code, out, _ = auditor("findings", "log")
    assert (code, out.count("王芳  处置  待处理 → 属实")) == (0, 2)
    rows = [
        json.loads(line) for line in auditor("findings", "log", "--all", "--format", "json")[1].splitlines()
    ]
    assert [(row["by"], row["action"], row["from"], row["to"]) for row in rows] == [
        ("王芳", "decide", "open", "confirmed"),
        ("王芳", "decide", "open", "confirmed"),
        ("程序", "run", None, "open"),
        ("程序", "run", None, "open"),
    ]


def test_a_filter_decides_many_and_can_be_tried_first(kept: dict[str, str], auditor: Auditor) -> None:
    many = ("findings", "decide", "误报", "--filter", "规则:测试-001 状态:待处理", "--as", "王芳")
    assert auditor(*many, "--dry-run")[:2] == (0, "会处置 2 条，没有改动\n")
    assert auditor(*many)[:2] == (0, "2 条改为误报\n")
    assert auditor(*many)[:2] == (0, "没有要改的\n")
    assert auditor("findings", "list", "!状态:误报")[1] == "没有符合“!状态:误报”的问题（共 2 条）\n误报 2\n"


def test_a_wider_reach_takes_the_rest_of_the_agency_in(kept: dict[str, str], auditor: Auditor) -> None:
    code, out, _ = auditor("findings", "decide", "误报", kept["表三.总计"], "--reach", "机关", "--as", "王芳")
    assert (code, out) == (0, "2 条改为误报（这个机关的这条规则）\n其中 1 条在范围内，一并处置\n")


def test_later_is_told_with_its_day_and_counts(kept: dict[str, str], auditor: Auditor) -> None:
    assert auditor("findings", "decide", "稍后", kept["表三.总计"], "--until", "30天", "--as", "王芳")[0] == 0
    assert auditor("findings", "list", "状态:稍后")[1].splitlines()[-1] == "待处理 1  稍后 1"
    assert auditor(*RUN)[0] == 1


def test_who_decides_may_stand_in_the_environment_and_is_never_guessed(
    kept: dict[str, str], auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide = ("findings", "decide", "属实", kept["表三.总计"])
    code, _, err = auditor(*decide)
    assert (code, "没有写是谁处置的" in err) == (2, True)
    monkeypatch.setenv("AUDITOR_WHO", "赵敏")
    assert auditor(*decide)[0] == 0
    assert "赵敏" in auditor("findings", "log")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "级别:大"), "筛选看不懂：没有“大”这一级"),
        (("list", "--store", "没有.sqlite"), "没有这个处置库"),
        (("list", "--store", "rules/测试.yaml"), "这个文件不是处置库"),
        (("list", "--limit", "-1"), "选项“--limit”的值不对"),
        (("show",), "要写一个指纹"),
        (("show", "zzzz"), "没有指纹以“zzzz”开头的问题"),
        (("decide",), "没有写处置"),
        (("decide", "属是", "abc", "--as", "x"), "没有“属是”这种处置"),
        (("decide", "属实", "--as", "x"), "要写指纹，或用 --filter 写筛选"),
        (("decide", "豁免", "--filter", "总计", "--as", "x"), "豁免要写理由"),
        (("decide", "稍后", "--filter", "总计", "--until", "明天", "--as", "x"), "日期写成 2026-12-31"),
        (
            ("decide", "稍后", "--filter", "总计", "--until", "2020-01-01", "--as", "x"),
            "日期 2020-01-01 已经过去",
        ),
        (("import", "没有.yaml", "--as", "x"), "没有这个处置文件"),
        (("import",), "要写一个处置文件"),
        (("lst",), "是不是“list”"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(
    kept: dict[str, str], auditor: Auditor, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = auditor("findings", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "提示：" in err


def test_without_a_store_the_way_to_one_is_told(home: Path, auditor: Auditor) -> None:
    code, _, err = auditor("findings", "list")
    assert (code, "没有找到处置库" in err, "--store 审核.sqlite" in err) == (2, True, True)


def test_every_subcommand_has_a_page(home: Path, auditor: Auditor) -> None:
    for word in ("list", "show", "log", "decide", "undo", "redo", "export", "import"):
        code, out, _ = auditor("findings", word, "--help")
        assert (code, out.startswith(f"用法：auditor findings {word}")) == (0, True)
        assert word in auditor("findings")[1]


def test_a_store_that_cannot_be_written_stops_the_run_before_it_begins(
    workplace: Path, auditor: Auditor
) -> None:
    (workplace / "库.sqlite").write_text("不是库", encoding="utf-8")
    code, out, err = auditor("run", "rules/", "reports/", "--store", "库.sqlite")
    assert (code, out) == (2, "")
    assert "这个文件不是处置库" in err


def test_long_lists_are_cut_and_say_so(kept: dict[str, str], auditor: Auditor) -> None:
    out = auditor("findings", "list", "--limit", "1", "--order", "级别")[1]
    assert out.splitlines()[0].startswith("错误  ")
    assert "显示 1/2，共 2 条\n另有 1 条未列出：--limit 0 全部列出，或加上筛选\n" in out
    assert "显示 2/2" in auditor("findings", "list", "--limit", "0")[1]
