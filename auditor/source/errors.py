"""What PyYAML complains of, said in Chinese for people who have never heard of YAML.

Its message tells the kind of fault, the source line tells the likely cause; both loaders (C and
pure Python) word their messages differently, so only words common to both are looked for.
"""

from __future__ import annotations

import re

from yaml import MarkedYAMLError, YAMLError

from auditor.source.faults import Faults
from auditor.source.traps import QUOTE_IT

_WIDE_INDENT = re.compile("^[ \t]*[\u3000\u00a0\u2000-\u200f\u202f\u205f\u2060\ufeff]+")
_TAB_INDENT = re.compile(r"^ *(?:- *)*\t")
_WIDE_KEY = re.compile(r"^\s*(?:- +)*([^\s:“\"'#\[{：]{1,20})：")
_TIGHT_KEY = re.compile(r"^\s*(?:- +)*([^\s:“\"'#\[{：]{1,20}):(?=[^\s:/])")
_TIGHT_DASH = re.compile(r"^\s*-(?=[^\s\-\d.])")
_WIDE_AFTER = re.compile("^ *(?:- +)*[^\\s:\"'#]{1,20}:([\u3000\u00a0])")
_WIDE_MARK = re.compile("[｛｝［］－＃＂＇]")
_OPENERS = {
    "@": "“@”",
    "`": "反引号“`”",
    "%": "“%”",
    ",": "英文逗号",
    "]": "“]”",
    "}": "“}”",
    "{": "“{”",
    "[": "“[”",
}


def explain(fault: YAMLError, faults: Faults) -> None:
    """Add the diagnostic for `fault`, which stopped the parser."""
    if not isinstance(fault, MarkedYAMLError):
        faults.error("yaml.syntax", 1, 1, "文件不符合 YAML 格式，无法读取", "从能用的规则文件复制一份再改")
        return
    problem, context = fault.problem or "", fault.context or ""
    mark = fault.problem_mark or fault.context_mark
    line = mark.line + 1 if mark else 1
    column = mark.column + 1 if mark else 1
    start = fault.context_mark or mark
    at = (start.line + 1, start.column + 1) if start else (line, column)
    if _from_scalars(problem, context, at, faults):
        return
    # The parser notices a malformed line one line late: look at the line itself, then at those before.
    candidates = [line, *(n for n in range(line - 1, max(at[0] - 1, line - 4, 0), -1))]
    if "simple key" in context:
        candidates.insert(0, at[0])
    if not faults.line(line).strip():
        candidates.append(line - 1)
    if any(_from_line(number, faults) for number in candidates):
        return
    if "not allowed" in problem and line > 1 and _from_line(line - 1, faults):
        return
    _from_problem(problem, context, line, column, at, faults)


def _from_scalars(problem: str, context: str, at: tuple[int, int], faults: Faults) -> bool:
    """Faults whose context names the thing that was being read."""
    line, column = at
    if "quoted scalar" in context or "quoted" in context:
        if "end of stream" in problem:
            faults.error(
                "yaml.open-quote",
                line,
                column,
                "引号没有配对：从这里开始，到文件末尾都没有找到结尾的引号",
                "在值的末尾补上同样的英文引号",
            )
        elif "escape" in problem:
            faults.error(
                "yaml.escape",
                line,
                column,
                "英文双引号里的反斜杠“\\”用法不对",
                "把双引号换成英文单引号，或把“\\”写成“\\\\”",
            )
        else:
            faults.error("yaml.open-quote", line, column, "引号里的内容不完整", "检查引号是否成对")
    elif "tag" in context:
        faults.error("yaml.tag", line, column, "以英文感叹号“!”开头的值不是文字", QUOTE_IT)
    elif "alias" in context:
        faults.error("yaml.alias", line, column, "以星号“*”开头的值不是文字", QUOTE_IT)
    elif "anchor" in context:
        faults.error("yaml.anchor", line, column, "以“&”开头的值不是文字", QUOTE_IT)
    elif "block scalar" in context and "tab" not in problem:
        sign = faults.line(line)[column - 1 : column]
        faults.error("yaml.block-scalar", line, column, f"值以“{sign}”开头，会被当作多行文字的记号", QUOTE_IT)
    elif "directive" in context:
        faults.error("yaml.directive", line, 1, "行首的“%”会被当作 YAML 指令", QUOTE_IT)
    else:
        return False
    return True


