"""YAML that parses, but into something other than its writer meant.

Each check looks at one unquoted scalar of the parsed file. A trap that changes what the rule says is
an error; one that might be meant is a warning.
"""

from __future__ import annotations

import re

from auditor.source.faults import Faults

QUOTE_IT = '用英文双引号把整个值括起来，例如 "…"'
_INVISIBLE = "\u3000\u00a0\u2000-\u200f\u202f\u205f\u2060\ufeff\xad"
_INVISIBLES = frozenset(
    ("\u3000", "\u00a0", *map(chr, range(0x2000, 0x2010)), "\u202f", "\u205f", "\u2060", "\ufeff", "\xad")
)
_BLANK = re.compile(f"[{_INVISIBLE}]+")
_TIGHT_COLON = re.compile(r":(?=\S)")
_FULLWIDTH_HEAD = re.compile(r"^[\w（）()．.\-]{1,12}：")
_CUT = re.compile(r" +#(.?)")
_PAIRS = ("“”", "（）", "《》", "「」", "【】", "[]", "{}", "()", '""')
# Ordinary keys and values hold none of these; everything else is looked at closely.
_WIDE_MARKS = "｛［－＃＂＇"
is_plain = re.compile(rf"[^：:“”，,\-{_WIDE_MARKS}{_INVISIBLE}]*").fullmatch


def check_key(text: str, line: int, column: int, faults: Faults) -> None:
    """An unquoted key at (line, column)."""
    if is_plain(text):
        return
    if blank := _BLANK.search(text):
        kind = "全角空格" if "\u3000" in blank[0] else "不可见的空白字符"
        where = "开头" if blank.start() == 0 else "末尾" if blank.end() == len(text) else "中间"
        faults.error(
            "yaml.wide-space",
            line,
            column + blank.start(),
            f"键“{_BLANK.sub('', text)}”的{where}是{kind}，会被当作键的一部分",
            "删去它；缩进只用半角空格",
            len(blank[0]),
        )
    elif text[0] in _WIDE_MARKS:
        faults.error("yaml.fullwidth-mark", line, column, f"“{text[0]}”是全角符号，不起作用", "改成半角符号")
    elif (at := text.find("：")) >= 0:
        faults.error(
            "yaml.fullwidth-colon",
            line,
            column + at,
            f"键“{text[:at]}”后面是全角冒号“：”",
            "改成半角冒号加一个空格“: ”",
        )
    elif tight := _TIGHT_COLON.search(text):
        faults.error(
            "yaml.tight-colon",
            line,
            column + tight.start(),
            f"键“{text[: tight.start()]}”的冒号后面缺少空格",
            "在“:”后面加一个空格",
        )
    elif len(text) > 1 and text[0] == "-" and not text[1].isdigit():
        faults.error("yaml.tight-dash", line, column, "列表符号“-”后面缺少空格", "在“-”后面加一个空格")


def check_value(
    text: str, line: int, column: int, in_list: bool, own_line: bool, many_lines: bool, faults: Faults
) -> None:
    """An unquoted value at (line, column); `in_list`: an item of [ ]; `own_line`: it stands first on
    its line; `many_lines`: it runs on over several lines."""
    if is_plain(text):
        return
    if many_lines or own_line:
        _check_swallowed(text, line, column, many_lines, faults)
    if text[:1] in _INVISIBLES or text[-1:] in _INVISIBLES:
        faults.warning(
            "yaml.wide-space",
            line,
            column,
            "值的开头或末尾有全角空格或不可见的空白字符，会被当作值的一部分",
            "删去它；确实需要时用英文双引号括起来",
        )
        text = text.strip("".join(_INVISIBLES))
    if text[:1] == "“" and text.find("”") == len(text) - 1 and len(text) > 1:
        faults.warning(
            "yaml.curly-quotes",
            line,
            column,
            "弯引号“ ”不起引号作用，会被当作值的一部分",
            "要引号作用，用英文双引号；要弯引号本身，外面再加英文双引号",
        )
    if in_list and text.count("“") != text.count("”") and len(text) > 1:
        faults.error(
            "yaml.curly-quotes",
            line,
            column,
            "弯引号不成对：方括号里的值在英文逗号处被切开了",
            QUOTE_IT,
            len(text),
        )
    elif in_list and "，" in text:
        faults.warning(
            "yaml.fullwidth-comma",
            line,
            column + text.index("，"),
            "全角逗号“，”不分隔列表，前后被当作一个值",
            "要分成两项，改成英文逗号；确是文字，用英文双引号括起来",
        )


def _check_swallowed(text: str, line: int, column: int, many_lines: bool, faults: Faults) -> None:
    if head := _FULLWIDTH_HEAD.match(text):
        faults.warning(
            "yaml.fullwidth-colon",
            line,
            column + head.end() - 1,
            f"“{head[0]}”是全角冒号，这一行被当作文字而不是键",
            "是键，改成半角冒号加一个空格“: ”；确是文字，用英文双引号括起来",
        )
    elif many_lines and (tight := re.match(r"([^\s:]{1,12}):(?=\S)", text)) and "//" not in text[:20]:
        faults.warning(
            "yaml.tight-colon",
            line,
            column + tight.end() - 1,
            f"“{tight[1]}”的冒号后面缺少空格，这几行被当作一段文字",
            "在“:”后面加一个空格",
        )
    elif len(text) > 1 and text[0] == "-" and not text[1].isdigit() and text[1] not in "-.":
        faults.error("yaml.tight-dash", line, column, "列表符号“-”后面缺少空格", "在“-”后面加一个空格")


def check_cut(value: str, source: str, end: int, faults: Faults, line: int) -> None:
    """Warn where ` #` makes the rest of an unquoted value a comment by accident.

    `source` is the source line, `end` the 0-based column where the value stopped. A comment that is
    meant stands after two spaces or has a space behind its mark."""
    cut = _CUT.match(source, end)
    if cut is None:
        return
    close = cut[0].startswith(" #") and cut[1] not in ("", " ", "#", "\t")
    open_pair = next((pair for pair in _PAIRS if _unbalanced(value, pair)), None)
    if close or open_pair:
        faults.warning(
            "yaml.cut-by-comment",
            line,
            cut.start() + cut[0].index("#") + 1,
            "“ #”以后的文字被当作注释，值在此中断",
            QUOTE_IT + "；若确是注释，“#”前留两个空格、后留一个空格",
            len(source) - cut.start() - 1,
        )


def _unbalanced(value: str, pair: str) -> bool:
    if pair[0] == pair[1]:
        return value.count(pair[0]) % 2 == 1
    return value.count(pair[0]) > value.count(pair[1])
