"""Writes the handbook's page about the template: `python -m tests.output_files.make_template_page`."""

from __future__ import annotations

from pathlib import Path

from auditor.output.notice.fields import BLOCKS, FIELDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "整改通知模板.md"
_HEAD = """\
# 整改通知的模板

`auditor init` 会复制出一份 `模板/整改通知模板.docx`，用 Word 或 WPS 打开就能改：红头、文号、字体、
段落、页眉页脚都可以换。改好后这样用：

    auditor run rules/ reports/ --format notice --output 通知/ --template 模板/整改通知模板.docx

模板里写在 `{{ }}` 里的是字段，程序逐份填上。字段写错了，程序会指出来，不会写出半份通知。

- 一段里的字段全是空的（例如没有算式的问题的“计算”），这一段在块里就不出现；块外的空字段变成一条横线，供手填。
- 块的开头 `{{#问题}}` 和结尾 `{{/问题}}` 各占一段，中间的内容按问题重复。三层块是：报告、部分、问题。
"""


def page() -> str:
    """The page as it should be."""
    lines = [_HEAD, "## 块", "", "| 块 | 重复 |", "|---|---|"]
    lines += [f"| `{{{{#{name}}}}}` … `{{{{/{name}}}}}` | {what} |" for name, what in BLOCKS.items()]
    lines += ["", "## 字段", "", "| 字段 | 填什么 |", "|---|---|"]
    lines += [f"| `{{{{{name}}}}}` | {what} |" for name, what in FIELDS.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_bytes(page().encode("utf-8"))
