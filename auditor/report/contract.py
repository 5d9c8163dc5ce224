"""The machine-readable report ("auditor.report/1"): written, and read back.

The JSON is a report's evidence after its file is gone, so what is read back gives the same verdicts:
beside the published keys it carries, under "reading", what the published ones leave out (headings,
roles of passages, labels of the tables).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import Box, CellPlace, ParagraphPlace, Place, SourcePlace
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
    Status,
    TableRead,
    Tier,
)
from auditor.report.sections import sentences_of
from auditor.report.value import Number, State, Value

SCHEMA = "auditor.report/1"
SCHEMA_FILE = Path(__file__).parent / "schema" / "report-1.schema.json"

Json = dict[str, Any]


def report_to_json(report: Report) -> Json:
    """The contract object of a report that could be read."""
    return {
        "schema": SCHEMA,
        "file": report.file,
        "sha256": report.sha256,
        "format": report.format,
        "unit": report.unit,
        "year": report.year,
        "template": report.template,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "lexicon": {"version": report.lexicon.version, "sha256": report.lexicon.sha256},
        "status": report.status.value,
        "reason": report.reason,
        "kind": report.kind.value,
        "tier": report.tier.value,
        "sections": [
            {"number": section.number, "heading": section.heading, "text": section.text}
            for section in report.sections.values()
        ],
        "cells": {path: _cell(value) for path, value in report.cells.items()},
        "facts": [
            {
                "name": fact.name,
                "value": _digits(fact.value),
                "scope": fact.scope,
                "quote": fact.quote,
                "section": fact.section,
                "start": fact.start,
                "end": fact.end,
            }
            for fact in report.facts
        ],
        "diagnostics": [diagnostic_to_json(diagnostic) for diagnostic in report.diagnostics],
        "reading": {
            "unit_from": report.unit_from,
            "year_from": report.year_from,
            "published_from": report.published_from,
            "agency_key": report.agency_key,
            "region": report.region,
            "lexicon_template": report.lexicon.template,
            "is_report": report.is_report,
            "title_at": place_to_json(report.title_place),
            # cells whose unit is written beside the figure, though it is the one the format gives them
            "unit_written": [path for path, cell in report.cells.items() if cell.written_unit == cell.unit],
            "headings": [
                {
                    "text": h.text,
                    "title": h.title,
                    "number": h.number,
                    "ordinal": h.ordinal,
                    "standing": h.standing,
                    "official": h.official,
                    "at": place_to_json(h.place),
                }
                for h in report.headings
            ],
            "sections": [
                {
                    "number": section.number,
                    "at": place_to_json(section.place),
                    "passages": [
                        {"start": p.start, "end": p.end, "role": p.role.value, "at": place_to_json(p.place)}
                        for p in section.passages
                    ],
                }
                for section in report.sections.values()
            ],
            "tables": [
                {
                    "name": table.name,
                    "form": table.form,
                    "at": place_to_json(table.place),
                    "missing_rows": list(table.missing_rows),
                    "missing_columns": list(table.missing_columns),
                    "extra_columns": list(table.extra_columns),
                    "odd": list(table.odd),
                    "labels": [
                        {
                            "name": label.name,
                            "axis": label.axis,
                            "text": label.text,
                            "official": label.official,
                            "standing": label.standing,
                            "at": place_to_json(label.place),
                        }
                        for label in table.labels
                    ],
                }
                for table in report.tables.values()
            ],
        },
    }


def unreadable_to_json(file: str, diagnostic: Diagnostic, sha256: str = "") -> Json:
    """The contract object of a file that could not be read."""
    return {
        "schema": SCHEMA,
        "file": file,
        "sha256": sha256,
        "format": "unknown",
        "unit": "",
        "year": None,
        "template": "unknown",
        "title": "",
        "published": None,
        "lexicon": None,
        "status": Status.UNREADABLE.value,
        "reason": diagnostic.message,
        "kind": Kind.UNKNOWN.value,
        "tier": Tier.UNKNOWN.value,
        "sections": [],
        "cells": {},
        "facts": [],
        "diagnostics": [diagnostic_to_json(diagnostic)],
    }


def to_line(value: Json) -> str:
    """One compact JSON line; keys in the contract's order, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def place_to_json(place: Place | None) -> Json | None:
    """What the format can give of a place: page, bbox, table, row, column, paragraph, line."""
    if place is None:
        return None
    result: Json = {}
    match place:
        case CellPlace():
            result |= {"table": place.table, "row": place.row, "column": place.column}
        case ParagraphPlace():
            result |= {"paragraph": place.paragraph}
        case SourcePlace():
            return {"line": place.line, "column": place.column}
    if place.line is not None:
        result["line"] = place.line
    if place.page is not None:
        result["page"] = place.page
    if place.box is not None:
        result["bbox"] = [place.box.left, place.box.top, place.box.right, place.box.bottom]
    return result


