"""`auditor rules`: check, test and list rule files."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from auditor.base.diagnostic import Severity
from auditor.base.text import cells
from auditor.cli import console, options, rulesets
from auditor.cli.parser import Parser, usage_error
from auditor.output.places import LEVELS, printable
from auditor.output.wrap import wrap
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.model import Rule
from auditor.rules.outcome import Level
from auditor.source.nearest import advice

_ABOUT = {
    "check": "检查规则文件：写法、键名、公式、单元格名、词组、依据，逐处指出行和列。",
    "test": "跑每条规则自带的例子，列出与预期不符的。",
    "list": "列出规则：编号、级别、类型、名称。加 -v 连依据一起列。",
}


def main(argv: Sequence[str]) -> int:
    """The subcommand's work: 0 in order, 1 examples that fail, 2 faults in the files."""
    word = argv[0] if argv else ""
    if word in ("", "-h", "--help"):
        console.emit(_page(), None)
        return 0
    if word not in _ABOUT:
        hint = advice(word, _ABOUT)
        remedy = f"{hint}可以写 {'、'.join(_ABOUT)}；auditor rules --help 有说明"
        raise usage_error(f"auditor rules 没有“{printable(word)}”", remedy)
    parser = Parser(f"rules {word}", f"auditor rules {word} [规则]", _ABOUT[word], _MORE)
    parser.add_argument("paths", nargs="*")
    parser.option("--overlay", metavar="名称", action="append", help="加用一份地方叠加；可重复")
    if word == "test":
        parser.option("--rule", metavar="编号", action="append", help="只测这些规则；可重复，或用逗号隔开")
    options.add_manners(parser)
    arguments = parser.parse(argv[1:])
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    if len(arguments.paths) > 1:
        raise usage_error("只能写一个规则文件夹或文件", f"写成 auditor rules {word} 规则")
    if arguments.paths:
        rulesets.check_order(arguments.paths[0], ())
    path = arguments.paths[0] if arguments.paths else rulesets.default_rules().as_posix()
    loaded = load_rules([Path(path)], options.many(arguments.overlay))
    return _WORK[word](loaded, arguments)


_MORE = "不写规则时用 ./rules，没有就用随程序提供的规则。"


def _check(loaded: LoadedRules, arguments: Namespace) -> int:
    options.report(loaded.diagnostics, arguments.color)
    counts = Counter(item.severity for item in loaded.diagnostics)
    lines = [f"{len(loaded.packs)} 个规则集，{len(loaded.rules)} 条规则，{len(loaded.lexicons)} 份词典"]
    if counts[Severity.ERROR] or counts[Severity.WARNING]:
        lines.append(f"错误 {counts[Severity.ERROR]}  警告 {counts[Severity.WARNING]}")
    else:
        lines.append("没有发现问题")
    console.emit("\n".join(lines) + "\n", None)
    return 0 if loaded.ok else 2


def _list(loaded: LoadedRules, arguments: Namespace) -> int:
    options.report([item for item in loaded.diagnostics if item.severity is Severity.ERROR], arguments.color)
    width = console.width(sys.stdout)
    widest = max([cells(rule.id) for rule in loaded.rules], default=0)
    kinds = max([cells(rule.kind) for rule in loaded.rules], default=0)
    lines: list[str] = []
    for rule in loaded.rules:
        head = f"{_padded(rule.id, widest)}  {LEVELS[rule.level]}  {_padded(rule.kind, kinds)}  "
        state = "" if rule.state == "施行" else f"（{rule.state}）"
        lines += wrap(head + state + printable(rule.name), width, " " * cells(head))
        if arguments.verbose:
            lines += wrap(" " * cells(head) + _basis(rule), width, " " * (cells(head) + 5))
    counts = Counter(rule.level for rule in loaded.rules)
    totals = "  ".join(f"{LEVELS[level]} {counts[level]}" for level in Level)
    lines += ["", f"{len(loaded.rules)} 条规则    {totals}"]
    packs = dict.fromkeys(f"{pack.name} {pack.version}".strip() for pack in loaded.packs)
    lines += wrap(f"规则集  {' + '.join(packs)}", width, " " * 8)
    console.emit("\n".join(lines) + "\n", None)
    return 0 if loaded.ok else 2


def _basis(rule: Rule) -> str:
    return "依据 " + "；".join(f"{basis.document} {basis.clause}".strip() for basis in rule.basis)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _test(loaded: LoadedRules, arguments: Namespace) -> int:
    from auditor.engine.testing import test_rules

    options.report([item for item in loaded.diagnostics if item.severity is Severity.ERROR], arguments.color)
    results = test_rules(loaded, sorted(rulesets.wanted(options.many(arguments.rule), loaded)))
    failed = [result for result in results if not result.passed]
    width = console.width(sys.stdout)
    lines: list[str] = []
    for result in failed:
        number = f" 例子 {result.number}" if result.number else ""
        where = f"{printable(result.file)}:{result.place.line}" if result.place else printable(result.file)
        lines += wrap(f"不符  {result.rule}{number}  {result.expectation}  {where}".rstrip(), width, " " * 6)
        for failure in result.failures:
            lines += wrap(f"      {printable(failure)}", width, " " * 8)
    examples = sum(1 for result in results if result.number)
    rules = len({result.rule for result in results if result.rule})
    verdict = f"不符 {len(failed)} 处" if failed else "全部符合"
    lines += [f"{rules} 条规则，{examples} 个例子，{verdict}"]
    console.emit("\n".join(lines) + "\n", None)
    if not loaded.ok:
        return 2
    return 1 if failed else 0


_WORK: dict[str, Callable[[LoadedRules, Namespace], int]] = {"check": _check, "test": _test, "list": _list}


def _page() -> str:
    from auditor.cli.parser import table

    rows = [(f"auditor rules {word} [规则]", about) for word, about in _ABOUT.items()]
    columns = console.width(sys.stdout)
    return "\n".join(["规则文件的检查、测试和清单", "", *table(rows, columns), "", _MORE, ""])
