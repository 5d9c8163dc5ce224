"""A person's own keys, out of auditor.toml: the table with these in it, and what could not be used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.source.nearest import advice
from tui.keys import TRIAGE, Key, identifier, names_of

_FIXED = ("Enter", "Esc")  # dialogs and menus rest on them
_NAMED = ("Space", "Tab", "PgUp", "PgDn", "Home", "End", "↑", "↓", "←", "→", *_FIXED)
_FUNCTION = re.compile(r"F([1-9]|1[0-9]|2[0-4])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Keymap:
    """`table`: the keys in force; `changed`: action id → Textual's names, for `App.set_keymap`; `faults`:
    in Chinese, ready to show."""

    table: tuple[Key, ...] = TRIAGE
    changed: Mapping[str, str] = ()  # type: ignore[assignment]
    faults: tuple[str, ...] = ()


def keymap_of(wanted: Mapping[str, Sequence[str]]) -> Keymap:
    """The table with the keys of `wanted`: an action's label or id → keys as a person writes them. A key
    that is given to an action is taken from the one that had it."""
    if not wanted:
        return Keymap(TRIAGE, {}, ())
    known = {name: key for key in TRIAGE for name in (key.label, identifier(key))}
    faults: list[str] = []
    given: dict[str, Key] = {}
    owner: dict[str, str] = {}  # Textual's name of a key → id of the action that it was given to
    for name, written in wanted.items():
        key = known.get(name)
        if key is None:
            faults.append(f"没有“{name}”这个操作{_near(name, known)}")
            continue
        kept = []
        for each in written:
            plain = _plain(each)
            if not plain or plain in _FIXED:
                why = "不能改派" if plain else "不是按键"
                faults.append(f"“{each}”{why}（{name}）")
                continue
            names = set(names_of(replace(key, keys=(plain,), hidden=())))
            others = {owner[one] for one in names if one in owner} - {key.id}
            if others:
                faults.append(f"“{each}”给了两个操作（{name}）")
                continue
            owner |= dict.fromkeys(names, key.id)
            kept.append(plain)
        if kept:
            given[key.id] = replace(key, keys=tuple(kept), hidden=())
    table = []
    for key in TRIAGE:
        made = given.get(key.id) or _without(key, owner)
        if not made.keys and not made.menu:
            faults.append(f"“{key.label}”没有按键了")
        table.append(made)
    changed = {
        identifier(made): ",".join(dict.fromkeys(names_of(made)))
        for made, key in zip(table, TRIAGE, strict=True)
        if made != key
    }
    return Keymap(tuple(table), changed, tuple(faults))


def _without(key: Key, owner: Mapping[str, str]) -> Key:
    """The action without the keys that were given to others."""

    def free(written: str) -> bool:
        return not any(name in owner for name in names_of(replace(key, keys=(written,), hidden=())))

    return replace(key, keys=tuple(filter(free, key.keys)), hidden=tuple(filter(free, key.hidden)))


def _plain(written: str) -> str:
    """A key as the table writes it: ctrl+k is Ctrl+K; "" where it is none."""
    *modifiers, last = written.split("+") if len(written) > 1 else [written]
    named = next((name for name in _NAMED if name.lower() == last.lower()), "")
    if not named and _FUNCTION.fullmatch(last):
        named = last.upper()
    if not named and len(last) == 1 and last.isprintable() and not last.isspace():
        named = last.upper() if modifiers else last
    words = [word.capitalize() for word in modifiers]
    if not named or any(word not in ("Ctrl", "Shift", "Alt") for word in words):
        return ""
    return "+".join([*words, named])


def _near(name: str, known: Mapping[str, Key]) -> str:
    hint = advice(name, [each for each in known if not each.isascii()])
    return f"；{hint.rstrip('；')}" if hint else ""
