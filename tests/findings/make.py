"""Findings and runs made by hand, for the tests of findings and output."""

from __future__ import annotations

from dataclasses import replace

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.engine.tally import Tally, Undecided
from auditor.findings.build import arranged
from auditor.findings.model import FileRow, FileStatus, Finding, Run
from auditor.rules.model import Basis, Pack
from auditor.rules.outcome import (
    CellEvidence,
    Computation,
    Interval,
    Level,
    Operand,
    Suspect,
    TextEvidence,
    Verdict,
)

PLACE = CellPlace(2, 1, 1, page=4)
FILE = "reports/qingshi-2024.docx"
COMPUTATION = Computation(
    formula="新收 + 上年结转 = 办理总计 + 结转下年",
    filled="11 + 2 = 12 + 0",
    operands=(
        Operand("新收", "表三.自然人.新收", "　11", Interval(11, 11), "number", PLACE),
        Operand("结转下年", "表三.自然人.结转下年", "？", Interval(0, None), "illegible", None),
    ),
    left=Interval(13, 13),
    right=Interval(12, None),
    difference=1,
    left_text="新收 11 + 上年结转 2",
    right_text="办理总计 12 + 结转下年 0",
)
BASE = Finding(
    fingerprint="0123456789abcdef01234567",
    rule="勾稽-301",
    name="表三收支平衡（逐列）",
    level=Level.ERROR,
    outcome=Verdict.FAIL,
    file=FILE,
    unit="青石街道办事处",
    year=2024,
    target="表三.自然人",
    cause=None,
    message="表三自然人列收支不平，相差 1",
    suggestion="先核对新收，再核对总计",
    computation=COMPUTATION,
    suspect=Suspect("表三.自然人.新收", 10),
    basis=(Basis("国办公开办函〔2021〕30号", "表三勾稽关系"),),
    evidence=(CellEvidence("表三.自然人.新收", "　11", 11, PLACE),),
    agency="青石街道办事处",
)
WARNING = replace(
    BASE,
    rule="说明-305",
    level=Level.WARNING,
    target="第六部分",
    message="其他处理 1 件，正文未见说明",
    suggestion="",
    computation=None,
    suspect=None,
    evidence=(TextEvidence(3, 4, 12, "共收到申请12件。", ParagraphPlace(7)),),
)
INFO = replace(
    WARNING, rule="引言-003", level=Level.INFO, target="引言", message="引言未写明统计期限", evidence=()
)


def run(*findings: Finding, **changes: object) -> Run:
    """A run of two reports, a skipped and an unreadable file."""
    made = Run(
        packs=(Pack("国家/通用", "1.2", "a" * 64, "rules/国家/通用/结构.yaml"),),
        overlays=(Pack("某市", "0.3", "b" * 64, "rules/地方/某市.yaml"),),
        files=(
            FileRow(FILE, "青石街道办事处", 2024, FileStatus.READ),
            FileRow("reports/README.md", "", None, FileStatus.SKIPPED, "说明文件"),
            FileRow("reports/教育局.docx", "临河区教育局", 2024, FileStatus.PARTIAL, "表三是图片"),
            FileRow("reports/坏.docx", "", None, FileStatus.UNREADABLE, "文件受密码保护", fatal=True),
        ),
        findings=arranged(findings),
        undecided=(Undecided("reports/教育局.docx", "读取不完整", ("勾稽-301", "勾稽-302")),),
        causes=(("读取不完整", 12),),
        tally=Tally(
            2,
            1,
            33,
            {
                Verdict.PASS: 1000,
                Verdict.FAIL: len(findings),
                Verdict.INAPPLICABLE: 3,
                Verdict.CANNOT_TELL: 12,
                Verdict.ERROR: 0,
            },
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
