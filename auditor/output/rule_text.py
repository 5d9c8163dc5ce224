"""A rule on screen: its law, what it asks in words, its levels, its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.base.text import cells
from auditor.output.paint import Paint
from auditor.output.places import LEVELS, printable
from auditor.output.text import Style
from auditor.output.wrap import right, wrap
from auditor.rules import docs
from auditor.rules.lists import named_lists
from auditor.rules.model import Rule, WordList

_SHOWN = 6  # wordings of a list shown without -v


def draw_rule(rule: Rule, lists: Mapping[str, WordList], style: Style) -> str:
    """The whole card, each line ending with a line end."""
    paint = Paint(style.color)
    lines = [*headline(rule, style, paint), ""]
    for name, text in _facts(rule):
        lines += labelled(name, text, style.width)
    for name, text in docs.terms(rule):
        lines += labelled(name, text, style.width)
    for name, text in docs.parameters(rule):
        lines += labelled("参数", f"${name} = {text}（叠加可以改）", style.width)
    for held in docs.lists_named(rule, lists, named_lists(rule.tree) if rule.tree else ()):
        lines += list_lines(held, style)
    shown = list(docs.examples(rule))
    if shown:
        lines += ["", "  例子"]
        for expectation, text in shown:
            lines += wrap(f"    {expectation}{' ' * (10 - cells(expectation))}{printable(text)}", style.width,
                          " " * 14)  # fmt: skip
    return "".join(line + "\n" for line in lines)


def headline(rule: Rule, style: Style, paint: Paint) -> list[str]:
    """Id and name on the left, kind, level and state on the right."""
    state = "" if rule.state == "施行" else f" · {rule.state}"
    tail = f"{rule.kind} · {LEVELS[rule.level]}{state}"
    name = printable(f"{rule.id}  {rule.name}")
    gap = style.width - cells(name) - cells(tail)
    if gap >= 2:
        return [paint.bold(name) + " " * gap + tail]
    return [*(paint.bold(line) for line in wrap(name, style.width, "  ")), right(tail, style.width)]


def labelled(name: str, text: str, width: int) -> list[str]:
    """`name` in a column of its own, `text` beside it."""
    head = f"  {name}{' ' * max(2, 10 - cells(name))}"
    return wrap(head + printable(text), width, " " * cells(head))


def list_lines(words: WordList, style: Style) -> list[str]:
    """A word list: its first wordings, one to a line, and its exceptions."""
    name = words.name.rpartition(":")[2]
    lines = wrap(f"  ${name}  {len(words.patterns)} 种说法", style.width, " " * 4) if name else []
    lines += _some(words.patterns, style)
    if words.exceptions:
        lines += [f"{' ' * 12}除外（命中这些的不算）", *_some(words.exceptions, style)]
    return lines


def _some(patterns: Sequence[str], style: Style) -> list[str]:
    count = len(patterns) if style.detail > 0 else _SHOWN
    lines: list[str] = []
    for pattern in patterns[:count]:
        said = pattern if style.detail > 0 else _short(pattern)
        lines += wrap(f"{' ' * 12}{printable(said)}", style.width, " " * 14)
    if len(patterns) > count:
        lines.append(f"{' ' * 12}…… 共 {len(patterns)} 种，加 -v 全部列出")
    return lines


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= 40 else pattern[:38] + " ……"


def _facts(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "查什么", docs.meaning(rule)
    yield "依据", "；".join(f"{basis.document} {basis.clause}".strip() for basis in rule.basis)
    if rule.explanation:
        yield "说明", rule.explanation
    applies = docs.applies_words(rule.applies)
    if applies:
        yield "适用", "；".join(f"{name} {wanted}" for name, wanted in applies)
    for condition, level in docs.grades(rule):
        yield "分级", f"在 {condition} 的时候是{level}"
    if rule.may_over_report:
        yield "注意", "这条规则可能多报，报出来的要人看一看"
    yield "报出的话", rule.message
    if rule.suggestion:
        yield "怎么改", rule.suggestion
    if rule.former_ids:
        yield "曾用编号", "、".join(rule.former_ids)
    if rule.changed_by:
        yield "叠加", f"{'、'.join(rule.changed_by)} 改过这条规则"
    yield "写在", f"{rule.file}:{rule.place.line}" if rule.place else rule.file
