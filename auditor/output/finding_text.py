"""One finding on screen: level, rule and message; the figures; where it stands; basis and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.findings.model import Change, Decision, Finding
from auditor.output.finding_words import (
    DECISIONS,
    basis_words,
    clean,
    evidence_words,
    figures_words,
    interval_words,
    message_words,
    number_words,
    places_words,
    suspect_words,
    twins_words,
)
from auditor.output.paint import Paint
from auditor.output.places import LEVELS, printable
from auditor.output.wrap import pack, wrap

__all__ = ["evidence_words", "finding_lines", "interval_words", "number_words"]

_INDENT = " " * 8
_PLACES = 3  # evidence shown without -v


def finding_lines(
    finding: Finding, causes: Mapping[str, Sequence[str]], width: int, detail: int, paint: Paint
) -> list[str]:
    """The lines of one finding. `causes` has the rule ids that share each cause; `detail` −1 gives
    the message alone, 1 every place and whole quotations."""
    lines = _headline(finding, width, paint)
    if detail < 0:
        return lines
    lines += pack(figures_words(finding), width, _INDENT)
    if suspect := suspect_words(finding):
        lines += wrap(_INDENT + suspect, width, _INDENT + "  ")
    places = places_words(finding, None if detail > 0 else _PLACES, detail > 0)
    twins = twins_words(finding, causes)
    lines += pack([*places, twins] if twins else places, width, _INDENT)
    lines += [paint.dim(line) for line in pack(_footer(finding), width, _INDENT)]
    return lines


def _headline(finding: Finding, width: int, paint: Paint) -> list[str]:
    word = LEVELS[finding.level]
    said = f"{_standing(finding)}{message_words(finding)}"
    lines = wrap(f"  {word}  {printable(finding.rule)}  {said}", width, _INDENT)
    lines[0] = "  " + paint.level(word, finding.level) + lines[0][2 + len(word) :]
    return lines


def _standing(finding: Finding) -> str:
    """What was decided of it, or why it is open again."""
    if finding.decision is not Decision.OPEN:
        return f"〔{DECISIONS[finding.decision]}〕"
    words = {Change.EVIDENCE_CHANGED: "〔依据已变〕", Change.RECURRED: "〔复现〕"}
    return words.get(finding.status, "")


def _footer(finding: Finding) -> list[str]:
    basis = basis_words(finding)
    parts = [f"依据 {basis}"] if basis else []
    if finding.suggestion:
        parts.append(f"怎么改 {clean(finding.suggestion)}")
    return parts
