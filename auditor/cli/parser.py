"""Options in Chinese: argparse does the parsing, the words and the layout are ours.

argparse measures text by code points and breaks it at blanks; neither holds for Chinese. Its own
English sentences never reach a person: what can go wrong on a command line is said here.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.text import cells
from auditor.output.wrap import wrap
from auditor.source.nearest import advice

_WIDEST = 40  # where the explanations begin at most


class UsageError(Exception):
    """A command line or settings that cannot be carried out; `diagnostics` say why, `diagnostic` is the
    first of them."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics
        self.diagnostic = diagnostics[0]


def usage_error(message: str, remedy: str) -> UsageError:
    """A fault of the command line itself."""
    return UsageError(Diagnostic(Severity.ERROR, "usage", message, remedy))


class Parser(argparse.ArgumentParser):
    """One command's options. `usage` is the line after “用法：”, `about` what the command does,
    `more` what stands after the options (exit codes, examples), kept line by line."""

    def __init__(self, command: str, usage: str, about: str, more: str = "") -> None:
        super().__init__(prog=f"auditor {command}", add_help=False, allow_abbrev=False)
        self._usage_line = usage
        self._about = about
        self._more = more

    def option(self, *flags: str, help: str, **settings: object) -> None:
        """An option; `help` is its explanation in Chinese."""
        self.add_argument(*flags, help=help, **settings)  # type: ignore[arg-type]

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """The options of `argv`, positionals and options in any order; raises UsageError."""
        self.option("-h", "--help", action="store_true", help="显示这一页")
        return self.parse_intermixed_args(list(argv))

    def error(self, message: str) -> NoReturn:
        """argparse's sentence in Chinese, with the nearest option where one is misspelt."""
        flags = [flag for action in self._actions for flag in action.option_strings]
        help_line = f"用 {self.prog} --help 查看用法"
        if match := re.match(r"unrecognized arguments: (.*)", message, re.DOTALL):
            word = match.group(1).split(" ")[0].split("=")[0]
            hint = advice(word, flags)
            raise usage_error(f"不认识的选项“{word}”", f"{hint}{help_line}")
        if match := re.match(r"argument (\S+?)(?:/\S+)?: (.*)", message, re.DOTALL):
            flag, what = match.groups()
            if what.startswith("expected"):
                raise usage_error(f"选项“{flag}”后面要写一个值", help_line)
            if what.startswith("ignored explicit"):
                raise usage_error(f"选项“{flag}”后面不能写值", help_line)
            raise usage_error(f"选项“{flag}”的值不对：{what}", help_line)
        raise usage_error("命令行的写法不对", help_line)

    def page(self, width: int) -> str:
        """The help page in `width` columns."""
        lines = [f"用法：{self._usage_line}", ""]
        for paragraph in self._about.splitlines():
            lines += wrap(paragraph, width)
        rows = [(self._invocation(action), str(action.help)) for action in self._actions if action.help]
        lines += ["", "选项：", *table(rows, width)]
        if self._more:
            lines += [""]
            for line in self._more.splitlines():
                lines += wrap(line, width, "  " + " " * (len(line) - len(line.lstrip())))
        return "\n".join(lines) + "\n"

    @staticmethod
    def _invocation(action: argparse.Action) -> str:
        flags = ", ".join(action.option_strings)
        return f"{flags} {action.metavar}" if action.metavar else flags


def table(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Two columns: what to type, what it does. A long left side has a line of its own."""
    column = min(_WIDEST, 4 + max((cells(left) for left, _ in rows), default=0))
    lines: list[str] = []
    indent = " " * column
    for left, text in rows:
        head = "  " + left
        if cells(head) + 2 > column:
            lines.append(head)
            lines += wrap(indent + text, width, indent)
        else:
            lines += wrap(head + " " * (column - cells(head)) + text, width, indent)
    return lines


def one_of(names: dict[str, str]) -> type[str]:
    """An option's value out of a closed list; each Chinese or English name stands for one word."""

    def convert(text: str) -> str:
        found = names.get(text.strip().lower())
        if found is None:
            choices = "、".join(names)
            raise argparse.ArgumentTypeError(f"没有“{text}”，可以写 {choices}")
        return found

    return convert  # type: ignore[return-value]
