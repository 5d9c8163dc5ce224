"""What the READMEs say is what happens. After a wanted change of output: `python -m tests.cli.test_readme`
writes the example anew (look at the difference before committing it)."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

import pytest

from auditor.cli.main import COMMANDS, main
from tests.cli.conftest import Auditor

ROOT = Path(__file__).resolve().parent.parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
EXAMPLE = ("run", "rules/", "reports/听松区发展和改革委员会2019.txt")
MARK = re.compile(r"(<!-- example: run -->\n).*?(<!-- /example -->)", re.DOTALL)


def blocks(path: Path, language: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def printed() -> str:
    """The example as the READMEs show it: the command, and what it prints into a pipe."""
    out = io.StringIO()
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            main(list(EXAMPLE))
    finally:
        os.chdir(before)
    return f"```text\n$ auditor {' '.join(EXAMPLE)}\n{out.getvalue()}```\n"


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_example_is_what_the_program_prints(readme: Path) -> None:
    found = MARK.search(readme.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == f"<!-- example: run -->\n{printed()}<!-- /example -->"


def test_both_readmes_give_the_same_two_commands() -> None:
    english, chinese = (blocks(path, "bash") for path in READMES)
    assert english == chinese
    assert len(english) == 2
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install ") for command in english)


def test_the_windows_form_is_the_same_two_commands() -> None:
    (english,), (chinese,) = (blocks(path, "powershell") for path in READMES)
    assert english == chinese
    as_elsewhere = english.replace("py -m", "python3 -m").replace(".venv\\Scripts\\", ".venv/bin/")
    assert as_elsewhere == "".join(blocks(READMES[0], "bash"))


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_rule_shown_loads_and_its_examples_hold(readme: Path, home: Path, auditor: Auditor) -> None:
    (rule,) = blocks(readme, "yaml")
    (home / "规则.yaml").write_text(f"规则集: 示例\n规则:\n{rule}", encoding="utf-8")
    assert auditor("rules", "check", "规则.yaml")[::2] == (0, "")
    assert auditor("rules", "test", "规则.yaml") == (0, "1 条规则，3 个例子，全部符合\n", "")


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_is_described_and_every_file_named_exists(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    assert [name for name, _, _, _ in COMMANDS if f"`auditor {name} " not in text] == []
    assert [target for target in re.findall(r"\]\(([^)#:]+)\)", text) if not (ROOT / target).exists()] == []
    assert [
        path
        for path in re.findall(r"`((?:auditor|rules|tests)/[^`*… ]+)`", text)
        if not (ROOT / path).exists()
    ] == []


if __name__ == "__main__":
    example = printed()
    for path in READMES:
        before = path.read_text(encoding="utf-8")
        path.write_text(MARK.sub(lambda match: match[1] + example + match[2], before), encoding="utf-8")
