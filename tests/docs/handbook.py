"""The handbook's pages as sessions: every file shown is written, every command shown is run.

    <!-- 文件: rules/本单位/问题.yaml -->      the YAML block below is that file
    <!-- 插入: rules/词表/常用.yaml 其他处理说明: > 词: -->   its lines stand after these lines of that file
    <!-- 换行: rules/本单位/例.yaml 级别: 警告 -->   in that file as first shown, this line is the block's
    <!-- 规则 -->                            the block is one rule; it loads and its examples hold
    <!-- 运行 -->                            the block below: `$ 命令`, and what it prints; a line of ……
                                             stands for any lines

Each page begins in a fresh folder with the shipped rules/ and reports/. After a wanted change of output:
`python -m tests.docs.handbook` writes what the commands print now (look at the difference).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.base.paths import packaged
from auditor.cli.main import main

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "docs" / "手册").glob("*.md"))
ANY = "……"
_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[^\n]*) -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its mark ("" without one), its language, its text, where the text begins."""

    mark: str
    language: str
    text: str
    start: int


def blocks(page: str) -> list[Block]:
    """Every fenced block of a page."""
    return [Block(m["mark"] or "", m["language"], m["text"], m.start("text")) for m in _BLOCK.finditer(page)]


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A fresh folder with the shipped rules and reports, and the process in it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        for name in ("rules", "reports"):
            shutil.copytree(packaged() / name, folder / name)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def apply(block: Block, folder: Path) -> None:
    """Write what a block of YAML shows."""
    word, _, rest = block.mark.partition(":")
    if word == "文件":
        path = folder / rest.strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    elif word == "换行":
        name, _, line = rest.strip().partition(" ")
        first = folder / ".first" / name
        if not first.exists():
            first.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / name, first)
        lines = first.read_text(encoding="utf-8").split("\n")
        at = next(number for number, text in enumerate(lines) if text.strip() == line.strip())
        lines[at : at + 1] = block.text.rstrip("\n").split("\n")
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    elif word == "插入":
        name, _, anchors = rest.strip().partition(" ")
        path = folder / name
        lines = path.read_text(encoding="utf-8").split("\n")
        at = 0
        for anchor in anchors.split(" > "):
            at = next(n for n in range(at, len(lines)) if lines[n].strip() == anchor.strip()) + 1
        lines[at:at] = block.text.rstrip("\n").split("\n")
        path.write_text("\n".join(lines), encoding="utf-8")
    elif block.mark == "规则":
        made = f"规则集: 手册\n规则:\n{block.text}"
        (folder / "手册一例.yaml").write_text(made, encoding="utf-8")


def printed(command: str) -> str:
    """What a command line prints, on the screen as a person sees it."""
    words = shlex.split(command)
    assert words[0] == "auditor", command
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(words[1:])
    return out.getvalue()


def sessions(text: str) -> list[tuple[str, str]]:
    """(command, what it printed) of a 运行 block."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert parts[0] == "", "the block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def agrees(shown: str, real: str) -> bool:
    """Whether the page shows what was printed; …… in it stands for any lines."""
    parts = [re.escape(part) for part in re.split(rf"^{ANY}\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), real) is not None


def rewritten(page: str) -> str:
    """The page with what its commands print now; a block with …… stays where it still agrees."""
    made, at = "", 0
    with workplace() as folder:
        for block in blocks(page):
            apply(block, folder)
            if block.mark != "运行":
                continue
            text = ""
            for command, shown in sessions(block.text):
                real = printed(command)
                text += f"$ {command}\n{shown if ANY in shown and agrees(shown, real) else real}"
            made += page[at : block.start] + text
            at = block.start + len(block.text)
    return made + page[at:]


if __name__ == "__main__":
    for path in PAGES:
        before = path.read_text(encoding="utf-8")
        after = rewritten(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"{path.name}\n")
