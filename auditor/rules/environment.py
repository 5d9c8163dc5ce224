"""A report as a formula sees it: the Environment of `auditor.rules.formula.types`, and what a check
concludes from 前提 and 断言."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from auditor.report.lexicon import Lexicon
from auditor.report.model import Kind, Report, Tier
from auditor.report.value import Number, State, Value
from auditor.rules.applies import KIND_NAMES, TIER_NAMES, family_of
from auditor.rules.formula.types import CellRef, FieldRef, PassageRef, Truth, WordsRef
from auditor.rules.message import COMMON_FIELDS
from auditor.rules.model import Corpus, Wordings
from auditor.rules.outcome import Evidence, Subject, Verdict
from auditor.rules.prose import OPENING, SECTION_NAMES, TITLE_LINE, opening_end, was_read
from auditor.rules.scope import PREVIOUS, ReportScope

_latest: tuple[Report, Subject] | None = None  # of hundreds of outcomes in a row


def subject_of(report: Report) -> Subject:
    """The subject of outcomes about one report."""
    global _latest
    kept = _latest
    if kept is None or kept[0] is not report:
        kept = _latest = (report, Subject("report", report.agency_key, report.year, report.file))
    return kept[1]


def conclude(premise: Truth, conclusion: Truth) -> Verdict:
    """前提 → 断言: a premise that fails makes the rule 不适用; a conclusion that holds passes whatever
    else the premise may be; an unknown premise decides nothing against the report."""
    if premise is Truth.BROKEN:
        return Verdict.INAPPLICABLE
    if conclusion is Truth.HOLDS:
        return Verdict.PASS
    if premise is Truth.UNKNOWN or conclusion is Truth.UNKNOWN:
        return Verdict.CANNOT_TELL
    return Verdict.FAIL


@dataclass(frozen=True)
class ReportEnvironment:
    """An Environment: one report, its companions and the word lists, seen through the lexicon a
    check was built for."""

    report: Report
    corpus: Corpus
    wordings: Wordings
    lexicon: Lexicon
    blank_is_zero: bool = True

    @property
    def numbers(self) -> tuple[Number | None, ...]:
        """The numbers in the order of the check's own lexicon (a mixed report's cells have another)."""
        report = self.report
        if report.lexicon is self.lexicon or report.lexicon.sha256 == self.lexicon.sha256:
            return report.numbers
        return self._reordered

    @cached_property
    def _reordered(self) -> tuple[Number | None, ...]:
        cells = self.report.cells
        return tuple(
            value.number
            if (value := cells.get(cell.path)) is not None and value.state is State.NUMBER
            else None
            for cell in self.lexicon.cells
        )

    def cell(self, ref: CellRef) -> Value | tuple[Value, ...] | None:
        """The value of this report, of last year's (None without one), or one value per subordinate
        report (None where the subordinates are not known). A path that a report's template lacks is
        不存在."""
        if not ref.report:
            return _value(self.report, ref)
        if ref.report == PREVIOUS:
            previous = self.corpus.previous(self.report)
            return None if previous is None else _value(previous, ref)
        others = self.corpus.subordinates(self.report)
        return None if others is None else tuple(_value(other, ref) for other in others)

    def field(self, ref: FieldRef) -> Number | str | date | None:
        """The property in words; None where the report does not give it. A TRUTH is a bool."""
        report: Report | None = self.report
        if ref.report == PREVIOUS:
            report = self.corpus.previous(self.report)
        return None if report is None else report_field(report, ref.name)

    def mentions(self, passage: PassageRef, words: WordsRef) -> tuple[Truth, tuple[Evidence, ...]]:
        """Whether the passage says one of the words."""
        return self.wordings.mentions(self.report, passage, words)

    def occurrences(self, passage: PassageRef, words: WordsRef) -> tuple[Evidence, ...] | None:
        """Every place where the passage says one of the words; None where it was not read."""
        return self.wordings.occurrences(self.report, passage, words)

    def passage_text(self, passage: PassageRef) -> str | None:
        """The passage's text, sentences joined with "\\n"; None where that part was not read."""
        return passage_text(self.report, passage.name)


def _value(report: Report, ref: CellRef) -> Value:
    value = report.cells.get(ref.path)
    return Value(State.ABSENT, unit=ref.unit) if value is None else value


def report_field(report: Report, name: str) -> Number | str | date | None:
    """A property of a report by its Chinese name; None where it is not known."""
    match name:
        case "年度":
            return report.year
        case "机关":
            return report.unit or None
        case "标题":
            return report.title or None
        case "机关类别":
            return None if report.kind is Kind.UNKNOWN else KIND_NAMES[report.kind]
        case "层级":
            return None if report.tier is Tier.UNKNOWN else TIER_NAMES[report.tier]
        case "模板":
            return {"2021": "2021", "2019": "2019", "mixed": "混用"}.get(report.template)
        case "报告种类":
            return family_of(report)
        case "公布日期":
            return report.published
        case "公布日期出自正文":
            return None if report.published is None else report.published_from in ("text", "title")
        case "文件":
            return report.file
        case _:
            return None


def field_text(report: Report, corpus: Corpus, name: str) -> str | None:
    """A field of a message that no check gives: a cell (as written) or a property of the report, in
    words; None where there is no such name. Values that are not known show as 〈不明〉."""
    found = ReportScope(report.lexicon).lookup(name)
    match found:
        case CellRef(report=other):
            holder = corpus.previous(report) if other == PREVIOUS else report
            return _written(_value(holder, found)) if holder is not None else "〈不明〉"
        case FieldRef(report=other):
            holder = corpus.previous(report) if other == PREVIOUS else report
            value = None if holder is None else report_field(holder, found.name)
            return "〈不明〉" if value is None else _said(value)
    if name in COMMON_FIELDS:
        value = report_field(report, name)
        return "〈不明〉" if value is None else _said(value)
    return None


def _written(value: Value) -> str:
    match value.state:
        case State.NUMBER:
            return _said(value.number if value.number is not None else "")
        case State.BLANK:
            return "（空白）"
        case State.ILLEGIBLE | State.ABSENT:
            return "〈不明〉"
        case _:
            return value.raw.strip()


def _said(value: Number | str | date) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def passage_text(report: Report, name: str) -> str | None:
    """The sentences of a passage joined with "\\n" (全文: headings and notes too); None where it was
    not read. A part that a fully read report lacks is empty."""
    if not was_read(report, name):
        return None
    sections = [report.sections[number] for number in sorted(report.sections)]
    if name == "全文":
        return "\n".join(text for s in sections for text in (s.heading, s.text) if text)
    if name == "正文":
        return "\n".join(sentence.text for sentence in report.prose)
    if name == OPENING:
        end = opening_end(report.sections.get(1))
        return "\n".join(s.text for s in report.prose if s.section == 0 or (s.section == 1 and s.start < end))
    if name == TITLE_LINE:
        return report.title
    section = report.sections.get(SECTION_NAMES.index(name))
    return "" if section is None else "\n".join(sentence.text for sentence in section.sentences)
