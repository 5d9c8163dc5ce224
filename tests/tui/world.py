"""A sitting over four reports of invented agencies, ten findings of three rules, on a fixed day; and
how tests drive the interface."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from textual.pilot import Pilot

from auditor.engine.run import audit
from auditor.findings.build import findings_of
from auditor.findings.model import FileStatus
from auditor.findings.store.runs import Recorder
from auditor.findings.store.sheet import Sheet
from auditor.report.model import Report
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.outcome import Outcome
from auditor.triage import Session, open_store
from auditor.triage.audit import packed, rules_digest
from tests.make import CLEAN_PARTS, Written, report
from tui.app import TriageApp
from tui.desk import Desk
from tui.screens.triage import TriageScreen

HERE = Path(__file__).parent
TODAY = date(2026, 3, 2)
_UNBALANCED = {"表三.自然人.新收": 11, "表三.自然人.上年结转": 2, "表三.自然人.办理总计": 12}
_PLACEHOLDER = {1: f"{CLEAN_PARTS[1]}由某某单位负责日常工作。"}


@cache
def reports() -> tuple[Report, ...]:
    """青石街道 three findings, 云山镇 four, 临河区教育局 three, 白塔镇 none."""
    doubled: Mapping[str, Written] = {"表二.规范性文件.制发": 3, "表二.规范性文件.有效": 3}
    both = {**_UNBALANCED, "表三.总计.新收": 11, "表三.总计.办理总计": 4}
    return (
        _report("青石街道办事处", {**_UNBALANCED, **doubled}, _PLACEHOLDER),
        _report("云山镇人民政府", {**both, **doubled}, _PLACEHOLDER),
        _report("临河区教育局", {**_UNBALANCED, **doubled}, _PLACEHOLDER),
        _report("白塔镇人民政府", {}, {}),
    )


def _report(unit: str, cells: Mapping[str, Written], parts: Mapping[int, str | None]) -> Report:
    return report(cells, parts, unit=unit, year=2025, file=f"reports/{unit}2025.docx")


@cache
def rules() -> LoadedRules:
    loaded = load_rules([HERE / "rules.yaml"])
    assert loaded.ok, loaded.diagnostics
    return loaded


def fill(path: Path | str) -> None:
    """A store with the run over `reports`."""
    store = open_store(path)
    session = Session(store, None, (), "王芳", lambda: TODAY, lambda: datetime(2026, 3, 2, 1, tzinfo=UTC))
    outcomes: list[Outcome] = []
    audit(rules().rules, reports(), outcomes.append)
    found = findings_of(outcomes, rules().rules, reports())
    recorder = Recorder(store, rules().rules, rules().packs, rules_digest(rules()), session.moment())
    recorder.add([_sheet(each) for each in reports()], found, whole=True)
    recorder.finish({})
    session.close()


def _sheet(each: Report) -> Sheet:
    return Sheet(
        each.file, each.unit, each.agency_key, each.year, FileStatus.READ, sha256="0" * 64,
        lexicon=each.lexicon.sha256, contract=packed(each),
    )  # fmt: skip


def sitting(path: Path | str, who: str = "王芳", readonly: bool = False) -> Session:
    """A sitting on a filled store; the clock stands still at 9 o'clock."""
    store = open_store(path, readonly=readonly)
    return Session(store, rules(), (), who, lambda: TODAY, lambda: datetime(2026, 3, 2, 1, tzinfo=UTC))


def app_on(path: Path, folder: Path, own_rules: bool = False, **manners: object) -> TriageApp:
    """The interface over a filled store; with `own_rules` over a copy of the rules in `folder`."""
    session = sitting(path, readonly=bool(manners.get("readonly")))
    where = HERE / "rules.yaml"
    if own_rules:
        where = folder / "规则"
        where.mkdir(exist_ok=True)
        shutil.copyfile(HERE / "rules.yaml", where / "rules.yaml")
        session.loaded = load_rules([where])
    return TriageApp(Desk(session, where, **manners))  # type: ignore[arg-type]


async def wait_for(
    pilot: Pilot[None], condition: Callable[[], object], what: str, seconds: float = 15
) -> None:
    """Until `condition` holds; `pilot.pause` only guesses when all is still."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}; the screen said: {said(pilot)}"
        await pilot.pause(0.02)


async def ready(pilot: Pilot[None]) -> TriageScreen:
    """The list is there and nothing goes on behind it."""
    await wait_for(
        pilot, lambda: isinstance(pilot.app.screen, TriageScreen) or len(pilot.app.screen_stack) > 1, "start"
    )
    screen = next(s for s in pilot.app.screen_stack if isinstance(s, TriageScreen))
    await wait_for(pilot, lambda: screen.list.rows is not None and screen.list.size.height > 2, "the list")
    await wait_for(pilot, lambda: screen.settled, "the audit")
    await pilot.pause()
    return screen


def said(pilot: Pilot[None]) -> str:
    """The last line."""
    screens = [s for s in pilot.app.screen_stack if isinstance(s, TriageScreen)]
    return screens[0].status.text if screens else ""


def rows_of(app: TriageApp) -> list[str]:
    """The screen as text, one string per row."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


def text_of(app: TriageApp) -> str:
    return "\n".join(rows_of(app))
