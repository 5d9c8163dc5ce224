"""Reports asked together, as a run does it, by the packaged rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from auditor.base.paths import packaged
from auditor.engine.corpus import ReportCorpus
from auditor.engine.filed import filed_of
from auditor.engine.run import audit, audit_each
from auditor.engine.tally import Tally
from auditor.report.model import Report
from auditor.roster.identify import Registrar
from auditor.roster.load import parse_roster
from auditor.roster.model import Roster
from auditor.roster.rows import Faults
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.outcome import Outcome, Verdict
from tests.make import report

FAIL, PASS, UNKNOWN, ABSENT = Verdict.FAIL, Verdict.PASS, Verdict.CANNOT_TELL, Verdict.INAPPLICABLE


@cache
def packs() -> LoadedRules:
    loaded = load_rules([packaged() / "rules"])
    assert loaded.ok, loaded.diagnostics
    return loaded


def roster(text: str) -> Roster:
    found, faults = parse_roster(text.encode("utf-8"), Faults("名录.yaml"))
    assert found is not None, faults
    return found


def filed(unit: str, year: int, cells: dict[str, object] | None = None, **more: object) -> Report:
    """A report of `unit`, in a folder of nothing, whose bytes are like no other's."""
    made = report(cells, unit=unit, year=year, template="2021" if year > 2020 else "2019", **more)  # type: ignore[arg-type]
    changed = {"file": f"{unit}{year}.docx", "sha256": "", "agency_key": f"name:{unit}"}
    return replace(made, **{key: value for key, value in changed.items() if key not in more})  # type: ignore[arg-type]


def asked(
    reports: Sequence[Report],
    *prefixes: str,
    listed: Roster | None = None,
    beside: Sequence[Report] = (),
) -> tuple[list[Outcome], Tally]:
    """The outcomes of the rules whose ids begin so, and the tally; `beside` are not audited."""
    registrar = Registrar(listed)
    entered = [registrar.enter(item) for item in (*reports, *beside)]
    items = [filed_of(item, match, number < len(reports)) for number, (item, match) in enumerate(entered)]
    corpus = ReportCorpus([item for item, _ in entered], roster=listed, filed=items)
    kept = [item for item, _ in entered[: len(reports)] if item.file not in corpus.left_out]
    rules = [rule for rule in packs().rules if rule.id.startswith(prefixes)]
    found: list[Outcome] = []
    tally = audit_each(rules, kept, found.append, corpus, corpus.years)
    return found, tally


def broken(outcomes: Sequence[Outcome]) -> list[tuple[str, str, int | None, str]]:
    """Rule, file, year and target of every breach; an engine error is one too."""
    return sorted(
        (one.rule, one.subject.file, one.subject.year, one.target)
        for one in outcomes
        if one.verdict in (FAIL, Verdict.ERROR)
    )


__all__ = ["ABSENT", "FAIL", "PASS", "UNKNOWN", "asked", "audit", "broken", "filed", "packs", "roster"]
