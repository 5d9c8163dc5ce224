"""`auditor rules check` and `auditor rules list`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

from auditor.base.diagnostic import Severity
from auditor.base.text import cells, fold
from auditor.cli import console, options, rulesets
from auditor.cli.parser import Parser, usage_error
from auditor.output.places import LEVELS, printable
from auditor.output.wrap import wrap
from auditor.rules.kinds import KINDS
from auditor.rules.model import Rule
from auditor.rules.outcome import Level
from auditor.source.nearest import advice

_CHECK = "检查规则文件：写法、键名、公式、单元格名、词组、依据，逐处指出行和列。"
_LIST = (
    "列出规则：编号、级别、类型、名称。加 -v 连依据和文件一起列。\n"
    "--text 只列编号、名称、类型、状态、依据、文件或断言里有这些字的。"
)
_EXAMPLES = """\
例子：
  auditor rules list --text 信息处理费
  auditor rules list --level 错误 --kind 勾稽
  auditor rules list --text 试行"""


def check(argv: Sequence[str]) -> int:
    """0 no error, 2 errors in the files."""
    parser = Parser("rules check", "auditor rules check [规则]", _CHECK, rulesets.DEFAULT)
    rulesets.add(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    loaded = rulesets.from_arguments(arguments, "check")
    options.report(loaded.diagnostics, arguments.color)
    counts = Counter(item.severity for item in loaded.diagnostics)
    lines = [f"{len(loaded.packs)} 个规则集，{len(loaded.rules)} 条规则，{len(loaded.lexicons)} 份词典"]
    if counts[Severity.ERROR] or counts[Severity.WARNING]:
        lines.append(f"错误 {counts[Severity.ERROR]}  警告 {counts[Severity.WARNING]}")
    else:
        lines.append("没有发现问题")
    for notice in loaded.notices:
        lines += wrap(f"注意  {printable(notice)}", console.width(sys.stdout), " " * 6)
    console.emit("\n".join(lines) + "\n", None)
    return 0 if loaded.ok else 2


def listing(argv: Sequence[str]) -> int:
    """0, or 2 where the files have errors (the sound rules are listed all the same)."""
    parser = Parser("rules list", "auditor rules list [规则]", _LIST, f"{_EXAMPLES}\n\n{rulesets.DEFAULT}")
    rulesets.add(parser)
    parser.option("--text", metavar="文字", action="append", help="只列含这些文字的；重复写是都要有")
    parser.option("--kind", metavar="类型", action="append", help="只列这些类型的；可重复，或用逗号隔开")
    parser.option("--level", metavar="级别", action="append", help="只列错误、警告或提示；可重复")
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    loaded = rulesets.from_arguments(arguments, "list")
    options.report([item for item in loaded.diagnostics if item.severity is Severity.ERROR], arguments.color)
    _known(options.many(arguments.kind), KINDS, "类型")
    _known(options.many(arguments.level), LEVELS.values(), "级别")
    wanted = [rule for rule in loaded.rules if _wanted(rule, arguments)]
    width = console.width(sys.stdout)
    lines = _table(wanted, width, arguments.verbose) or ["没有符合的规则"]
    counts = Counter(rule.level for rule in wanted)
    totals = "  ".join(f"{LEVELS[level]} {counts[level]}" for level in Level)
    of_all = "" if len(wanted) == len(loaded.rules) else f"（全部 {len(loaded.rules)} 条）"
    lines += ["", f"{len(wanted)} 条规则{of_all}    {totals}"]
    packs = dict.fromkeys(f"{pack.name} {pack.version}".strip() for pack in loaded.packs)
    lines += wrap(f"规则集  {' + '.join(packs)}", width, " " * 8)
    console.emit("\n".join(lines) + "\n", None)
    return 0 if loaded.ok else 2


def _known(names: Iterable[str], known: Iterable[str], what: str) -> None:
    """Raise UsageError for a name that is not in a closed list."""
    listed = list(known)
    for name in names:
        if name not in listed:
            raise usage_error(
                f"没有“{printable(name)}”这个{what}", f"{advice(name, listed)}可以写 {'、'.join(listed)}"
            )


def _wanted(rule: Rule, arguments: object) -> bool:
    kinds = options.many(getattr(arguments, "kind", None))
    levels = options.many(getattr(arguments, "level", None))
    if kinds and rule.kind not in kinds:
        return False
    if levels and LEVELS[rule.level] not in levels:
        return False
    asked = [fold(text).casefold() for text in getattr(arguments, "text", None) or ()]
    said = fold(_said(rule)).casefold()
    return all(text in said for text in asked)


def _said(rule: Rule) -> str:
    basis = " ".join(f"{b.document} {b.clause}" for b in rule.basis)
    formulas = []
    if rule.tree is not None:
        formulas = [str(getattr(rule.tree.get(key), "text", "")) for key in ("断言", "前提", "对象", "位置")]
    level = LEVELS[rule.level]
    return " ".join(
        (rule.id, rule.name, rule.kind, level, rule.state, rule.file, rule.explanation, basis, *formulas)
    )


def _table(rules: Sequence[Rule], width: int, verbose: bool) -> list[str]:
    widest = max([cells(rule.id) for rule in rules], default=0)
    kinds = max([cells(rule.kind) for rule in rules], default=0)
    lines: list[str] = []
    for rule in rules:
        head = f"{_padded(rule.id, widest)}  {LEVELS[rule.level]}  {_padded(rule.kind, kinds)}  "
        state = "" if rule.state == "施行" else f"（{rule.state}）"
        lines += wrap(head + state + printable(rule.name), width, " " * cells(head))
        if verbose:
            indent = " " * cells(head)
            lines += wrap(f"{indent}{_basis(rule)}", width, f"{indent}     ")
            where = f"{rule.file}:{rule.place.line}" if rule.place else rule.file
            lines += wrap(f"{indent}写在 {printable(where)}", width, f"{indent}     ")
    return lines


def _basis(rule: Rule) -> str:
    return "依据 " + "；".join(f"{basis.document} {basis.clause}".strip() for basis in rule.basis)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _help(parser: Parser) -> int:
    console.emit(parser.page(console.width(sys.stdout)), None)
    return 0
