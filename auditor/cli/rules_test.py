"""`auditor rules test`: the examples that rules carry, and with --mutate whether they are enough."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from auditor.base.diagnostic import Severity
from auditor.base.place import SourcePlace
from auditor.cli import console, options, rulesets
from auditor.cli.parser import Parser
from auditor.cli.progress import Progress
from auditor.engine.testing import ExampleResult, test_rules
from auditor.output.places import printable
from auditor.output.wrap import wrap
from auditor.rules.load import LoadedRules

_ABOUT = (
    "跑每条规则自带的例子，列出与预期不符的。\n"
    "--mutate 在规则上故意改错一处（比较号、少一项、数差一、去掉前提、去掉一种说法），再跑例子：\n"
    "哪一处改错了例子也看不出来，就说明少一个例子。"
)
_SHOWN = 5  # survivors in wordings of one list, without -v


def test(argv: Sequence[str]) -> int:
    """0 all examples hold, 1 some do not (or a changed formula went unnoticed), 2 errors in the files."""
    parser = Parser("rules test", "auditor rules test [规则]", _ABOUT, rulesets.DEFAULT)
    rulesets.add(parser)
    parser.option("--rule", metavar="编号", action="append", help="只测这些规则；可重复，或用逗号隔开")
    parser.option("--mutate", action="store_true", help="看例子够不够：故意改错，列出没有被看出来的")
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    loaded = rulesets.from_arguments(arguments, "test")
    options.report([item for item in loaded.diagnostics if item.severity is Severity.ERROR], arguments.color)
    only = sorted(rulesets.wanted(options.many(arguments.rule), loaded))
    results = test_rules(loaded, only)
    failed = [result for result in results if not result.passed]
    width = console.width(sys.stdout)
    lines = [line for result in failed for line in _failure(result, width)]
    examples = sum(1 for result in results if result.number)
    rules = len({result.rule for result in results if result.rule})
    verdict = f"不符 {len(failed)} 处" if failed else "全部符合"
    lines += [f"{rules} 条规则，{examples} 个例子，{verdict}" if rules else "没有可以测的规则"]
    survived = False
    if arguments.mutate and rules:
        more, survived = _mutated(loaded, only, arguments, width)
        lines += ["", *more]
    console.emit("\n".join(lines) + "\n", None)
    if not loaded.ok:
        return 2
    return 1 if failed or survived else 0


test.__test__ = False  # type: ignore[attr-defined]  # pytest collects by name


def _failure(result: ExampleResult, width: int) -> list[str]:
    number = f" 例子 {result.number}" if result.number else ""
    where = _where(result.file, result.place)
    lines = wrap(f"不符  {result.rule}{number}  {result.expectation}  {where}".rstrip(), width, " " * 6)
    for failure in result.failures:
        lines += wrap(f"      {printable(failure)}", width, " " * 8)
    return lines


def _mutated(
    loaded: LoadedRules, only: Sequence[str], arguments: Namespace, width: int
) -> tuple[list[str], bool]:
    from auditor.engine.mutate import by_rule, mutate

    progress = Progress(quiet=arguments.quiet)
    try:
        found = mutate(loaded, only, progress=progress)
    finally:
        progress.close()
    lines: list[str] = []
    for rule in found.unsound:
        lines += wrap(f"{rule} 的例子本来就不符，没有试改", width, "  ")
    formulas = [one for one in found.survivors if not one.wording]
    for one in formulas:
        lines += wrap(f"缺例子  {one.rule}  {one.key}  {_where(one.file, one.place)}", width, " " * 8)
        lines += wrap(f"        {printable(one.change)}，例子都看不出来", width, " " * 8)
    wordings = [one for one in found.survivors if one.wording]
    if wordings and not arguments.quiet:
        lines += [*([""] if lines else []), "说法里没有被例子用到的（不一定要补，常用的说法宜补一个例子）"]
        for rule, items in by_rule(wordings).items():
            lines += wrap(f"  {rule}  {len(items)} 处  {printable(items[0].file)}", width, " " * 6)
            shown = items if arguments.verbose else items[:_SHOWN]
            for one in shown:
                where = f"第 {one.place.line} 行 " if one.place and not one.key.startswith("$") else ""
                lines += wrap(
                    f"      {one.key} {where}{_short(one.change, arguments.verbose)}：{one.reason}",
                    width,
                    " " * 8,
                )
            if len(items) > len(shown):
                lines.append(f"      …… 另 {len(items) - len(shown)} 处，加 -v 全部列出")
        lines.append("")
    killed_formulas, killed_wordings = found.formulas - len(formulas), found.wordings - len(wordings)
    lines += wrap(
        f"试改 {found.rules - len(found.unsound)} 条规则：公式和前提 {found.formulas} 处，例子看出 "
        f"{killed_formulas} 处，缺例子 {len(formulas)} 处；"
        f"说法 {found.wordings} 处，用到 {killed_wordings} 处",
        width,
        "  ",
    )
    return lines, bool(formulas or found.unsound)


def _short(text: str, whole: bool) -> str:
    clean = printable(text)
    return clean if whole or len(clean) <= 44 else clean[:42] + " ……”"


def _where(file: str, place: SourcePlace | None) -> str:
    return f"{printable(file)}:{place.line}" if place else printable(file)
