"""Pairs of --format and --output, export, diff, a baseline, a ledger's way back, the watch: as typed."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from auditor.base.paths import packaged
from auditor.cli.main import main
from auditor.reading.walk import is_own_output
from tests.output_files.sample import SAMPLE, docx_text

Told = tuple[int, str, str]
TEXT = "听松区发展和改革委员会2019.txt"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules/ and reports/, the current one."""
    (tmp_path / "rules").mkdir()
    shutil.copytree(packaged() / "rules" / "词典", tmp_path / "rules" / "词典")
    shutil.copy(SAMPLE / "规则.yaml", tmp_path / "rules")
    (tmp_path / "reports").mkdir()
    for path in SAMPLE.iterdir():
        if path.suffix != ".yaml":
            shutil.copy(path, tmp_path / "reports")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDITORWHO", raising=False)
    return tmp_path


@pytest.fixture
def auditor(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    def typed(*words: str) -> Told:
        code = main(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed


def run(auditor: Callable[..., Told], *more: str) -> Told:
    return auditor("run", "rules", "reports", *more)


ALL = {"json": "a.json", "jsonl": "a.jsonl", "csv": "a.csv", "sarif": "a.sarif", "junit": "a.xml",
       "xlsx": "a.xlsx", "html": "a.html"}  # fmt: skip


def test_every_form_in_one_run_and_the_exit_code_is_that_of_the_findings(
    auditor: Callable[..., Told], home: Path
) -> None:
    words = [word for form, name in ALL.items() for word in ("--format", form, "--output", name)]
    code, out, err = run(auditor, *words, "--format", "notice", "-o", "通知/八月", "--format", "text")
    assert code == 1 and out.startswith("auditor ")
    assert err.endswith("写出 3 个机关的整改通知和合在一起的一份到 通知/八月\n")
    assert sorted(path.name for path in (home / "通知" / "八月").iterdir()) == [
        "整改通知 听松区发展和改革委员会.docx", "整改通知 拾翠区住房和城乡建设局.docx",
        "整改通知 望箫县市场监督管理局.docx", "整改通知（全部机关）.docx",
    ]  # fmt: skip
    assert all((home / name).stat().st_size > 1000 for name in ALL.values())
    assert not list(home.rglob("*.tmp"))
    assert run(auditor, "--format", "csv", "--fail-on", "never")[0] == 0


def test_what_we_wrote_is_passed_over_by_the_next_run(auditor: Callable[..., Told], home: Path) -> None:
    words = [word for form, name in ALL.items() for word in ("--format", form, "-o", f"reports/{name}")]
    run(auditor, *words, "--format", "notice", "-o", "reports/通知")
    _, out, _ = run(auditor, "--format", "json")
    files = {row["file"]: row["status"] for row in json.loads(out)["reports"]}
    ours = {file for file in files if not (SAMPLE / Path(file).name).exists()}
    assert len(ours) == len(ALL) + 4 and all(files[file] == "skipped" for file in ours)


def test_output_may_stand_before_its_format(auditor: Callable[..., Told], home: Path) -> None:
    assert run(auditor, "-o", "x.csv", "--format", "csv", "-o", "y.json", "--format", "json")[0] == 1
    assert (home / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert json.loads((home / "y.json").read_text(encoding="utf-8"))["schema"] == "auditor.findings/1"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "xlsx"], "xlsx 不能写到屏幕"),
        (["--format", "通知"], "notice 不能写到屏幕"),
        (["--format", "json", "--format", "csv"], "有几种形式没有写 --output，屏幕只能显示一种"),
        (["--format", "json", "-o", "a", "--format", "csv", "-o", "./a"], "两种形式写到了同一个文件"),
        (["-o", "台账.xlsx"], "“台账.xlsx”前面没有写形式"),
        (["--format", "csv", "-o", f"reports/{TEXT}"], f"输出会盖掉要读的文件：reports/{TEXT}"),
        (["--format", "xls"], "选项“--format”的值不对：没有“xls”"),
    ],
)
def test_pairs_that_cannot_be_written_are_refused_before_anything_is_read(
    auditor: Callable[..., Told], home: Path, words: list[str], said: str
) -> None:
    before = (home / "reports" / TEXT).read_bytes()
    code, out, err = run(auditor, *words)
    assert (code, out) == (2, "") and said in err and "提示" in err
    assert (home / "reports" / TEXT).read_bytes() == before


