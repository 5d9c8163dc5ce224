"""What every kind of rule needs: reading its keys with the fault placed, and making outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from auditor.report.lexicon import CellDef, Lexicon, TableDef
from auditor.report.model import Report, Status
from auditor.report.value import Number, Value
from auditor.rules.environment import ReportEnvironment, subject_of
from auditor.rules.formula.types import Truth
from auditor.rules.keys import asked
from auditor.rules.model import BuildContext, Corpus, Grade, Wordings, WordList
from auditor.rules.outcome import CellEvidence, Evidence, Interval, Level, Missing, Outcome, Verdict
from auditor.rules.wording import PatternError, Words, compile_words
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar
from auditor.source.tree import Sequence as Items

INCOMPLETE = "读取不完整"
NO_PREVIOUS = "无上年报告"
UNREADABLE_CELL = "单元格无法辨认"
LEVELS: Mapping[str, Level] = {"错误": Level.ERROR, "警告": Level.WARNING, "提示": Level.INFO}
TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
"""The schema of a key that takes one text or a list of them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a built check keeps of its rule: who speaks, how loud, and what formulas see."""

    rule: str
    level: Level
    grades: tuple[Grade, ...]
    wordings: Wordings
    lexicon: Lexicon
    blank_is_zero: bool

    @staticmethod
    def of(context: BuildContext) -> Frame:
        """The frame of the rule being built."""
        return Frame(
            context.rule_id, context.level, context.grades, context.wordings, context.lexicon,
            context.blank_is_zero,
        )  # fmt: skip

    def environment(self, report: Report, corpus: Corpus) -> ReportEnvironment:
        """`report` as formulas of this rule see it."""
        return ReportEnvironment(report, corpus, self.wordings, self.lexicon, self.blank_is_zero)

    def graded(self, report: Report, corpus: Corpus) -> Level:
        """The level of a breach in this report: the first line of 分级 that holds, else 级别."""
        if not self.grades:
            return self.level
        environment = self.environment(report, corpus)
        return next((g.level for g in self.grades if g.condition(environment) is Truth.HOLDS), self.level)

    def passed(
        self, report: Report, target: str, notes: tuple[str, ...] = (), evidence: tuple[Evidence, ...] = ()
    ) -> Outcome:
        """通过."""
        subject = subject_of(report)
        return Outcome(self.rule, subject, target, Verdict.PASS, self.level, notes=notes, evidence=evidence)

    def failed(
        self,
        report: Report,
        target: str,
        level: Level,
        fields: Mapping[str, str],
        evidence: Iterable[Evidence] = (),
        notes: tuple[str, ...] = (),
    ) -> Outcome:
        """违反, at a level that the check has settled."""
        return Outcome(
            self.rule, subject_of(report), target, Verdict.FAIL, level, fields,
            evidence=tuple(evidence), notes=notes,
        )  # fmt: skip

    def inapplicable(self, report: Report, target: str, reason: str) -> Outcome:
        """不适用."""
        subject = subject_of(report)
        return Outcome(self.rule, subject, target, Verdict.INAPPLICABLE, self.level, reason=reason)

    def cannot_tell(
        self, report: Report, target: str, *missing: Missing, evidence: tuple[Evidence, ...] = ()
    ) -> Outcome:
        """无法判定."""
        return Outcome(
            self.rule, subject_of(report), target, Verdict.CANNOT_TELL, self.level,
            missing=missing, evidence=evidence,
        )  # fmt: skip


def incomplete(report: Report, detail: str) -> Missing:
    """What is missing because the file could not be read whole."""
    reason = f"（{report.reason}）" if report.reason else ""
    return Missing(INCOMPLETE, f"{detail}{reason}")


def is_partial(report: Report) -> bool:
    """Whether something the report holds may not have been read."""
    return report.status is not Status.READ


def cell_evidence(path: str, value: Value) -> CellEvidence:
    """A cell as evidence."""
    return CellEvidence(path, value.raw, value.number, value.place)


def number_text(number: Number) -> str:
    """A figure as people write it: no exponent, no trailing zeros."""
    if isinstance(number, Decimal):
        text = format(number, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(number)


def interval_text(interval: Interval | None) -> str:
    """A figure, or what is known of it."""
    if interval is None:
        return ""
    if interval.exact is not None:
        return number_text(interval.exact)
    if interval.high is None:
        return f"至少 {number_text(interval.low)}"
    return f"{number_text(interval.low)} 至 {number_text(interval.high)}"


def row_text(table: TableDef, name: str) -> str:
    """A row as a person finds it in the table: its label, after its group's name where that is needed."""
    line = next((line for line in table.rows if line.name == name), None)
    if line is None:
        return name
    label = line.label.official.split("（区分")[0]
    return f"{line.group}—{label}" if line.group in table.row_groups else label


