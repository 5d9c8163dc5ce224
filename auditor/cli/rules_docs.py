"""`auditor rules docs`: the pages written, or held against the rules."""

from __future__ import annotations

from pathlib import Path

from auditor.base.paths import packaged
from auditor.cli import console, options
from auditor.cli.rules_write import denied
from auditor.engine.testing import test_rules
from auditor.output.evidence import Evidence, evidence_beside
from auditor.output.places import printable
from auditor.output.rule_page import INDEX, digest, draw_index, draw_page, page_name, stated_digest
from auditor.rules.load import LoadedRules
from auditor.rules.model import Rule

_OURS = "<!-- 由 auditor rules docs 写出"


def pages_of(loaded: LoadedRules, evidence: Evidence | None = None) -> dict[str, str]:
    """Every page by its file name, the index first; the rules' examples are run for them."""
    made_from = digest(loaded.rules, loaded.word_lists, evidence)
    measured = {} if evidence is None else evidence.rules
    results = test_rules(loaded)
    pages = {INDEX: draw_index(loaded.rules, loaded.packs, made_from)}
    for rule in loaded.rules:
        own = [result for result in results if result.rule == rule.id]
        pages[page_name(rule)] = draw_page(
            _as_shipped(rule), loaded.wordings.lists, own, measured.get(rule.id)
        )
    return pages


def _as_shipped(rule: Rule) -> Rule:
    """The rule with its file named as from the folder that holds `rules/`, whatever way it was found."""
    from dataclasses import replace

    home = packaged().as_posix().rstrip("/") + "/"
    return replace(rule, file=rule.file.removeprefix(home))


def current(loaded: LoadedRules, folder: Path) -> str:
    """ "" where the index in `folder` was made from these rules, else what to run."""
    index = folder / INDEX
    said = stated_digest(index.read_text(encoding="utf-8")) if index.is_file() else ""
    if said == digest(loaded.rules, loaded.word_lists, evidence_beside(folder)):
        return ""
    return f"auditor rules docs --output {folder.as_posix()}"


def write_pages(loaded: LoadedRules, folder: Path, check: bool, color: str) -> int:
    """The exit code of `auditor rules docs`. Pages of ours that no rule stands for are removed; files
    of others are left alone."""
    pages = pages_of(loaded, evidence_beside(folder))
    try:
        stale = [name for name, text in pages.items() if _read(folder / name) != text]
        gone = [path for path in sorted(folder.glob("*.md")) if path.name not in pages and _is_ours(path)]
        if check:
            lines = [f"不是最新：{printable((folder / name).as_posix())}" for name in stale]
            lines += [f"规则已经没有了：{printable(path.as_posix())}" for path in gone]
            lines.append(
                f"{len(pages)} 页，{len(stale) + len(gone)} 页不是最新；运行 auditor rules docs --output "
                f"{printable(folder.as_posix())}" if stale or gone else f"{len(pages)} 页，都是最新的"
            )  # fmt: skip
            console.emit("\n".join(lines) + "\n", None)
            return 1 if stale or gone else 0
        folder.mkdir(parents=True, exist_ok=True)
        for path in gone:
            path.unlink()
    except OSError:
        options.report([denied(folder)], color)
        return 2
    for name in stale:
        fault = console.emit(pages[name], (folder / name).as_posix())
        if fault is not None:
            options.report([fault], color)
            return 2
    changed = f"改写 {len(stale)} 页" if stale else "都是最新的，没有改写"
    removed = f"，删去 {len(gone)} 页" if gone else ""
    console.emit(
        f"{len(pages) - 1} 条规则和目录共 {len(pages)} 页，{changed}{removed}：{folder.as_posix()}\n", None
    )
    return 0


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _is_ours(path: Path) -> bool:
    return _OURS in path.read_text(encoding="utf-8", errors="replace")[:300]
