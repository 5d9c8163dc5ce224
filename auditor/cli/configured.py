"""Settings into a command's arguments: command line over environment over file over default."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from auditor.base.diagnostic import Severity
from auditor.cli import console, options
from auditor.cli.parser import UsageError
from auditor.output.places import printable
from auditor.settings.load import find_settings, load_settings, shown
from auditor.settings.model import Settings

WHO = "AUDITOR_WHO"


def configure(arguments: argparse.Namespace, reports: Sequence[str] = ()) -> Settings:
    """The settings that hold for `reports` (none: for the current folder), filled in where the command
    line of `arguments` says nothing. Raises UsageError where the file has faults. What comes from a file
    is said on stderr, as a file may have come with the reports."""
    settings = settings_for(arguments.config, reports)
    arguments.settings = settings
    used = [name for name, value in _of(settings).items() if _fill(arguments, name, value)]
    if settings.file is not None and used and not getattr(arguments, "quiet", False):
        console.complain(f"用了设置 {printable(shown(settings.file))}（auditor config 可看）\n")
    return settings


def settings_for(named: str | None, reports: Sequence[str]) -> Settings:
    """The settings of the file `named` with --config, else of the nearest one."""
    if named in (options.NO_FILE, "none"):
        return Settings()
    path = Path(named) if named is not None else find_settings(reports)
    if path is None:
        return Settings()
    settings, faults = load_settings(path, () if named is not None else reports)
    if any(item.severity is Severity.ERROR for item in faults):
        raise UsageError(*faults)
    return settings


def who_from_environment() -> str:
    """AUDITOR_WHO, or ""."""
    return os.environ.get(WHO, "").strip()


def _of(settings: Settings) -> dict[str, object]:
    """What the settings say, by the names that commands give their arguments."""
    named = {field.name: getattr(settings, field.name) for field in fields(settings)}
    notice = {field.name: getattr(settings.notice, field.name) for field in fields(settings.notice)}
    return {
        **{name: named[name] for name in ("rules", "roster", "store", "fail_on", "max_undecided")},
        "reports": list(settings.reports),
        "overlay": list(settings.overlays),
        "companions": list(settings.companions),
        "who": "" if who_from_environment() else settings.who,
        "theme": settings.triage.theme,
        "ascii": settings.triage.ascii,
        **notice,
    }


def _fill(arguments: argparse.Namespace, name: str, value: object) -> bool:
    """Whether `value` was taken: there is one, the command has such an argument, nothing was typed."""
    if value in ("", None, [], False) or getattr(arguments, name, 0) not in (None, "", False):
        return False
    setattr(arguments, name, value)
    return True
