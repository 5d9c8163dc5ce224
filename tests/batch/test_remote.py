"""Reports at an address that fsspec knows."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.cli.main import main

pytestmark = pytest.mark.skipif(find_spec("fsspec") is None, reason="no extra “cluster” here")
RULES, REPORTS = packaged() / "rules", packaged() / "reports"


def said(output: Path) -> list[tuple[str, str, str]]:
    """Findings without the folder their file lies in."""
    found = json.loads(output.read_text(encoding="utf-8"))["findings"]
    return sorted((f["file"].rpartition("/")[2], f["fingerprint"], f["message"]) for f in found)


def run(output: Path, *more: str) -> int:
    given = ["run", str(RULES), *more, "--fail-on", "never", "--format", "json", "--output", str(output)]
    return main(given)


def test_a_folder_at_an_address_is_audited_like_one_on_the_disk(tmp_path: Path) -> None:
    assert run(tmp_path / "here.json", str(REPORTS)) == 0
    assert run(tmp_path / "there.json", f"file://{REPORTS.resolve()}", "--no-cache") == 0
    assert said(tmp_path / "there.json") == said(tmp_path / "here.json")


def test_memory_is_an_address_too_and_one_missing_file_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for path in sorted(REPORTS.glob("*.html")):
        memory.pipe(f"/reports/{path.name}", path.read_bytes())
    memory.pipe("/reports/README.md", b"about")
    assert run(tmp_path / "o.json", "memory://reports", "memory://nowhere", "--no-cache", "--jobs", "1") == 2
    found = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    rows = {row["file"]: (row["status"], row["reason"]) for row in found["reports"]}
    assert rows.pop("memory://nowhere") == ("unreadable", "没有这个文件或文件夹；核对地址")
    assert rows.pop("memory:///reports/README.md") == ("skipped", "说明文件")
    assert rows and all(status == "read" for status, _ in rows.values())
    capsys.readouterr()


def test_without_fsspec_it_is_said_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert run(tmp_path / "o.json", "s3://bucket/reports") == 2
    assert "pip install 'auditor[cluster]'" in capsys.readouterr().err
