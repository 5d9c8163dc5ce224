"""Marks of secrecy on a paper: 机密★1年, 秘密级, （内部资料，不得外传）.

A mark stands by itself, as a line, a sentence or in brackets, and has nothing in it but the words of marks.
“坚持涉密信息不上网，内部资料不外传” is a sentence about such papers and none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.report.model import Report
from auditor.rules.outcome import TextEvidence
from auditor.rules.prose import EVERYTHING, text_of

_CORE = (
    "绝密|机密|秘密级|秘密[★☆▲*]|密级|保密期限|工作秘密|商密|敏感信息|外传|外泄|扩散|阅后|特急|加急|平急|明电|密电|密码电报"
    "|翻印|摘抄|此件不予?公开|本件不予?公开|内部(?:资料|文件|文稿|材料|情况|刊物|使用|参考|传阅|掌握|阅读|参阅|事项|发行)"
)
_WORDS = (
    f"{_CORE}|秘密|内部|不对外|传阅件|参阅件|不予?公开|上网|复印|涉密|等级|级别?|信息|资料|文件|文稿|材料|情况|刊物|使用|参考|传阅|掌握|阅读|参阅|事项|注意|妥善|保存|保管|保密|存放"
    "|未经|批准|许可|允许|同意|不得|严禁|请勿|切勿|勿|禁止|不宜|不可|不准|严格|仅供|仅限|只限|限|供|传播|转发|转载|转传|公开|对外|对|外|复制|引用|发布|公布|提供|披露"
    r"|本?系统|本?单位|本?机关|领导|人员|工作|有关|此|本|件|文|报告|即?焚毁?|即?销毁|收回|退回|交回|按|管理|范围|内|请|及时|后"
    r"|\d+个?[年月日天]|长期|永久|启用前|解密|[★☆▲*]|一|二|三|五|十|年|为|和|与|或|、"
)
_MARK = re.compile(rf"[\W_]*(?:(?:{_WORDS})[\W_]*)+")
_HAS_CORE = re.compile(_CORE)
_OPEN = re.compile("主动公开|此件公开|予以公开")
_PART = re.compile(
    r"[(\[【〔]([^()\[\]【】〔〕\n。]{2,24})[)\]】〕]|(?<![^\n。!?;])[^\n。;()]{2,24}(?=[\n。;]|$)"
)
_SHORT = 24


def is_mark(text: str) -> bool:
    """Whether folded `text` is nothing but a mark of secrecy."""
    if not 2 <= len(text) <= _SHORT or not _HAS_CORE.search(text) or _OPEN.search(text):
        return False
    return _MARK.fullmatch(text) is not None


def marks_in(report: Report, passage: str = EVERYTHING) -> tuple[TextEvidence, ...]:
    """The marks in the passage, in the order of the text."""
    return text_of(report).each(_marks, passage, True)


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if not _HAS_CORE.search(text, start, end):
        return
    for found in _PART.finditer(text, start, end):
        if is_mark(found[1] or found[0]):
            yield found.span()