def diagnostic_to_json(diagnostic: Diagnostic) -> Json:
    """A diagnostic with its stable code and its Chinese words."""
    return {
        "level": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "remedy": diagnostic.remedy,
        "at": place_to_json(diagnostic.place),
    }


def _cell(value: Value) -> Json:
    result: Json = {
        "state": value.state.value,
        "value": None if value.number is None else _digits(value.number),
        "unit": value.written_unit or value.unit,
        "raw": value.raw,
        "confidence": value.confidence,
        "at": place_to_json(value.place),
    }
    if value.note:
        result["note"] = value.note
    return result


def report_from_json(value: Mapping[str, Any], lexicons: Mapping[str, Lexicon]) -> Report:
    """The report that `report_to_json` wrote. `lexicons` must hold its template.

    Raises KeyError, ValueError or TypeError where `value` is not such an object."""
    reading = value["reading"]
    lexicon = lexicons[reading["lexicon_template"]]
    extra = {section["number"]: section for section in reading["sections"]}
    sections: dict[int, Section] = {}
    for entry in value["sections"]:
        number = entry["number"]
        passages = tuple(
            Passage(p["start"], p["end"], Role(p["role"]), _text_place(p["at"]))
            for p in extra[number]["passages"]
        )
        sections[number] = Section(
            number,
            entry["heading"],
            entry["text"],
            passages,
            tuple(sentences_of(number, entry["text"], passages)),
            _place(extra[number]["at"]),
        )
    stated = frozenset(reading.get("unit_written", ()))
    units = {path: cell.unit for each in lexicons.values() for path, cell in each.by_path.items()}
    return Report(
        file=value["file"],
        sha256=value["sha256"],
        format=value["format"],
        status=Status(value["status"]),
        reason=value["reason"],
        title=value["title"],
        unit=value["unit"],
        unit_from=reading["unit_from"],
        agency_key=reading["agency_key"],
        region=reading["region"],
        year=value["year"],
        year_from=reading["year_from"],
        kind=Kind(value["kind"]),
        tier=Tier(value["tier"]),
        template=value["template"],
        published=date.fromisoformat(value["published"]) if value["published"] else None,
        published_from=reading["published_from"],
        lexicon=lexicon,
        sections=sections,
        headings=tuple(
            Heading(
                h["text"],
                h["title"],
                h["number"],
                h["ordinal"],
                h["standing"],
                _text_place(h["at"]),
                h["official"],
            )
            for h in reading["headings"]
        ),
        cells={
            path: _value(cell, units.get(path, "件"), path in stated) for path, cell in value["cells"].items()
        },
        tables={table["name"]: _table(table) for table in reading["tables"]},
        facts=tuple(
            Fact(f["name"], _number(f["value"]), f["scope"], f["quote"], f["section"], f["start"], f["end"])
            for f in value["facts"]
        ),
        diagnostics=tuple(_diagnostic(d, value["file"]) for d in value["diagnostics"]),
        is_report=reading["is_report"],
        title_place=_place(reading["title_at"]),
    )


def _table(table: Mapping[str, Any]) -> TableRead:
    return TableRead(
        table["name"],
        table["form"],
        tuple(
            LabelRead(x["name"], x["axis"], x["text"], x["official"], x["standing"], _text_place(x["at"]))
            for x in table["labels"]
        ),
        _place(table["at"]),
        tuple(table["missing_rows"]),
        tuple(table["missing_columns"]),
        tuple(table["extra_columns"]),
        tuple(table.get("odd", ())),
    )


def _value(cell: Mapping[str, Any], unit: str, stated: bool) -> Value:
    written = cell["unit"] if stated or cell["unit"] != unit else ""
    return Value(
        State(cell["state"]),
        None if cell["value"] is None else _number(cell["value"]),
        cell["raw"],
        unit,
        written,
        _place(cell["at"]),
        cell["confidence"],
        cell.get("note", ""),
    )


def _digits(number: Number) -> str:
    """A figure in plain digits, never with an exponent."""
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _number(text: str) -> Number:
    return Decimal(text) if "." in text else int(text)


def _diagnostic(value: Mapping[str, Any], file: str) -> Diagnostic:
    return Diagnostic(
        Severity(value["level"]), value["code"], value["message"], value["remedy"], file, _place(value["at"])
    )


def _place(at: Mapping[str, Any] | None) -> CellPlace | ParagraphPlace | None:
    return None if at is None else _text_place(at)


def _text_place(at: Mapping[str, Any]) -> CellPlace | ParagraphPlace:
    box: Sequence[float] | None = at.get("bbox")
    shared = (at.get("line"), at.get("page"), Box(*box) if box else None)
    if "table" in at:
        return CellPlace(at["table"], at["row"], at["column"], *shared)
    return ParagraphPlace(at.get("paragraph", 1), *shared)
