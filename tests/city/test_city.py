"""A city of sixty agencies over two years: what is wrong between its reports is found, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from auditor.base.paths import packaged
from auditor.cli.main import main
from tests.city.city import Defects, make

DEFECTS = Defects(
    carry="A16",
    stock="A17",
    late="A05",
    missing="C07",
    copied=("A02", "B03"),
    repeated="C04",
    left_out="B18",
    renamed=("A08", "青砚市审计监督局"),
    twice="A09",
    parent=("C05", "B00"),
    history=("B09", "听松县统计信息局"),
)
BETWEEN = ("跨年", "汇总", "名录", "相似", "时限")
RULES = str(packaged() / "rules")


def audited(folder: Path, *arguments: str) -> dict[str, Any]:
    """The run's JSON; it is written to a file in `folder`."""
    kept = folder / "结果.json"
    command = [
        "run",
        RULES,
        *arguments,
        "--fail-on",
        "never",
        "--format",
        "json",
        "--output",
        str(kept),
        "-q",
    ]
    assert main(command) == 0
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def between(run: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Rule, level, agency and target of every finding of a rule between reports."""
    return sorted(
        (f["rule"], f["level"], f["unit"], f["target"])
        for f in run["findings"]
        if f["rule"].split("-")[0] in BETWEEN
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One command over the whole city; the roster lies among the reports."""
    city = make(DEFECTS).write(tmp_path_factory.mktemp("city"))
    return audited(tmp_path_factory.mktemp("result"), str(city))


@pytest.fixture(scope="module")
def with_run(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Another copy of the city: one year audited with the other beside it, the roster named."""
    city = make(DEFECTS).write(tmp_path_factory.mktemp("elsewhere"))
    roster = tmp_path_factory.mktemp("roster") / "机关.yaml"
    (city / "名录.yaml").rename(roster)
    folders = sorted(folder for folder in city.iterdir() if folder.is_dir())
    now = [str(folder / "2024") for folder in folders]
    before = [word for folder in folders for word in ("--with", str(folder / "2023"))]
    return audited(tmp_path_factory.mktemp("result"), *now, *before, "--roster", str(roster))


EXPECTED = [
    ("名录-001", "warning", "望箫县卫生健康局", "报告"),
    ("名录-002", "info", "青砚市统计局", "重报：青砚市统计局2024（初稿）.txt"),
    ("名录-004", "info", "青砚市审计监督局", "机关名称"),
    ("名录-007", "warning", "望箫县水务局", "上级"),
    ("时限-001", "error", "青砚市水务局", "公布日期"),
    ("汇总-201", "warning", "听松县人民政府", "表二"),
    ("汇总-301", "warning", "听松县人民政府", "表三"),
    ("相似-001", "warning", "青砚市民政局、听松县司法局", "正文：青砚市民政局与听松县司法局（2024）"),
    ("相似-501", "warning", "望箫县财政局", "第五部分"),
    ("跨年-201", "warning", "青砚市气象局", "表二.规范性文件"),
    ("跨年-301", "info", "青砚市税务局", "表三.自然人"),
]


def test_one_command_finds_the_ten_planted_defects_and_nothing_else(run: dict[str, Any]) -> None:
    assert run["roster"]["agencies"] == 60
    assert between(run) == EXPECTED
    messages = {f["rule"]: f["message"] for f in run["findings"]}
    assert messages["跨年-301"] == (
        "自然人：本年填上年结转 1 件，上年（2023年度）报告的结转下年度继续办理是 2 件，相差 1"
    )
    assert "相差 3" in messages["跨年-201"] and "上年（2023年度）" in messages["跨年-201"]
    assert messages["名录-001"] == "名录里的望箫县卫生健康局没有2024年度的报告"
    assert "迟了 10 天" in messages["时限-001"]
    assert "望箫县水务局的上级写成了“听松县人民政府”，按名称应为“望箫县人民政府”" in messages["名录-007"]
    assert "“青砚市审计监督局”是曾用名（用到2023年度），现名是“青砚市审计局”" in messages["名录-004"]
    for rule in ("汇总-201", "汇总-301"):
        assert "各处差额都等于听松县折柳乡人民政府自己的数，可能漏计了" in messages[rule]
    causes = {f["cause"] for f in run["findings"] if f["rule"].startswith("汇总")}
    assert len(causes) == 1 and None not in causes  # two tables, one defect


def test_what_could_not_be_told_is_said_once_per_cause(run: dict[str, Any]) -> None:
    families = [u for u in run["undecided"] if u["cause"] == "下级报告不齐"]
    assert [(u["file"].rpartition("/")[2], u["rules"]) for u in families] == [
        ("望箫县人民政府2024.html", ["汇总-201", "汇总-301", "汇总-401"])
    ]
    years = [u for u in run["undecided"] if u["cause"] == "无上年报告"]
    assert [u["file"] for u in years] == [""]  # nobody's 2022 is here: one line, not sixty
    tally = run["tally"]
    assert tally["reports"] == 119 and tally["outcomes"]["error"] == 0


def test_other_breaches_are_those_of_the_planted_cell_alone(run: dict[str, Any]) -> None:
    others = {(f["rule"], f["unit"]) for f in run["findings"] if f["rule"].split("-")[0] not in BETWEEN}
    wrong_cell = {(rule, "青砚市税务局") for rule in ("勾稽-302", "勾稽-304")}
    assert wrong_cell <= others and {unit for _, unit in others} == {"青砚市税务局"}


def test_the_year_before_may_come_from_a_folder_that_is_not_audited(with_run: dict[str, Any]) -> None:
    assert between(with_run) == EXPECTED
    assert with_run["tally"]["reports"] == 59
    companions = [row for row in with_run["reports"] if row["reason"] == "只作对照，不审核"]
    assert len(companions) == 60 and {row["year"] for row in companions} == {2023}
    assert with_run["undecided"] and all(u["cause"] != "无上年报告" for u in with_run["undecided"])


def test_fingerprints_stay_the_same_wherever_the_city_lies(
    run: dict[str, Any], with_run: dict[str, Any]
) -> None:
    prints = [sorted(f["fingerprint"] for f in one["findings"]) for one in (run, with_run)]
    assert prints[0] == prints[1]
    assert sum(not f["file"] for f in run["findings"]) == 3  # a missing report, a parent, a pair


def test_a_city_without_defects_is_clean(tmp_path: Path) -> None:
    city = make(Defects(history=("B09", "听松县统计信息局"))).write(tmp_path / "青砚市")
    run = audited(tmp_path, str(city))
    assert between(run) == []
    assert run["tally"]["reports"] == 120
