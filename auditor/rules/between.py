"""What the corpus tells rules about reports among each other, in their own terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from auditor.rules.outcome import Missing, TextEvidence

# What can be asked of the filing as a whole (查 of the kind 名录), and what each is.
REGISTER: Mapping[str, str] = {
    "未报": "名录里应报的机关没有报告",
    "重报": "同一机关同一年度有两份报告，数字相同",
    "重报不同": "同一机关同一年度有两份报告，数字不同",
    "曾用名": "报告用的是曾用名，机关当时已经更名",
    "疑似": "名录里没有这个名称，有相近的",
    "名录外": "名录里没有这些机关",
    "上级": "名录里写的上级和机关名称不符",
    "错名": "文件名是一个机关，标题是另一个机关",
    "两名": "标题是一个机关，落款是另一个机关",
    "两份": "一个文件里有两份报告",
}
NEEDS_ROSTER = ("未报", "曾用名", "疑似", "名录外", "上级")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of one agency and year (`agency` and `year` as in fingerprints, `file` "" where
    it is about no file). `missing` is set where only a person can tell."""

    agency: str
    name: str
    year: int | None
    file: str = ""
    target: str = "报告"
    fields: Mapping[str, str] = field(default_factory=dict)
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two reports that are alike."""

    agency: str
    name: str
    year: int | None
    file: str


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two reports of two agencies whose prose is alike. `likeness` 0 to 1 is the share of text in
    common after names, years, figures and what many reports share were left out; `passages` are
    sentences that agree, the longest first."""

    first: Side
    second: Side
    likeness: Fraction
    passages: tuple[tuple[TextEvidence, TextEvidence], ...]
    shared: int  # sentences that agree


@dataclass(frozen=True, slots=True)
class Likenesses:
    """The near-copies of a corpus: pairs, and how many reports could be compared at all."""

    pairs: tuple[CopyPair, ...]
    compared: int
    agencies: int
