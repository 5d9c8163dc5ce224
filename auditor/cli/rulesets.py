"""The RULES argument: found, told from the reports, loaded, its faults shown."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.base.collector import paused, settle
from auditor.base.paths import packaged
from auditor.cli import options
from auditor.cli.configured import configure
from auditor.cli.parser import Parser, UsageError, usage_error
from auditor.output.places import printable
from auditor.source.nearest import advice

if TYPE_CHECKING:  # who only names rules (the triage screen, until it has drawn) does not load them
    from auditor.rules.load import LoadedRules

_NO_RULES = ("名录.yaml", "名录.yml", "处置.yaml")
DEFAULT = "不写规则时用 ./rules，没有就用随程序提供的规则。"


def add(parser: Parser) -> None:
    """The arguments of a subcommand of `auditor rules` that works on one rule set."""
    parser.add_argument("paths", nargs="*")
    add_overlay(parser)
    options.add_manners(parser)


def add_overlay(parser: Parser) -> None:
    """--overlay."""
    parser.option("--overlay", metavar="名称", action="append", help="加用一份地方叠加，例如 某市；可重复")


def from_arguments(arguments: Namespace, word: str) -> LoadedRules:
    """The rules that the arguments of `add` name, with their faults."""
    if len(arguments.paths) > 1:
        raise usage_error("只能写一个规则文件夹或文件", f"写成 auditor rules {word} 规则")
    if arguments.paths:
        check_order(arguments.paths[0], ())
    path = Path(arguments.paths[0]) if arguments.paths else default_rules(arguments)
    configure(arguments)
    return _load([path], options.many(arguments.overlay), True)


def _load(roots: Sequence[Path], overlays: Sequence[str], examples: bool) -> LoadedRules:
    from auditor.rules.load import load_rules

    return load_rules(roots, overlays, examples=examples)


def loaded(rules: str, overlays: Sequence[str], color: str) -> LoadedRules | None:
    """The rules, their faults on stderr; None where an error stops the run."""
    with paused():
        found = _load([Path(rules)], overlays, False)
        settle()
    options.report(found.diagnostics, color)
    return found if found.ok else None


def default_rules(arguments: Namespace | None = None) -> Path:
    """What the settings name (with `arguments`), ./rules where it holds a 词典, else the package's own."""
    settings = configure(arguments) if arguments is not None else None
    if settings is not None and settings.rules:
        check_order(settings.rules, ())
        return Path(settings.rules)
    here = Path("rules")
    return here if (here / "词典").is_dir() else packaged() / "rules"


def rules_and_reports(arguments: Namespace, command: str) -> tuple[str, list[str]]:
    """RULES and REPORTS… of `arguments.paths`; what is not written there comes from the settings, which
    are filled into `arguments`. Raises UsageError where one of them is wanting or they changed places."""
    paths = list(arguments.paths)
    first = len(paths) > 1 and holds_rules(Path(paths[0]))
    arguments.rules = paths[0] if first else None
    arguments.reports = paths[1:] if first else paths or None
    settings = configure(arguments, paths[1:] or paths)
    if len(paths) == 1 and settings.reports and holds_rules(Path(paths[0])):
        arguments.rules, arguments.reports = paths[0], list(settings.reports)
    if len(paths) > 1 and (
        arguments.rules is None or any(holds_rules(Path(path)) for path in arguments.reports)
    ):
        arguments.rules, arguments.reports = paths[0], paths[1:]
    if arguments.rules is None or not arguments.reports:
        missing = "没有写规则和报告" if not paths else "没有写要审核的报告"
        raise usage_error(
            missing, f"写成 auditor {command} 规则 报告…，例如 auditor {command} rules/ reports/"
        )
    check_order(arguments.rules, arguments.reports)
    return str(arguments.rules), list(arguments.reports)


def wanted(names: Sequence[str], loaded: LoadedRules) -> frozenset[str]:
    """The ids that --rule names; a former id stands for the rule of today."""
    known = {former: rule.id for rule in loaded.rules for former in rule.former_ids}
    known |= {rule.id: rule.id for rule in loaded.rules}
    for name in names:
        if name not in known:
            hint = advice(name, known)
            raise usage_error(f"没有编号是“{name}”的规则", f"{hint}auditor rules list 列出全部编号")
    return frozenset(known[name] for name in names)


def check_order(rules: str, reports: Sequence[str]) -> None:
    """Raise UsageError where RULES is missing, empty, or has changed places with the reports."""
    path = Path(rules)
    if not path.exists():
        raise _fault("没有这个规则文件夹或文件", rules, "核对路径；auditor init 可以复制出一份规则")
    if holds_rules(path):
        return
    swapped = next((report for report in reports if holds_rules(Path(report))), None)
    if swapped is not None:
        raise usage_error(
            "规则和报告的位置放反了：先写规则，再写报告",
            f"改成 auditor run {printable(swapped)} {printable(rules)}",
        )
    if path.is_dir():
        raise _fault("这个文件夹里没有规则文件（.yaml）", rules, "第一个参数写规则文件夹，例如 rules/")
    raise _fault("这不是规则文件（.yaml）", rules, "第一个参数写规则文件夹，例如 rules/")


def holds_rules(path: Path) -> bool:
    """Whether `path` is a YAML file or a folder with one somewhere in it, rosters and decisions aside."""
    if path.is_dir():
        return any(
            found.name not in _NO_RULES for suffix in (".yaml", ".yml") for found in path.rglob(f"*{suffix}")
        )
    return path.suffix.lower() in (".yaml", ".yml")


def _fault(message: str, rules: str, remedy: str) -> UsageError:
    return usage_error(f"{message}：{printable(rules)}", remedy)
