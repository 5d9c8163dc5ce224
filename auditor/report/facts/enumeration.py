"""Names first, figures after: “予以公开、部分公开、不予公开分别为12件、3件、2件”.

Either every figure gets its name, or none does: as many names as figures, each another fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.report.facts.binding import Binder
from auditor.report.facts.found import Anchor
from auditor.report.facts.nominal import DECISIONS
from auditor.report.facts.tokens import FIGURE, MARK, Token
from auditor.report.facts.vocabulary import FactDef

_AND = ("和", "及", "与", "以及", "、", ",", "，")
_OPTIONS: tuple[tuple[str, ...], ...] = (
    ("label", "verb", "decision"),
    ("label", "decision"),
    ("verb",),
    ("label",),
)


def enumerated(binder: Binder, at: int) -> dict[int, Anchor | None]:
    """What the figures behind 分别 (the token `at`) are bound to, by their token numbers: None where they
    are bound to nothing; empty where the words before name no facts."""
    figures = list(_figures(binder, at))
    first = binder.edge(at)
    if first == at and at and binder.tokens[at - 1].text in (",", "，"):
        first = binder.edge(at - 1)  # “…、复议后起诉案件,分别为15件、4件”
    named = list(_named(binder, first, at))
    if len(figures) < 2 or not named:
        return {}
    for kinds in _OPTIONS:
        chosen = [(token, fact) for kind, token, fact in named if kind in kinds]
        if len(chosen) == len(figures) == len({fact.name for _, fact in chosen}):
            anchors = [Anchor(fact, token.start, token.end) for token, fact in chosen]
            return dict(zip(figures, anchors, strict=True))
    return dict.fromkeys(figures)


def _figures(binder: Binder, at: int) -> Iterator[int]:
    end = binder.tokens[at].end
    for index in range(at + 1, len(binder.tokens)):
        token = binder.tokens[index]
        if token.kind == MARK and token.text in _AND:
            continue
        if token.kind != FIGURE:
            return
        between = binder.text[end : token.first].strip("、,，")
        if between not in _AND and not binder.filled(between):
            return
        yield index
        end = token.end


def _parts(token: Token, binder: Binder) -> list[Token]:
    """“予以公开、部分公开”, one word elsewhere, names two here."""
    texts = token.text.split("、")
    words = [binder.vocabulary.words.get(text) for text in texts]
    if len(texts) == 1 or not all(words):
        return [token]
    return [token._replace(text=text, word=word) for text, word in zip(texts, words, strict=True)]


def _named(binder: Binder, first: int, at: int) -> Iterator[tuple[str, Token, FactDef]]:
    tokens = [part for token in binder.tokens[first:at] if token.word for part in _parts(token, binder)]
    nouns = [token.word.strong[0] for token in tokens if token.word and token.word.strong]
    facts: Callable[[str], FactDef | None] = binder.vocabulary.facts.get
    for token in tokens:
        word = token.word
        assert word is not None
        if word.label is not None:
            yield "label", token, word.label
        elif word.verbs:
            subject = next((noun for noun in nouns if noun in word.verbs), binder.subject)
            if subject in word.verbs:
                yield "verb", token, word.verbs[subject]
        elif word.subjects and word.subjects[0] in DECISIONS:
            fact = facts(word.subjects[0])
            if fact is not None:
                yield "decision", token, fact
