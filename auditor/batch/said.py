"""What all rules said of one report, as the cache keeps it.

Nearly every rule says the same of nearly every report (passed, or does not apply), so that only counts
are kept of it, by position in the list of rules; that list, with the rules' digests, is a generation, and
is kept once for all reports. What is more is kept beside it for the few rules that have more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from auditor.batch.beside import Given
from auditor.batch.pack import TORN, plain, sealed, squeezed, unsealed
from auditor.batch.tasks import Shape, Undecided
from auditor.engine.tally import Counts
from auditor.findings.fingerprint import digest

Verdicts = tuple[tuple[str, str], ...]  # target and verdict
_NOWHERE = -1


class Special(NamedTuple):
    """What a rule has beside counts. `asked` names what it asked of other reports and `given` how that
    stood; `causes`: the first cause of each outcome that could not tell, `undecided` all of them with
    their details; `kept`: breaches as bytes; `again`: it is to be asked again the next time."""

    asked: str = ""
    given: str = ""
    causes: tuple[str, ...] = ()
    undecided: tuple[tuple[str, str], ...] = ()
    kept: bytes = b""
    again: bool = False


PLAIN = Special()


class Generation:
    """The rules of a run, in order, with their digests."""

    def __init__(self, digests: Mapping[str, str]) -> None:
        self.rules = tuple(digests)
        self.digests = tuple(digests.values())
        self.key = digest(*(f"{rule} {value}" for rule, value in digests.items()))

    def to_bytes(self) -> bytes:
        """For `places`."""
        return squeezed((self.rules, self.digests))

    def places(self, other: bytes) -> tuple[int, ...]:
        """Where each rule stood in another generation, −1 where it was not, or not the same. Raises one
        of TORN."""
        rules, digests = plain(other)
        stood = {pair: number for number, pair in enumerate(zip(rules, digests, strict=True))}
        return tuple(stood.get(pair, _NOWHERE) for pair in zip(self.rules, self.digests, strict=True))


@dataclass(slots=True)
class Said:
    """Of one report: `counts` by position (None: must be asked), `specials` by position; `explained`
    and `findings`: a key of what they rest on, bytes, and of findings how many."""

    counts: list[Counts | None]
    specials: dict[int, Special] = field(default_factory=dict)
    explained: tuple[str, bytes] = ("", b"")
    findings: tuple[str, bytes, int] = ("", b"", 0)
    sums: dict[int, Verdicts] | None = None  # of 勾稽; None: still in `packed_sums`
    packed_sums: bytes = b""
    known_shape: Shape | None = None

    def stale(self, given: Given) -> list[int]:
        """The positions of the rules that must be asked."""
        again = {
            number
            for number, special in self.specials.items()
            if special.again or (special.asked and special.given != given.of(special.asked))
        }
        return [number for number, counts in enumerate(self.counts) if counts is None or number in again]

    def verdicts(self) -> dict[int, Verdicts]:
        """Every verdict of 勾稽, by position. Raises one of TORN."""
        if self.sums is None:
            self.sums = plain(self.packed_sums) if self.packed_sums else {}
        return self.sums

    def put(self, number: int, counts: Counts, special: Special, sums: Verdicts | None) -> None:
        """What one rule said."""
        self.counts[number] = counts
        self.known_shape = None
        if number in self.specials:
            del self.specials[number]
        if special is not PLAIN and special != PLAIN:
            self.specials[number] = special
        if sums is not None:
            self.verdicts()[number] = sums

    def breaches(self, number: int) -> bytes:
        """The breaches that the rule at that position found, b"" none."""
        special = self.specials.get(number)
        return special.kept if special else b""

    @property
    def shape(self) -> Shape:
        """What the rules said, in numbers."""
        if self.known_shape is None:
            known: dict[Counts | None, int] = {}
            numbers = [known.setdefault(counts, len(known)) for counts in self.counts]
            at: bytes | tuple[int, ...] = bytes(numbers) if len(known) < 256 else tuple(numbers)
            self.known_shape = (tuple(known), at)
        return self.known_shape

    def undecided(self, rules: Sequence[str]) -> tuple[Undecided, ...]:
        """Why rules could not tell, in the order of the rules."""
        found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
        for number in sorted(self.specials):
            for cause, detail in self.specials[number].undecided:
                named, details = found.setdefault(cause, ({}, {}))
                named[rules[number]] = None
                if detail:
                    details[detail] = None
        return tuple(Undecided(cause, tuple(n), tuple(d)) for cause, (n, d) in found.items())

    def causes(self) -> Iterable[str]:
        """The first cause of every outcome that could not tell."""
        return (cause for special in self.specials.values() for cause in special.causes)

    def to_bytes(self, generation: Generation) -> bytes:
        """For `said_from`; every rule must have been asked."""
        sums = self.packed_sums if self.sums is None else squeezed(self.sums)
        specials = {number: tuple(special) for number, special in self.specials.items()}
        return sealed((generation.key, *self.shape, specials, sums, self.explained, self.findings))


def added_up(shapes: Mapping[Shape, int], rules: Sequence[str]) -> Counter[tuple[str, Counts]]:
    """How often each rule said what, of shapes and on how many reports each was met."""
    found: Counter[tuple[str, Counts]] = Counter()
    for (table, at), times in shapes.items():
        for rule, number in zip(rules, at, strict=True):
            if (counts := table[number]) is not None:
                found[rule, counts] += times
    return found


Places = Callable[[str], Sequence[int] | None]


def said_from(data: bytes | None, generation: Generation, places: Places) -> Said:
    """What is known from `data` of the rules of this generation; `places` tells where they stood in
    another one (None: nobody knows). Torn bytes tell nothing."""
    nothing = Said([None] * len(generation.rules), sums={})
    if data is None:
        return nothing
    try:
        key, table, at, specials, sums, explained, (key_of, made, count) = unsealed(data)
        if key == generation.key:
            counts: list[Any] = [table[number] for number in at]
            hash((table, at))  # what cannot be counted by is torn
            kept = {number: Special(*special) for number, special in specials.items()}
            return Said(counts, kept, tuple(explained), (key_of, made, count), None, sums, (table, at))
        stood = places(key)
        if stood is None:
            return nothing
        counts = [None if place < 0 else table[at[place]] for place in stood]
        if all(place in (number, _NOWHERE) for number, place in enumerate(stood)):
            kept = {n: Special(*special) for n, special in specials.items() if stood[n] >= 0}
            return Said(counts, kept, tuple(explained), (key_of, made, count), None, sums)
        moved = {place: number for number, place in enumerate(stood) if place >= 0}
        kept = {moved[n]: Special(*special) for n, special in specials.items() if n in moved}
        verdicts = {moved[n]: each for n, each in (plain(sums) if sums else {}).items() if n in moved}
        return Said(counts, kept, tuple(explained), (key_of, made, count), verdicts)
    except TORN:
        return nothing


def generation_of(data: bytes) -> str:
    """The key of the generation that `data` is of, "" where it is torn."""
    try:
        key = unsealed(data)[0]
    except TORN:
        return ""
    return key if isinstance(key, str) else ""
