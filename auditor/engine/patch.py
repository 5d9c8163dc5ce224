"""改: what an example changes in the standard report.

表三.自然人.新收: 11            a cell, in either order; text is read as a cell's text would be
表三.新收: 〈不存在〉            a row, column, group or whole table: every cell of it
〈留空〉 〈无法辨认〉 〈不存在〉     a blank cell, one that cannot be read, one that is not there
表二.规范性文件: {标签: 规范性文件}   a row's or column's label as written
表三: {形式: 图片}              表格 图片 文字 没有
表三: {多列: [小计]}             columns that the format does not have
第六部分: 无。                  the whole text of a part (引言 too), one paragraph or a list
第六部分: {替换: [旧, 新]}       旧 must occur; {替换: 新} replaces the whole text
第六部分: {增: 句} {删: 句} {删: 标题} {删: 全部}
第一部分: {字数: 1000}           a text of exactly so many characters, marks not counted
全文: {替换: [旧, 新]}           the title and all parts
标题五: 五、问题  标题五: 〈删除〉  a part's heading; 〈删除〉 drops the part with its text
标题: …  落款: …  顺序: [1, 2, 3, 5, 4, 6]
年度: 2022  机关: …  公布日期: 2024-02-03 or {日期: …, 出自: 网页}   〈没有〉 where not known
模板: 2019 or 混用   机关类别: 部门   层级: 县   读取: 不完整
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from auditor.report.lexicon import Lexicon
from auditor.report.model import Status
from auditor.report.sample import FORMS, NUMERALS, PARTS, Sample
from auditor.rules.applies import KIND_NAMES, TIER_NAMES
from auditor.rules.formula.types import CellRef, CellsRef
from auditor.rules.scope import ReportScope
from auditor.source.nearest import nearest
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar, Sequence

DELETED, NONE = "〈删除〉", "〈没有〉"
MIXED = "混用"
_SOURCES = {"正文": "text", "网页": "page"}
_FILLER, _LONGEST = "各科室按季度核对公开目录", 20_000
_ORDER = ("模板", "机关", "年度")  # these decide what the others mean
_PLAIN_KEYS = ("模板", "机关", "年度", "公布日期", "标题", "落款", "顺序", "全文", "机关类别", "层级", "读取",
               *PARTS, *(f"标题{n}" for n in NUMERALS[1:]))  # fmt: skip


class PatchFault(Exception):
    """An example's 改 that cannot be made: what is wrong, at which node. Caught by `testing`."""

    def __init__(self, message: str, node: Node) -> None:
        super().__init__(message)
        self.message = message
        self.node = node


def apply_patch(sample: Sample, patch: Node | None, lexicons: Mapping[str, Lexicon]) -> Sample:
    """The sample with the changes of `patch` (a 改 mapping, or None). Raises PatchFault."""
    if patch is None:
        return sample
    if not isinstance(patch, Tree):
        raise PatchFault("“改”应写成 {键: 值}", patch)
    entries = sorted(patch, key=lambda entry: (entry.key.text not in _ORDER, 0))
    for entry in entries:
        sample = _one(sample, entry.key, entry.value, lexicons)
    return sample


def _one(sample: Sample, key: Scalar, value: Node, lexicons: Mapping[str, Lexicon]) -> Sample:
    name = key.text
    if name in _FIELDS:
        return _FIELDS[name](sample, value)
    if name in PARTS:
        return _part(sample, PARTS.index(name), value)
    if heading := re.fullmatch("标题([一二三四五六1-6])", name):
        number = int(heading[1]) if heading[1].isdecimal() else NUMERALS.index(heading[1])
        return _heading(sample, number, value)
    if name == "全文":
        return _everywhere(sample, value)
    return _cells(sample, key, value, lexicons)


def _scalar(node: Node, what: str) -> str:
    if not isinstance(node, Scalar):
        raise PatchFault(f"“{what}”后面应是一个值", node)
    return node.text


def _year(sample: Sample, node: Node) -> Sample:
    text = _scalar(node, "年度")
    if text == NONE:
        return replace(sample, year_unknown=True)
    if not re.fullmatch(r"\d{4}", text):
        raise PatchFault("“年度”应是四位数字或〈没有〉", node)
    return replace(sample, year=int(text))


