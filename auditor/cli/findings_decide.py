"""`auditor findings decide`, `undo`, `redo`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import date, timedelta

from auditor.cli import console, options
from auditor.cli.findings import FILTERS
from auditor.cli.findings_look import one
from auditor.cli.parser import Parser, one_of, usage_error
from auditor.cli.stores import add_store, add_who, opened, who_of
from auditor.findings.states import CHOICE_WORDS, REACH_WORDS, STATE_WORDS, Choice, Reach
from auditor.findings.store.decisions import Done
from auditor.output.places import printable
from auditor.triage import FilterFault, Session

_CHOICES = {word: choice for choice, word in CHOICE_WORDS.items()} | {
    choice.value: choice for choice in Choice
}
_REACHES = {
    "本条": "finding", "机关": "agency_rule", "年度": "rule_year", "finding": "finding",
    "agency_rule": "agency_rule", "rule_year": "rule_year",
}  # fmt: skip
_MORE = f"""\
范围（--reach）：
  本条    {REACH_WORDS[Reach.FINDING]}（默认）
  机关    {REACH_WORDS[Reach.AGENCY_RULE]}，以后新出现的误报和豁免也算
  年度    {REACH_WORDS[Reach.RULE_YEAR]}，以后新出现的误报和豁免也算

例子：
  auditor findings decide 属实 cf30298b 9e21604f --as 王芳
  auditor findings decide 豁免 cf30298b --as 王芳 --reason 已报上级同意 --until 2026-12-31
  auditor findings decide 误报 --filter "规则:说明-305 年度:2024" --as 王芳

"""


def decide_main(argv: Sequence[str]) -> int:
    """0 decided, 1 where somebody else had decided meanwhile."""
    parser = Parser(
        "findings decide", "auditor findings decide 处置 指纹… [选项]",
        "处置问题：属实、误报、豁免、已整改、稍后、待处理。指纹写开头几位就行。", _MORE + FILTERS,
    )  # fmt: skip
    parser.add_argument("words", nargs="*")
    add_store(parser)
    add_who(parser)
    parser.option("--filter", metavar="筛选", help="处置符合筛选的全部问题，代替指纹")
    parser.option("--reason", metavar="理由", default="", help="为什么；豁免必须写")
    parser.option(
        "--until", metavar="日期", type=_day, help="豁免到哪天为止、稍后到哪天再看：2026-12-31、30天"
    )
    parser.option(
        "--reach",
        metavar="范围",
        type=one_of(_REACHES),
        default="finding",
        help="管到多宽：本条（默认）、机关、年度",
    )
    parser.option("--dry-run", action="store_true", help="只说会改多少条，不改")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    words = list(arguments.words)
    if not words or words[0] not in _CHOICES:
        said = f"没有“{printable(words[0])}”这种处置" if words else "没有写处置"
        raise usage_error(said, f"第一个词写处置：{' '.join(CHOICE_WORDS.values())}")
    if bool(words[1:]) is bool(arguments.filter):
        raise usage_error(
            "要写指纹，或用 --filter 写筛选，两样写一样", "auditor findings decide 属实 指纹 --as 姓名"
        )
    choice = _CHOICES[words[0]]
    session = Session(opened(arguments, readonly=arguments.dry_run), who=who_of(arguments))
    if arguments.filter:
        listing = session.listing(arguments.filter)
        if isinstance(listing, FilterFault):
            raise usage_error(f"筛选看不懂：{listing.message}", "auditor findings --help 有写法")
        marks = listing.marks()
    else:
        lines = [one(session.store, word) for word in words[1:]]
        marks = [(line.fingerprint, line.version) for line in lines]
    if arguments.dry_run:
        console.emit(f"会处置 {len(marks):,} 条，没有改动\n", None)
        return 0
    done = session.decide(
        marks, choice, reason=arguments.reason, until=arguments.until, reach=Reach(arguments.reach)
    )
    if isinstance(done, str):
        raise usage_error(done, "例如 --reason 已报上级同意 --until 2026-12-31")
    session.close()
    return _told(done, "没有要改的", "")


def undo_main(argv: Sequence[str]) -> int:
    """Take back one's last decision."""
    return _turn(argv, "undo", "撤销自己的上一次处置。可以一直撤到头，隔天也行。")


def redo_main(argv: Sequence[str]) -> int:
    """Do it again."""
    return _turn(argv, "redo", "重做刚撤销的处置。")


def _turn(argv: Sequence[str], word: str, about: str) -> int:
    parser = Parser(f"findings {word}", f"auditor findings {word} [选项]", about)
    add_store(parser)
    add_who(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    session = Session(opened(arguments, readonly=False), who=who_of(arguments))
    done = session.undo() if word == "undo" else session.redo()
    session.close()
    verb = "已撤销：" if word == "undo" else "已重做："
    return _told(done, f"没有可以{verb[1:3]}的", verb)


def _told(done: Done, nothing: str, verb: str) -> int:
    lines = [f"{verb}{done.label}" if done.label else nothing]
    if done.carried:
        lines.append(f"其中 {done.carried:,} 条在范围内，一并处置")
    if done.left:
        lines.append(f"范围内另有 {done.left:,} 条已有处置，没有改动")
    if done.ended:
        lines.append(f"{done.ended:,} 条已消除或不再报，不用处置")
    for item in done.conflicts:
        who = f"（{printable(item.who)}）" if item.who else ""
        lines.append(f"没有改 {item.fingerprint[:8]}：这期间已变为{STATE_WORDS[item.state]}{who}，请看过再定")
    console.emit("".join(line + "\n" for line in lines), None)
    return 1 if done.conflicts else 0


def _day(text: str) -> date:
    from datetime import datetime

    if found := re.fullmatch(r"(\d{1,4})天", text):
        return datetime.now().astimezone().date() + timedelta(days=int(found[1]))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("日期写成 2026-12-31，或写 30天") from error


def _help(parser: Parser) -> int:
    console.emit(parser.page(console.width(sys.stdout)), None)
    return 0
