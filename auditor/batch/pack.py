"""A report as bytes that load fast: plain tuples, made into cells, sections and tables only when a rule
looks at them. What is unpacked equals what was packed.

The bytes come from a file that anybody may have put there, or from another machine: nothing but plain
values is ever made of them (`plain`), and a checksum tells a torn page.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import Box, CellPlace, ParagraphPlace, SourcePlace
from auditor.report.lexicon import Lexicon
from auditor.report.model import (
    Fact,
    Heading,
    Kind,
    LabelRead,
    Passage,
    Report,
    Role,
    Section,
    Sentence,
    Status,
    TableRead,
    Tier,
)
from auditor.report.value import State, Value
from auditor.roster.identify import Identity

# What broken or foreign bytes raise while they are taken apart.
TORN = (
    zlib.error, pickle.UnpicklingError, EOFError, ValueError, TypeError, KeyError, IndexError,
    AttributeError, ImportError, ArithmeticError, MemoryError,
)  # fmt: skip

K = TypeVar("K")
V = TypeVar("V")
_STATES, _ROLES = tuple(State), tuple(Role)
_STATE_NUMBER = {state: number for number, state in enumerate(_STATES)}
_ROLE_NUMBER = {role: number for number, role in enumerate(_ROLES)}


class _Plain(pickle.Unpickler):
    """Builds nothing but tuples, dicts, strings, numbers and bytes, and Decimal."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("decimal", "Decimal"):
            return Decimal
        raise pickle.UnpicklingError(f"{module}.{name}")


def squeezed(value: object) -> bytes:
    """Plain values as bytes."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def plain(data: bytes) -> Any:
    """What `squeezed` took. Raises one of TORN."""
    return _Plain(io.BytesIO(zlib.decompress(data))).load()


def sealed(value: object) -> bytes:
    """Plain values as bytes, for what is small or holds squeezed bytes already."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return zlib.crc32(data).to_bytes(4, "little") + data


def unsealed(data: bytes) -> Any:
    """What `sealed` took. Raises one of TORN."""
    if zlib.crc32(data[4:]).to_bytes(4, "little") != data[:4]:
        raise ValueError("torn")
    return _Plain(io.BytesIO(data[4:])).load()


def packed(report: Report) -> bytes:
    """The report as bytes, its lexicon by name only."""
    # Raw texts and units occur again and again; one string is stored once.
    shared: dict[str, str] = {}
    share = shared.setdefault
    cells = {
        path: (
            _STATE_NUMBER[v.state], v.number, share(v.raw, v.raw), share(v.unit, v.unit),
            share(v.written_unit, v.written_unit), _place(v.place), v.confidence, share(v.note, v.note),
        )
        for path, v in report.cells.items()
    }  # fmt: skip
    return squeezed((
        report.file, report.sha256, report.format, report.status.value, report.reason, report.title,
        report.unit, report.unit_from, report.agency_key, report.region, report.year, report.year_from,
        report.kind.value, report.tier.value, report.template,
        report.published.isoformat() if report.published else None, report.published_from,
        report.lexicon.template, report.lexicon.sha256,
        _late({number: _section(section) for number, section in report.sections.items()}),
        tuple((h.text, h.title, h.number, h.ordinal, h.standing, _place(h.place), h.official)
              for h in report.headings),
        _late(cells),
        report.numbers,
        _late({name: _table(table) for name, table in report.tables.items()}),
        tuple((f.name, f.value, f.scope, f.quote, f.section, f.start, f.end) for f in report.facts),
        tuple(diagnostic_to_plain(each) for each in report.diagnostics),
        report.is_report, _place(report.title_place), report.family,
    ))  # fmt: skip


def unpacked(
    data: bytes, lexicons: Mapping[str, Lexicon], identity: Identity | None = None, *, whole: bool = False
) -> Report | None:
    """The report (under `identity` where one is given), None where the bytes are torn or of a lexicon
    that is not this one. `whole`: made at once, for many rules, which then look at plain dicts."""
    try:
        (
            file, sha256, format_, status, reason, title, unit, unit_from, agency_key, region, year,
            year_from, kind, tier, template, published, published_from, lexicon_name, lexicon_sha, sections,
            headings, cells, numbers, tables, facts, diagnostics, is_report, title_place, family,
        ) = plain(data)  # fmt: skip
        lexicon = lexicons[lexicon_name]
        if lexicon.sha256 != lexicon_sha:
            return None
        mapping = _at_once if whole else _Late
        own = identity or Identity(agency_key, region, Kind(kind), Tier(tier), family)
        report = Report(
            file=file,
            sha256=sha256,
            format=format_,
            status=Status(status),
            reason=reason,
            title=title,
            unit=unit,
            unit_from=unit_from,
            agency_key=own.agency_key,
            region=own.region,
            year=year,
            year_from=year_from,
            kind=own.kind,
            tier=own.tier,
            template=template,
            published=date.fromisoformat(published) if published else None,
            published_from=published_from,
            lexicon=lexicon,
            sections=mapping(sections, _to_section),
            headings=tuple(_to_heading(h) for h in headings),
            cells=mapping(cells, _to_value),
            tables=_Late(tables, _to_table),  # few rules look at labels
            facts=tuple(Fact(*fact) for fact in facts),
            diagnostics=tuple(diagnostic_from_plain(each) for each in diagnostics),
            is_report=is_report,
            title_place=_to_place(title_place),
            family=own.family,
        )
        # What every check of figures asks first, without making a single cell.
        report.__dict__["numbers"] = numbers
    except TORN:
        return None
    return report


