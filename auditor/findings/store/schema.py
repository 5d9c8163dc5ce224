"""The store's tables. The same on SQLite and PostgreSQL: integers, text and bytes, no types of one
of them. Days are ISO text, times ISO text in UTC; columns that only serve lists are marked so.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

VERSION = 1

metadata = MetaData()


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, default=default)


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, default=default)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value"))
"""version: of these tables; change: counts every transaction that wrote, for cheap polling."""

counter = Table("counter", metadata, Column("id", Integer, primary_key=True), _number("change"))

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("started"),
    _text("finished"),  # "" while it runs, or where it was cut off
    _text("program"),
    _text("rules"),  # digest of the rules and lexicons asked
    _text("packs"),
    _text("tally"),
    _number("reports"),
    _number("findings"),
)

agencies = Table(
    "agencies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    _text("unit"),
    _text("pinyin"),
    _text("initials"),
    _number("rank"),  # place in the list by pinyin
)

rules = Table(
    "rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule", Text, nullable=False, unique=True),
    _text("name"),
    _text("pinyin"),
    _text("initials"),
    _number("rank"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", Text, nullable=False, unique=True),
    _text("unit"),
    _text("agency"),
    Column("year", Integer),
    _text("sha256"),
    _number("size", -1),
    _number("mtime", 0),  # seconds, −1 not known; a hint only, sha256 decides
    _text("status"),
    Column("reason", Text),
    _number("fatal"),
    _text("rules"),  # digest of the rules it was last audited with
    _text("lexicon"),
    Column("run_id", Integer, ForeignKey("runs.id")),
    Column("contract", LargeBinary),  # auditor.report/1, zlib; None where it was never read
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("agency_id", Integer, ForeignKey("agencies.id"), nullable=False),
    Column("rule_id", Integer, ForeignKey("rules.id"), nullable=False),
    Column("year", Integer),
    _number("level"),  # 0 错误, 1 警告, 2 提示
    _number("broken"),  # 1: 引擎错误
    _number("trial"),
    _text("file"),
    _text("target"),
    Column("cause", Text),
    _text("message"),
    _text("evidence_hash"),
    _text("sha256"),  # of the report at the last sighting
    # the life
    _text("choice", "open"),
    _text("standing", "new"),
    Column("until", Text),
    Column("reopened", Text),
    Column("was", Text),
    _text("reason"),
    _text("reach", "finding"),
    _text("who"),
    _text("decided"),
    _number("version"),  # of the life; a decision on an older one is a conflict
    _number("changed"),  # counter.change at the last change of anything
    _number("first_run"),
    _number("last_run"),
    # for lists only
    _text("state", "open"),
    _number("calm", 1),  # 0: reopened, listed first
    _number("agency_rank"),
    _number("rule_rank"),
    _text("words"),  # message and target, folded, for text filters
)

# One per order of lists; with these columns a list, its groups and most filters need no other look.
_SHOWN = (findings.c.state, findings.c.agency_id, findings.c.rule_id)
BY_AGENCY = Index(
    "findings_agency_order",
    findings.c.calm, findings.c.agency_rank, findings.c.year.desc(), findings.c.level, findings.c.rule_rank,
    findings.c.id, *_SHOWN, findings.c.words,
)  # fmt: skip
BY_RULE = Index(
    "findings_rule_order",
    findings.c.calm, findings.c.rule_rank, findings.c.level, findings.c.agency_rank, findings.c.year.desc(),
    findings.c.id, *_SHOWN,
)  # fmt: skip
BY_LEVEL = Index(
    "findings_level_order",
    findings.c.calm, findings.c.level, findings.c.rule_rank, findings.c.agency_rank, findings.c.year.desc(),
    findings.c.id, *_SHOWN,
)  # fmt: skip
Index("findings_by_agency", findings.c.agency_id, findings.c.year)
Index("findings_by_file", findings.c.file)
Index("findings_by_rule", findings.c.rule_id, findings.c.year)
Index("findings_changed", findings.c.changed)
Index("findings_due", findings.c.until)

evidence = Table(
    "evidence",
    metadata,
    Column("finding_id", Integer, ForeignKey("findings.id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),  # the whole finding as JSON, zlib
)

scopes = Table(
    "scopes",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("reach"),
    _text("agency"),
    _text("rule"),
    Column("year", Integer),
    _text("choice"),
    _text("reason"),
    Column("until", Text),
    _text("who"),
    _text("decided"),
    _number("active", 1),
)
"""Decisions that reach further than the findings of their day: findings to come take them over."""

log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("at"),
    _text("who"),
    _text("action"),  # decide undo redo run import expire
    _text("fingerprint"),
    _text("rule"),
    _text("agency"),
    Column("year", Integer),
    _text("before"),
    _text("after"),
    _text("reason"),
    Column("until", Text),
    _text("reach", "finding"),
    Column("step_id", Integer),
)
"""Append-only: who, when, from, to, reason."""

Index("log_by_finding", log.c.fingerprint)

steps = Table(
    "steps",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("at"),
    _text("who"),
    _text("label"),
    _number("count"),
    _text("state", "done"),  # done, undone, or dropped (undone, then something else was decided)
    Column("scope_before", Text),
    Column("scope_after", Text),
)
"""What undo and redo walk over: one row per decision of a person, single or in bulk."""

step_items = Table(
    "step_items",
    metadata,
    Column("step_id", Integer, ForeignKey("steps.id"), primary_key=True),
    Column("fingerprint", Text, primary_key=True),
    _text("before"),
    _text("after"),
)

places = Table(
    "places",
    metadata,
    Column("who", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    _text("value"),
)
"""Where each person left: filter, order, finding; saved filters."""