def _published(sample: Sample, node: Node) -> Sample:
    source = "text"
    if isinstance(node, Tree):
        source = _SOURCES.get(_scalar(node.get("出自") or node, "出自"), "")
        if not source:
            raise PatchFault("“出自”可以写：正文 网页", node)
        node = node.get("日期") or node
    text = _scalar(node, "公布日期")
    found = re.fullmatch(r"(\d{4})[-年](\d{1,2})[-月](\d{1,2})日?", text)
    if found is None and text != NONE:
        raise PatchFault("“公布日期”写成 2024-01-31 或〈没有〉", node)
    return replace(sample, published="-".join(found.groups()) if found else "", published_from=source)


def _template(sample: Sample, node: Node) -> Sample:
    text = _scalar(node, "模板")
    if text not in ("2019", "2021", MIXED, "不明"):
        raise PatchFault("“模板”可以写：2019 2021 混用 不明", node)
    return replace(sample, template={MIXED: "mixed", "不明": "unknown"}.get(text, text))


def _kind(sample: Sample, node: Node) -> Sample:
    found = next((kind for kind, name in KIND_NAMES.items() if name == _scalar(node, "机关类别")), None)
    if found is None:
        raise PatchFault(f"“机关类别”可以写：{' '.join(KIND_NAMES.values())}", node)
    return replace(sample, kind=found)


def _tier(sample: Sample, node: Node) -> Sample:
    found = next((tier for tier, name in TIER_NAMES.items() if name == _scalar(node, "层级")), None)
    if found is None:
        raise PatchFault(f"“层级”可以写：{' '.join(TIER_NAMES.values())}", node)
    return replace(sample, tier=found)


def _status(sample: Sample, node: Node) -> Sample:
    if _scalar(node, "读取") != "不完整":
        raise PatchFault("“读取”只能写：不完整", node)
    return replace(sample, status=Status.PARTIAL)


def _order(sample: Sample, node: Node) -> Sample:
    items = node.items if isinstance(node, Sequence) else ()
    numbers = [
        item.text for item in items if isinstance(item, Scalar) and item.text in "123456" and item.text
    ]
    if not items or len(numbers) != len(items) or len(set(numbers)) != len(numbers):
        raise PatchFault("“顺序”写成 [1, 2, 3, 5, 4, 6]", node)
    return replace(sample, order=tuple(int(number) for number in numbers))


_FIELDS: Mapping[str, Callable[[Sample, Node], Sample]] = {
    "年度": _year,
    "机关": lambda sample, node: replace(sample, unit=_scalar(node, "机关"), kind=None, tier=None),
    "标题": lambda sample, node: replace(sample, title=_scalar(node, "标题").replace(DELETED, "")),
    "落款": lambda sample, node: replace(sample, signature=_paragraphs(node)),
    "公布日期": _published,
    "模板": _template,
    "机关类别": _kind,
    "层级": _tier,
    "读取": _status,
    "顺序": _order,
}


def _paragraphs(node: Node) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return () if node.text in ("", "〈留空〉", DELETED) else tuple(node.text.split("\n"))
    if isinstance(node, Sequence):
        return tuple(_scalar(item, "段落") for item in node.items)
    raise PatchFault("这里应是一段文字或一列段落", node)


def _part(sample: Sample, number: int, node: Node) -> Sample:
    if isinstance(node, Scalar) and node.text == DELETED:
        return replace(sample, order=tuple(part for part in sample.order if part != number))
    if not isinstance(node, Tree):
        return _with_part(sample, number, _paragraphs(node))
    for entry in node:
        own = sample.parts.get(number, ())
        match entry.key.text:
            case "替换":
                sample = _with_part(sample, number, _replaced(own, entry.value))
            case "增":
                sample = _with_part(sample, number, (*own, *_paragraphs(entry.value)))
            case "删":
                sample = _removed(sample, number, own, entry.value)
            case "字数":
                sample = _with_part(sample, number, (_of_length(entry.value),))
            case other:
                raise PatchFault(f"没有“{other}”这种改法，可以写：替换 增 删 字数", entry.key)
    return sample


def _of_length(node: Node) -> str:
    """A text that says nothing in particular, in as many characters as asked for."""
    text = _scalar(node, "字数")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= _LONGEST:
        raise PatchFault(f"“字数”应是 1 到 {_LONGEST} 的整数", node)
    whole, rest = divmod(int(text), len(_FILLER))
    return f"{_FILLER}。" * whole + (f"{_FILLER[:rest]}。" if rest else "")


def _with_part(sample: Sample, number: int, paragraphs: tuple[str, ...]) -> Sample:
    return replace(sample, parts={**sample.parts, number: paragraphs})


