"""The vocabulary of facts: which words bind a figure, and to what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from auditor.base.tries import quick_source, trie_source
from auditor.report.facts.guards import Lists, Shapes, shape
from auditor.report.facts.numerals import CHINESE, mention_source

SEPARATORS = ",，;:()、"
BEHIND = ("余", "多")
# 予以公开60，部分公开12: up to the end of its clause
PLAIN = (
    r"(?<![\d.,A-Za-z第〔\[/-])(?P<plain>\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,8})?)(?=[,，;、。)]|\(单位|$)"
)
# what may set a figure off from what it counts
_SET_OFF = shape(r"\(<括号说明>[^()\d]{1,20}\)|\((?:单位:?)?[^()\d:]{1,2}\)|[:()]")
# Facts that are spoken of in ways of their own.
RECEIVED, NOTICES = "收到申请", "收费通知件数"
OTHER = "他事"  # the list of what is no application; as a subject: other work


@dataclass(frozen=True, slots=True)
class FactDef:
    """One fact. `verbs` bind a figure together with the `subject` spoken of, `labels` by themselves.

    `parts`: its figures are parts of another by nature (予以公开). `weak`: a label that yields to a
    verb in the same clause (自然人). `joined`: two labels may share a figure of 0 (行政复议、行政诉讼0件).
    `behind`: the figure may stand first (17件…已办结). `channel`: "" | "是" (a figure of one channel has
    the channel's name) | "仅" (only so). `context`: words of which the sentence or its topic must
    have one where a `hearing` word shows that others' cases may be meant. `exceptions`: words of the
    clause that make it another scope. `bare`: the subject by itself counts it (政府信息公开申请41件).
    `follows`: the facts named before with which its further words go on (行政事业性收费…，全年收费8万元)."""

    name: str
    units: frozenset[str]
    subject: str = ""
    parts: bool = False
    weak: bool = False
    joined: bool = False
    behind: bool = False
    channel: str = ""
    money: bool = False
    context: tuple[str, ...] = ()
    hearing: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    bare: bool = False
    follows: tuple[str, ...] = ()

    def takes(self, unit: str) -> bool:
        """Whether a figure with this unit may be its; one without any counts, and is no money."""
        return unit in self.units or not (unit or self.money)


class Claim(NamedTuple):
    """断言: its name, the fact it speaks of, whether the word alone says so (零败诉: of lawsuits), and
    words of the sentence that name the fact as well (法院: lawsuits)."""

    name: str
    about: str
    plain: bool
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """Everything one word can be. `marks` are names of the vocabulary's lists (分项词, 上年词 …). Words that
    are the same are one object: most of a vocabulary's many thousand are the wordings of a few facts."""

    label: FactDef | None = None
    verbs: Mapping[str, FactDef] = field(default_factory=dict)  # by subject
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    channel: str = ""
    everyone: str = ""  # 全为: the fact whose figure is the one before
    none: FactDef | None = None  # 零说
    further: tuple[FactDef, ...] = ()  # 续说
    zero: FactDef | None = None  # 零动: “未收取” says that this fact is 0
    claims: tuple[Claim, ...] = ()
    denied: tuple[Claim, ...] = ()  # 否定: a negation before the word makes the claim
    tells: bool = field(init=False)  # whether it may say something without a figure

    def __post_init__(self) -> None:
        tells = bool(
            self.none or self.claims or self.denied or "申请" in self.strong
            or (self.label and self.label.name == NOTICES)
            or any(fact.name == RECEIVED for fact in self.verbs.values())
            or self.marks & {"否定词", "后否定"}
        )  # fmt: skip
        object.__setattr__(self, "tells", tells)

    def also(self, **more: Any) -> Word:
        """This word with `more` besides what it is: what there may be several of is joined."""
        return replace(self, **{name: _joined(getattr(self, name), value) for name, value in more.items()})

    @property
    def subjects(self) -> tuple[str, ...]:
        """What it names."""
        return self.strong + self.weak


def _joined(old: Any, new: Any) -> Any:
    match old:
        case tuple():
            return (*old, *new)
        case dict() | frozenset():
            return old | new
        case _:
            return new


@dataclass(frozen=True)
class Vocabulary:
    """`words` by their folded text; `fillers` may stand between a figure and what binds it; `guards` are
    the lists that shapes are made of. The patterns are made when first used, once per vocabulary."""

    version: str
    sha256: str
    facts: Mapping[str, FactDef]
    words: Mapping[str, Word]
    units: frozenset[str]
    fillers: frozenset[str]
    approximate: tuple[str, ...]
    claim_exceptions: tuple[str, ...]
    names: frozenset[str]  # every name a fact can have
    guards: Lists

    @cached_property
    def shapes(self) -> Shapes:
        """Shapes as patterns, with the words of the guards."""
        return Shapes(self.guards)

    @cached_property
    def bare(self) -> Mapping[str, FactDef]:
        """By subject: the fact that a figure of it states without a verb."""
        return {fact.subject: fact for fact in self.facts.values() if fact.bare}

    @cached_property
    def tokens(self) -> re.Pattern[str]:
        """Figures (its groups; `plain` without a unit), words (`word`) and separators (`mark`)."""
        words = quick_source(self.words)
        figures = f"{mention_source(self.units)}|{PLAIN}"
        return re.compile(rf"{figures}|(?P<word>{words})|(?P<mark>[{SEPARATORS}])")

    @cached_property
    def vague(self) -> tuple[str, ...]:
        """Words that make a figure vague from before; 余 and 多 only do so from behind (剩余, 增多)."""
        return tuple(word for word in self.approximate if word not in BEHIND)

    @cached_property
    def announced(self) -> re.Pattern[str]:
        """“（件）”, “（单位：万元）”: the unit of the figures that follow."""
        return re.compile(
            rf"\((?:单位:?)?(?P<announced>{'|'.join(sorted(self.units, key=len, reverse=True))})\)"
        )

    def has_figures(self, text: str) -> bool:
        """Whether a figure stands in `text`, with its unit or without one."""
        return self._figure_ends.search(text) is not None and self._figures.search(text) is not None

    @cached_property
    def _figures(self) -> re.Pattern[str]:
        return re.compile(f"{mention_source(self.units)}|{PLAIN}")

    @cached_property
    def _figure_ends(self) -> re.Pattern[str]:
        """Where a figure may end: quicker to find than a figure."""
        units = trie_source({*self.units, "%"})
        return re.compile(rf"[\d{CHINESE}](?:[余多来]?[万亿]?{units}|(?=[,，;。、)])|$)")

    @cached_property
    def filler(self) -> re.Pattern[str]:
        """What may stand between a figure and its verb."""
        return re.compile(f"(?:{trie_source(self.fillers)}|{self.shapes.source(_SET_OFF)})*+")

    @cached_property
    def loose(self) -> re.Pattern[str]:
        """What may stand between a figure and its label: “转下一年度办理答复的有2件”."""
        more = (
            text
            for text, word in self.words.items()
            if word.verbs or word.further or "申请" in word.subjects or "申请渠道" in word.marks
        )
        return re.compile(f"(?:{trie_source((*self.fillers, *more))}|{self.shapes.source(_SET_OFF)})*+")

    @cached_property
    def claimed(self) -> re.Pattern[str]:
        """Words of which a sentence without a figure must have one to say anything …"""
        found = self._any_of(lambda word: bool(word.claims or word.none or word.marks & {"否定词", "后否定"}))
        return re.compile(f"{found.pattern}|为0")

    @cached_property
    def deniable(self) -> re.Pattern[str]:
        """… and one of these."""
        return self._any_of(_is_deniable)

    @cached_property
    def spoken(self) -> re.Pattern[str]:
        """Words that say what verbs speak of."""
        found = [t for t, word in self.words.items() if word.strong and word.strong[0] != "信息"]
        return re.compile(trie_source(found) if found else "(?!)")

    def _any_of(self, wanted: Callable[[Word], bool]) -> re.Pattern[str]:
        """Whether one of the words stands in a text: those with another of them inside are not needed."""
        found = {text for text, word in self.words.items() if wanted(word)}
        least = [text for text in found if not _inside(text, found)]
        return re.compile(quick_source(least) if least else "(?!)")


def _inside(text: str, words: set[str]) -> bool:
    """Whether a shorter one of `words` stands in `text`."""
    size = len(text)
    return any(
        text[at:end] in words for at in range(size) for end in range(at + 1, size + 1) if end - at < size
    )


def _is_deniable(word: Word) -> bool:
    fact = word.label
    return bool(
        (fact is not None and not fact.parts)
        or word.none
        or word.zero
        or word.claims
        or word.denied
        or "申请" in word.subjects
        or any(subject.startswith("规") for subject in word.verbs)
    )
