"""--roster and --with at the command line: found, refused, shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from auditor.base.paths import packaged
from auditor.cli.main import main
from auditor.output.json import SCHEMA_FILE
from tests.city.city import YEARS, Defects, make

RULES = str(packaged() / "rules")
FEW = ("听松县教育局", "听松县审计局", "听松县城市管理局")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three agencies of the city over two years, by year; the second year's text is the first's."""
    home = tmp_path_factory.mktemp("few")
    city = make(Defects(repeated="B01"))
    for name, data in city.files.items():
        agency, year = Path(name).stem[:-4], Path(name).stem[-4:]
        if agency in FEW:
            path = home / "听松县" / year / Path(name).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return home / "听松县"


ROSTER = "名录: 听松县\n年度: 2024\n机关: [听松县教育局, 听松县审计局, 听松县城市管理局, 听松县水务局]\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["run", RULES, *arguments, "--fail-on", "never", "--color", "never"])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_roster_that_lies_beside_the_reports_is_used_and_said(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = files / "名录.yaml"
    roster.write_text(ROSTER, encoding="utf-8")
    try:
        for given in (files, files / "2024"):  # inside what was given, and beside it
            code, out, _ = run(capsys, str(given))
            assert code == 0
            assert "名录  听松县，4 个机关" in out
            assert "名录里的听松县水务局没有2024年度的报告" in out
            assert out.index("报告之间") > out.index("第五部分") if given == files else "报告之间" in out
    finally:
        roster.unlink()
    _, out, _ = run(capsys, str(files))
    assert "名录  " not in out and "水务局" not in out


def test_a_folder_to_compare_with_is_read_and_not_audited(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, str(files / "2024"), "--with", str(files / "2023"))
    assert code == 0
    assert "读取 3 份" in out and "另有 3 份只作对照" in out
    assert "第五部分与上年（2023年度）报告相似 100%" in out
    assert "听松县教育局2023.html 第五部分" in out  # the passage it repeats, with its file


def test_the_json_has_roster_companions_and_findings_without_a_file(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "机关.yaml"
    roster.write_text(ROSTER, encoding="utf-8")
    arguments = (
        str(files / "2024"),
        "--with",
        str(files / "2023"),
        "--roster",
        str(roster),
        "--format",
        "json",
    )
    code, out, _ = run(capsys, *arguments)
    assert code == 0
    found = json.loads(out)
    Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))).validate(found)
    assert found["roster"]["name"] == "听松县"
    assert [row["year"] for row in found["reports"] if row["reason"] == "只作对照，不审核"] == [2023] * 3
    missing = [f for f in found["findings"] if f["rule"] == "名录-001"]
    assert [(f["file"], f["unit"], f["year"]) for f in missing] == [("", "听松县水务局", 2024)]
    repeated = next(f for f in found["findings"] if f["rule"] == "相似-501")
    assert [e.get("file", "").rpartition("/")[2] for e in repeated["evidence"][:2]] == [
        "",
        "听松县教育局2023.html",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("名录: 甲\n机关:\n- {名称: 乙局, 上级: 丙局}\n", "上级“丙局”不在名录里"),
        ("机关: [乙局]\n", "名录文件的第一行应写“名录: 名称”"),
    ],
)
def test_a_faulty_roster_stops_the_run_with_its_place(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    roster = tmp_path / "机关.yaml"
    roster.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, str(files), "--roster", str(roster))
    assert (code, out) == (2, "")
    assert said in err and "机关.yaml:" in err


def test_a_roster_or_a_folder_that_is_not_there_is_said(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, str(files), "--roster", str(tmp_path / "没有.xlsx"))
    assert code == 2 and "没有这个名录文件" in err
    code, out, _ = run(capsys, str(files / "2024"), "--with", str(tmp_path / "没有"))
    assert code == 2 and "没有这个文件或文件夹" in out


def test_one_file_among_sixty_does_not_make_the_others_missing(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "机关.yaml"
    roster.write_text(make(Defects()).roster, encoding="utf-8")
    one = files / str(YEARS[1]) / "听松县教育局2024.html"
    _, out, _ = run(capsys, str(one), "--roster", str(roster))
    assert "没有2024年度的报告" not in out


def test_the_region_of_the_roster_switches_its_local_changes_on(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "国家.yaml").write_text(
        "规则集: 试\n版本: '1'\n规则:\n- 编号: 名录-001\n  名称: 报齐\n  类型: 名录\n  级别: 警告\n"
        "  依据: [{文件: 实务要求, 条款: 试}]\n  查: 未报\n  消息: “{机关}”没有报\n",
        encoding="utf-8",
    )
    (rules / "地方.yaml").write_text(
        "# 本地\n叠加: 听松县\n调整:\n- {规则: 名录-001, 级别: 提示, 理由: 试行}\n", encoding="utf-8"
    )
    roster = tmp_path / "机关.yaml"
    levels = {}
    for region in ("听松县", "望箫县"):
        roster.write_text(ROSTER + f"地区: {region}\n", encoding="utf-8")
        command = ["run", str(rules), str(files / "2024"), "--roster", str(roster), "--fail-on", "never"]
        capsys.readouterr()
        assert main([*command, "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        levels[region] = [f["level"] for f in found["findings"]], [o["name"] for o in found["overlays"]]
    assert levels == {"听松县": (["info"], ["听松县"]), "望箫县": (["warning"], [])}
