"""规则: a rule as loaded, and the interface that a kind of rule offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Protocol

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import SourcePlace
from auditor.rules.outcome import Level

if TYPE_CHECKING:  # a finding names its Basis: whoever only shows findings loads no formula language
    from auditor.report.facts import Vocabulary
    from auditor.report.lexicon import Lexicon
    from auditor.report.model import Report
    from auditor.rules.between import Likenesses, Remark
    from auditor.rules.formula.types import Environment, PassageRef, Truth, WordsRef
    from auditor.rules.outcome import Evidence, Outcome
    from auditor.source.tree import Mapping as Tree
    from auditor.source.tree import Node, SourceFile


@dataclass(frozen=True, slots=True)
class Basis:
    """依据: the document and the clause a rule rests on, and the reporting years it governs."""

    document: str
    clause: str
    first_year: int | None = None
    last_year: int | None = None

    def governs(self, year: int | None) -> bool:
        """Whether the document governs reports of `year`; an unknown year is governed by all."""
        return year is None or (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True, slots=True)
class Applies:
    """适用. Empty tuples and None mean no limit. Years are reporting years, both ends included;
    `kinds` and `tiers` are values of report.model.Kind and Tier; `family` narrows 报告种类
    ("本机关", "汇总")."""

    first_year: int | None = None
    last_year: int | None = None
    kinds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    family: str = ""


class Corpus(Protocol):
    """The other reports, as far as a rule may see them. May hold one report only."""

    @property
    def reports(self) -> Sequence[Report]: ...

    def previous(self, report: Report) -> Report | None:
        """The same agency's report of the year before."""

    def subordinates(self, report: Report) -> Sequence[Report] | None:
        """The reports of its subordinate agencies; None: not known who they are."""

    def absent_below(self, report: Report) -> Sequence[str]:
        """The names of subordinate agencies whose report of the year is not here."""

    def beside(self, report: Report) -> Sequence[Report]:
        """Reports of the year that a summary may hold though they are no subordinates of its agency."""

    def remarks(self, what: str) -> Sequence[Remark] | None:
        """What there is to say of the filing (`what` of between.REGISTER); None: needs a roster."""

    def likenesses(self, threshold: Fraction) -> Likenesses:
        """The near-copies among all reports."""


class Check(Protocol):
    """A rule's own question, built once for one template. Whether the rule applies at all (适用,
    状态) is settled before; 前提 is the check's own. Yields at least one outcome; every outcome has
    the rule's id and `level`; a failing one has `fields` for the rule's message."""

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]: ...


class Survey:
    """A check that is asked once of the whole corpus and never of a single report. Yields at least one
    outcome, each of another subject or target. No ABC: every other check is asked whether it is one."""

    __slots__ = ()
    NEEDS_TEXTS: ClassVar[bool] = False  # it asks for near-copies

    def survey(self, corpus: Corpus) -> Iterator[Outcome]:
        """The outcomes for the corpus."""
        raise NotImplementedError


AnyCheck = Check | Survey


@dataclass(frozen=True, slots=True)
class Grade:
    """A line of 分级: the first whose condition holds gives the level."""

    level: Level
    condition: Callable[[Environment], Truth]
    text: str


@dataclass(frozen=True)
class WordList:
    """A list of 词表 or a rule's own words: patterns of `auditor.rules.wording`, by name."""

    name: str
    patterns: tuple[str, ...]
    exceptions: tuple[str, ...] = ()

    @cached_property
    def written(self) -> str:
        """All of it as one text: what a rule's digest takes of a list that it names."""
        return f"{self.name}|{self.patterns}|{self.exceptions}"


class Wordings(Protocol):
    """Finds word lists in a report's text; one instance per loaded rule set."""

    def mentions(
        self, report: Report, passage: PassageRef, words: WordsRef
    ) -> tuple[Truth, tuple[Evidence, ...]]: ...

    def occurrences(
        self, report: Report, passage: PassageRef, words: WordsRef
    ) -> tuple[Evidence, ...] | None: ...


@dataclass(frozen=True)
class Rule:
    """A loaded rule. `checks` has one check per template it can be asked of ("2021", "2019"); a
    report that shows a template without one makes the rule 不适用 (模板不符)."""

    id: str
    name: str
    kind: str
    level: Level
    basis: tuple[Basis, ...]
    message: str
    suggestion: str
    checks: Mapping[str, AnyCheck]
    applies: Applies = Applies()
    grades: tuple[Grade, ...] = ()
    state: str = "施行"  # 施行 试行 停用
    may_over_report: bool = False
    former_ids: tuple[str, ...] = ()
    explanation: str = ""  # 说明: for people, shown by explain and docs
    file: str = ""
    place: SourcePlace | None = None
    sha256: str = ""  # of the rule's own text and everything it draws on
    changed_by: tuple[str, ...] = ()  # overlays that changed it
    tree: Tree | None = None  # the located source, for explain, testing and mutation


@dataclass
class BuildContext:
    """What a kind is given to build a check: one rule of one file, for one template.

    Problems are reported through `problem`, never raised; a kind that has reported an error returns
    None from `build`."""

    rule_id: str
    level: Level
    source: SourceFile
    lexicon: Lexicon
    words: Mapping[str, WordList]
    parameters: Mapping[str, Node]
    blank_is_zero: bool
    grades: tuple[Grade, ...]
    wordings: Wordings
    diagnostics: list[Diagnostic] = field(default_factory=list)
    advise: bool = True  # whether faults name the nearest known name, which is slow
    vocabulary: Vocabulary | None = None  # of facts in prose; None: names of facts are not checked

    def problem(
        self, code: str, message: str, node: Node, remedy: str = "", offset: int = 0, width: int = 1
    ) -> None:
        """Report an error at `node` (`offset` code points into a scalar's text)."""
        raise NotImplementedError  # the loader's subclass places it in the file


class Kind(Protocol):
    """What a module of `auditor.rules.kinds` offers, as module-level names."""

    NAME: str  # the 类型
    SCHEMA: Mapping[str, object]  # JSON Schema of its own keys: {"properties": …, "required": …}
    FIELDS: Mapping[str, str]  # message field -> what it holds
    STUB: str  # the YAML of a rule of this kind that loads and passes its own examples

    def build(self, rule: Tree, context: BuildContext) -> AnyCheck | None: ...


@dataclass(frozen=True, slots=True)
class Pack:
    """A 规则集 file: its name, version and content hash, for the header of every output."""

    name: str
    version: str
    sha256: str
    file: str
