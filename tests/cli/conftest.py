"""What the tests of the command line share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.cli.main import main

Auditor = Callable[..., tuple[int, str, str]]

RULE = """\
规则集: 测试
版本: "1"
规则:
- 编号: 测试-001
  名称: 表三收支平衡
  类型: 勾稽
  级别: 错误
  依据: [{文件: 国办公开办函〔2021〕30号, 条款: 表三 勾稽关系}]
  对象: 表三
  逐: 列
  断言: 新收 + 上年结转 = 办理总计 + 结转下年
  消息: "{列}相差 {差}"
  怎么改: 核对这一列
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, no colour, no terminal."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def auditor(home: Path, capsys: pytest.CaptureFixture[str]) -> Auditor:
    """Runs a command line in `home`: exit code, stdout, stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def workplace(home: Path) -> Path:
    """`home` with rules/ (one rule) and reports/ (one clean report, one with a wrong figure)."""
    (home / "rules").mkdir()
    (home / "rules" / "测试.yaml").write_text(RULE, encoding="utf-8")
    (home / "reports").mkdir()
    (home / "reports" / "甲.txt").write_text(report("青岚县水务局"), encoding="utf-8")
    (home / "reports" / "乙.txt").write_text(report("青岚县财政局", received=12), encoding="utf-8")
    return home


@pytest.fixture
def shipped(home: Path) -> Path:
    """`home` with the shipped rules/ and reports/."""
    for name in ("rules", "reports"):
        shutil.copytree(packaged() / name, home / name)
    return home


def report(agency: str, year: int = 2023, received: int = 10) -> str:
    """A short report as text; with `received` other than 10 the first column of table 3 is out by that."""
    rows = [
        f"一、本年新收政府信息公开申请数量\t{received}\t0\t0\t0\t0\t0\t{received}",
        "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
        "（一）予以公开\t10\t0\t0\t0\t0\t0\t10",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t0\t0\t0\t0\t0\t0\t0",
        "（七）总计\t10\t0\t0\t0\t0\t0\t10",
        "四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0",
    ]
    return "\n".join(
        [
            f"{agency}{year}年政府信息公开工作年度报告",
            "一、总体情况",
            "全年主动公开政府信息120条。",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计",
            *rows,
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "存在的问题是解读形式单一，已经改进。",
            "六、其他需要报告的事项",
            "没有收取信息处理费。",
            "",
        ]
    )
