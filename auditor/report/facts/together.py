"""What the figures of a sentence say of each other: shared ones, several agencies', parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.report.facts.context import CARRIED, DONE, HANDLED
from auditor.report.facts.found import Anchor, Found
from auditor.report.facts.guards import GuardName, shape
from auditor.report.facts.tokens import FIGURE, MARK, Token
from auditor.report.facts.vocabulary import RECEIVED

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

_WITHDRAWN = "撤回"
_NEAR = 2  # characters before a verb in which 实际 stands
_CARRIED_DONE = shape("上年[^;。]{0,16}(?:[均都全已]|其中)[^,，;。]{0,12}<办完说法>")
_LINKS = shape("(?:<案件连词>|以及|或者|[和及与或、被])*")


def settle(found: list[Found], binder: Binder, below: set[str]) -> None:
    """Make those facts parts that others of the sentence show to be parts, and totals of those that are.
    `below`: the facts that were told of agencies below as well."""
    _of_one_kind_of_applicant(found, binder.tokens)
    _of_several_agencies(found, below)
    if len(found) < 2:
        return
    _of_a_partition(found)
    _of_new_and_carried(found, binder)
    _of_what_was_new(found, binder)
    _of_one_channel(found, binder.tokens)
    _repealed_and_lapsed(found, binder)


def shared(found: list[Found], binder: Binder, anchor: Anchor, made: Found) -> None:
    """“行政复议、行政诉讼0件” says both; “行政复议、行政诉讼共3件” says neither, but their sum."""
    tokens = binder.tokens
    at = next((i for i, t in enumerate(tokens) if t.start == anchor.start), -1)
    before = at - 1
    while before >= 0 and not (tokens[before].word and tokens[before].word.label):  # type: ignore[union-attr]
        if tokens[before].kind == FIGURE or tokens[before].text in ",，;:":
            return
        before -= 1
    if before < 0:
        return
    other = tokens[before]
    label = other.word.label if other.word else None
    if label is None or not label.joined or label is anchor.fact:
        return
    if not _links(binder, other.end, anchor.start):
        return
    each = binder.text[anchor.end : made.end].startswith(("各", "均", "都", "分别")) or made.value == 0
    if each:
        found.append(replace(made, name=label.name, start=other.start))
    else:
        found[-1] = replace(made, name="复议诉讼", start=other.start)


def shared_ahead(found: list[Found], binder: Binder, anchor: Anchor, made: Found) -> None:
    """“3件行政复议、行政诉讼”: so many together."""
    tokens = binder.tokens
    other = next((t for t in tokens if t.start >= anchor.end and t.text != "、"), None)
    label = other.word.label if other is not None and other.word else None
    if other is None or label is None or not label.joined or label is anchor.fact:
        return
    after = next((t for t in tokens if t.start >= other.end), None)
    if _links(binder, anchor.end, other.start) and (after is None or after.kind != FIGURE):
        found[-1] = replace(made, name="复议诉讼", end=other.end)


def _links(binder: Binder, start: int, end: int) -> bool:
    return end - start <= 10 and binder.shapes[_LINKS].fullmatch(binder.text, start, end) is not None


def _of_several_agencies(found: list[Found], below: set[str]) -> None:
    """Figures that one sentence gives for several agencies are parts of what they have together."""
    totals = [fact.name for fact in found if fact.scope == "total"]
    for at, fact in enumerate(found):
        several = totals.count(fact.name) > 1 or fact.name in below
        if fact.agency and fact.scope == "total" and several:
            found[at] = replace(fact, scope="branch")


def _of_one_kind_of_applicant(found: list[Found], tokens: Sequence[Token]) -> None:
    """“收到公民申请15件,法人申请5件”: the first figure is no total either."""
    for at, fact in enumerate(found):
        if fact.name != RECEIVED or fact.scope != "total":
            continue
        kinds = [t for t in tokens if t.word and ("申请人词" in t.word.marks or _is_kind(t))]
        own = [t for t in kinds if fact.start <= t.start < fact.end]
        later = [t for t in kinds if t.start >= fact.end and _counts(tokens, t)]
        if later and any(f.name == RECEIVED and f.start <= later[0].start < f.end for f in found):
            continue  # “…,受理企业等组织申请8件”: the two are what was received
        if len(own) == 1 and later and later[0].text != own[0].text:
            label = own[0].word.label if own[0].word else None
            found[at] = replace(fact, name=label.name if label else fact.name, scope="branch")


def _is_kind(token: Token) -> bool:
    """“新收申请由自然人提出44件,由法人提出15件”."""
    label = token.word.label if token.word else None
    return label is not None and label.name.startswith("申请.")


def _counts(tokens: Sequence[Token], token: Token) -> bool:
    """Whether a figure of applications stands right behind the word."""
    for other in tokens:
        if other.start >= token.end:
            if other.kind == FIGURE:
                return other.first - token.end <= 8
            if other.kind == MARK and other.text != "、":
                return False
    return False


def _of_a_partition(found: list[Found]) -> None:
    """“受理19件,11件…办结,8件…撤销”: parts that add up to the figure before are parts of it."""
    totals = [f for f in found if f.name == RECEIVED and f.scope == "total"]
    parts = [f for f in found if totals and f.start >= totals[0].end and f.scope != "prior"]
    if len(totals) != 1 or not any(f.name == _WITHDRAWN for f in parts):
        return
    if sum(f.value for f in parts) == totals[0].value and len(parts) > 1:
        found[:] = [replace(f, scope="branch") if f in parts else f for f in found]


def _of_what_was_new(found: list[Found], binder: Binder) -> None:
    """“上年结转17件已全部办结,本年新收387件,办结365件”, “撤回8件,办结374件,共处理382件”: what was done
    is told of some of the applications."""
    told = {fact.name: fact.value for fact in found if fact.scope != "prior"}
    for fact in tuple(found):
        if fact.name != DONE or fact.scope not in ("total", "branch"):
            continue
        apart = CARRIED in told and _carried_done(binder, fact)
        sum_up = _WITHDRAWN in told and told.get(HANDLED) == fact.value + told[_WITHDRAWN]
        if apart or sum_up or _without_withdrawn(found, binder, fact):
            found.remove(fact)


def _carried_done(binder: Binder, fact: Found) -> bool:
    """Whether it is told apart what was done about those of last year: before the figure, or behind a figure
    of the new ones (本年受理的54件已答复51件,上年结转的7件已全部答复)."""
    done, text = binder.shapes[_CARRIED_DONE], binder.text
    if done.search(text[: fact.start]):
        return True
    clause = max(text.rfind(mark, 0, fact.start) for mark in ",，;:(") + 1
    words = (t.word for t in binder.tokens if clause <= t.start < fact.start and t.word)
    new = any(verb.name == RECEIVED for word in words for verb in word.verbs.values())
    return new and done.search(text, fact.end) is not None


def _without_withdrawn(found: list[Found], binder: Binder, fact: Found) -> bool:
    """“收到申请54件,撤回3件,实际答复55件”: those withdrawn were answered as well, in the table."""
    if fact.scope != "total" or not any(
        other.name == _WITHDRAWN and other.end <= fact.start for other in found
    ):
        return False
    said = binder.text[max(0, fact.start - _NEAR) : fact.end]
    return any(word in said for word in binder.guards["撤回外说法"])


def _of_one_channel(found: list[Found], tokens: Sequence[Token]) -> None:
    """“网上收到申请298件,答复295件,线下收到…”: what was done about the applications of one channel."""
    ways = [t.text for t in tokens if t.word and "申请渠道" in t.word.marks]
    if len(ways) < 2 and not any(way.startswith("依申请公开") for way in ways):
        return
    for at, (fact, after) in enumerate(pairwise(found)):
        of_it = (fact.name, fact.scope, after.name, after.scope) == (RECEIVED, "channel", DONE, "total")
        if of_it and after.value <= fact.value:
            found[at + 1] = replace(after, scope="channel")


def _repealed_and_lapsed(found: list[Found], binder: Binder) -> None:
    """“废止3件,宣布失效13件”: documents that lapsed may be counted with those repealed, or not."""
    for subject in ("规范性文件", "规章"):
        named = [
            at for at, fact in enumerate(found) if fact.name == f"{subject}.废止" and fact.scope == "total"
        ]
        lapsed = [_says(binder, found[at], "失效说法") for at in named]
        if any(lapsed) and not all(lapsed):
            for at in named:
                found[at] = replace(found[at], scope="branch")


def _of_new_and_carried(found: list[Found], binder: Binder) -> None:
    """“应办125件,其中新收120件、上年结转5件”: the two that make up all there was are whole themselves."""
    for at, (fact, after) in enumerate(pairwise(found)):
        if {fact.name, after.name} != {RECEIVED, CARRIED} or (fact.scope, after.scope) != (
            "branch",
            "branch",
        ):
            continue
        new = fact if fact.name == RECEIVED else after
        if _says(binder, new, "新收说法") and any(f.name in (RECEIVED, HANDLED) for f in found[:at]):
            found[at : at + 2] = (replace(fact, scope="total"), replace(after, scope="total"))


def _says(binder: Binder, fact: Found, name: GuardName) -> bool:
    """Whether the words that say the fact have one of the list among them."""
    return any(word in binder.text[fact.start : fact.end] for word in binder.guards[name])