def column_text(table: TableDef, name: str) -> str:
    """A column as a person finds it; of one group only: “复议.未结”."""
    group, _, column = name.rpartition(".")
    if group:
        return f"{row_text(table, group)}—{column_text(table, column)}"
    return next((line.label.official for line in table.columns if line.name == name), name)


def cells_text(table: TableDef, cells: Sequence[CellDef], shown: int = 4) -> str:
    """Cells in few words: whole tables, rows and columns are named as such, single cells by row and
    column, at most `shown` places."""
    wanted = {(cell.row, cell.column) for cell in cells}
    if len(wanted) == len(table.cells):
        return f"全表 {len(wanted)} 格"
    parts: list[str] = []
    rest = set(wanted)
    for axis, lines, text in ((0, table.rows, row_text), (1, table.columns, column_text)):
        for line in lines:
            members = {at for at in table.cells if at[axis] == line.name}
            if len(members) > 1 and members <= wanted and members & rest:
                parts.append(f"“{text(table, line.name)}”整{'行' if axis == 0 else '列'}{len(members)}格")
                rest -= members
    for row in table.rows:
        columns = [line.name for line in table.columns if (row.name, line.name) in rest]
        if (row.name, "") in rest:
            parts.append(f"“{row_text(table, row.name)}”")
        elif columns:
            parts.append(f"“{row_text(table, row.name)}”行的" + "、".join(columns))
    if len(parts) > shown:
        return "；".join(parts[:shown]) + f"等 {len(wanted)} 格"
    return "；".join(parts)


def text_at(rule: Tree, key: str, context: BuildContext, default: str | None = None) -> str | None:
    """The text under `key`, `default` where it is not written; None (and an error) where it is no text."""
    node = rule.get(key)
    if node is None:
        return default
    if isinstance(node, Scalar) and node.text.strip():
        return node.text.strip()
    context.problem("rule.type", f"“{key}”应是一段文字", node)
    return None


def choice_at(node: Node, known: Iterable[str], what: str, context: BuildContext) -> str | None:
    """The text at `node` where it is one of `known`; otherwise None and an error with the nearest."""
    names = list(known)
    if not isinstance(node, Scalar):
        context.problem("rule.type", f"“{what}”应写{'、'.join(names)}中的一个", node)
        return None
    if node.text in names:
        return node.text
    context.problem(
        "rule.enum", f"{what}里没有“{node.text}”{asked(node.text, names)}", node,
        "可以写：" + " ".join(names), 0, len(node.text),
    )  # fmt: skip
    return None


def scalars(node: Node | None) -> tuple[Node, ...]:
    """One node or the nodes of a list."""
    if node is None:
        return ()
    return node.items if isinstance(node, Items) else (node,)


def choices_at(
    node: Node | None, known: Iterable[str], what: str, context: BuildContext
) -> tuple[str, ...] | None:
    """Each of one or several texts, all of them known; None (and errors) otherwise."""
    names = list(known)
    found = [choice_at(item, names, what, context) for item in scalars(node)]
    return tuple(name for name in found if name is not None) if None not in found else None


def tables_at(rule: Tree, context: BuildContext) -> tuple[TableDef, ...] | None:
    """The tables that 对象 names; all of the format where it is not written."""
    known = context.lexicon.tables
    node = rule.get("对象")
    if node is None:
        return tuple(known.values())
    names = choices_at(node, known, "对象", context)
    return None if names is None else tuple(known[name] for name in names)


