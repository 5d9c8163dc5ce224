"""处置.yaml: decisions as a file that people read, review in git and edit. Text in, text out.

    处置:
      - 指纹: cf30298bafd16fcd41f8c311
        规则: 勾稽-301
        机关: 青石街道办事处
        年度: 2024
        对象: 表三.自然人
        处置: 豁免               # 属实 误报 豁免 已整改 稍后 待处理
        理由: 已报上级同意
        截止: 2026-12-31         # 豁免 and 稍后
        处置人: 王芳
        时间: 2025-03-01T02:00:00+00:00
        证据: 992b0dd394b9b1aa046d0e81    # evidence changed since: reopened
    范围:                        # decisions that reach further: 规则 with 机关, or 规则 with 年度
      - {规则: 说明-305, 年度: 2024, 处置: 误报, 理由: 本年口径不同}

Only 指纹 (of 处置) or 规则 (of 范围) and 处置 must be there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.findings.model import Change, Finding
from auditor.findings.states import CHOICE_WORDS, Choice, Life, Reach, Seen, after_run
from auditor.source.load import load_source
from auditor.source.nearest import advice
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar, Sequence

NAME = "处置.yaml"
_HEAD = "处置：由 auditor findings export 写出，可以手工修改，再用 auditor findings import 读回"
_WORDS = {word: choice for choice, word in CHOICE_WORDS.items()}
_KEYS = ("指纹", "规则", "机关", "年度", "对象", "问题", "处置", "理由", "截止", "处置人", "时间", "证据")
_UNWRITABLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_MAX_TEXT = 4_000  # code points of a reason


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision. For Reach.FINDING `fingerprint` counts and the rest is for people; for the wider
    ones `rule` with `agency` (its key, or its name), or `rule` with `year`."""

    choice: Choice
    fingerprint: str = ""
    reach: Reach = Reach.FINDING
    rule: str = ""
    agency: str = ""
    year: int | None = None
    target: str = ""
    message: str = ""
    reason: str = ""
    until: date | None = None
    who: str = ""
    decided: str = ""
    evidence: str = ""


