"""SARIF judged by the schema of OASIS, which knows every object and allows no other key."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft7Validator

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"


def sarif_faults(text: str) -> list[str]:
    """What the schema says against a log, each with the path of what is wrong."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    found = validator.iter_errors(json.loads(text))
    return [f"{'/'.join(str(part) for part in fault.absolute_path)}: {fault.message}" for fault in found]
