"""`auditor findings list`, `show`, `log`: looking at a store without writing to it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from auditor.cli import console, options
from auditor.cli.findings import FILTERS
from auditor.cli.parser import Parser, one_of, usage_error
from auditor.cli.stores import add_store, opened
from auditor.findings.store import log, query
from auditor.findings.store.filters import FilterFault, parse_filter
from auditor.findings.store.open import Store
from auditor.findings.store.rows import Line
from auditor.output.decided_json import entry_to_json, listed_to_json
from auditor.output.decided_text import draw_list, draw_log, draw_one
from auditor.output.places import printable

_LIMIT = 500
_ORDERS = {
    "机关": "agency",
    "规则": "rule",
    "级别": "level",
    "agency": "agency",
    "rule": "rule",
    "level": "level",
}


def list_main(argv: Sequence[str]) -> int:
    """The findings that a filter matches."""
    parser = Parser("findings list", "auditor findings list [筛选…] [选项]", "列出问题和处置。", FILTERS)
    parser.add_argument("words", nargs="*")
    add_store(parser)
    parser.option(
        "--order",
        metavar="次序",
        type=one_of(_ORDERS),
        default="agency",
        help="按 机关（默认）、规则 或 级别 分组",
    )
    parser.option(
        "--limit",
        metavar="条数",
        type=_count,
        default=_LIMIT,
        help=f"最多列多少条（默认 {_LIMIT}，0 为全部）",
    )
    options.add_output(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    typed = " ".join(arguments.words)
    wanted = parse_filter(typed)
    if isinstance(wanted, FilterFault):
        raise usage_error(
            f"筛选看不懂：{wanted.message}",
            f"第 {wanted.position + 1} 个字起；auditor findings --help 有写法",
        )
    store = opened(arguments, readonly=True)
    ids, groups = query.look(store, wanted, arguments.order)
    some = ids[: arguments.limit] if arguments.limit else ids
    if arguments.format == "json":
        text = _json(store, query.lines_of(store, some))
    else:
        lines = query.lines_of(store, some)
        drawn = [(g, lines[g.start : g.start + g.count]) for g in groups if g.start < len(lines)]
        to_file = arguments.output is not None
        text = draw_list(
            drawn,
            query.counts_of(store),
            (len(lines), len(ids), query.total(store)),
            typed,
            console.width(sys.stdout, to_file),
            console.wants_color(arguments.color, sys.stdout, to_file),
        )
    return _emit(text, arguments)


def show_main(argv: Sequence[str]) -> int:
    """One finding whole."""
    parser = Parser(
        "findings show",
        "auditor findings show 指纹 [选项]",
        "一条问题的全部：证据、依据、处置、经过。指纹写开头几位就行。",
    )
    parser.add_argument("words", nargs="*")
    add_store(parser)
    options.add_output(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    if len(arguments.words) != 1:
        raise usage_error("要写一个指纹", "auditor findings list 的每一行以指纹开头")
    store = opened(arguments, readonly=True)
    line = one(store, arguments.words[0])
    found = query.whole(store, line.fingerprint)
    assert found is not None  # its line was there a moment ago, and nothing is ever removed
    if arguments.format == "json":
        return _emit(_json(store, [line]), arguments)
    twins = [twin for twin in query.twins(store, line) if twin.id != line.id] if line.cause else []
    to_file = arguments.output is not None
    text = draw_one(
        line,
        *found,
        log.entries(store, fingerprint=line.fingerprint),
        twins,
        console.width(sys.stdout, to_file),
        console.wants_color(arguments.color, sys.stdout, to_file),
    )
    return _emit(text, arguments)


def log_main(argv: Sequence[str]) -> int:
    """The log, of one finding or of all."""
    parser = Parser(
        "findings log", "auditor findings log [指纹] [选项]", "谁在什么时候把什么改成了什么，新的在前。"
    )
    parser.add_argument("words", nargs="*")
    add_store(parser)
    parser.option("--limit", metavar="条数", type=_count, default=100, help="最多列多少条（默认 100）")
    parser.option("--all", action="store_true", help="也列出审核带来的变化，不只人的处置")
    options.add_output(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    if len(arguments.words) > 1:
        raise usage_error("最多写一个指纹", "auditor findings log 指纹")
    store = opened(arguments, readonly=True)
    name = one(store, arguments.words[0]).fingerprint if arguments.words else ""
    people = not arguments.all and not name
    entries = log.entries(store, fingerprint=name, limit=arguments.limit or 1_000_000, people_only=people)
    if arguments.format == "json":
        lines = (json.dumps(entry_to_json(entry), ensure_ascii=False) for entry in entries)
        return _emit("".join(line + "\n" for line in lines), arguments)
    return _emit(draw_log(entries, console.width(sys.stdout, arguments.output is not None)), arguments)


def one(store: Store, prefix: str) -> Line:
    """The finding whose fingerprint begins so; a fault where there is none or more than one."""
    text = prefix.strip().lower()
    found = query.find(store, text)
    if not found:
        raise usage_error(
            f"没有指纹以“{printable(prefix)}”开头的问题", "auditor findings list 的每一行以指纹开头"
        )
    if len(found) > 1:
        names = "、".join(line.fingerprint[: len(text) + 4] for line in found)
        raise usage_error(f"有几条问题的指纹以“{printable(prefix)}”开头：{names}", "多写几位")
    return found[0]


def _json(store: Store, lines: Sequence[Line]) -> str:
    made = [(line, query.whole(store, line.fingerprint)) for line in lines]
    return listed_to_json([(line, *whole) for line, whole in made if whole is not None])


def _help(parser: Parser) -> int:
    console.emit(parser.page(console.width(sys.stdout)), None)
    return 0


def _emit(text: str, arguments: argparse.Namespace) -> int:
    fault = console.emit(text, arguments.output)
    if fault is None:
        return 0
    options.report([fault], arguments.color)
    return 2


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("要写一个不小于 0 的整数")
    return int(text)
