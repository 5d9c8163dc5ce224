"""A filter as a condition on the findings table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true

from auditor.findings.store.filters import Filter, Term
from auditor.findings.store.open import Store
from auditor.findings.store.schema import agencies, findings, rules

_C = findings.c
_FINGERPRINT = 8  # digits that make a word a fingerprint


def condition(store: Store, wanted: Filter) -> ColumnElement[bool]:
    """What must hold of a row."""
    if not wanted.terms:
        return true()
    made = _Maker("strpos" if store.on_server else "instr")  # twice as fast as LIKE
    return and_(*(not_(made.term(term)) if term.negated else made.term(term) for term in wanted.terms))


class _Maker:
    def __init__(self, finder: str) -> None:
        self._finder = getattr(func, finder)

    def term(self, term: Term) -> ColumnElement[bool]:
        """Any of a term's values."""
        return or_(*(self._value(term.key, value) for value in term.values))

    def _has(self, column: Any, value: str) -> ColumnElement[bool]:
        found: ColumnElement[bool] = self._finder(column, value) > 0
        return found

    def _value(self, key: str, value: str) -> ColumnElement[bool]:
        match key:
            case "level":
                return _C.level == int(value)
            case "state":
                return _C.state == value
            case "year":
                return _year(value)
            case "rule":
                return self._rule(value)
            case "agency":
                return self._agency(value)
            case "file":
                return self._has(func.lower(_C.file), value)
            case "who":
                return self._has(_C.who, value)
            case _:
                return or_(
                    self._has(_C.words, value), self._rule(value), self._agency(value), _fingerprint(value)
                )

    def _agency(self, value: str) -> ColumnElement[bool]:
        return _C.agency_id.in_(select(agencies.c.id).where(self._spelt(agencies, agencies.c.unit, value)))

    def _rule(self, value: str) -> ColumnElement[bool]:
        spelt = self._spelt(rules, rules.c.name, value)
        return _C.rule_id.in_(
            select(rules.c.id).where(or_(spelt, self._has(func.lower(rules.c.rule), value)))
        )

    def _spelt(self, table: Any, name: Any, value: str) -> ColumnElement[bool]:
        by_name = self._has(func.lower(name), value)
        if not value.isascii():
            return by_name
        return or_(by_name, self._has(table.c.initials, value), self._has(table.c.pinyin, value))


def _year(value: str) -> ColumnElement[bool]:
    if value == "none":
        return _C.year.is_(None)
    first, _, last = value.partition("-")
    return and_(_C.year.is_not(None), _C.year.between(int(first), int(last or first)))


def _fingerprint(value: str) -> ColumnElement[bool]:
    if len(value) < _FINGERPRINT or any(char not in "0123456789abcdef" for char in value):
        return false()
    return _C.fingerprint.startswith(value, autoescape=True)