def cells_at(
    node: Node | None, tables: Sequence[TableDef], what: str, context: BuildContext
) -> frozenset[str] | None:
    """The paths of the cells that rows, columns, groups or paths at `node` name. A name that only
    another template has names nothing here, as long as one of the rule's tables is of its kind."""
    if node is None:
        return frozenset()
    found: set[str] = set()
    known: dict[str, set[str]] = {}
    for table in tables:
        for (row, column), cell in table.cells.items():
            for name in {cell.path, row, column} - {""}:
                known.setdefault(name, set()).add(cell.path)
        for groups, axis in ((table.row_groups, 0), (table.column_groups, 1)):
            for group, members in groups.items():
                paths = {cell.path for at, cell in table.cells.items() if at[axis] in members}
                known.setdefault(group, set()).update(paths)
    names = choices_at(node, known, what, context)
    if names is None:
        return None
    for name in names:
        found |= known[name]
    return frozenset(found)


def tolerance_at(node: Node | None, context: BuildContext) -> Decimal | None:
    """The number that 容差 gives, 0 where it is not written; None (and an error) where it is none."""
    if node is None:
        return Decimal(0)
    try:
        amount = Decimal(node.text) if isinstance(node, Scalar) else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        context.problem("rule.type", "“容差”应是不小于 0 的数", node, "例如 容差: 0.1")
        return None
    return amount


def unmet(needs: Iterable[str], report: Report, corpus: Corpus) -> tuple[Missing, ...]:
    """What a rule's 需要 asks for and the corpus lacks; a missing agency is named once for all."""
    missing: list[Missing] = []
    for need in needs:
        if need == "上年报告" and corpus.previous(report) is None:
            missing.append(Missing(NO_PREVIOUS))
        elif need == "全部下级报告":
            if not corpus.subordinates(report):
                missing.append(Missing("无下级报告", "名录里没有写下级，或下级的报告都不在这里"))
            elif absent := corpus.absent_below(report):
                missing.append(Missing("下级报告不齐", "缺 " + "、".join(absent)))
    return tuple(missing)


def whole_corpus(rule: Tree, context: BuildContext) -> bool:
    """False (and an error) where a rule that is asked of all reports together is narrowed to some."""
    for key in ("适用", "分级", "前提"):
        if (node := rule.get(key)) is not None:
            context.problem("rule.type", f"这条规则看的是全部报告，不能写“{key}”", node, f"删去“{key}”")
            return False
    return True


def words_at(
    node: Node | None, context: BuildContext, name: str, exceptions: Node | None = None
) -> Words | None:
    """The words at `node`: patterns, and `$名` for a list of 词表 (with its own exceptions), with the
    rule's 除外 added. None (and errors) where one is faulty or unknown."""
    listed = list_at(node, context, name, exceptions)
    made = compile_words(listed) if listed is not None else None
    return made if isinstance(made, Words) else None


def list_at(
    node: Node | None, context: BuildContext, name: str, exceptions: Node | None = None
) -> WordList | None:
    """What `words_at` compiles."""
    sound = True
    patterns: list[str] = []
    excepted: list[str] = []
    for source, into in ((node, patterns), (exceptions, excepted)):
        for item in scalars(source):
            if not isinstance(item, Scalar) or not item.text.strip():
                context.problem("words.not-text", "这里应写要找的说法", item, "含有 { 的写在英文引号里")
                sound = False
            elif item.text.startswith("$"):
                listed = context.words.get(item.text[1:])
                if listed is None:
                    known = [f"${word}" for word in context.words]
                    context.problem(
                        "words.unknown", f"没有词组“{item.text}”{asked(item.text, known)}", item,
                        "在词表里写上这个词组", 0, len(item.text),
                    )  # fmt: skip
                    sound = False
                    continue
                into += listed.patterns
                if into is patterns:
                    excepted += listed.exceptions
            else:
                into.append(item.text)
                sound = _check(item, context) and sound
    if not sound or not patterns:
        return None
    return WordList(name, tuple(patterns), tuple(excepted))


def _check(item: Scalar, context: BuildContext) -> bool:
    made = compile_words(WordList("", (item.text,)))
    if isinstance(made, Words):
        return True
    for _, error in made:
        _report(error, item, context)
    return False


def _report(error: PatternError, item: Scalar, context: BuildContext) -> None:
    width = max(1, error.end - error.start)
    context.problem("words.pattern", error.message, item, error.remedy, error.start, width)
