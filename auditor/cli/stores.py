"""--store and --as: which store, and whose decisions."""

from __future__ import annotations

import argparse
from pathlib import Path

from auditor.cli.configured import WHO, configure, who_from_environment
from auditor.cli.parser import Parser, usage_error
from auditor.findings.store.open import DEFAULT_NAME, Store, open_store
from auditor.output.places import printable
from auditor.settings.keys import FILE


def add_store(parser: Parser) -> None:
    """--store."""
    parser.option(
        "--store",
        metavar="库",
        help=f"处置库：文件、文件夹（用其中的 {DEFAULT_NAME}）或 postgresql://…；默认找当前文件夹和 reports/",
    )


def add_who(parser: Parser) -> None:
    """--as."""
    parser.option("--as", metavar="姓名", dest="who", help=f"谁在处置；也可以写在环境变量 {WHO} 里")


def who_of(arguments: argparse.Namespace) -> str:
    """Who decides; never the machine's account. Raises UsageError where nobody is named."""
    configure(arguments)
    who = (arguments.who or who_from_environment()).strip()
    if not who:
        raise usage_error("没有写是谁处置的", f"加上 --as 姓名，设置环境变量 {WHO}，或在 {FILE} 里写 who")
    return str(who)


def address_of(text: str) -> str | Path:
    """What --store says: a URL as it is, a folder's own store, or a file."""
    if "://" in text:
        return text
    path = Path(text)
    return path / DEFAULT_NAME if path.is_dir() else path


def opened(arguments: argparse.Namespace, *, readonly: bool) -> Store:
    """The store that is meant, which must be there. Raises StoreFault, UsageError."""
    configure(arguments)
    if arguments.store:
        return open_store(address_of(arguments.store), readonly=readonly, create=False)
    for path in (Path(DEFAULT_NAME), Path("reports") / DEFAULT_NAME):
        if path.is_file():
            return open_store(path, readonly=readonly, create=False)
    raise usage_error(
        f"没有找到处置库（{DEFAULT_NAME}）",
        f"用 --store 指明；还没有的，先 auditor run 规则 报告 --store {printable(DEFAULT_NAME)}",
    )
