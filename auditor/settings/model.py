"""Settings as the rest of the program sees them: typed, frozen, paths ready to open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.base.place import SourcePlace


@dataclass(frozen=True, slots=True)
class Notice:
    """What the office says of itself in a notice; "" where nothing is settled."""

    issuer: str = ""
    contact: str = ""
    deadline: str = ""
    date: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Triage:
    """Manners of the triage screens. `filters`: name → filter, in the order of the file. `keys`: action
    as the file names it → keys; whether such actions and keys exist is the screen's to say."""

    filter: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: str = ""  # 暗 亮 高对比
    ascii: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """One auditor.toml, or none (`file` None). Paths are as one would type them from the current
    folder; "" and () and None stand for what is not settled. `places`: where the file says each key,
    by its name in `keys.KEYS`."""

    file: Path | None = None
    rules: str = ""
    reports: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()
    roster: str = ""
    store: str = ""
    who: str = ""
    fail_on: str = ""  # error warning info never
    max_undecided: int | None = None
    jobs: int | None = None
    cache: str = ""
    companions: tuple[str, ...] = ()
    notice: Notice = Notice()
    triage: Triage = Triage()
    values: Mapping[str, object] = field(default_factory=dict)  # by key, for showing
    places: Mapping[str, SourcePlace] = field(default_factory=dict)
