"""The workbench: milliseconds to explain a rule, seconds to try every slip of the pen and to format.

    python -m bench.workbench

Processor time, modules already imported, rules already loaded, reports already read. Target: explain
(evaluate, trace and draw) under 50 ms for every rule of the packs on a standard report.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from time import process_time

from auditor.base.paths import packaged
from auditor.engine.corpus import ReportCorpus
from auditor.engine.explain import explain
from auditor.engine.mutate import mutate
from auditor.engine.testing import test_rules
from auditor.output.explain_text import draw_explanation
from auditor.output.rule_text import draw_rule
from auditor.output.text import Style
from auditor.report.model import Report
from auditor.report.sample import SampleBuilder, load_sample
from auditor.rules.fmt import format_bytes
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.model import Rule
from auditor.source.load import read_source


def main() -> int:
    """Print the figures; 0 always, since machines differ."""
    rules = packaged() / "rules"
    loaded = load_rules([rules])
    report = _standard(loaded)
    cost = {rule.id: _milliseconds(lambda rule=rule: _explained(rule, report)) for rule in loaded.rules}  # type: ignore[misc]
    slowest = max(cost, key=lambda rule: cost[rule])
    print(f"explain with a report   {median(cost.values()):8.2f} ms median, {cost[slowest]:.2f} ms {slowest}")
    cards = [_milliseconds(lambda rule=rule: _card(rule, loaded)) for rule in loaded.rules]  # type: ignore[misc]
    print(f"explain without one     {median(cards):8.2f} ms median, {max(cards):.2f} ms slowest")
    started = process_time()
    results = test_rules(loaded)
    print(f"test                    {process_time() - started:8.2f} s  {len(results)} examples and gates")
    started = process_time()
    found = mutate(loaded)
    tried = found.formulas + found.wordings
    print(f"test --mutate           {process_time() - started:8.2f} s  {tried} variants, {found.rules} rules")
    started = process_time()
    files = sorted((rules / "国家").rglob("*.yaml"))
    for path in files:
        format_bytes(path.read_bytes(), path.name)
    print(f"fmt                     {process_time() - started:8.2f} s  {len(files)} files")
    return 0


def _explained(rule: Rule, report: Report) -> str:
    found = explain(rule, report, ReportCorpus((report,)))
    return draw_explanation(found, found.targets, Style())


def _card(rule: Rule, loaded: LoadedRules) -> str:
    return draw_rule(rule, loaded.wordings.lists, Style())


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        started = process_time()
        work()
        times.append(process_time() - started)
    return 1000 * min(times)


def _standard(loaded: LoadedRules) -> Report:
    path = packaged() / "rules" / "样本" / "标准报告-2021-部门.yaml"
    source, _ = read_source(path, path.name)
    assert source is not None
    sample, _ = load_sample(source)
    assert sample is not None
    return SampleBuilder(loaded.lexicons).build(sample, "标准报告")


if __name__ == "__main__":
    sys.exit(main())