def _replaced(paragraphs: tuple[str, ...], node: Node) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return _paragraphs(node)
    pairs = node.items if isinstance(node, Sequence) else ()
    if len(pairs) == 2 and all(isinstance(item, Scalar) for item in pairs):
        pairs = (node,)
    for pair in pairs:
        words = pair.items if isinstance(pair, Sequence) else ()
        if len(words) != 2:
            raise PatchFault("“替换”写成 [旧, 新]", pair)
        old, new = (_scalar(word, "替换") for word in words)
        if not any(old in paragraph for paragraph in paragraphs):
            raise PatchFault(f"标准报告的这一部分没有“{old}”", words[0])
        paragraphs = tuple(paragraph.replace(old, new) for paragraph in paragraphs)
    return paragraphs


def _removed(sample: Sample, number: int, own: tuple[str, ...], node: Node) -> Sample:
    text = _scalar(node, "删")
    if text == "标题":
        return replace(sample, headings={**sample.headings, number: None})
    if text in ("全部", "部分"):
        return replace(sample, order=tuple(part for part in sample.order if part != number))
    if not any(text in paragraph for paragraph in own):
        raise PatchFault(f"标准报告的这一部分没有“{text}”", node)
    kept = (paragraph.replace(text, "") for paragraph in own)
    return _with_part(sample, number, tuple(paragraph for paragraph in kept if paragraph.strip()))


def _heading(sample: Sample, number: int, node: Node) -> Sample:
    text = _scalar(node, "标题")
    if text == DELETED:
        return replace(sample, order=tuple(part for part in sample.order if part != number))
    return replace(sample, headings={**sample.headings, number: text})


def _everywhere(sample: Sample, node: Node) -> Sample:
    changes = node.get("替换") if isinstance(node, Tree) else None
    if changes is None or isinstance(changes, Scalar):
        raise PatchFault("“全文”写成 {替换: [旧, 新]}", node)
    numbers = list(sample.parts)
    flat = [sample.title, *(text for number in numbers for text in sample.parts[number])]
    done = iter(_replaced(tuple(flat), changes))
    title = next(done)
    return replace(
        sample, title=title, parts={n: tuple(next(done) for _ in sample.parts[n]) for n in numbers}
    )


def _cells(sample: Sample, key: Scalar, node: Node, lexicons: Mapping[str, Lexicon]) -> Sample:
    chosen = [lexicons[sample.template]] if sample.template in lexicons else list(lexicons.values())
    if isinstance(node, Tree):
        return _table(sample, key, node, chosen)
    text = _scalar(node, key.text)
    for lexicon in chosen:
        match ReportScope(lexicon).lookup(key.text):
            case CellRef(path=path, report=""):
                return replace(sample, cells={**sample.cells, path: text})
            case CellsRef(cells=cells):
                return replace(sample, cells={**sample.cells, **{cell.path: text for cell in cells}})
    raise _unknown(key, chosen)


def _table(sample: Sample, key: Scalar, node: Tree, lexicons: list[Lexicon]) -> Sample:
    name, _, line = key.text.partition(".")
    table = next((lexicon.tables[name] for lexicon in lexicons if name in lexicon.tables), None)
    if table is None or (line and line not in {known.name for known in (*table.rows, *table.columns)}):
        raise _unknown(key, lexicons)
    for entry in node:
        match entry.key.text:
            case "标签" if line:
                sample = replace(sample, labels={**sample.labels, (name, line): _scalar(entry.value, "标签")})
            case "形式" if not line and (form := FORMS.get(_scalar(entry.value, "形式"))):
                sample = replace(sample, forms={**sample.forms, name: form})
            case "多列" if not line:
                sample = replace(
                    sample, extra_columns={**sample.extra_columns, name: _paragraphs(entry.value)}
                )
            case _:
                raise PatchFault(
                    f"可以写：{{标签: …}}（行、列）、{{形式: {' '.join(FORMS)}}}、{{多列: […]}}（表）",
                    entry.key,
                )
    return sample


def _unknown(key: Scalar, lexicons: list[Lexicon]) -> PatchFault:
    known = [*_PLAIN_KEYS, *(path for lexicon in lexicons for path in lexicon.by_path)]
    near = nearest(key.text, known, 1)
    return PatchFault(f"没有“{key.text}”可改" + (f"，是不是“{near[0]}”？" if near else ""), key)
