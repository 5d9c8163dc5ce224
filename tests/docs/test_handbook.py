"""What the handbook shows is what happens: its YAML loads, its commands print what stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.handbook import PAGES, ROOT, agrees, apply, blocks, printed, sessions, workplace


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_file_and_command_of_the_page_does_what_it_says(page: Path) -> None:
    wrong = []
    with workplace() as folder:
        for block in blocks(page.read_text(encoding="utf-8")):
            apply(block, folder)
            if block.mark == "规则":
                said = printed("auditor rules test 手册一例.yaml")
                if not said.endswith("全部符合\n") or "错误" in said:
                    wrong.append((block.text, said))
            for command, shown in sessions(block.text) if block.mark == "运行" else ():
                real = printed(command)
                if not agrees(shown, real):
                    wrong.append((f"$ {command}\n{shown}", real))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_yaml_block_is_put_to_the_test(page: Path) -> None:
    found = blocks(page.read_text(encoding="utf-8"))
    assert [block.text for block in found if block.language == "yaml" and not block.mark] == []


@pytest.mark.parametrize("page", [*PAGES, ROOT / "docs" / "README.md"], ids=lambda path: path.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_entrance_names_every_page() -> None:
    entrance = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES if f"手册/{page.name}" not in entrance] == []


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ("甲\n", "甲\n", True),
        ("甲\n", "甲\n乙\n", False),
        ("甲\n……\n", "甲\n乙\n丙\n", True),
        ("……\n丙\n", "甲\n丙\n", True),
        ("甲\n……\n丁\n", "甲\n乙\n丙\n", False),
    ],
)
def test_an_ellipsis_stands_for_any_lines_and_nothing_else(shown: str, real: str, same: bool) -> None:
    assert agrees(shown, real) is same
