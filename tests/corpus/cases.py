"""Atomic cases: for each national rule a report that passes it and one that breaks it, named by rule and
outcome, with every finding of all rules beside it.

    违反: 标准报告-2021-部门        the report it starts from (rules/样本)
    改: {表三.自然人.新收: '11'}     what is changed, as in 例子 (上年, 下级, 名录 … likewise)
    问题:                          all that is found in it: rule, target, level; nothing else may be
    - 勾稽-302 表三.自然人 错误

`python -m tests.corpus.cases` writes a case from a rule's first 通过 and first 违反 where there is none
yet; it never touches one that is there. Read what it wrote before committing it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from auditor.base.paths import packaged
from auditor.engine.run import audit, is_survey, split
from auditor.engine.testing import Bench, Case, _case, company
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.model import Rule
from auditor.rules.outcome import Level, Outcome, Verdict
from auditor.rules.schema import instance
from auditor.source.load import load_source
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Sequence as Items

CASES = Path(__file__).parent / "cases"
OUTCOMES = {"通过": Verdict.PASS, "违反": Verdict.FAIL}
LEVELS = {Level.ERROR: "错误", Level.WARNING: "警告", Level.INFO: "提示"}


@cache
def loaded() -> LoadedRules:
    """The packaged rules."""
    return load_rules([packaged() / "rules"])


@cache
def bench() -> Bench:
    """The standard reports."""
    return Bench(loaded())


def rules() -> dict[str, Rule]:
    """The national rules in force, by id."""
    return {r.id: r for r in loaded().rules if "/国家/" in r.file and r.state != "停用"}


def outcomes_of(rule: Rule, case: Case) -> list[Outcome]:
    """What all rules that ask of one report say of the case; of a rule about all reports, what it says."""
    own, corpus = company(case.report, case.others, case.below, case.roster)
    found: list[Outcome] = []
    asked = [rule] if is_survey(rule) else split(rules().values())[0]
    audit(asked, [own], found.append, corpus)
    return found


def told(outcomes: list[Outcome]) -> list[str]:
    """Rule, target and level of every breach, sorted."""
    return sorted(
        f"{o.rule} {o.target} {LEVELS[o.level]}"
        for o in outcomes
        if o.verdict in (Verdict.FAIL, Verdict.ERROR)
    )


def read(path: Path) -> tuple[Rule, str, Tree, list[str]]:
    """The rule, the outcome's word, the tree and the findings that the file lists."""
    rule_id, word = path.stem.rsplit("_", 1)
    source, faults = load_source(path.read_bytes(), path.name)
    assert source is not None and isinstance(source.root, Tree), faults
    listed = source.root.get("问题")
    items = listed.items if isinstance(listed, Items) else ()
    return rules()[rule_id], word, source.root, [str(instance(item)) for item in items]


def case_of(rule: Rule, word: str, tree: Tree) -> Case:
    """The reports of a case file."""
    return _case(rule, tree, word, bench())


def _examples(rule: Rule) -> Iterator[tuple[str, Tree]]:
    """The first example of each outcome."""
    nodes = rule.tree.get("例子") if rule.tree else None
    for word in OUTCOMES:
        for node in nodes.items if isinstance(nodes, Items) else ():
            if isinstance(node, Tree) and node.get(word) is not None:
                yield word, node
                break


def write() -> None:
    """Write the cases that are missing."""
    CASES.mkdir(exist_ok=True)
    for rule in rules().values():
        for word, node in _examples(rule):
            path = CASES / f"{rule.id}_{word}.yaml"
            if path.exists():
                continue
            said: dict[str, Any] = {k: v for k, v in instance(node).items() if k not in _EXPECTED}
            base = bench().find(said.pop(word) or "标准报告", rule)
            assert base is not None
            case = case_of(rule, word, node)
            whole = {word: base.name, **said, "问题": told(outcomes_of(rule, case))}
            text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=100)
            path.write_text(text, encoding="utf-8")
            print(path.name, *whole["问题"], sep="\n    ", file=sys.stderr)


_EXPECTED = ("应报", "消息含", "级别", "说明")

if __name__ == "__main__":
    write()
