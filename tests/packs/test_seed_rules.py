"""The national pack on the five real reports, where they are at hand (AUDITOR_SEEDS, or ../shared/seeds)."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.engine.plan import plan
from auditor.reading.document import Document
from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.rules.load import load_rules
from auditor.rules.model import Survey
from auditor.rules.outcome import Verdict
from tests.kinds.ask import Alone

SEEDS = Path(os.environ.get("AUDITOR_SEEDS", Path(__file__).parents[3] / "shared" / "seeds"))
ABSENT = f"没有真实报告（{SEEDS}），设 AUDITOR_SEEDS 指向它们"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=ABSENT)
BASIS, PERIOD, CONTACT = (f"表述-005 开头.{name} info" for name in ("编制依据", "统计期限", "联系方式"))
LABEL = "表形-211 表二.规范性文件 info"


@cache
def findings(number: str) -> list[str]:
    """Every breach of the pack, as “rule target level”, by rule."""
    loaded = load_rules([packaged() / "rules"])
    (path,) = SEEDS.glob(f"{number}_*.txt")
    document = open_document(path)
    assert isinstance(document, Document)
    made = read_report(document, loaded.lexicons, path.name, loaded.vocabulary)
    found = []
    for rule in loaded.rules:
        check = plan(rule, made).check
        for outcome in check.evaluate(made, Alone()) if check and not isinstance(check, Survey) else ():
            if outcome.verdict is Verdict.FAIL:
                found.append(f"{outcome.rule} {outcome.target} {outcome.level.value}")
    return found


def test_the_first_report_is_clean() -> None:
    assert findings("000") == []


def test_the_second_report_lacks_only_how_to_reach_the_agency() -> None:
    assert findings("001") == ["用语-305 正文 info", CONTACT]


def test_the_third_report_breaks_none_of_these_rules() -> None:
    assert findings("002") == [
        "元数据-004 题目 info", "用语-306 开头 info", "说明-307 表三.总计.大量反复 info"
    ]  # fmt: skip


def test_the_fourth_report_has_blanks_a_label_and_short_rows() -> None:
    assert sorted(findings("003")) == sorted([
        "用语-102 正文 warning", "表形-501 表四 warning", LABEL, PERIOD, CONTACT, "表述-105 第一部分 info",
        "表形-504 表三.部分公开 info", "表形-504 表三.国家秘密 info",
    ])  # fmt: skip


def test_the_fifth_report_leaves_other_handling_unexplained() -> None:
    assert sorted(findings("004")) == sorted([
        "文表-102 文表.办结 warning", "文表-415 表四 info", "说明-503 第一部分 info",
        "说明-305 表三.总计.其他处理之其他 warning", LABEL, "勾稽-213 表二.规范性文件 info",
        BASIS, PERIOD, CONTACT,
    ])  # fmt: skip
