"""`auditor rules`: the workbench of people who write rules. Finds the subcommand and hands on to it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from auditor.cli import console, rulesets
from auditor.cli.parser import table, usage_error
from auditor.output.places import printable
from auditor.source.nearest import advice

# Subcommand, its module and function, how it is written, what it does.
COMMANDS = (
    ("check", "rules_check:check", "auditor rules check [规则]", "检查写法，逐处指出行和列"),
    ("test", "rules_test:test", "auditor rules test [规则]", "跑规则自带的例子；--mutate 看例子够不够"),
    ("fmt", "rules_write:fmt", "auditor rules fmt [规则]", "把规则文件排成统一的样子，注释和次序不动"),
    ("list", "rules_check:listing", "auditor rules list [规则]", "列出规则，可以按文字挑"),
    (
        "explain",
        "explain:main",
        "auditor rules explain 编号 [报告]",
        "讲一条规则，或讲它为什么报、为什么没报",
    ),
    ("new", "rules_write:new", "auditor rules new 类型", "写出一条能用的新规则，照着改"),
    ("docs", "rules_write:docs", "auditor rules docs [规则]", "每条规则写成一页说明"),
    ("schema", "rules_write:schema", "auditor rules schema [文件夹]", "写出编辑器用的提示文件"),
    (
        "diff",
        "rules_diff:diff",
        "auditor rules diff 规则甲 规则乙 报告…",
        "改了规则，问题会多出哪些、少掉哪些",
    ),
)


def main(argv: Sequence[str]) -> int:
    """The subcommand's exit code: 0 in order, 1 something to look at, 2 faults in the files."""
    word = argv[0] if argv else ""
    if word in ("", "-h", "--help"):
        console.emit(_page(), None)
        return 0
    for name, where, _, _ in COMMANDS:
        if name == word:
            module, _, function = where.partition(":")
            command: Callable[[Sequence[str]], int] = getattr(
                import_module(f"auditor.cli.{module}"), function
            )
            return command(argv[1:])
    hint = advice(word, [name for name, _, _, _ in COMMANDS])
    words = "、".join(name for name, _, _, _ in COMMANDS)
    raise usage_error(
        f"auditor rules 没有“{printable(word)}”", f"{hint}可以写 {words}；auditor rules --help 有说明"
    )


def _page() -> str:
    rows = [(usage, about) for _, _, usage, about in COMMANDS]
    columns = console.width(sys.stdout)
    return "\n".join(["编写、检查、测试和解释规则", "", *table(rows, columns), "", rulesets.DEFAULT, ""])
