"""The RULES argument: found, told from the reports, loaded, its faults shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.base.paths import packaged
from auditor.cli import options
from auditor.cli.parser import UsageError, usage_error
from auditor.output.places import printable
from auditor.rules.load import LoadedRules, load_rules
from auditor.source.nearest import advice


def loaded(rules: str, overlays: Sequence[str], color: str) -> LoadedRules | None:
    """The rules, their faults on stderr; None where an error stops the run."""
    found = load_rules([Path(rules)], overlays)
    options.report(found.diagnostics, color)
    return found if found.ok else None


def default_rules() -> Path:
    """./rules where it holds a 词典, else the package's own."""
    here = Path("rules")
    return here if (here / "词典").is_dir() else packaged() / "rules"


def wanted(names: Sequence[str], loaded: LoadedRules) -> frozenset[str]:
    """The ids that --rule names; a former id stands for the rule of today."""
    known = {former: rule.id for rule in loaded.rules for former in rule.former_ids}
    known |= {rule.id: rule.id for rule in loaded.rules}
    for name in names:
        if name not in known:
            hint = advice(name, known)
            raise usage_error(f"没有编号是“{name}”的规则", f"{hint}auditor rules list 列出全部编号")
    return frozenset(known[name] for name in names)


def check_order(rules: str, reports: Sequence[str]) -> None:
    """Raise UsageError where RULES is missing, empty, or has changed places with the reports."""
    path = Path(rules)
    if not path.exists():
        raise _fault("没有这个规则文件夹或文件", rules, "核对路径；auditor init 可以复制出一份规则")
    if holds_rules(path):
        return
    swapped = next((report for report in reports if holds_rules(Path(report))), None)
    if swapped is not None:
        raise usage_error(
            "规则和报告的位置放反了：先写规则，再写报告",
            f"改成 auditor run {printable(swapped)} {printable(rules)}",
        )
    if path.is_dir():
        raise _fault("这个文件夹里没有规则文件（.yaml）", rules, "第一个参数写规则文件夹，例如 rules/")
    raise _fault("这不是规则文件（.yaml）", rules, "第一个参数写规则文件夹，例如 rules/")


def holds_rules(path: Path) -> bool:
    """Whether `path` is a YAML file or a folder with one somewhere in it."""
    if path.is_dir():
        return any(next(path.rglob(f"*{suffix}"), None) is not None for suffix in (".yaml", ".yml"))
    return path.suffix.lower() in (".yaml", ".yml")


def _fault(message: str, rules: str, remedy: str) -> UsageError:
    return usage_error(f"{message}：{printable(rules)}", remedy)
