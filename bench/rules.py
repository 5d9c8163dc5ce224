"""Rules: milliseconds to load the packs, reports per second through the whole pack, one rule's cost.

    python -m bench.rules [REPORTS]

Processor time, modules already imported; loading is told apart into what the YAML parser alone takes
on the same files, the located trees, and the rules. The reports are generated, each with a prose of
its own (copies would be compared with each other), and are read before the clock starts. Targets:
packs loaded under 60 ms, 1,000 rules checked under 0.5 s, 300 parsed reports per second on one core,
150 with their facts.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import yaml

from auditor.base import collector
from auditor.base.diagnostic import Diagnostic
from auditor.base.paths import packaged
from auditor.engine.run import audit
from auditor.reading.open import open_document
from auditor.report.build import read_report
from auditor.report.facts import read_facts
from auditor.report.model import Report
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.outcome import Outcome
from auditor.source.load import read_source
from bench.stencils import write

MANY = """\
- 编号: 量-{number:04d}
  名称: 第 {number} 条
  类型: 勾稽
  级别: 警告
  依据: [{{文件: 测速, 条款: 无}}]
  断言: 表三.总计.新收 + 表三.总计.上年结转 + {number} ≥ 表三.总计.办理总计
"""


def main(arguments: Sequence[str]) -> int:
    """Print the figures; 0 always, since machines differ."""
    count = int(arguments[0]) if arguments else 400
    rules = packaged() / "rules"
    loaded = load_rules([rules])
    paths = sorted(path for path in rules.rglob("*.yaml") if "样本" not in path.parts)
    texts = [path.read_text(encoding="utf-8") for path in paths]
    print(f"yaml events {sum(map(len, texts)) // 1000:4d} K       {_median(lambda: _events(texts)):8.1f} ms")
    print(f"trees      {len(paths):5d} files   {_median(lambda: _trees(paths)):8.1f} ms")
    print(f"loading    {len(loaded.rules):5d} rules   {_load(rules):8.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        lines = "".join(MANY.format(number=number) for number in range(1, 1_001))
        (Path(folder) / "many.yaml").write_text(f"规则集: 量\n规则:\n{lines}", encoding="utf-8")
        print(f"loading     1000 rules   {_load(Path(folder)):8.1f} ms")
    reports = _reports(loaded, count)
    collector.let_go(rarely=True)  # as in a run's workers
    seconds = _audit(loaded, reports)
    print(f"auditing   {count:5d} reports {count / seconds:8.0f} reports/s")
    print(f"           {seconds / count / len(loaded.rules) * 1e6:8.1f} µs per rule and report")
    facts = _facts(loaded, reports)
    both = count / (seconds + facts)
    print(f"facts      {facts / count * 1e3:8.2f} ms a report, with them {both:8.0f} reports/s")
    for rule, share in _slowest(loaded, reports[:80]):
        print(f"           {share:8.1f} µs  {rule}")
    return 0


def _load(root: Path) -> float:
    return _median(lambda: load_rules([root], examples=False))


def _median(work: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(7):
        start = process_time()
        work()
        times.append((process_time() - start) * 1e3)
    return median(times)


def _events(texts: Sequence[str]) -> None:
    """The floor: the parser's events, looked at by nobody."""
    for text in texts:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        while loader.get_event() is not None:
            pass


def _trees(paths: Sequence[Path]) -> None:
    for path in paths:
        read_source(path, path.name)


def _reports(loaded: LoadedRules, count: int) -> list[Report]:
    read = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            write(Path(folder), number)
        for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            document = open_document(path.read_bytes(), name=path.name)
            assert not isinstance(document, Diagnostic), document
            report = read_report(document, loaded.lexicons, path.as_posix(), loaded.vocabulary)
            assert not isinstance(report, Diagnostic), report
            read.append(report)
    return read


def _audit(loaded: LoadedRules, reports: Sequence[Report]) -> float:
    def drop(outcome: Outcome) -> None:
        """The sink of a run that keeps nothing."""

    start = process_time()
    audit(loaded.rules, reports, drop)
    return process_time() - start


def _facts(loaded: LoadedRules, reports: Sequence[Report]) -> float:
    assert loaded.vocabulary is not None
    start = process_time()
    for report in reports:
        read_facts(report.sections, loaded.vocabulary, report.year, report.kind)
    return process_time() - start


def _slowest(loaded: LoadedRules, reports: Sequence[Report]) -> list[tuple[str, float]]:
    costs = []
    for rule in loaded.rules:
        seconds = _audit(replace(loaded, rules=(rule,)), reports)
        costs.append((f"{rule.id} {rule.kind} {rule.name}", seconds / len(reports) * 1e6))
    return sorted(costs, key=lambda cost: -cost[1])[:8]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
