"""The files opened by the programs they are for. Each test is skipped where its program is not there."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.findings.dossier import Dossier
from auditor.output.html import draw_html
from auditor.output.notice import draw_notices
from auditor.output.xlsx import draw_xlsx, read_ledger
from tests.output_files.hostile import hostile
from tests.output_files.sample import LETTERHEAD, dossier, template

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--enable-logging=stderr", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=4000",
)  # fmt: skip
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="Chromium is not here")


def converted(path: Path, kind: str, folder: Path) -> list[Path]:
    """What LibreOffice makes of a file; skips where it lacks the part that opens this kind."""
    assert OFFICE is not None
    command = [OFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
               kind, "--outdir", str(folder / "out"), str(path)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=170, check=False)
    if "source file could not be loaded" in done.stderr + done.stdout and path.suffix == ".xlsx":
        pytest.skip("LibreOffice is here without Calc")
    return sorted((folder / "out").iterdir())


@needs_office
def test_word_files_open_and_read_as_written(tmp_path: Path) -> None:
    for made, name in ((dossier(), "样例"), (hostile(), "恶意")):
        *_, combined = draw_notices(made, template(), LETTERHEAD)
        path = tmp_path / f"{name}.docx"
        path.write_bytes(combined.data)
        found = converted(path, "txt:Text (encoded):UTF8", tmp_path)
        text = next(file for file in found if file.stem == name).read_text(encoding="utf-8-sig")
        assert "政府信息公开工作年度报告的整改通知" in text
        if name == "样例":
            assert "应　为：其他各数无误的话，表四“行政复议”行、“总计”列应为 1（现填“2”）" in text


@needs_office
def test_the_ledger_opens_counts_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(draw_xlsx(dossier()))
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    found = {file.stem.partition("-")[2]: file for file in converted(path, sheets, tmp_path)}
    rows = {name: list(csv.reader(file.read_text("utf-8").splitlines())) for name, file in found.items()}
    assert set(rows) == {"总览", "按机关", "按规则", "问题明细", "三表数据", "汇总表", "读取情况"}
    assert len(rows["问题明细"]) == 9 and rows["问题明细"][1][1] == "听松区发展和改革委员会"
    counts = next(n for n, row in enumerate(rows["总览"]) if row[0] == "待处理")
    assert rows["总览"][counts + 1][:5] == ["8", "0", "0", "0", "0"]  # computed there, not by us
    assert "Err:" not in json.dumps(rows, ensure_ascii=False) and len(rows["三表数据"]) == 801
    again = next(f for f in converted(path, "xlsx", tmp_path) if f.suffix == ".xlsx")
    assert read_ledger(again.read_bytes(), "台账.xlsx") == ([], [])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, Dossier] = {"sample": dossier(), "hostile": hostile()}
    for name, each in made.items():
        (folder / f"{name}.html").write_text(draw_html(each), encoding="utf-8")
    yield {name: folder / f"{name}.html" for name in made}


def browsed(page: Path, address: str, folder: Path, *flags: str) -> tuple[str, str]:
    """The page's elements after its script has run, and what the browser complained of."""
    assert BROWSER is not None
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [BROWSER, *FLAGS, profile, *flags, "--dump-dom", page.as_uri() + address]
    done = subprocess.run(
        command, capture_output=True, timeout=90, check=False, env={**os.environ, "LANG": "C.UTF-8"}
    )
    log = done.stderr.decode("utf-8", "replace")
    said = [line for line in log.splitlines() if "CONSOLE" in line or "Refused" in line]
    return done.stdout.decode("utf-8", "replace"), "\n".join(said)


@needs_browser
@pytest.mark.parametrize("size", ["1280,900", "360,780"])
@pytest.mark.parametrize("scheme", ["0", "1"], ids=["dark", "light"])
def test_an_agency_has_its_page_with_marked_cells(
    pages: dict[str, Path], tmp_path: Path, size: str, scheme: str
) -> None:
    number = re.search(r'href="#/(\d+)">望箫县', pages["sample"].read_text(encoding="utf-8"))
    assert number is not None
    flags = (f"--window-size={size}", f"--blink-settings=preferredColorScheme={scheme}")
    dom, said = browsed(pages["sample"], f"#/{number[1]}", tmp_path, *flags)
    assert said == ""
    detail = dom.partition('<div id="detail"')[2]
    assert 'id="who" tabindex="-1">望箫县市场监督管理局</h2>' in detail
    assert detail.count('class="issue error"') == 4 and detail.count('<table class="form">') == 3
    assert re.search(
        r'<td class="marked"><a [^>]*aria-label="95：总计：新收 95 [^"]*"[^>]*>95</a></td>', detail
    )
    assert '<div id="overview" hidden=""' in dom


@needs_browser
def test_the_first_page_stands_without_an_agency(pages: dict[str, Path], tmp_path: Path) -> None:
    dom, said = browsed(pages["sample"], "", tmp_path)
    assert "http:" not in dom and "https:" not in dom
    assert said == "" and '<div id="overview">' in dom and '<div id="detail" hidden="">' in dom
    assert dom.count("<figure>") == 4


@needs_browser
def test_hostile_text_runs_nothing_in_a_browser(pages: dict[str, Path], tmp_path: Path) -> None:
    for address in ("", "#/0", "#/3", "#/x", "#/999999", "#/0/0-0"):
        dom, said = browsed(pages["hostile"], address, tmp_path)
        assert said == "" and dom.count("<script") == 2 and "<img" not in dom
