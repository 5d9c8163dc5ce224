"""What the cache is keyed by: the program, the lexicons, each rule. Whatever could make another answer of
the same bytes is in one of these."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from auditor.base.version import VERSION
from auditor.findings.fingerprint import digest
from auditor.reading.scan import kit
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules
from auditor.rules.model import Rule

FORMAT = "1"  # of what the cache holds


@cache
def program() -> str:
    """Of the program's own text, so that a changed checkout never answers with what an older one said,
    and of the parsers that it reads with; with a recogniser of pictures, more is read."""
    root = Path(__file__).resolve().parents[1]
    found = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        found.update(path.relative_to(root).as_posix().encode())
        found.update(path.read_bytes())
    python = ".".join(map(str, sys.version_info[:3]))
    recogniser = kit.model() if kit.installed() else None
    return digest(
        FORMAT, VERSION, found.hexdigest(), python, str(etree.LIBXML_VERSION), version("pypdfium2"),
        recogniser.name if recogniser is not None else "",
    )  # fmt: skip


def reading(loaded: LoadedRules, program: str) -> str:
    """Changes whenever a file could be read as something else."""
    lexicons = [f"{name} {lexicon.sha256}" for name, lexicon in sorted(loaded.lexicons.items())]
    return digest(program, *lexicons, loaded.vocabulary.sha256 if loaded.vocabulary else "")


def rule(item: Rule, program: str) -> str:
    """Changes whenever a rule could say something else of the same report."""
    return digest(program, item.id, item.sha256, item.state, str(item.level), repr(item.applies))


def agreement(loaded: LoadedRules, roster: Roster | None) -> str:
    """What two processes must have loaded alike: rules, lexicons, roster."""
    own = roster.sha256 if roster else ""
    return digest(reading(loaded, ""), own, *(rule(item, "") for item in loaded.rules))
