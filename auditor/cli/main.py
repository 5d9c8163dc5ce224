"""`auditor`: finds the command, imports only that one, and turns what it returns into an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from auditor.base.collector import paused
from auditor.base.version import VERSION
from auditor.cli import console

# Command, its module, how it is written, what it does.
COMMANDS = (
    ("run", "run", "auditor run 规则 报告…", "审核报告，逐份列出问题"),
    ("triage", "triage", "auditor triage [报告…]", "在终端里逐条处置问题"),
    ("findings", "findings", "auditor findings …", "看、处置、导出审核出的问题：list show decide log …"),
    ("export", "export", "auditor export …", "从处置库写出整改通知、台账、通报"),
    ("diff", "diff", "auditor diff 前一次 后一次", "比较两次审核的结果，说明为什么不同"),
    ("watch", "watch", "auditor watch 规则 报告…", "守着文件夹，报告或规则一改就重新审核"),
    ("parse", "parse", "auditor parse 报告…", "看程序把报告读成了什么"),
    (
        "explain",
        "explain",
        "auditor explain 编号 [报告]",
        "讲一条规则，或讲它在一份报告上为什么报、为什么没报",
    ),
    ("rules", "rules", "auditor rules …", "编写、检查、测试规则：check test fmt list new docs schema diff"),
    ("config", "config", "auditor config", "显示设置（auditor.toml）里什么在起作用，从哪里来"),
    ("init", "init", "auditor init [文件夹]", "把规则和样例报告复制出来"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code of language.md §5, 130 after Ctrl+C."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    console.prepare()
    debug = "--debug" in arguments
    if argv is None and not debug:
        sys.excepthook = _last_words
    try:
        return _dispatch(arguments)
    except KeyboardInterrupt:
        console.complain("\n已中断。没有写出结果。\n")
        return 130
    except RecursionError:
        if debug:
            raise
        console.complain("错误  输入嵌套太深，没有处理完\n      提示：逐个文件再试一次，找出是哪一个\n")
        return 2
    except MemoryError:
        if debug:
            raise
        console.complain("错误  内存不够，没有处理完\n      提示：一次少审几份，或分文件夹审核\n")
        return 2


def _last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours, in Chinese and with the exit code of an engine error, not of findings."""
    console.complain(
        f"错误  程序内部出错（{kind.__name__}），没有写出结果\n"
        "      提示：加 --debug 再试一次，把显示的内容连同文件发给维护人员\n"
    )
    os._exit(2)


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in ("--version", "-V"):
        console.emit(f"auditor {VERSION}\n", None)
        return 0
    if first in ("", "-h", "--help", "help"):
        console.emit(_page(), None)
        return 0
    for name, module, _, _ in COMMANDS:
        if name == first:
            with paused():
                command: Callable[[Sequence[str]], int] = import_module(f"auditor.cli.{module}").main
            return _guarded(command, arguments[1:])
    return _guarded(_unknown, arguments)


def _guarded(command: Callable[[Sequence[str]], int], arguments: Sequence[str]) -> int:
    from auditor.cli.parser import UsageError
    from auditor.output.diagnostics import draw_diagnostics

    try:
        return command(arguments)
    except UsageError as error:
        color = console.wants_color("auto", sys.stderr)
        console.complain(draw_diagnostics(error.diagnostics, console.width(sys.stderr), color))
        return 2


def _unknown(arguments: Sequence[str]) -> NoReturn:
    from auditor.cli.parser import usage_error
    from auditor.output.places import printable
    from auditor.source.nearest import advice

    word = arguments[0]
    names = [name for name, _, _, _ in COMMANDS]
    hint = advice(word, names)
    if not hint and Path(word).exists():
        hint = f"要审核报告，请写 auditor run 规则 {printable(word)}；"
    raise usage_error(
        f"没有“{printable(word)}”这个命令",
        f"{hint}可用的命令有 {'、'.join(names)}；auditor --help 有说明",
    )


def _page() -> str:
    """What a person sees who types `auditor`: what it is, and the next thing to type."""
    from auditor.cli.parser import table

    columns = console.width(sys.stdout)
    ready = Path("rules").is_dir() and Path("reports").is_dir()
    first = (
        [("auditor run rules/ reports/", "审核 reports/ 里的报告，规则用 rules/")]
        if ready
        else [
            ("auditor init 审核", "把国家规则和样例报告复制到“审核”文件夹"),
            ("auditor run 审核/rules 审核/reports", "审核这些样例报告"),
        ]
    )
    return "\n".join(
        [
            f"auditor {VERSION}  按规则审核政府信息公开工作年度报告",
            "",
            "现在可以：",
            *table(first, columns),
            "",
            "命令：",
            *table([(usage, about) for _, _, usage, about in COMMANDS], columns),
            "",
            "选项：",
            *table(
                [("-h, --help", "显示这一页；每个命令后面也可以加"), ("-V, --version", "显示版本")], columns
            ),
            "",
        ]
    )