def test_a_form_that_cannot_be_written_is_2_and_the_others_are(
    auditor: Callable[..., Told], home: Path
) -> None:
    (home / "占了").write_text("", encoding="utf-8")
    code, _, err = run(auditor, "--format", "html", "-o", "没有/a.html", "--format", "csv", "-o", "a.csv",
                       "--format", "notice", "-o", "占了")  # fmt: skip
    assert code == 2 and (home / "a.csv").exists()
    assert "输出文件所在的文件夹不存在" in err and "建不了放整改通知的文件夹" in err


def test_the_office_changes_the_template_that_init_copied(auditor: Callable[..., Told], home: Path) -> None:
    from docx import Document

    assert auditor("init", "审核")[0] == 0
    path = home / "审核" / "模板" / "整改通知模板.docx"
    document = Document(str(path))
    document.paragraphs[1].insert_paragraph_before("某政公开函〔2026〕{{问题数}}号")
    document.save(str(path))
    code, _, err = run(auditor, "--format", "notice", "-o", "通知", "--template", str(path))
    assert code == 1 and "写出 3 个机关" in err
    text = docx_text((home / "通知" / "整改通知 听松区发展和改革委员会.docx").read_bytes())
    assert "某政公开函〔2026〕1号\n" in text
    path.write_bytes(b"x")
    code, _, err = run(auditor, "--format", "notice", "-o", "通知", "--template", str(path))
    assert code == 2 and "通知模板不是 Word 的 .docx 文件，或已损坏" in err


