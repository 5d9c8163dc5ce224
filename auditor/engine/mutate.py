"""Are a rule's examples enough? Each slip of the pen in its formulas, its 前提 and its wordings makes a
variant; a variant that no example notices is a survivor, and an example is missing there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from auditor.base.place import SourcePlace
from auditor.engine.mutants import variants
from auditor.engine.testing import Bench, holds
from auditor.report.lexicon import Lexicon
from auditor.rules.formula import FormulaError, Names, parse
from auditor.rules.lists import named_lists
from auditor.rules.load import LoadedRules
from auditor.rules.model import Rule, WordList
from auditor.rules.premise import question_of
from auditor.rules.scope import pieces_of
from auditor.rules.wording import Words, compile_words
from auditor.rules.workshop import Workshop
from auditor.source.tree import Entry, Node, Scalar
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Sequence as Items

FORMULAS = ("断言", "前提", "当", "口径")
WORDINGS = ("任一", "除外", "用语", "词语", "词", "允许", "全部")
_ALWAYS = "年度 > 0"  # holds for every report whose year is known
_NUMBER = re.compile(r"\d+(\.\d+)?")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_UNHEARD = "没有一个例子用到它"
_COVERED = "用到它的例子，别的说法也能认出"
_UNTAKEN = "没有一个例子靠它排除"


@dataclass(frozen=True, slots=True)
class Survivor:
    """A variant that every example lets pass. `key` is where in the rule (or `$词组`), `change` what was
    done, `reason` why that is no wonder (wordings only); the place is the rule file's."""

    rule: str
    key: str
    change: str
    wording: bool
    reason: str
    file: str
    place: SourcePlace | None


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of all variants: how many there were of formulas and of wordings, and who survived.
    `unsound` are rules whose examples do not hold as they are; nothing was tried on them."""

    rules: int
    formulas: int
    wordings: int
    survivors: tuple[Survivor, ...]
    unsound: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Variant:
    key: str
    change: str
    place: SourcePlace | None
    build: Callable[[], Rule | None]
    wording: bool = False
    pattern: str = ""
    exception: bool = False


def mutate(
    loaded: LoadedRules,
    only: Sequence[str] = (),
    wordings: bool = True,
    progress: Callable[[int, int, str], None] | None = None,
) -> Mutation:
    """Try every variant of every rule (or of those in `only`)."""
    bench = Bench(loaded)
    bench.keep = True
    shop = loaded.workshop
    assert shop is not None, "rules that were loaded have a workshop"
    rules = [
        r for r in loaded.rules if r.state != "停用" and r.tree is not None and (not only or r.id in only)
    ]
    survivors: list[Survivor] = []
    unsound: list[str] = []
    counts = [0, 0]
    for number, rule in enumerate(rules):
        if progress is not None:
            progress(number, len(rules), rule.id)
        bench.cases.clear()
        lexicon = loaded.lexicons[max(rule.checks)]
        tried = list(_variants(rule, shop, lexicon, wordings))
        if not tried:
            continue
        if not holds(rule, bench):
            unsound.append(rule.id)
            continue
        for variant in tried:
            changed = variant.build()
            if changed is None or changed.checks.keys() != rule.checks.keys():
                continue  # could not be loaded: a person would be told at once
            counts[variant.wording] += 1
            if holds(changed, bench):
                survivors.append(_survivor(rule, variant, bench))
    return Mutation(len(rules), counts[0], counts[1], tuple(survivors), tuple(unsound))


def _variants(rule: Rule, shop: Workshop, lexicon: Lexicon, wordings: bool) -> Iterator[_Variant]:
    tree = rule.tree
    assert tree is not None
    yield from _of_tree(rule, shop, lexicon, tree)
    if wordings:
        yield from _of_wordings(rule, shop, tree)


def _of_tree(rule: Rule, shop: Workshop, lexicon: Lexicon, tree: Tree) -> Iterator[_Variant]:
    """Formulas wherever they stand, 前提 removed, 容差 and 参数 shifted."""

    def variant(key: str, change: str, old: Node, new: Node | None) -> _Variant:
        def build() -> Rule | None:
            changed = _replaced(tree, old, new)
            assert isinstance(changed, Tree)
            return shop.rebuild(rule.id, changed)

        return _Variant(key, change, old.place, build)

    names = Names((*pieces_of(lexicon), *(f"${name}" for name in named_lists(tree))))
    for key, node in _scalars(tree):
        if key in FORMULAS:
            parsed = parse(node.text, names)
            if isinstance(parsed, FormulaError):
                continue
            meant = question_of(node.text, lexicon)
            for change, text in variants(parsed, node.text):
                if question_of(text, lexicon) != meant or "$" in text:
                    yield variant(key, f"{change}：{text}", node, replace(node, text=text))
        if key == "口径" and isinstance(tree.get("口径"), Items):
            yield variant(key, f"去掉口径“{node.text}”", node, None)
        if key == "前提":
            yield variant(key, "去掉前提", node, None)
            yield variant(key, "前提总是成立", node, replace(node, text=_ALWAYS))
    if isinstance(tolerance := tree.get("容差"), Scalar) and tolerance.text not in ("0", ""):
        yield variant("容差", "去掉容差", tolerance, None)
        yield variant(
            "容差", "放宽十倍", tolerance, replace(tolerance, text=f"{Decimal(tolerance.text) * 10:f}")
        )
    if isinstance(parameters := tree.get("参数"), Tree):
        for entry in parameters:
            if isinstance(entry.value, Scalar):
                for text in _beside(entry.value.text):
                    change = f"“{entry.value.text}”改成“{text}”"
                    yield variant(
                        f"参数.{entry.key.text}", change, entry.value, replace(entry.value, text=text)
                    )


def _of_wordings(rule: Rule, shop: Workshop, tree: Tree) -> Iterator[_Variant]:
    """Each wording and each exception left out, in the rule and in the lists that it names."""

    def own(key: str, old: Node, pattern: str, exception: bool) -> _Variant:
        def build() -> Rule | None:
            changed = _replaced(tree, old, None)
            assert isinstance(changed, Tree)
            return shop.rebuild(rule.id, changed)

        return _Variant(key, f"去掉“{pattern}”", old.place, build, True, pattern, exception)

    def shared(held: WordList, changed: WordList, pattern: str, exception: bool) -> _Variant:
        return _Variant(
            f"${held.name}", f"去掉{'除外' if exception else ''}“{pattern}”", None,
            lambda: shop.rebuild(rule.id, None, {held.name: changed}), True, pattern, exception,
        )  # fmt: skip

    for key, node in _scalars(tree):
        if key in WORDINGS and not node.text.startswith("$"):
            yield own(key, node, node.text, key == "除外")
    for name in named_lists(tree):
        held = shop.shelf.words.get(name)
        if held is None or f"{rule.id}:{name}" in shop.shelf.local_words:
            continue
        for text in held.patterns if len(held.patterns) > 1 else ():
            yield shared(held, replace(held, patterns=_less(held.patterns, text)), text, False)
        for text in held.exceptions:
            yield shared(held, replace(held, exceptions=_less(held.exceptions, text)), text, True)


def _less(texts: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(other for other in texts if other != text)


def _beside(text: str) -> Iterator[str]:
    if _NUMBER.fullmatch(text):
        step = Decimal(1).scaleb(-len(text.partition(".")[2]))
        for number in (Decimal(text) + step, Decimal(text) - step):
            if number >= 0:
                yield f"{number:f}"
    elif match := _DAY.fullmatch(text):
        whole = date(int(match[1] or 2024), int(match[2]), int(match[3]))
        for days in (1, -1):
            other = whole + timedelta(days=days)
            year = f"{other.year}年" if match[1] else ""
            yield f"{year}{other.month}月{other.day}日"


def _scalars(tree: Tree) -> Iterator[tuple[str, Scalar]]:
    """Every scalar outside 例子 with the nearest key above it."""

    def walk(key: str, node: Node) -> Iterator[tuple[str, Scalar]]:
        match node:
            case Scalar():
                yield key, node
            case Items(items=items):
                for item in items:
                    yield from walk(key, item)
            case Tree(entries=entries):
                for entry in entries:
                    inner = entry.key.text
                    named = inner in (*FORMULAS, *WORDINGS, "位置")
                    yield from walk(inner if named or not key else key, entry.value)

    for entry in tree:
        if entry.key.text not in ("例子", "说明", "参数"):
            yield from walk(entry.key.text, entry.value)


def _replaced(node: Node, old: Node, new: Node | None) -> Node | None:
    """`node` with `old` (that very node) exchanged, or left out together with its key; what does not
    hold it stays the same node."""
    if node is old:
        return new
    match node:
        case Items(items=items):
            kept = [found for item in items if (found := _replaced(item, old, new)) is not None]
            same = len(kept) == len(items) and all(a is b for a, b in zip(kept, items, strict=True))
            return node if same else Items(tuple(kept), node.place) if kept else None
        case Tree(entries=entries):
            made: list[Entry] = []
            for entry in entries:
                value = _replaced(entry.value, old, new)
                if value is not None:
                    made.append(entry if value is entry.value else Entry(entry.key, value))
            same = len(made) == len(entries) and all(a is b for a, b in zip(made, entries, strict=True))
            return node if same else Tree(tuple(made), node.place)
        case _:
            return node


def _survivor(rule: Rule, variant: _Variant, bench: Bench) -> Survivor:
    reason = _reason(variant, bench) if variant.wording else ""
    return Survivor(
        rule.id, variant.key, variant.change, variant.wording, reason, rule.file, variant.place or rule.place
    )


def _reason(variant: _Variant, bench: Bench) -> str:
    """Why a wording is not missed: no example says it, or another wording finds the same."""
    if variant.exception:
        return _UNTAKEN
    compiled = compile_words(WordList("", (variant.pattern,)))
    if not isinstance(compiled, Words):
        return ""
    heard = any(compiled.first(case.report, "全文") for case in bench.cases.values())
    return _COVERED if heard else _UNHEARD


def by_rule(survivors: Sequence[Survivor]) -> Mapping[str, tuple[Survivor, ...]]:
    """Survivors by rule id, in order."""
    found: dict[str, list[Survivor]] = {}
    for one in survivors:
        found.setdefault(one.rule, []).append(one)
    return {rule: tuple(items) for rule, items in found.items()}
