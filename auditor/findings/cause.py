"""Same root: findings of one report that one wrong cell explains are one matter for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.findings.fingerprint import digest
from auditor.findings.model import Finding
from auditor.rules.outcome import CellEvidence

Root = tuple[str, ...]


def with_causes(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of one report, those of one root given the same `cause`.

    A root is the suspect cell where one is named, and the exact set of cells that a finding rests on;
    findings that share either belong together, but for those that name different suspects. Blank cells
    of one column that are each the suspect of a finding (a column of totals that was left out) are one
    root as well, and so is what a check names itself (an agency left out of several sums). A finding that
    rests on blank cells alone belongs to the one that names all of them. Nothing weaker is taken for a
    common root: two breaches may well touch one cell.
    """
    divided, blanks = _divided(findings), _blanks(findings)
    roots = [(*_roots(finding, divided), *_within(finding, blanks)) for finding in findings]
    leader: dict[Root, Root] = {}

    def lead(root: Root) -> Root:
        while leader.setdefault(root, root) != root:
            root = leader[root]
        return root

    for own in roots:
        for root in own[1:]:
            one, other = sorted((lead(own[0]), lead(root)))
            leader[other] = one
    groups: defaultdict[Root, list[int]] = defaultdict(list)
    for index, own in enumerate(roots):
        if own:
            groups[lead(own[0])].append(index)
    result = list(findings)
    for root, members in groups.items():
        for index in members if len(members) > 1 else ():
            result[index] = replace(result[index], cause=_cause(result[index], root))
    return tuple(result)


def _cause(finding: Finding, root: Root) -> str:
    return digest(finding.agency, str(finding.year), *root)[:12]


def _cells(finding: Finding) -> Root:
    return tuple(sorted({item.path for item in finding.evidence if isinstance(item, CellEvidence)}))


def _divided(findings: Sequence[Finding]) -> frozenset[Root]:
    """Sets of cells for which more than one suspect is named."""
    named: defaultdict[Root, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.suspect is not None:
            named[_cells(finding)].add(finding.suspect.path)
    return frozenset(cells for cells, suspects in named.items() if len(suspects) > 1)


def _blank_cells(finding: Finding) -> frozenset[str]:
    """The cells it rests on, where all of them are blank."""
    cells = [item for item in finding.evidence if isinstance(item, CellEvidence)]
    return (
        frozenset(item.path for item in cells) if not any(item.raw.strip() for item in cells) else frozenset()
    )


def _blanks(findings: Sequence[Finding]) -> list[frozenset[str]]:
    """Sets of blank cells that findings name, the largest first."""
    found = {cells for finding in findings if len(cells := _blank_cells(finding)) > 1}
    return sorted(found, key=lambda cells: (-len(cells), sorted(cells)))


def _within(finding: Finding, blanks: Sequence[frozenset[str]]) -> Iterator[Root]:
    own = _blank_cells(finding)
    if own and (whole := next((cells for cells in blanks if own <= cells), None)) is not None:
        yield ("cells", *sorted(whole))


def _roots(finding: Finding, divided: frozenset[Root]) -> Iterator[Root]:
    cells, suspect = _cells(finding), finding.suspect
    if finding.root:  # named by the check itself: an agency left out of several sums
        yield ("root", finding.root)
    if suspect is not None:
        yield ("suspect", suspect.path)
        raws = [item.raw for item in finding.evidence if isinstance(item, CellEvidence)
                and item.path == suspect.path]  # fmt: skip
        if raws and not raws[0].strip():
            yield ("left out", suspect.path.rpartition(".")[0])
    if cells and (suspect is None or cells not in divided):
        yield ("cells", *cells)