def test_from_a_store_out_and_back_by_the_ledger(auditor: Callable[..., Told], home: Path) -> None:
    run(auditor, "--store", "s.sqlite", "--format", "xlsx", "-o", "台账.xlsx")
    book = openpyxl.load_workbook(home / "台账.xlsx")
    sheet = book["问题明细"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for row, state in ((2, "属实"), (3, "误报"), (4, "豁免")):
        sheet.cell(row, columns["状态"]).value = state  # type: ignore[index]
    book.save(home / "改过.xlsx")
    code, out, _ = auditor("findings", "import", "改过.xlsx", "--store", "s.sqlite", "--as", "王芳")
    assert (code, out) == (1, "导入 2 条处置\n第4行没有导入：豁免要写理由\n")
    code, out, _ = auditor("findings", "import", "改过.xlsx", "--store", "s.sqlite", "--as", "王芳")
    assert out.startswith("导入 0 条处置，2 条库里已经一样\n")
    auditor("export", "--store", "s.sqlite", "--rules", "rules", "--format", "xlsx", "-o", "二.xlsx")
    book = openpyxl.load_workbook(home / "二.xlsx")
    for row, said in ((2, "机关来函确认"), (5, "只写了理由")):
        book["问题明细"].cell(row, columns["处置理由"]).value = said  # type: ignore[index]
    book.save(home / "改过二.xlsx")
    code, out, _ = auditor("findings", "import", "改过二.xlsx", "--store", "s.sqlite", "--as", "王芳")
    assert (code, out) == (0, "导入 2 条处置\n")
    _, out, _ = auditor("findings", "list", "--store", "s.sqlite", "--format", "json")
    reasons = [(item["state"], item["reason"]) for item in json.loads(out)["findings"] if item["reason"]]
    assert sorted(reasons) == [("confirmed", "机关来函确认"), ("open", "只写了理由")]
    forms = ["--format", "notice", "-o", "通知", "--format", "sarif", "-o", "a.sarif", "--format", "csv"]
    code, _, err = auditor("export", "--store", "s.sqlite", "--rules", "rules", *forms, "-o", "a.csv")
    assert code == 0 and err == "写出 1 个机关的整改通知和合在一起的一份到 通知\n"
    results = json.loads((home / "a.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert sum(bool(result["suppressions"]) for result in results) == 1 and len(results) == 8
    assert (home / "a.csv").read_text(encoding="utf-8-sig").count(",属实,") == 1
    code, out, _ = auditor(
        "export", "状态:误报", "--store", "s.sqlite", "--rules", "rules", "--format", "json"
    )
    assert code == 0 and [f["decision"] for f in json.loads(out)["findings"]] == ["false_alarm"]
    assert auditor("export", "状态:乱写", "--store", "s.sqlite")[0] == 2


def test_a_store_and_its_run_give_the_same_ledger_but_for_what_only_a_run_knows(
    auditor: Callable[..., Told], home: Path
) -> None:
    run(auditor, "--store", "s.sqlite", "--format", "xlsx", "-o", "a.xlsx")
    auditor("export", "--store", "s.sqlite", "--rules", "rules", "--format", "xlsx", "-o", "b.xlsx")
    books = [openpyxl.load_workbook(io.BytesIO((home / name).read_bytes())) for name in ("a.xlsx", "b.xlsx")]
    for name in ("按机关", "按规则", "问题明细", "三表数据", "汇总表"):
        first, second = ([[cell.value for cell in row] for row in book[name]] for book in books)
        assert first == second, name
    assert is_own_output((home / "a.xlsx").read_bytes()[:2048])


def test_a_repaired_report_is_told_by_diff_and_passes_a_baseline(
    auditor: Callable[..., Told], home: Path
) -> None:
    run(auditor, "--format", "json", "-o", "前.json")
    assert run(auditor, "--baseline", "前.json", "-q")[0] == 0
    path = home / "reports" / TEXT
    text = path.read_bytes().decode("utf-16")
    assert text.count("六、其他需要报告的事项") == 1
    path.write_bytes(
        text.replace("六、其他需要报告的事项", "六、其他需要报告的事项\n无其他需要报告的事项。").encode(
            "utf-16"
        )
    )
    run(auditor, "--format", "json", "-o", "后.json")
    code, out, _ = auditor("diff", "前.json", "后.json")
    assert code == 1 and "  消失  提示  样例-601  第六部分只有标题，没有内容\n        原因 报告改了\n" in out
    assert out.endswith("新增 0  消失 1  重开 0  有变 0  没有变 7\n")
    assert auditor("diff", "前.json", "前.json")[0] == 0
    assert run(auditor, "--baseline", "后.json", "-q")[0] == 0
    (home / "空.json").write_text('{"schema": "auditor.findings/1"}', encoding="utf-8")
    assert auditor("diff", "空.json", "后.json")[0] == 2
    assert run(auditor, "--baseline", "没有.json")[0] == 2


def test_watch_audits_what_changes_and_ends_with_ctrl_c(home: Path) -> None:
    if os.name == "nt":
        pytest.skip("no SIGINT to a child here")
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-u", "-m", "auditor", "watch", "rules", "reports", "--interval", "0.1"]
    log = home / "log"
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command,
            cwd=home,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        try:
            waited(log, "守着改动", 1)
            path = home / "reports" / TEXT
            path.write_bytes(
                path.read_bytes().decode("utf-16").replace("2026", "2026").encode("utf-16") + b"\n\x00"
            )
            waited(log, "守着改动", 2)
            (home / "reports" / "拾翠区住房和城乡建设局2023.md").unlink()
            waited(log, "已不在", 1)
            (home / "rules" / "规则.yaml").write_text("规则集: 坏\n规则: [", encoding="utf-8")
            waited(log, "改好以前仍用原来的规则", 1)
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(20)
    said = log.read_text(encoding="utf-8")
    assert code == 0 and said.endswith("已停止。\n") and "Traceback" not in said
    second = said.split("守着改动")[1]
    assert TEXT in second and "望箫县" not in second


def waited(log: Path, text: str, times: int) -> None:
    end = time.monotonic() + 40
    while log.read_text(encoding="utf-8").count(text) < times:
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.05)


def test_the_version_is_told_without_loading_the_writers() -> None:
    probe = "import sys, auditor.cli.main as m; m.main(['--version']); print(sorted(set(sys.modules) & " \
            "{'docx', 'xlsxwriter', 'jinja2', 'lxml', 'sqlalchemy'}))"  # fmt: skip
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert done.stdout.splitlines()[1] == "[]"
