"""What rules were built with, kept so that the workbench can build a changed rule by the same road."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from auditor.rules.keys import Reporter
from auditor.rules.model import Applies, Rule, WordList
from auditor.rules.overlay import RuleSource
from auditor.rules.rule import build_rule
from auditor.rules.shelf import Shelf
from auditor.source.tree import Mapping as Tree


@dataclass(frozen=True, slots=True)
class Origin:
    """A rule's source with the 适用 and the 空白视为零 of its file."""

    source: RuleSource
    applies: Applies
    blank_is_zero: bool


@dataclass(frozen=True)
class Workshop:
    """The shelf of a load and the origin of every rule, by id."""

    shelf: Shelf
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def rebuild(
        self, rule_id: str, tree: Tree | None = None, words: Mapping[str, WordList] | None = None
    ) -> Rule | None:
        """The rule as it would be with another `tree`, or with `words` in place of the shared lists of
        these names; None where it could not be loaded. Nothing of the load itself changes."""
        origin = self.origins[rule_id]
        shelf = self.shelf
        listed = {**shelf.local_words, **(words or {})}
        index = shelf.index.with_lists(listed, words or {})
        shelf = replace(
            shelf, words={**shelf.words, **(words or {})}, index=index, local_words=listed
        )  # fmt: skip
        source = origin.source if tree is None else replace(origin.source, tree=tree)
        report = Reporter(source.source, borrowed=source.borrowed)
        return build_rule(source, shelf, origin.applies, origin.blank_is_zero, report)
