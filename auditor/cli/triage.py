"""`auditor triage`: the reports audited and their findings decided on screen."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.base import collector
from auditor.base.diagnostic import Diagnostic
from auditor.base.paths import packaged
from auditor.cli import console, options, rulesets, triage_web
from auditor.cli.configured import configure, who_from_environment
from auditor.cli.parser import Parser, usage_error
from auditor.cli.stores import add_who, address_of
from auditor.output.places import printable
from auditor.settings.keys import THEME_NAMES

if TYPE_CHECKING:
    from textual.driver import Driver

    from tui.desk import Listed

_ABOUT = (
    "在终端里逐条处置问题：左边是问题，右边是证据，一键一条。处置随时保存，下次回到离开的地方。\n"
    "不写报告时用设置里的，或 ./reports，没有就打开样例报告试用。" + rulesets.DEFAULT
)
_MORE = """\
例子：
  auditor triage
  auditor triage reports/ --rules rules/ --as 王芳
  auditor triage reports/ --store postgresql://用户@主机/库名   （几个人一起处置）
  auditor triage --store 审核.sqlite --readonly                （只看，不处置）
  auditor triage reports/ --web                                （在浏览器里，只有本机打得开）

按键：? 帮助  Enter 菜单  a 属实  f 误报  w 豁免  d 已整改  u 撤销  / 筛选  q 退出
中文输入法开着时用数字键：1 属实 2 误报 3 豁免 4 已整改 5 稍后"""


def main(argv: Sequence[str]) -> int:
    """0 after an orderly end, 2 where it could not start."""
    parser = _parser()
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    # Composed text is lost in several terminals with this protocol; textual reads it at import.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    fault = None if arguments.page or arguments.web else _terminal_fault()
    if fault is not None:
        options.report([fault], arguments.color)
        return 2
    settings = configure(arguments, arguments.paths)
    arguments.paths = arguments.paths or list(settings.reports)
    rules = arguments.rules or rulesets.default_rules().as_posix()
    rulesets.check_order(rules, arguments.paths)
    reports, samples = _reports(arguments)
    if arguments.web and not arguments.page:
        return triage_web.main(argv, arguments.port, arguments.color)
    scratch = tempfile.mkdtemp(prefix="auditor-") if samples and not arguments.store else ""
    collector.hold()
    try:
        from auditor.triage import Session, StoreFault, default_store
        from tui.app import TriageApp
        from tui.desk import Desk
        from tui.probe import draws_wide

        address: str | Path = Path(scratch) / "样例.sqlite"
        if arguments.store:
            address = address_of(arguments.store)
        elif not scratch:
            address = default_store(reports[0])
        try:
            session = Session.open(address, None, reports, _who(arguments), readonly=arguments.readonly)
        except StoreFault as refused:
            options.report([refused.diagnostic], arguments.color)
            return 2
        desk = Desk(
            session=session,
            find_roster=lambda: _roster(arguments.roster, rules, reports),
            rules=Path(rules),
            overlays=options.many(arguments.overlay),
            ascii=arguments.ascii or (not arguments.page and draws_wide()),
            readonly=arguments.readonly,
            theme=arguments.theme or "",
            tour=samples,
            samples=bool(scratch),
            debug=arguments.debug,
            browser=arguments.page,
            manners=settings.triage,
        )
        app = TriageApp(desk, watch=True, driver=_driver(arguments.page), settled=collector.let_go)
        app.run()
        session.close()
        return app.return_code or 0
    finally:
        collector.let_go()
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


def _parser() -> Parser:
    from auditor.cli.parser import one_of

    parser = Parser("triage", "auditor triage [报告…] [选项]", _ABOUT, _MORE)
    parser.add_argument("paths", nargs="*")
    parser.option("--rules", metavar="规则", help="规则文件夹或文件")
    rulesets.add_overlay(parser)
    parser.option(
        "--roster", metavar="文件", help="机关名录（.yaml 或 .xlsx）；默认找报告旁边的 名录.yaml、名录.xlsx"
    )
    where = "处置库：文件、文件夹或 postgresql://…；默认在报告旁边（审核.sqlite）"
    parser.option("--store", metavar="库", help=where)
    add_who(parser)
    parser.option("--readonly", action="store_true", help="只看，不处置，也不重新审核")
    parser.option("--ascii", action="store_true", help="不画框线和符号，给画不好它们的终端")
    parser.option("--web", action="store_true", help="在浏览器里用：显示一个只有本机打得开的地址")
    parser.option("--port", metavar="端口", type=_port, default=0, help="网页用的端口；不写时自动选一个")
    parser.option(triage_web.PAGE, action="store_true", help="")
    parser.option("--theme", metavar="颜色", type=one_of(THEME_NAMES), help="暗（默认）、亮、高对比")
    when = one_of({"auto": "auto", "always": "always", "never": "never"})
    parser.option(
        "--color", metavar="何时", type=when, default="auto", help="启动时说明的颜色；界面不要颜色用 NO_COLOR"
    )
    options.add_config(parser)
    parser.option("--debug", action="store_true", help="程序自身出错时显示全部细节")
    return parser


def _port(text: str) -> int:
    try:
        return triage_web.port_of(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是端口，写 1024 到 65535 的数") from None


def _driver(page: bool) -> type[Driver] | None:
    """What stands between the interface and its screen; None: Textual's own for this terminal."""
    if not page:
        return None
    from tui.web.driver import PageDriver

    return PageDriver


def _terminal_fault() -> Diagnostic | None:
    from tui.guard import fault_of_terminal

    return fault_of_terminal()


def _roster(named: str | None, rules: str, reports: Sequence[str]) -> Listed:
    """The roster as `auditor run` finds it, its region's overlay, and what is wrong; called behind the
    first frame."""
    from auditor.cli import rosters

    _, roster, faults = rosters.find_roster(named, rules, reports)
    return roster, rosters.overlay_of(roster, rules), tuple(fault.message for fault in faults)


def _reports(arguments: Namespace) -> tuple[list[str], bool]:
    """The reports to look at, and whether they are the shipped samples."""
    paths: list[str] = list(arguments.paths)
    for path in paths:
        if not Path(path).exists():
            raise usage_error(f"没有这个报告文件夹或文件：{printable(path)}", "核对路径")
    if paths:
        return paths, False
    if arguments.store and arguments.readonly:
        return [], False
    if Path("reports").is_dir():
        return ["reports"], False
    return [(packaged() / "reports").as_posix()], True


def _who(arguments: Namespace) -> str:
    return str(arguments.who or who_from_environment())