def _late(values: Mapping[Any, Any]) -> bytes:
    return pickle.dumps(values, pickle.HIGHEST_PROTOCOL)


class _Late(Mapping[K, V]):
    """A mapping whose values are made of plain ones when they are asked for, and those of bytes when
    the first is. The bytes were under the checksum of the whole."""

    __slots__ = ("_bytes", "_made", "_make", "_plain")

    def __init__(self, values: bytes, make: Callable[[Any], V]) -> None:
        self._bytes, self._make = values, make
        self._plain: dict[K, Any] | None = None
        self._made: dict[K, V] = {}

    def _all(self) -> dict[K, Any]:
        if self._plain is None:
            self._plain = _Plain(io.BytesIO(self._bytes)).load()
        found: dict[K, Any] = self._plain
        return found

    def __getitem__(self, key: K) -> V:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(self._all()[key])
        return made

    def __iter__(self) -> Iterator[K]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __contains__(self, key: object) -> bool:
        return key in self._all()


def _at_once(values: bytes, make: Callable[[Any], V]) -> Mapping[Any, V]:
    return {key: make(value) for key, value in _Plain(io.BytesIO(values)).load().items()}


# A place is an int (a paragraph), three ints (a cell), or all of its fields.


def _place(place: ParagraphPlace | CellPlace | None) -> Any:
    if place is None:
        return None
    box = place.box
    more = (place.line, place.page, None if box is None else (box.left, box.top, box.right, box.bottom))
    if isinstance(place, ParagraphPlace):
        return place.paragraph if more == (None, None, None) else ("p", place.paragraph, *more)
    at = (place.table, place.row, place.column)
    return at if more == (None, None, None) else ("c", *at, *more)


def _to_place(at: Any) -> ParagraphPlace | CellPlace | None:
    return None if at is None else _to_text_place(at)


def _to_text_place(at: Any) -> ParagraphPlace | CellPlace:
    if isinstance(at, int):
        return ParagraphPlace(at)
    if len(at) == 3:
        return CellPlace(*at)
    box = None if at[-1] is None else Box(*at[-1])
    if at[0] == "p":
        return ParagraphPlace(at[1], at[2], at[3], box)
    return CellPlace(at[1], at[2], at[3], at[4], at[5], box)


def _to_heading(value: Any) -> Heading:
    text, title, number, ordinal, standing, at, official = value
    return Heading(text, title, number, ordinal, standing, _to_text_place(at), official)


def _to_label(value: Any) -> LabelRead:
    name, axis, text, official, standing, at = value
    return LabelRead(name, axis, text, official, standing, _to_text_place(at))


def _section(section: Section) -> Any:
    text = section.text
    return (
        section.number,
        section.heading,
        text,
        tuple((p.start, p.end, _ROLE_NUMBER[p.role], _place(p.place)) for p in section.passages),
        tuple(
            (s.start, s.end) if s.section == section.number and s.text == text[s.start : s.end]
            else (s.start, s.end, s.section, s.text)
            for s in section.sentences
        ),
        _place(section.place),
    )  # fmt: skip


def _to_section(value: Any) -> Section:
    number, heading, text, passages, sentences, place = value
    return Section(
        number,
        heading,
        text,
        tuple(Passage(start, end, _ROLES[role], _to_text_place(at)) for start, end, role, at in passages),
        tuple(
            Sentence(number, s[0], s[1], text[s[0] : s[1]])
            if len(s) == 2
            else Sentence(s[2], s[0], s[1], s[3])
            for s in sentences
        ),
        _to_place(place),
    )


def _to_value(value: Any) -> Value:
    state, number, raw, unit, written_unit, place, confidence, note = value
    return Value(_STATES[state], number, raw, unit, written_unit, _to_place(place), confidence, note)


def _table(table: TableRead) -> Any:
    return (
        table.name,
        table.form,
        tuple((x.name, x.axis, x.text, x.official, x.standing, _place(x.place)) for x in table.labels),
        _place(table.place),
        table.missing_rows,
        table.missing_columns,
        table.extra_columns,
        table.odd,
    )


def _to_table(value: Any) -> TableRead:
    name, form, labels, place, *missing = value
    return TableRead(name, form, tuple(_to_label(label) for label in labels), _to_place(place), *missing)


def diagnostic_to_plain(each: Diagnostic) -> Any:
    """A diagnostic as plain values."""
    place = each.place
    at = ("s", place.line, place.column) if isinstance(place, SourcePlace) else _place(place)
    return (
        each.severity.value,
        each.code,
        each.message,
        each.remedy,
        each.file,
        at,
        each.excerpt,
        each.width,
    )


def diagnostic_from_plain(value: Any) -> Diagnostic:
    """The diagnostic again."""
    severity, code, message, remedy, file, at, excerpt, width = value
    place = SourcePlace(*at[1:]) if isinstance(at, tuple) and at[0] == "s" else _to_place(at)
    return Diagnostic(Severity(severity), code, message, remedy, file, place, excerpt, width)
