"""Identity: what makes two findings of two runs the same, and when its evidence is no longer."""

from __future__ import annotations

import hashlib

from auditor.base.text import fold
from auditor.rules.outcome import CellEvidence, Evidence, PlaceEvidence, TextEvidence

_LENGTH = 24  # hex digits: 96 bits, no collision in any archive


def digest(*parts: str) -> str:
    """A short stable hash of `parts`; parts cannot run into each other."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def fingerprint(rule: str, agency: str, year: int | None, target: str) -> str:
    """Rule, agency, year and target; never level, message, formula, line or file name, so that it
    survives rewording and re-export."""
    return digest(rule, agency, "" if year is None else str(year), target)


def evidence_hash(evidence: tuple[Evidence, ...]) -> str:
    """Values and normalised sentences, in any order; places are left out, they move with layout."""
    return digest(*sorted(_fact(item) for item in evidence))


def _fact(item: Evidence) -> str:
    match item:
        case CellEvidence():
            return f"cell\x1e{item.path}\x1e{item.value if item.value is not None else fold(item.raw)}"
        case TextEvidence():
            return f"text\x1e{item.section}\x1e{fold(item.quote)}"
        case PlaceEvidence():
            return f"place\x1e{fold(item.text)}"
