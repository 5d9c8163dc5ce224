"""Near-copies among many reports: linear in their number.

What is compared is the prose of the six parts (the introduction aside) without names, years and
figures; sentences that many agencies share are boilerplate of the place and are left out. MinHash over
runs of five characters proposes pairs, the exact likeness decides. Nothing depends on the order in
which reports come.
"""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rensa import RMinHash  # type: ignore[import-untyped]

from auditor.report.model import Report, Sentence
from auditor.rules.between import CopyPair, Likenesses, Side
from auditor.rules.likeness import alike, sentences_of
from auditor.rules.outcome import TextEvidence

PARTS = (1, 2, 3, 4, 5, 6)
RUN = 5  # characters of a shingle
BANDS, ROWS = 64, 4  # a pair that shares half its shingles is proposed with probability 0.984
SEED = 20_08_05_01
FEWEST = 8  # agencies that share a sentence before it counts as boilerplate …
SHARE = Fraction(2, 100)  # … or this part of all of them, if that is more
LEAST = 120  # characters that must be left for a comparison
PROMISING = Fraction(1, 4)  # estimated share of shingles below which the exact likeness is not asked for
_SHORTEST = 6  # characters of a sentence that count
_CHAIN = 12  # pairs that one report proposes within one band


@dataclass(frozen=True, slots=True)
class _Text:
    """One report's prose: its place in the corpus and what is `compared` of it, squeezed for there may be
    a hundred thousand."""

    side: Side
    order: tuple[str, int, str]
    squeezed: bytes

    @property
    def sentences(self) -> list[str]:
        """The sentences; none has a line end in it."""
        text = zlib.decompress(self.squeezed).decode("utf-8", "surrogatepass")
        return text.split("\n") if text else []

    def body(self, shared: Container[str]) -> str:
        """What is compared: all but what many agencies share."""
        return "".join(sentence for sentence in self.sentences if sentence not in shared)


def compared(report: Report) -> bytes:
    """A report's sentences as they are compared, squeezed."""
    sentences = (text.replace("\n", "") for _, text in sentences_of(report, PARTS))
    prose = "\n".join(text for text in sentences if len(text) >= _SHORTEST)
    return zlib.compress(prose.encode("utf-8", "surrogatepass"), 1)


