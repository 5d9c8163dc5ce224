"""Rows of the findings table as values: the life of a finding, its line in a list."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from auditor.findings.states import REOPENED, Choice, Life, Reach, Standing, State, state_of
from auditor.findings.store.schema import agencies, findings, rules
from auditor.rules.outcome import Level

LEVELS = (Level.ERROR, Level.WARNING, Level.INFO)
LEVEL_RANK = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Decided:
    """A finding's decision as it stands: the life, and who decided what why. `decided` is ISO time in
    UTC, "" where nobody has; `version` goes with the next decision, so that a stale one is seen."""

    life: Life = field(default_factory=Life)
    reason: str = ""
    reach: Reach = Reach.FINDING
    who: str = ""
    decided: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What a list shows of a finding. `state` is the one to show; `broken`: 引擎错误."""

    id: int
    fingerprint: str
    rule: str
    name: str
    level: Level
    broken: bool
    trial: bool
    agency: str
    unit: str
    year: int | None
    file: str
    target: str
    cause: str | None
    message: str
    state: State
    standing: Standing
    until: date | None
    reason: str
    who: str
    version: int


_LINE = select(
    findings.c.id, findings.c.fingerprint, rules.c.rule, rules.c.name, findings.c.level, findings.c.broken,
    findings.c.trial, agencies.c.key, agencies.c.unit, findings.c.year, findings.c.file, findings.c.target,
    findings.c.cause, findings.c.message, findings.c.state, findings.c.standing, findings.c.until,
    findings.c.reason, findings.c.who, findings.c.version,
).join_from(findings, agencies).join(rules, findings.c.rule_id == rules.c.id)  # fmt: skip


def lines() -> Select[Any]:
    """The statement whose rows `line_of` takes."""
    return _LINE


def line_of(row: Any) -> Line:
    """One row of `lines()`."""
    return Line(
        row[0], row[1], row[2], row[3], LEVELS[row[4]], bool(row[5]), bool(row[6]), row[7], row[8], row[9],
        row[10], row[11], row[12], row[13], State(row[14]), Standing(row[15]), day(row[16]), row[17], row[18],
        row[19],
    )  # fmt: skip


LIFE = (
    findings.c.choice, findings.c.standing, findings.c.until, findings.c.reopened, findings.c.was,
    findings.c.reason, findings.c.reach, findings.c.who, findings.c.decided, findings.c.version,
)  # fmt: skip


def decided_of(row: Any, start: int = 0) -> Decided:
    """The columns of `LIFE` in a row, from `start` on."""
    choice, standing, until, reopened, was, reason, reach, who, decided, version = row[start : start + 10]
    life = Life(
        Choice(choice),
        Standing(standing),
        day(until),
        State(reopened) if reopened else None,
        Choice(was) if was else None,
    )
    return Decided(life, reason, Reach(reach), who, decided, version)


def columns_of(decided: Decided, today: date) -> dict[str, Any]:
    """What an update writes for a decision; the version as it is in `decided`."""
    life = decided.life
    state = state_of(life, today)
    return {
        "choice": life.choice.value,
        "standing": life.standing.value,
        "until": life.until.isoformat() if life.until else None,
        "reopened": life.reopened.value if life.reopened else None,
        "was": life.was.value if life.was else None,
        "reason": decided.reason,
        "reach": decided.reach.value,
        "who": decided.who,
        "decided": decided.decided,
        "version": decided.version,
        "state": state.value,
        "calm": 0 if state in REOPENED else 1,
    }


def dumps(decided: Decided) -> str:
    """A decision as text, for the steps that undo walks over."""
    life = decided.life
    return json.dumps(
        [
            life.choice, life.standing, life.until.isoformat() if life.until else None,
            life.reopened, life.was, decided.reason, decided.reach, decided.who,
            decided.decided, decided.version,
        ],
        ensure_ascii=False,
    )  # fmt: skip


def loads(text: str) -> Decided:
    """The decision that `dumps` wrote."""
    return decided_of(json.loads(text))


def day(text: str | None) -> date | None:
    """ISO text to a date."""
    return date.fromisoformat(text) if text else None


def storable(text: str) -> str:
    """`text` as a database takes it: a byte of a file name that is no UTF-8 is written out, a NUL goes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text.replace("\0", "\ufffd")
