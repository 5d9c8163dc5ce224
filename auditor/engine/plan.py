"""Which rules are asked of a report, and with which check.

状态 and 适用 decide first: what is known to be outside makes the rule 不适用; what is not known (no
year, no kind of agency) and matters leaves it 无法判定. A report whose year is unknown is taken to be
of the years of the template it shows, and every outcome says so. The check is that of the template
the tables show; without tables, or with both, that of the report's year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.report.model import Kind, Report, Tier
from auditor.rules.applies import KIND_NAMES, TIER_NAMES, family_of, template_years
from auditor.rules.environment import subject_of
from auditor.rules.model import AnyCheck, Applies, Rule
from auditor.rules.outcome import Missing, Outcome, Verdict

WHOLE = "报告"  # the target of an outcome about the report as such


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one rule: `check` is to be evaluated, or the verdict stands already."""

    rule: Rule
    check: AnyCheck | None
    verdict: Verdict = Verdict.PASS
    reason: str = ""
    missing: tuple[Missing, ...] = ()
    notes: tuple[str, ...] = ()

    def outcome(self, report: Report) -> Outcome:
        """The outcome where there is nothing to evaluate."""
        return Outcome(
            self.rule.id,
            subject_of(report),
            WHOLE,
            self.verdict,
            self.rule.level,
            missing=self.missing,
            notes=self.notes,
            reason=self.reason,
        )


class Planner:
    """Plans by what reports have in common: reports of one year, kind, tier and template share a plan."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = sorted(rules, key=lambda rule: rule.id)
        self._by_family = any(rule.applies.family for rule in rules)
        self._plans: dict[tuple[object, ...], tuple[Planned, ...]] = {}

    def plan(self, report: Report) -> tuple[Planned, ...]:
        """One entry per rule, by id."""
        family = family_of(report) if self._by_family else None
        key = (report.year, report.kind, report.tier, report.template, family)
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = tuple(plan(rule, report) for rule in self._rules)
        return found


def plan(rule: Rule, report: Report) -> Planned:
    """What becomes of `rule` on `report`."""
    if rule.state == "停用":
        return Planned(rule, None, Verdict.INAPPLICABLE, "规则已停用")
    outside, unknown, notes = _applies(rule.applies, report)
    if outside:
        return Planned(rule, None, Verdict.INAPPLICABLE, outside)
    if unknown:
        return Planned(rule, None, Verdict.CANNOT_TELL, missing=unknown)
    check = _check(rule, report)
    if check is None:
        shown = {"2019": "2019年格式", "2021": "2021年格式"}.get(report.template, "别的格式")
        return Planned(rule, None, Verdict.INAPPLICABLE, f"模板不符：报告的表是{shown}", notes=notes)
    return Planned(rule, check, notes=notes)


def _applies(applies: Applies, report: Report) -> tuple[str, tuple[Missing, ...], tuple[str, ...]]:
    """Why it is outside ("": it is not), what would have to be known, what was assumed."""
    unknown: list[Missing] = []
    notes: tuple[str, ...] = ()
    if applies.first_year is not None or applies.last_year is not None:
        first, last = (report.year, report.year) if report.year else template_years(report.template)
        if first is None:
            unknown.append(Missing("报告年度不明", "不知道规则是否适用"))
        elif _beyond(applies, first, last):
            return f"只适用于{years_text(applies)}的报告", (), ()
        elif not _within(applies, first, last):
            unknown.append(Missing("报告年度不明", "不知道规则是否适用"))
        elif report.year is None:
            notes = (f"年度不明，按表格所示的{report.template}年格式判断",)
    if applies.kinds:
        if report.kind is Kind.UNKNOWN:
            unknown.append(Missing("机关类别不明", "不知道规则是否适用"))
        elif report.kind.value not in applies.kinds:
            names = "、".join(KIND_NAMES[Kind(kind)] for kind in applies.kinds)
            return f"只适用于{names}", (), ()
    if applies.tiers:
        if report.tier is Tier.UNKNOWN:
            unknown.append(Missing("层级不明", "不知道规则是否适用"))
        elif report.tier.value not in applies.tiers:
            names = "、".join(TIER_NAMES[Tier(tier)] for tier in applies.tiers)
            return f"只适用于{names}级", (), ()
    if applies.family:
        family = family_of(report)
        if family is None:
            unknown.append(Missing("报告种类不明", "看不出是汇总报告还是本机关报告"))
        elif family != applies.family:
            return f"只适用于{applies.family}报告", (), ()
    return "", tuple(unknown), notes


def _beyond(applies: Applies, first: int, last: int | None) -> bool:
    if applies.first_year is not None and last is not None and last < applies.first_year:
        return True
    return applies.last_year is not None and first > applies.last_year


def _within(applies: Applies, first: int, last: int | None) -> bool:
    if applies.first_year is not None and first < applies.first_year:
        return False
    return applies.last_year is None or (last is not None and last <= applies.last_year)


def _check(rule: Rule, report: Report) -> AnyCheck | None:
    if report.template in rule.checks:
        return rule.checks[report.template]
    if report.template.isdecimal():
        return None
    if not rule.checks:
        return None
    ordered = sorted(rule.checks, reverse=True)
    if report.year is not None:
        for template in ordered:
            first, last = template_years(template)
            if first is not None and first <= report.year <= (last or report.year):
                return rule.checks[template]
        return rule.checks[ordered[0]] if report.template == "mixed" else None
    return rule.checks[ordered[0]]


def years_text(applies: Applies) -> str:
    """年度 as a person writes it."""
    first, last = applies.first_year, applies.last_year
    if first is None:
        return f"{last}年度及以前"
    if last is None:
        return f"{first}年度起"
    return f"{first}年度" if first == last else f"{first}至{last}年度"