def _from_line(number: int, faults: Faults) -> bool:
    """Faults that show in the line itself."""
    text = faults.line(number)
    if wide := _WIDE_INDENT.match(text):
        first = next(i for i, char in enumerate(wide[0]) if char not in " \t")
        kind = "全角空格" if wide[0][first] == "\u3000" else "不可见的空白字符"
        faults.error(
            "yaml.wide-space", number, first + 1, f"缩进里有{kind}", "缩进只用半角空格", len(wide[0]) - first
        )
    elif _TAB_INDENT.match(text):
        faults.error(
            "yaml.tab", number, text.index("\t") + 1, "缩进里有制表符（Tab）", "缩进只用半角空格，每层两个"
        )
    elif found := _WIDE_KEY.match(text):
        faults.error(
            "yaml.fullwidth-colon",
            number,
            found.end(),
            f"键“{found[1]}”后面是全角冒号“：”",
            "改成半角冒号加一个空格“: ”",
        )
    elif found := _TIGHT_KEY.match(text):
        faults.error(
            "yaml.tight-colon",
            number,
            found.end(),
            f"键“{found[1]}”的冒号后面缺少空格",
            "在“:”后面加一个空格",
        )
    elif found := _WIDE_AFTER.match(text):
        faults.error("yaml.wide-space", number, found.start(1) + 1, "冒号后面是全角空格", "改成一个半角空格")
    elif found := _TIGHT_DASH.match(text):
        faults.error("yaml.tight-dash", number, found.end(), "列表符号“-”后面缺少空格", "在“-”后面加一个空格")
    else:
        return False
    return True


def _from_problem(
    problem: str, context: str, line: int, column: int, at: tuple[int, int], faults: Faults
) -> None:
    text = faults.line(line)
    here = text[column - 1 : column]
    if wide := _WIDE_MARK.search(text):
        faults.error(
            "yaml.fullwidth-mark", line, wide.start() + 1, f"“{wide[0]}”是全角符号，不起作用", "改成半角符号"
        )
    elif "flow" in context:
        bracket = faults.line(at[0])[at[1] - 1 : at[1]]
        closing = "]" if bracket == "[" else "}"
        if line == at[0] and "，" in text:
            faults.error(
                "yaml.fullwidth-comma", line, text.index("，") + 1, "全角逗号“，”不分隔各项", "改成英文逗号"
            )
        elif line == at[0]:
            faults.error(
                "yaml.flow",
                line,
                column,
                f"“{bracket}”里的内容在这里中断",
                f"各项用英文逗号隔开，以“{closing}”结尾；是文字，就{QUOTE_IT}",
            )
        else:
            faults.error(
                "yaml.flow",
                at[0],
                at[1],
                f"“{bracket}”没有配对的“{closing}”",
                f"补上“{closing}”；是文字，就{QUOTE_IT}",
            )
    elif "values are not allowed" in problem:
        if re.match(r"^\s*(?:- +)*[^\s:]+: ", text[: column - 1]):
            faults.error("yaml.colon-in-value", line, column, "值里又出现了英文冒号", QUOTE_IT)
        else:
            faults.error(
                "yaml.indent", line, column, "缩进和上一行对不上，这个键不知道属于谁", "同一层的键左边对齐"
            )
    elif here in _OPENERS and ("cannot start" in problem or "node content" in problem):
        faults.error("yaml.opener", line, column, f"值不能以{_OPENERS[here]}开头", QUOTE_IT)
    elif "entries are not allowed" in problem:
        faults.error("yaml.dash", line, column, "“- ”不能写在这里", "列表另起一行；是文字，就" + QUOTE_IT)
    elif "keys are not allowed" in problem:
        faults.error("yaml.question", line, column, "值不能以“? ”开头", QUOTE_IT)
    elif "simple key" in context:
        faults.error(
            "yaml.colon",
            at[0],
            at[1],
            "这一行缺少“: ”，不知道哪一半是键",
            "写成“键: 值”",
            len(faults.line(at[0]).strip()),
        )
    elif "document" in problem:
        faults.error(
            "yaml.documents", line, column, "一个文件只能有一份内容", "删去“---”“...”，或分成两个文件"
        )
    elif re.search(r"[\"'\]}]\s*$", text[: column - 1]):
        faults.error("yaml.after-quote", line, column, "引号或括号已经结束，后面还有文字", QUOTE_IT)
    elif "collection" in context or "mapping" in context:
        faults.error("yaml.indent", line, column, "缩进和上面各行对不上", "同一层的“-”或键左边对齐")
    else:
        faults.error(
            "yaml.syntax", line, column, "从这里起不符合 YAML 格式", "检查这一行和上一行的冒号、引号、缩进"
        )