class CopyIndex:
    """Takes reports one by one and finds those that are alike."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._found: list[tuple[_Text, _Text, Fraction]] | None = None
        self._compared = (0, 0)

    def add(self, report: Report) -> None:
        """Take in one report (under its final agency key)."""
        self.take(Side(report.agency_key, report.unit, report.year, report.file), compared(report))

    def take(self, side: Side, prose: bytes) -> None:
        """Take in a report of which only this is known: `compared` of it."""
        self._texts.append(_Text(side, (side.agency, side.year or 0, side.file), prose))
        self._found = None

    def likenesses(
        self,
        threshold: Fraction,
        open_: Callable[[str], Report | None],
        left_out: Container[str] = (),
    ) -> Likenesses:
        """Pairs of reports of two agencies with a likeness above `threshold`. Of a group that copied
        from each other as many pairs as join them, the closest; `open_` gives a report by its file.
        Files in `left_out` are not compared, though they were taken in."""
        if left_out:
            self._texts = [text for text in self._texts if text.side.file not in left_out]
        if self._found is None:
            self._found = self._search()
        filed = {(text.side.agency, text.side.year) for text in self._texts}
        joined = _Groups()
        kept: list[tuple[_Text, _Text, Fraction]] = []
        for one, other, likeness in sorted(self._found, key=_closest):
            if one.side.agency == other.side.agency:
                joined.join(one.order, other.order)  # its own last year: another rule's matter
            elif likeness <= threshold or _one_house(one.side, other.side, filed):
                continue
            elif joined.join(one.order, other.order):
                kept.append((one, other, likeness))
        pairs = tuple(_pair(one, other, likeness, open_) for one, other, likeness in kept)
        return Likenesses(tuple(sorted(pairs, key=_by_name)), *self._compared)

    def _search(self) -> list[tuple[_Text, _Text, Fraction]]:
        texts = sorted(self._texts, key=lambda text: text.order)
        shared = _boilerplate(texts)
        long_enough: list[_Text] = []
        signatures: list[array[int]] = []
        for text in texts:
            body = text.body(shared)
            if len(body) >= LEAST:
                long_enough.append(text)
                signatures.append(_signature(body))
        self._compared = (len(long_enough), len({text.side.agency for text in long_enough}))
        found: list[tuple[_Text, _Text, Fraction]] = []
        glances = [_glance(signature) for signature in signatures]
        for one, other in sorted(_proposed(signatures)):
            if _may_agree(glances[one], glances[other]) < PROMISING:
                continue  # as nearly all of them
            if _agreement(signatures[one], signatures[other]) < PROMISING:
                continue
            first, second = long_enough[one], long_enough[other]
            found.append((first, second, alike(first.body(shared), second.body(shared))))
        return found


def _boilerplate(texts: Sequence[_Text]) -> frozenset[str]:
    """Sentences that many agencies share."""
    again = _met_twice(texts)
    users: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for sentence in text.sentences:
            if hash(sentence) in again:
                users[sentence].add(text.side.agency)
    agencies = len({text.side.agency for text in texts})
    limit = max(FEWEST, int(agencies * SHARE))
    return frozenset(sentence for sentence, who in users.items() if len(who) >= limit)


def _met_twice(texts: Sequence[_Text]) -> set[int]:
    """Hashes of the sentences that occur more than once, and of a few others: nearly every sentence
    occurs once, and is not worth a place in a table."""
    bits = 20 + max(0, (len(texts) // 1_000).bit_length())  # some thirty for each sentence
    mask, met = (1 << bits) - 1, bytearray(1 << (bits - 3))
    again: set[int] = set()
    for text in texts:
        for sentence in text.sentences:
            value = hash(sentence)
            at = value & mask
            if met[at >> 3] & (1 << (at & 7)):
                again.add(value)
            else:
                met[at >> 3] |= 1 << (at & 7)
    # The first of two that only shared a place is not here: its own second time will not be missed,
    # for then the place is taken.
    return again


def _signature(body: str) -> array[int]:
    made = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    made.update(list(dict.fromkeys(body[at : at + RUN] for at in range(len(body) - RUN + 1))))
    return array("Q", made.digest())


def _proposed(signatures: Sequence[array[int]]) -> set[tuple[int, int]]:
    """Pairs that agree in one band; in a crowded band each with the last few before it only, so that
    the work stays linear."""
    pairs: set[tuple[int, int]] = set()
    for band in range(BANDS):
        at = band * ROWS
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for number, signature in enumerate(signatures):
            bucket = buckets[signature[at : at + ROWS].tobytes()]
            pairs.update((before, number) for before in bucket[-_CHAIN:])
            bucket.append(number)
    return pairs


def _glance(signature: array[int]) -> int:
    """The last eight bits of each number, as one."""
    return int.from_bytes(bytes(number & 0xFF for number in signature), "little")


def _may_agree(one: int, other: int) -> Fraction:
    """Their estimated share of shingles in common, or more, by a glance at each."""
    size = BANDS * ROWS
    return Fraction((one ^ other).to_bytes(size, "little").count(0), size)


def _agreement(one: array[int], other: array[int]) -> Fraction:
    """The estimated share of shingles in common."""
    return Fraction(sum(map(int.__eq__, one, other)), BANDS * ROWS)


def _one_house(one: Side, other: Side, filed: set[tuple[str, int | None]]) -> bool:
    """Whether two agencies may well be one: a government and its office, or one that was renamed,
    where each has a report of its own year only. Nobody is accused of copying from himself."""
    if one.name and other.name and (one.name.startswith(other.name) or other.name.startswith(one.name)):
        return True
    apart = one.year != other.year
    return apart and (one.agency, other.year) not in filed and (other.agency, one.year) not in filed


class _Groups:
    """Union-find over reports."""

    def __init__(self) -> None:
        self._above: dict[tuple[str, int, str], tuple[str, int, str]] = {}

    def join(self, one: tuple[str, int, str], other: tuple[str, int, str]) -> bool:
        """Make one group of the two's; whether they were two."""
        first, second = self._top(one), self._top(other)
        if first == second:
            return False
        self._above[max(first, second)] = min(first, second)
        return True

    def _top(self, item: tuple[str, int, str]) -> tuple[str, int, str]:
        while item in self._above:
            item = self._above[item]
        return item


def _closest(found: tuple[_Text, _Text, Fraction]) -> tuple[object, ...]:
    """An agency's own years first, then pairs of one year, then the more alike."""
    one, other, likeness = found
    own = one.side.agency == other.side.agency
    return (not own, one.side.year != other.side.year, -likeness, one.order, other.order)


def _by_name(pair: CopyPair) -> tuple[str, str, int, int]:
    return (pair.first.agency, pair.second.agency, pair.first.year or 0, pair.second.year or 0)


def _pair(one: _Text, other: _Text, likeness: Fraction, open_: Callable[[str], Report | None]) -> CopyPair:
    first, second = open_(one.side.file), open_(other.side.file)
    passages: list[tuple[TextEvidence, TextEvidence]] = []
    if first is not None and second is not None:
        theirs = {text: sentence for sentence, text in reversed(sentences_of(second, PARTS))}
        seen: set[str] = set()
        for sentence, text in sentences_of(first, PARTS):
            if len(text) >= _SHORTEST and text in theirs and text not in seen:
                seen.add(text)
                passages.append((_quoted(sentence, one), _quoted(theirs[text], other)))
    passages.sort(key=lambda sides: (-len(sides[0].quote), sides[0].section, sides[0].start))
    return CopyPair(one.side, other.side, likeness, tuple(passages[:3]), len(passages))


def _quoted(sentence: Sentence, text: _Text) -> TextEvidence:
    return TextEvidence(sentence.section, sentence.start, sentence.end, sentence.text, None, text.side.file)
