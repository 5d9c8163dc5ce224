"""A page per rule and an index, in Markdown, from the rules themselves: nothing on them is written twice."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from auditor.engine.testing import ExampleResult
from auditor.output.evidence import Evidence, Measured
from auditor.output.places import LEVELS
from auditor.rules import docs
from auditor.rules.about import KIND_ABOUT
from auditor.rules.lists import named_lists
from auditor.rules.model import Pack, Rule, WordList
from auditor.rules.outcome import Level

INDEX = "README.md"
_HASH = re.compile(r"^<!-- 规则 sha256:([0-9a-f]{64}) -->$", re.MULTILINE)
_NAME = re.compile(r'[\\/:*?"<>|\s]')


def digest(rules: Sequence[Rule], words: Mapping[str, WordList], evidence: Evidence | None = None) -> str:
    """What the pages are made from: every rule's text with what it draws on, examples included, and what
    was measured of it."""
    parts = [f"{rule.id} {rule.sha256} {rule.state}" for rule in sorted(rules, key=lambda rule: rule.id)]
    parts += [f"{name} {words[name].patterns} {words[name].exceptions}" for name in sorted(words)]
    parts += [f"evidence {evidence.sha256}"] if evidence is not None else []
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def stated_digest(index: str) -> str:
    """The digest that an index says it was made from, "" if it says none."""
    found = _HASH.search(index)
    return found[1] if found else ""


def page_name(rule: Rule) -> str:
    """The page's file name."""
    return f"{_NAME.sub('_', rule.id)}.md"


def draw_index(rules: Sequence[Rule], packs: Sequence[Pack], made_from: str) -> str:
    """The index: rules by kind, with level, name and basis."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    counts = Counter(rule.level for rule in ordered)
    totals = "，".join(f"{LEVELS[level]} {counts[level]}" for level in Level)
    names = dict.fromkeys(_pack(pack) for pack in packs)
    lines = [
        f"<!-- 规则 sha256:{made_from} -->",
        "<!-- 由 auditor rules docs 写出，不要手改 -->",
        "# 规则",
        "",
        f"{len(ordered)} 条规则：{totals}。",
        "",
        f"规则集：{'、'.join(names)}。",
    ]
    for kind in dict.fromkeys(rule.kind for rule in ordered):
        lines += ["", f"## {kind}", "", f"{KIND_ABOUT.get(kind, '')}。", ""]
        lines += ["| 编号 | 级别 | 要求 | 依据 |", "|---|---|---|---|"]
        for rule in ordered:
            if rule.kind == kind:
                basis = "；".join(f"{b.document} {b.clause}".strip() for b in rule.basis)
                state = "" if rule.state == "施行" else f"（{rule.state}）"
                link = f"[{_cell(rule.id)}]({page_name(rule)})"
                lines.append(
                    f"| {link} | {LEVELS[rule.level]}{state} | {_cell(rule.name)} | {_cell(basis)} |"
                )
    return "\n".join(lines) + "\n"


def _pack(pack: Pack) -> str:
    """国家规则·2021 2025.1: the files of one pack and version stand once."""
    name = pack.name if pack.name.count("·") < 2 else pack.name.rpartition("·")[0]
    return f"{name} {pack.version}".strip()


def draw_page(
    rule: Rule,
    lists: Mapping[str, WordList],
    results: Sequence[ExampleResult],
    measured: Measured | None = None,
) -> str:
    """One rule's page. `results` are those of its examples, run; `measured`: what planted faults showed."""
    state = "" if rule.state == "施行" else f" · {rule.state}"
    lines = [
        "<!-- 由 auditor rules docs 写出，不要手改 -->",
        f"# {_text(rule.id)} {_text(rule.name)}",
        "",
        f"{rule.kind} · **{LEVELS[rule.level]}**{state} · [全部规则]({INDEX})",
        "",
        f"**查什么** {_text(docs.meaning(rule))}。",
        "",
    ]
    if rule.explanation:
        lines += [f"**说明** {_text(rule.explanation)}", ""]
    lines += ["**依据**", "", *(f"- {_text(f'{b.document} {b.clause}'.strip())}" for b in rule.basis), ""]
    applies = docs.applies_words(rule.applies)
    what = "；".join(f"{name} {wanted}" for name, wanted in applies) if applies else "所有报告"
    lines += [f"**适用** {_text(what)}", ""]
    graded = docs.grades(rule)
    if graded:
        lines += ["**级别**", "", *(f"- 在 `{condition}` 的时候是{level}" for condition, level in graded)]
        lines += [f"- 其余是{LEVELS[rule.level]}", ""]
    if rule.may_over_report:
        lines += ["这条规则可能多报，报出来的要人看一看。", ""]
    lines += _formulas(rule)
    lines += _lists(rule, lists)
    lines += ["## 报出来是什么样", "", f"> {_text(rule.message)}", ""]
    if rule.suggestion:
        lines += [f"**怎么改** {_text(rule.suggestion)}", ""]
    lines += _examples(rule, results)
    if measured is not None:
        lines += ["## 实测", "", f"{measured.said()}。怎样量的，见[证据](../证据.md)。", ""]
    where = f"`{rule.file}`"
    former = f"；曾用编号 {'、'.join(rule.former_ids)}" if rule.former_ids else ""
    lines += [f"写在 {where}{former}。", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _formulas(rule: Rule) -> list[str]:
    tree = rule.tree
    written = [] if tree is None else [(e.key.text, docs.words(e.value)) for e in tree]
    shown = [(key, text) for key, text in written if key in ("前提", "断言")]
    lines = ["```text", *(f"{key}：{text}" for key, text in shown), "```", ""] if shown else []
    rest = [(key, text) for key, text in docs.terms(rule) if key not in ("前提", "断言")]
    rest += [(f"参数 ${name}", f"{text}（叠加可以改）") for name, text in docs.parameters(rule)]
    if rest:
        lines += ["| 写法 | 内容 |", "|---|---|"]
        lines += [f"| {_cell(key)} | {_cell(text)} |" for key, text in rest]
        lines.append("")
    return lines


def _lists(rule: Rule, lists: Mapping[str, WordList]) -> list[str]:
    lines: list[str] = []
    for held in docs.lists_named(rule, lists, named_lists(rule.tree) if rule.tree else ()):
        lines += [f"**${held.name.rpartition(':')[2]}**", "", "```text", *held.patterns]
        if held.exceptions:
            lines += ["除外：", *(f"  {text}" for text in held.exceptions)]
        lines += ["```", ""]
    return lines


def _examples(rule: Rule, results: Sequence[ExampleResult]) -> list[str]:
    shown = list(docs.examples(rule))
    if not shown:
        return []
    outcome = {result.number: "符合" if result.passed else "不符" for result in results if result.number}
    lines = ["## 例子", "", "标准报告是没有一处问题的样本；每个例子只改它一处或几处。", ""]
    lines += ["| | 例子 | 试过 |", "|---|---|---|"]
    for number, (expectation, text) in enumerate(shown, 1):
        lines.append(f"| {expectation} | {_cell(text)} | {outcome.get(number, '')} |")
    return [*lines, ""]


def _text(text: str) -> str:
    """Words as they are: nothing in them is Markdown."""
    return re.sub(r"([\\`*_\[\]<#])", r"\\\1", text)


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|").replace("\n", " ")
