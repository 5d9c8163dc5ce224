"""`auditor findings`: what triage does, from the shell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from auditor.cli import console, options
from auditor.cli.parser import table, usage_error
from auditor.output.places import printable
from auditor.source.nearest import advice

# Subcommand, its module and function, how it is written, what it does.
_WORK = (
    ("list", "findings_look", "auditor findings list [筛选…]", "列出问题和处置"),
    ("show", "findings_look", "auditor findings show 指纹", "一条问题的全部：证据、依据、处置、经过"),
    ("log", "findings_look", "auditor findings log [指纹]", "谁在什么时候把什么改成了什么"),
    (
        "decide",
        "findings_decide",
        "auditor findings decide 处置 指纹…",
        "处置：属实 误报 豁免 已整改 稍后 待处理",
    ),
    ("undo", "findings_decide", "auditor findings undo", "撤销自己的上一次处置"),
    ("redo", "findings_decide", "auditor findings redo", "重做刚撤销的处置"),
    ("export", "findings_file", "auditor findings export [-o 处置.yaml]", "把处置写成文件，便于审阅和存档"),
    ("import", "findings_file", "auditor findings import 处置.yaml", "把文件里的处置读进处置库"),
)

FILTERS = """\
筛选：
  青石 qsjd             机关、规则、问题里的字词，也可以用拼音或首字母
  级别:错误,警告         规则:勾稽-301    机关:教育局    年度:2023 或 2021-2023
  状态:待处理           还可以写 属实 误报 豁免 已整改 稍后 依据已变 复现 豁免到期 未能核实 已消除 不再报
  !状态:误报            前面加 ! 表示“不是”；几个条件之间是“并且”"""


def main(argv: Sequence[str]) -> int:
    """The subcommand's work: 0 done, 1 something was left undone, 2 a fault."""
    word = argv[0] if argv else ""
    if word in ("", "-h", "--help"):
        console.emit(_page(), None)
        return 0
    for name, module, _, _ in _WORK:
        if name == word:
            work: Callable[[Sequence[str]], int] = getattr(
                import_module(f"auditor.cli.{module}"), f"{name}_main"
            )
            return _guarded(work, argv[1:])
    names = [name for name, _, _, _ in _WORK]
    hint = advice(word, names)
    raise usage_error(
        f"auditor findings 没有“{printable(word)}”",
        f"{hint}可以写 {'、'.join(names)}；auditor findings --help 有说明",
    )


def _guarded(work: Callable[[Sequence[str]], int], argv: Sequence[str]) -> int:
    from auditor.findings.store.open import StoreFault

    try:
        return work(argv)
    except StoreFault as fault:
        if "--debug" in argv:
            raise
        options.report([fault.diagnostic], "auto")
        return 2


def _page() -> str:
    import sys

    columns = console.width(sys.stdout)
    rows = [(usage, about) for _, _, usage, about in _WORK]
    return "\n".join(["审核出的问题和对它们的处置", "", *table(rows, columns), "", FILTERS, ""])
