# ruff: noqa: E501 (words for people, wide as they are)
"""docs/证据.yaml, which the rules' pages read, and docs/证据.md, written from it.

python -m bench.evidence.page            docs/证据.md anew
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bench.evidence.account import Account

ROOT = Path(__file__).resolve().parents[2]
DATA, PAGE = ROOT / "docs" / "证据.yaml", ROOT / "docs" / "证据.md"
KINDS = ("算术", "结构", "文字", "跨报告")


def write(path: Path, account: Account, as_pdf: Account | None, label: str) -> None:
    """Put a measurement into the file: as one of its 轮次, and as what is known of each rule."""
    held: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    run: dict[str, Any] = {
        "名称": label or account.words, "措辞": account.words, "干净报告": account.clean,
        "误报": sum(account.false_clean.values()),
    }  # fmt: skip
    run |= {kind: list(account.by_kind[kind]) for kind in KINDS if account.by_kind.get(kind)}
    if as_pdf is not None:
        planted, found = sum(as_pdf.planted.values()), sum(as_pdf.found.values())
        run["PDF"] = [as_pdf.clean, sum(as_pdf.false_clean.values()), planted, found]
    runs = [r for r in held.get("轮次", []) if r["名称"] != run["名称"]]
    rules = {
        rule: {"植入": account.planted[rule], "查出": account.found[rule], "误报": account.false[rule]}
        for rule in sorted(account.planted | account.false)
    }
    before = held.get(
        "规则", {}
    )  # rules that this measurement leaves out keep what was known, and of which set
    kept = {
        rule: {"组": held.get("措辞", ""), **row}
        for rule, row in before.items()
        if not rules.get(rule, {}).get("植入")
    }
    rules = dict(sorted({**rules, **kept}.items()))
    made = {"证据": 1, "措辞": account.words, "报告": account.reports, "轮次": [*runs, run], "规则": rules}
    path.write_text(
        "# 由 python -m bench.faults … --write 写出，不要手改。规则页上的“实测”从这里来。\n"
        + yaml.safe_dump(made, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110),
        encoding="utf-8",
    )
    PAGE.write_text(page(made, _names()), encoding="utf-8")


def _names() -> dict[str, tuple[str, str]]:
    """Name and level of every rule."""
    from auditor.output.places import LEVELS
    from auditor.rules.load import load_rules

    return {rule.id: (rule.name, LEVELS[rule.level]) for rule in load_rules([ROOT / "rules"]).rules}


def _share(pair: Any) -> str:
    return f"{pair[1]}/{pair[0]} = {pair[1] / pair[0]:.3f}" if pair and pair[0] else "–"


INTRO = """\
# 证据：规则准不准

这一页的数由 `bench/faults.py` 量出来，谁都可以重做。做法：

1. 用虚构机关写报告：2019—2025 年度、两版格式、各类机关，数都对得上，文字从一组措辞里抽，版式（表格、页眉、换行、编码等
   四十多种变化）由种子定，写成 .txt、.html、.docx（一部分再由 LibreOffice 转成 PDF）。这些是**干净报告**。
2. 每次往一份干净报告里**植入一处毛病**，看该报的规则报不报（查全率），不该报的规则报不报（查准率）。错误、警告级的规则每条至少一种毛病；
   跨报告的毛病植入一个七个机关、两个年度的县，整个文件夹一起审。
3. 措辞一组一组地写，**先提交、后测量**，写的时候不看规则的例子；量过的一组不再改。用一组量出毛病，就从道理上改规则和读法（不为某一句话改），
   再写一组没有见过的来量。各轮都记在下面，包括不好看的。

查全率是植入以后查出的比例；误报是干净报告里报出的警告和错误，或者植入的毛病没有给它理由时报出的警告和错误。
分母小，一两处就差几个百分点；真实报告更杂，这些数是参考，不是保证。
"""
HOW = """\
## 怎样重做

```bash
pip install -e ".[dev]"
python -m bench.faults twentyfifth --clean 1000 --each 10 --counties 4 --pdf 60 --details 3
```

措辞在 `bench/wordings/`（first 至 twentyfifth），毛病在 `bench/evidence/`。同一组措辞、同一版程序，每次结果相同。加 `--write
docs/证据.yaml` 改写这一页和规则页上的“实测”（再运行 `auditor rules docs rules --output docs/规则`）。
写一组新的措辞：照 `bench/wordings/twentyfifth.yaml` 的样子另写一个文件，先提交再量。
"""


def page(held: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> str:
    """The page."""
    lines = [INTRO, "## 各轮结果", ""]
    lines += ["| 轮次 | 干净报告 | 每份误报 | 算术 | 结构 | 文字 | 跨报告 |", "|---|---|---|---|---|---|---|"]
    for run in held["轮次"]:
        shares = " | ".join(_share(run.get(kind)) for kind in KINDS)
        alarms = f"{run['误报']} 处，{run['误报'] / run['干净报告']:.3f}" if run["干净报告"] else "–"
        lines.append(f"| {run['名称']} | {run['干净报告']} | {alarms} | {shares} |")
    lines += ["", "要求：算术和结构不低于 0.99，文字不低于 0.95，每份干净报告的误报不高于 0.02。", ""]
    pdf = [run for run in held["轮次"] if "PDF" in run]
    if pdf:
        clean, alarms, planted, found = pdf[-1]["PDF"]
        lines += [
            f"PDF（Word 文件经 LibreOffice 转换，{pdf[-1]['名称']}）：干净报告 {clean} 份，误报 {alarms} 处；"
            f"植入 {planted} 处，查出 {found} 处。",
            "",
        ]
    lines += [
        _notes(),
        HOW,
        f"## 每条规则（措辞 {held['措辞']}，没有见过时初次量的，共 {held['报告']} 份报告；注明别组的，是那一组没有见过时量的）",
        "",
    ]
    lines += ["| 规则 | 级别 | 植入 | 查出 | 查全率 | 误报 | 查准率 |", "|---|---|---|---|---|---|---|"]
    for rule, row in held["规则"].items():
        planted, found, false = row["植入"], row["查出"], row["误报"]
        recall = f"{found / planted:.2f}" if planted else "–"
        precision = f"{found / (found + false):.2f}" if found + false else "–"
        name, level = names.get(rule, ("", ""))
        name += f"（{row['组']}）" if "组" in row else ""
        lines.append(
            f"| [{rule}](规则/{rule}.md) {name} | {level} | {planted} | {found} | {recall} | {false} | {precision} |"
        )
    return "\n".join(lines) + "\n"


def _notes() -> str:
    path = ROOT / "bench" / "evidence" / "notes.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def main() -> int:
    PAGE.write_text(page(yaml.safe_load(DATA.read_text(encoding="utf-8")), _names()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
