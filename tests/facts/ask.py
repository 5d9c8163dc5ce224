"""Facts of sentences that stand alone in part one of a department's report of 2023."""

from __future__ import annotations

from functools import cache

from auditor.base.paths import packaged
from auditor.report.facts import Vocabulary, load_vocabulary, read_facts
from auditor.report.model import Fact, Kind, Role
from auditor.source.load import read_source
from tests.make import section


@cache
def vocabulary() -> Vocabulary:
    """The packaged one."""
    source, faults = read_source(packaged() / "rules" / "词典" / "事实.yaml", "事实.yaml")
    assert source is not None, faults
    loaded, found = load_vocabulary(source)
    assert loaded is not None, found
    assert found == ()
    return loaded


def facts_of(
    text: str,
    *,
    year: int | None = 2023,
    kind: Kind = Kind.DEPARTMENT,
    part: int = 1,
    heading: str = "",
    words: Vocabulary | None = None,
) -> tuple[Fact, ...]:
    """The facts of a part's text; `heading` is a topic's heading above it, `words` another vocabulary."""
    whole = f"{heading}\n{text}" if heading else text
    made = section(part, whole, roles={0: Role.HEADING} if heading else None)
    found = read_facts({part: made}, words or vocabulary(), year, kind)
    assert all(fact.quote == made.text[fact.start : fact.end] for fact in found)
    assert all(fact.quote.strip() == fact.quote and fact.quote for fact in found)
    return found


def told(text: str, **how: object) -> list[str]:
    """“收到申请 20 total” for every fact, in order of their places."""
    return [f"{fact.name} {fact.value} {fact.scope}" for fact in facts_of(text, **how)]  # type: ignore[arg-type]