def read_decisions(data: bytes, name: str) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The decisions of a file, and everything wrong with it, line and column named. Entries that are
    sound are given also where others are not."""
    source, faults = load_source(data, name)
    if source is None:
        return (), faults
    reader = _Reader(name)
    entries = reader.file(source.root)
    return entries, (*faults, *reader.faults)


def write_decisions(entries: tuple[Entry, ...], before: str = "") -> str:
    """The file's text. `before`: the text that stood there, whose comments stay with their entries.
    The same decisions give the same bytes; entries are in order of agency, year, rule, target."""
    import io

    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.error import YAMLError

    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    old: Any = None
    if before.strip():
        try:
            old = yaml.load(before)
        except YAMLError:
            old = None
    root = old if isinstance(old, CommentedMap) else CommentedMap()
    if not isinstance(old, CommentedMap):
        root.yaml_set_start_comment(_HEAD)
    for key, some in (
        ("处置", [entry for entry in entries if entry.reach is Reach.FINDING]),
        ("范围", [entry for entry in entries if entry.reach is not Reach.FINDING]),
    ):
        known: dict[object, Any] = {}
        for item in root.get(key) or ():
            if isinstance(item, CommentedMap):
                known.setdefault(_identity(item), item)
        made = CommentedSeq()
        for entry in sorted(some, key=_order):
            values = _values(entry)
            item = known.get(_identity(values), CommentedMap())
            for name in [name for name in item if name in _KEYS and name not in values]:
                del item[name]
            item.update(values)
            made.append(item)
        if made:
            root[key] = made
        elif key in root:
            del root[key]
    if not root:
        return f"# {_HEAD}\n处置: []\n"
    stream = io.StringIO()
    yaml.dump(root, stream)
    return stream.getvalue()


def apply_decisions(
    findings: tuple[Finding, ...], entries: tuple[Entry, ...], today: date
) -> tuple[Finding, ...]:
    """The findings of a run with `decision` and `status` as the file says: what changed its evidence,
    was said to be fixed, or whose waiver has run out is open again."""
    by_name = {entry.fingerprint: entry for entry in entries if entry.reach is Reach.FINDING}
    wide = [entry for entry in entries if entry.reach is not Reach.FINDING]
    return tuple(_applied(finding, by_name, wide, today) for finding in findings)


def _applied(finding: Finding, by_name: Mapping[str, Entry], wide: list[Entry], today: date) -> Finding:
    entry = by_name.get(finding.fingerprint)
    if entry is None:
        reaching = [item for item in wide if _reaches(item, finding)]
        if not reaching:
            return finding
        entry = min(reaching, key=lambda item: item.reach is Reach.RULE_YEAR)
        life = after_run(Life(entry.choice, until=entry.until), Seen.SAME, today)
        return replace(finding, decision=life.choice.decision, status=Change.NEW)
    changed = bool(entry.evidence) and entry.evidence != finding.evidence_hash
    life = after_run(Life(entry.choice, until=entry.until), Seen.CHANGED if changed else Seen.SAME, today)
    return replace(finding, decision=life.choice.decision, status=life.standing.change)


def _reaches(entry: Entry, finding: Finding) -> bool:
    if entry.rule != finding.rule:
        return False
    if entry.reach is Reach.AGENCY_RULE:
        return entry.agency in (finding.agency, finding.unit)
    return entry.year == finding.year


def _identity(item: Mapping[str, Any]) -> object:
    name = str(item.get("指纹", ""))
    return name or (str(item.get("规则", "")), str(item.get("机关", "")), str(item.get("年度", "")))


def _order(entry: Entry) -> tuple[str, int, str, str, str]:
    return (entry.agency, entry.year or 0, entry.rule, entry.target, entry.fingerprint)


def _values(entry: Entry) -> dict[str, Any]:
    values = {
        "指纹": entry.fingerprint, "规则": entry.rule, "机关": entry.agency, "年度": entry.year,
        "对象": entry.target, "问题": entry.message, "处置": CHOICE_WORDS[entry.choice], "理由": entry.reason,
        "截止": entry.until, "处置人": entry.who, "时间": entry.decided, "证据": entry.evidence,
    }  # fmt: skip
    return {key: _plain(value) for key, value in values.items() if value not in ("", None)}


def _plain(value: object) -> object:
    """YAML has no place for control characters and lone surrogates."""
    if not isinstance(value, str):
        return value
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in _UNWRITABLE else "\ufffd" for char in value
    )


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self.faults: list[Diagnostic] = []

    def file(self, root: Node | None) -> tuple[Entry, ...]:
        """The entries of the whole file."""
        if root is None or (isinstance(root, Scalar) and not root.text):
            return ()
        if not isinstance(root, Tree):
            self._fault(
                "decisions.shape",
                "处置文件应以“处置:”开头",
                root,
                "格式见 auditor findings export 写出的文件",
            )
            return ()
        found: list[Entry] = []
        for entry in root:
            if entry.key.text not in ("处置", "范围"):
                hint = advice(entry.key.text, ("处置", "范围"))
                self._fault(
                    "decisions.key", f"没有“{entry.key.text}”这个键", entry.key, f"{hint}可以写 处置 范围"
                )
                continue
            items = entry.value.items if isinstance(entry.value, Sequence) else ()
            if not isinstance(entry.value, Sequence) and not _empty(entry.value):
                self._fault(
                    "decisions.shape", f"“{entry.key.text}”下面应是一列条目", entry.value, "每条以“- ”开头"
                )
            for item in items:
                made = self._entry(item, entry.key.text == "范围")
                if made is not None:
                    found.append(made)
        return tuple(found)

    def _entry(self, node: Node, wide: bool) -> Entry | None:
        if not isinstance(node, Tree):
            self._fault("decisions.shape", "每条应是几个“键: 值”", node, "例如 指纹: … 和 处置: …")
            return None
        texts: dict[str, tuple[str, Node]] = {}
        sound = True
        for item in node:
            if item.key.text not in _KEYS:
                hint = advice(item.key.text, _KEYS)
                self._fault(
                    "decisions.key",
                    f"没有“{item.key.text}”这个键",
                    item.key,
                    f"{hint}可以写 {' '.join(_KEYS)}",
                )
                sound = False
            elif not isinstance(item.value, Scalar):
                self._fault("decisions.value", f"“{item.key.text}”后面应是一个值", item.value, "")
                sound = False
            else:
                texts[item.key.text] = (item.value.text, item.value)
        made = self._made(node, texts, wide)
        return made if sound else None

    def _made(self, node: Tree, texts: Mapping[str, tuple[str, Node]], wide: bool) -> Entry | None:
        said = {key: text for key, (text, _) in texts.items()}
        faults = len(self.faults)
        choice = _WORDS.get(said.get("处置", ""))
        if choice is None:
            at = texts["处置"][1] if "处置" in texts else node
            what = f"没有“{said['处置']}”这种处置" if "处置" in said else "这条没有写“处置”"
            self._fault("decisions.choice", what, at, f"可以写 {' '.join(_WORDS)}")
        year = self._year(texts)
        until = self._until(texts)
        reach = Reach.FINDING
        if wide:
            reach = Reach.AGENCY_RULE if said.get("机关") else Reach.RULE_YEAR
            if not said.get("规则") or (reach is Reach.RULE_YEAR and year is None):
                self._fault("decisions.reach", "“范围”里的一条要写“规则”，再写“机关”或“年度”", node, "")
        elif not re.fullmatch("[0-9a-f]{16,64}", said.get("指纹", "")):
            self._fault(
                "decisions.fingerprint", "“指纹”应是 16 至 64 位的十六进制数", node, "从导出的文件里照抄"
            )
        if choice is Choice.WAIVED and not (said.get("理由") and until):
            self._fault("decisions.waiver", "豁免要写“理由”和“截止”", node, "截止写成 2026-12-31")
        if choice is None or len(self.faults) > faults:
            return None
        return Entry(
            choice=choice,
            fingerprint=said.get("指纹", ""),
            reach=reach,
            rule=said.get("规则", ""),
            agency=said.get("机关", ""),
            year=year,
            target=said.get("对象", ""),
            message=said.get("问题", ""),
            reason=said.get("理由", "")[:_MAX_TEXT],
            until=until,
            who=said.get("处置人", ""),
            decided=said.get("时间", ""),
            evidence=said.get("证据", ""),
        )

    def _year(self, texts: Mapping[str, tuple[str, Node]]) -> int | None:
        text, node = texts.get("年度", ("", None))
        if node is None or not text:
            return None
        if not re.fullmatch(r"\d{4}", text, re.ASCII):
            self._fault("decisions.year", "“年度”应是四位数字", node, "例如 2024")
            return None
        return int(text)

    def _until(self, texts: Mapping[str, tuple[str, Node]]) -> date | None:
        text, node = texts.get("截止", ("", None))
        if node is None or not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._fault("decisions.until", f"“截止”不是日期：{text}", node, "写成 2026-12-31")
            return None

    def _fault(self, code: str, message: str, node: Node, remedy: str) -> None:
        self.faults.append(Diagnostic(Severity.ERROR, code, message, remedy, self._name, node.place))


def _empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text
