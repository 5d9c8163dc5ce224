"""The handbook and the Start-here page as HTML that opens by a double click."""

from __future__ import annotations

import html
import re
from pathlib import Path
from string import Template
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.75 "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2rem; }
pre { overflow-x: auto; padding: .8rem 1rem; border: 1px solid #8886; border-radius: 6px; line-height: 1.5; }
code, pre { font-family: "Sarasa Mono SC", "Noto Sans Mono CJK SC", Consolas, "NSimSun", monospace;
  font-size: .92em; }
table { border-collapse: collapse; } th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left;
  vertical-align: top; } img { max-width: 100%; } a { color: #0b62c4; }
@media (prefers-color-scheme: dark) { a { color: #7fb4ff; } }
"""


def page(title: str, body: str) -> str:
    """A whole HTML file without scripts or anything from elsewhere."""
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def from_markdown(text: str) -> str:
    """One page; links to other pages point to their HTML."""
    shown = re.sub(r"^<!--.*?-->\n", "", text, flags=re.MULTILINE | re.DOTALL)
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(shown)
    body = re.sub(r'(href="(?!https?:)[^"#]*)\.md(#[^"]*)?"', r'\1.html\2"', body)
    title = next((line.lstrip("# ") for line in shown.splitlines() if line.startswith("#")), "手册")
    return page(title, body)


def write_handbook(docs: Path, target: Path) -> None:
    """docs/ as HTML: README becomes the first page, links that leave it are left as text."""
    kept: set[Path] = set()
    for source in sorted(docs.rglob("*")):
        inside = source.relative_to(docs)
        if source.suffix == ".md":
            made = target / inside.with_suffix(".html")
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(from_markdown(source.read_text(encoding="utf-8")), encoding="utf-8")
            kept.add(made)
        elif source.suffix in (".svg", ".png"):
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            (target / inside).write_bytes(source.read_bytes())
    for made in kept:
        text = made.read_text(encoding="utf-8")
        made.write_text(re.sub(r'<a href="([^"]*)">(.*?)</a>', _Link(made), text), encoding="utf-8")


class _Link:
    """Keeps the links whose target is there."""

    def __init__(self, file: Path) -> None:
        self._folder = file.parent

    def __call__(self, match: re.Match[str]) -> str:
        address = unquote(html.unescape(match[1])).partition("#")[0]
        there = address.startswith("http") or not address or (self._folder / address).exists()
        return match[0] if there else match[2]


def start_page(version: str, system: str, needs: str) -> str:
    """从这里开始.html. `system`: windows linux; `needs`: what the machine must have, a sentence."""
    windows = system == "windows"
    end = ".bat" if windows else ".sh"
    program = "auditor.exe" if windows else "./auditor"
    opening = (
        "在文件夹的地址栏里输入 <code>cmd</code> 回车，"
        if windows
        else "在文件夹空白处点右键，选“在终端中打开”，"
    )
    other = (
        ""
        if windows
        else "<p>双击没有反应的，点右键选“属性”，在“权限”里勾上“允许作为程序执行”；或者在终端里写 "
        "<code>sh 逐条处置.sh</code>。</p>"
    )
    handbook = quote("手册/README.html")
    template = Template((Path(__file__).parent / "start.html").read_text(encoding="utf-8"))
    body = template.substitute(
        version=html.escape(version), needs=html.escape(needs), end=end, other=other, opening=opening,
        program=program, handbook=handbook,
    )  # fmt: skip
    return page("从这里开始", body)
