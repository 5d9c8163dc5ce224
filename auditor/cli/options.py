"""Options that several commands share, and the words their values may be written in."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence

from auditor.base.diagnostic import Diagnostic
from auditor.cli import console
from auditor.cli.parser import Parser, one_of
from auditor.output.diagnostics import draw_diagnostics
from auditor.settings.keys import FAIL_NAMES, FILE, LEVEL_NAMES

__all__ = ["FAIL_NAMES", "LEVEL_NAMES"]

NO_FILE = "无"


def add_output(parser: Parser) -> None:
    """--format and --output."""
    formats = one_of({"text": "text", "json": "json"})
    parser.option("--format", metavar="形式", type=formats, default="text", help="text（默认）或 json")
    parser.option("-o", "--output", metavar="文件", help="写到文件，不写到屏幕")


def add_manners(parser: Parser) -> None:
    """-q, -v, --color, --config, --debug."""
    parser.option("-q", "--quiet", action="store_true", help="少说：只列问题本身和总数")
    parser.option("-v", "--verbose", action="store_true", help="多说：全部出处、没有问题的报告、读取说明")
    choices = one_of({"auto": "auto", "always": "always", "never": "never"})
    parser.option(
        "--color", metavar="何时", type=choices, default="auto", help="颜色：auto（默认）、always、never"
    )
    add_config(parser)
    parser.option("--debug", action="store_true", help="程序自身出错时显示全部细节")


def add_config(parser: Parser) -> None:
    """--config."""
    parser.option("--config", metavar="文件",
                  help=f"设置文件；默认从报告所在的文件夹向上找 {FILE}，写“{NO_FILE}”就不用")  # fmt: skip


def many(values: Sequence[str] | None) -> tuple[str, ...]:
    """A repeatable option whose value may also hold several words: 甲,乙 or 甲、乙."""
    return tuple(word for value in values or () for word in re.split(r"[,，、\s]+", value) if word)


def report(diagnostics: Iterable[Diagnostic], color: str) -> None:
    """Diagnostics to stderr."""
    wanted = console.wants_color(color, sys.stderr)
    console.complain(draw_diagnostics(diagnostics, console.width(sys.stderr), wanted))


def seconds(least: float, most: float, wanted: str) -> Callable[[str], float]:
    """A type of option: seconds from `least` to `most`; `wanted` tells what else to write."""

    def convert(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(wanted)
        return value

    return convert


def detail(arguments: argparse.Namespace) -> int:
    """−1 for -q, 1 for -v, else 0."""
    return int(arguments.verbose) - int(arguments.quiet)
