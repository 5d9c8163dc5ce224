# ruff: noqa: E501 (words for people, wide as they are)
"""Faults of what is written: figures that contradict the tables, and what is missing or out of place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.evidence.draft import PLACES, Draft
from bench.evidence.fault import PROSE, STRUCTURE, Fault
from bench.evidence.material import Want
from tests.layouts.build import Built, Line
from tests.layouts.truth import Part

NEW = (2021, 2025)
APPLIED = {"applied": True}
# “申请41件”, without a verb, and “办理结果总计40件”, the table's own words, are judged as 文表-103.
NOMINAL = {"new": ("文表-103",), "done": ("文表-103",)}
OWN = ("department", "township", "subdistrict", "dispatched", "government_office")


def _misstated(
    slot: str, place: str, features: tuple[str, ...] = ()
) -> Callable[[Draft, random.Random], bool]:
    """Prose of the slot names another figure than the table has: one that no reading allows."""

    def edit(draft: Draft, rng: random.Random) -> bool:
        if not draft.force(slot, place):
            return False
        held = draft.names()
        if slot in ("results", "results_both", "applicants") and int(held["done"]) < 3:  # type: ignore[call-overload]
            return False
        right = held[place]
        if place == "fee":
            draft.said[place] = right + rng.randint(1, 9)  # type: ignore[operator]
            return bool(right)
        about = {int(v) for v in held.values() if isinstance(v, int)}
        near = [int(right) + d for d in (*range(-9, 0), *range(1, 30))]  # type: ignore[call-overload]
        fitting = [n for n in near if n > 0 and n not in about]
        draft.said[place] = rng.choice(fitting[:12])
        return True

    return edit


_A_ZERO = re.compile(r"(?<!\d)0(?!\d)")


def _not_none(draft: Draft, rng: random.Random) -> bool:
    """“None received” beside a table that has some; “0 received” is another rule's."""
    draft.has["applied"] = False
    plain = [t for t in draft.words.clean["applied_none"] if not _A_ZERO.search(t)]
    draft.forced["applied_none"] = rng.choice(plain)
    return True


def _zero(draft: Draft, rng: random.Random) -> bool:
    """“0 received” beside a table that has some."""
    draft.has["applied"] = False
    draft.forced["applied_none"] = rng.choice(
        [t for t in draft.words.clean["applied_none"] if _A_ZERO.search(t)]
    )
    return True


def _results4(slot: str, group: str, result: str) -> Callable[[Draft, random.Random], bool]:
    """Prose says that all went well; the table has one that did not."""

    def edit(draft: Draft, rng: random.Random) -> bool:
        for name in ("直接起诉", "复议后起诉") if group == "诉讼" else (group,):
            draft.cells[f"表四.{name}.维持"] = rng.randint(1, 3)
        at = rng.choice(("直接起诉", "复议后起诉")) if group == "诉讼" else group
        draft.cells[f"表四.{at}.{result}"] = rng.randint(1, 2)
        draft.has["corrected"] = result == "纠正" and slot != "not_corrected"
        draft.total4()
        wordings = draft.words.clean[slot]
        draft.forced[slot] = rng.choice(wordings)
        return True

    return edit


def _faulty(rule: str, draft: Draft, rng: random.Random) -> Any:
    held = draft.words.faulty[rule]
    return rng.choice(held[draft.office.kind] if isinstance(held, dict) else held)


def _counted_twice(draft: Draft, rng: random.Random) -> bool:
    """What was opened in part stands in the prose among what was refused as well."""
    if not draft.force("results", "refuse"):
        return False
    for row in ("部分公开", "第三方权益"):
        draft.cells[f"表三.自然人.{row}"] = int(draft.cells[f"表三.自然人.{row}"]) + rng.randint(2, 6)
    draft.settle()
    held = draft.names()
    draft.said["refuse"] = int(held["refuse"]) + int(held["part"])  # type: ignore[call-overload]
    return True


def _no_defeat(draft: Draft, rng: random.Random) -> bool:
    """“No defeat” beside a lawsuit that was lost."""
    at = rng.choice(("直接起诉", "复议后起诉"))
    draft.cells[f"表四.{at}.纠正"] = rng.randint(1, 3)
    draft.total4()
    return _said("用语-304", "1.5")(draft, rng)


def _said(rule: str, where: str = "") -> Callable[[Draft, random.Random], bool]:
    """A sentence of the rule's faulty wordings at the end of a part or topic."""

    def edit(draft: Draft, rng: random.Random) -> bool:
        text = str(_faulty(rule, draft, rng)).format(**draft.names())
        draft.added.append((where or rng.choice(("1.1", "1.3", "1.4", "1.5")), text))
        return True

    return edit


def _in_slot(rule: str, *slots: str, drop: tuple[str, ...] = ()) -> Callable[[Draft, random.Random], bool]:
    """A faulty wording in place of the clean one."""

    def edit(draft: Draft, rng: random.Random) -> bool:
        wording = _faulty(rule, draft, rng)
        for slot in slots:
            draft.forced[slot] = wording
        draft.dropped |= set(drop)
        return True

    return edit


def _dropped(*slots: str) -> Callable[[Draft, random.Random], bool]:
    def edit(draft: Draft, rng: random.Random) -> bool:
        draft.dropped |= set(slots)
        return True

    return edit


def _short_one(draft: Draft, rng: random.Random) -> bool:
    text = str(_faulty("表述-101", draft, rng)).format(**draft.names())
    draft.replaced[1] = (Part("", (text,)),)
    return True


def _without_topic(draft: Draft, rng: random.Random) -> bool:
    """Part one without one of its topics, text and heading."""
    topic = rng.choice((("manage", 2), ("platform", 3), ("oversee", 4)))
    draft.dropped |= {topic[0], "lead"}
    if topic[0] == "oversee":
        draft.dropped.add("oversee_gov")
    return draft.office.kind not in ("government", "township") or topic[0] != "oversee"


def _five(key: str, short: bool = False) -> Callable[[Draft, random.Random], bool]:
    def edit(draft: Draft, rng: random.Random) -> bool:
        held = _faulty(key, draft, rng)
        names = draft.names()
        texts = [held["problems"], held["improve"]] if isinstance(held, dict) else [held]
        draft.replaced[5] = (Part("", tuple(t.format(**names) for t in texts)),)
        return True

    return edit


def _six(rule: str) -> Callable[[Draft, random.Random], bool]:
    def edit(draft: Draft, rng: random.Random) -> bool:
        text = str(_faulty(rule, draft, rng)).format(**draft.names())
        draft.replaced[6] = (Part("", (text,)),)
        return True

    return edit


def _sublist(draft: Draft, rng: random.Random) -> bool:
    posted = rng.randint(60, 900)
    p1, p2 = posted // 2 + rng.randint(1, 9), posted // 3
    draft.said |= {"posted": posted, "p1": p1, "p2": p2, "p3": posted - p1 - p2 + rng.randint(3, 40)}
    draft.forced["posted"] = _faulty("文内-010", draft, rng)
    return True


def _share(draft: Draft, rng: random.Random) -> bool:
    wording = draft.forced["share"] = _faulty("文内-004", draft, rng)
    place = next(name for name in PLACES.findall(wording) if name in ("rate", "prate"))
    right = float(str(draft.names()[place]))
    draft.said[place] = f"{right - rng.randint(3, 20) + 0.37:.2f}" if right > 25 else f"{right + 11.4:.2f}"
    draft.forced.setdefault("applied", draft.words.clean["applied"][0])
    return True


def _fee_parts(draft: Draft, rng: random.Random) -> bool:
    total = rng.randint(3, 9)
    draft.said |= {"notices": total, "n1": total - 2, "n2": 1}
    draft.replaced[6] = (Part("", (str(_faulty("文内-611", draft, rng)).format(**draft.names()),
                                   f"实际收取信息处理费{100 * total}元。")),)  # fmt: skip
    return True


def _left_unexplained(draft: Draft, rng: random.Random) -> bool:
    """Much carried over, and no word of why: “within its term” would be one."""
    plain = [t for t in draft.words.clean["applied"] if "{left}" in t and "期限" not in t]
    draft.forced["applied"] = rng.choice(plain)
    draft.dropped.add("explain_left")
    return True


def _title(built: Built, rng: random.Random) -> Built:
    """A title without year, without agency, or with its words out of order."""
    unit, year = built.report.unit, built.report.year
    text = rng.choice((f"{unit}政府信息公开工作年度报告", f"{year}年政府信息公开工作年度报告",
                       f"{unit}{year}年政府信息公开工作告年度报"))  # fmt: skip
    blocks = [b for b in built.blocks if not (isinstance(b, Line) and b.kind == "title")]
    at = next(n for n, b in enumerate(built.blocks) if isinstance(b, Line) and b.kind == "title")
    blocks.insert(at, Line("title", text))
    return replace(built, blocks=tuple(blocks))


def _signed_by_another(draft: Draft, rng: random.Random) -> bool:
    draft.signature = rng.choice(("松澜县林业局", "沐川市商务局", "鹿鸣区审计局", "松澜县民政局"))
    return True


def _vague(draft: Draft, rng: random.Random) -> bool:
    """Part one in words that could be anybody's."""
    text = str(_faulty("用语-107", draft, rng)).format(**draft.names())
    own = ("{me}", "{unit}", "{site}", "{place}")
    rest = [
        rng.choice([t for t in draft.words.clean[slot] if not any(mark in t for mark in own)]).format(**draft.names())
        for slot in ("manage", "platform", "oversee")
    ]  # fmt: skip
    draft.replaced[1] = (Part("", (text,)), Part("", ("主动公开和依申请公开工作有序开展。", *rest)))
    fives = [f for f in draft.words.clean["five"] if not any(mark in str(f) for mark in own)]
    fees = [t for t in draft.words.clean["fee_none"] if not any(mark in t for mark in own)]
    draft.forced |= {"five": rng.choice(fives), "fee_none": rng.choice(fees)}
    draft.dropped |= {"six", "explain_corrected", "explain_other", "explain_left"}
    return True


def _no_content(draft: Draft, rng: random.Random) -> bool:
    draft.replaced[6] = ()
    return True


def _prompt(draft: Draft, rng: random.Random) -> bool:
    text = _faulty("结构-107", draft, rng)
    number = rng.choice((2, 3, 4))
    draft.added.append((str(number), text))
    return True


def _seventh(draft: Draft, rng: random.Random) -> bool:
    heading, text = _faulty("结构-003", draft, rng)
    draft.added.append(("6", f"七、{heading}"))
    draft.added.append(("6", text))
    return True


def _facts() -> tuple[Fault, ...]:
    applied = (("new", "文表-101"), ("done", "文表-102"), ("left", "文表-104"), ("carried", "文表-105"))
    out = [
        Fault(rule, PROSE, f"正文的件数与表不符（{place}）", _misstated("applied", place),
              Want(features={**APPLIED, "carried": True, "left": True}),
              also=("文内-", "文表-10"), instead=NOMINAL.get(place, ()))
        for place, rule in applied
    ]  # fmt: skip
    out.append(Fault("文表-101", PROSE, "正文收到总数与表不符", _misstated("applied_sum", "sum"),
                     Want(features={**APPLIED, "carried": True}), also=("文内-", "文表-10"),
                     instead=("文表-103", "文内-010")))  # fmt: skip
    # “共办结…件” stands in this slot too, and is 文表-102's matter.
    out.append(Fault("文表-103", PROSE, "正文办理件数与表不符", _misstated("handled", "done"),
                     Want(features=APPLIED), also=("文内-", "文表-10"), instead=("文表-102",)))  # fmt: skip
    rules3 = (
        ("grant", "301"),
        ("part", "302"),
        ("refuse", "303"),
        ("lack", "304"),
        ("reject", "305"),
        ("other", "306"),
    )
    for place, number in rules3:
        years = NEW if place == "other" else (2019, 2025)
        out.append(Fault(f"文表-{number}", PROSE, f"正文的处理结果与表不符（{place}）", _misstated("results", place),
                         Want(years=years, features=APPLIED), also=("文内-", "文表-102", "文表-306", "文表-308")))  # fmt: skip
    out.append(Fault("文表-307", PROSE, "正文公开和部分公开的合计与表不符", _misstated("results_both", "both"),
                     Want(features=APPLIED), also=("文内-", "文表-102")))  # fmt: skip
    for place, number in (("person", "311"), ("legal", "312")):
        out.append(Fault(f"文表-{number}", PROSE, f"正文的申请人件数与表不符（{place}）",
                         _misstated("applicants", place), Want(features=APPLIED), also=("文内-",)))  # fmt: skip
    for slot, place, number in (("cases", "review", "401"), ("cases", "suit", "402"), ("cases_both", "cases", "403"),
                                ("cases", "direct", "404"), ("cases", "after", "405")):  # fmt: skip
        out.append(Fault(f"文表-{number}", PROSE, f"正文的复议、诉讼件数与表不符（{place}）",
                         _misstated(slot, place), Want(features={"cases": True}),
                         also=("文内-", "文表-402")))  # fmt: skip
    for place, number in (("made", "201"), ("ended", "202"), ("force", "203")):
        out.append(Fault(f"文表-{number}", PROSE, f"正文的规范性文件件数与表不符（{place}）",
                         _misstated("docs", place), Want(OWN, years=NEW, features={"docs": True})))  # fmt: skip
        out.append(Fault(f"文表-{int(number) + 3}", PROSE, f"正文的规章件数与表不符（r{place}）",
                         _misstated("rules", f"r{place}"),
                         Want(("government",), ("city",), NEW, features={"rules": True})))  # fmt: skip
    for place, number in (("permit", "211"), ("punish", "212"), ("compel", "213")):
        out.append(Fault(f"文表-{number}", PROSE, f"正文的决定数与表不符（{place}）", _misstated("decisions", place),
                         Want(OWN, years=NEW, features={"decisions": True})))  # fmt: skip
    out.append(Fault("文表-214", PROSE, "正文的收费金额与表不符", _misstated("fees", "fee"),
                     Want(OWN, years=NEW, features={"fees": True})))  # fmt: skip
    return tuple(out)


NONE = Want(features={**APPLIED, "other3": False, "many_left": False, "overdue": False})
CASES = Want(features={"cases": True, "corrected": False})
FAULTS: tuple[Fault, ...] = (
    *_facts(),
    Fault("文表-107", PROSE, "正文说没有申请而表里有", _not_none, NONE, also=("文表-10",)),
    Fault("文表-101", PROSE, "正文写0件而表里有", _zero, NONE, also=("文表-10",)),
    Fault("文表-411", PROSE, "正文说复议都维持而表里不是", _results4("upheld", "复议", "其他"), CASES),
    Fault("文表-412", PROSE, "正文说诉讼都胜诉而表里不是", _results4("won", "诉讼", "纠正"), CASES,
          also=("文表-413", "用语-304")),
    Fault("文表-414", PROSE, "正文说复议没有被纠正而表里有", _results4("not_corrected", "复议", "纠正"), CASES,
          also=("说明-403",)),
    Fault("文表-601", PROSE, "有逾期未缴费而正文说没有通知", _six("文表-601"),
          Want(years=NEW, features={**APPLIED, "overdue": True}), also=("说明-602",)),
    Fault("文表-413", PROSE, "正文说诉讼没有败诉而表里有", _no_defeat,
          Want(features={"cases": True, "corrected": True}), also=("用语-304", "文表-412")),
    Fault("文表-308", PROSE, "部分公开又计入不予公开", _counted_twice, Want(features=APPLIED),
          also=("文表-303", "文内-")),
    Fault("表述-604", PROSE, "信息处理费元和万元混写", _six("表述-604"),
          Want(years=NEW, features={"overdue": False}), also=("文表-603", "文内-")),
    Fault("隐私-004", PROSE, "写了申请人的全名", _said("隐私-004", "1.2"), also=("文表-",)),
    Fault("文内-004", PROSE, "占比算错", _share, Want(features=APPLIED)),
    Fault("文内-010", PROSE, "其中各项之和大于总数", _sublist, also=("文内-011",)),
    Fault("文内-611", PROSE, "收费通知分项之和不等于总数", _fee_parts, Want(years=NEW, features={"overdue": False}),
          also=("文内-010", "文内-011")),
    Fault("元数据-003", PROSE, "统计期限是上一年的", _in_slot("元数据-003", "period")),
    Fault("元数据-004", STRUCTURE, "题目缺机关、年度或字序错乱", built=_title, layout={"boxed": False, "title": ""},
          also=("元数据-005",)),
    Fault("元数据-005", PROSE, "落款是另一个机关", _signed_by_another, layout={"signature": False},
          also=("名录-009",)),
    Fault("元数据-013", PROSE, "写的是上一年的工作", _in_slot("元数据-013", "lead")),
    Fault("用语-008", PROSE, "公布的是报送函", _in_slot("用语-008", "basis")),
    Fault("用语-101", PROSE, "留着占位字样", _said("用语-101")),
    Fault("用语-102", PROSE, "自称与机关不符", _said("用语-102"), Want(("department", "township", "subdistrict"))),
    Fault("用语-105", PROSE, "漏写数字", _said("用语-105")),
    Fault("用语-301", PROSE, "错别字", _said("用语-301")),
    Fault("用语-302", PROSE, "引用旧条例令号", _said("用语-302", "1.3")),
    Fault("用语-304", PROSE, "有被纠正的案件而写零败诉", _no_defeat,
          Want(features={"cases": True, "corrected": True}), also=("文表-413", "文表-412")),
    Fault("隐私-001", PROSE, "写了公民身份号码", _said("隐私-001"), also=("隐私-",)),
    Fault("隐私-002", PROSE, "以手机号作联系方式", _said("隐私-002", "0")),
    Fault("隐私-005", PROSE, "密级或内部文件字样", _said("隐私-005", "0")),
    Fault("表述-101", PROSE, "总体情况只有一句话", _short_one, also=("表述-", "文表-", "说明-")),
    Fault("表述-102", PROSE, "总体情况缺一个主题", _without_topic),
    Fault("表述-104", PROSE, "政府没有写考核、评议、追责", _in_slot("表述-104", "oversee_gov"),
          Want(("government", "township"))),
    Fault("表述-501", PROSE, "第五部分说没有问题", _five("表述-501")),
    Fault("表述-501", PROSE, "第五部分没有改进", _five("表述-501b"), also=("表述-503",)),
    Fault("表述-502", PROSE, "第五部分过短", _five("表述-502"), also=("表述-503",)),
    Fault("表述-503", PROSE, "改进与问题不对应", _five("表述-503")),
    Fault("表述-601", PROSE, "没有写信息处理费", _six("表述-601"), Want(years=NEW, features={"overdue": False})),
    Fault("表述-603", PROSE, "信息处理费不是10元的倍数", _six("表述-603"),
          Want(years=NEW, features={"overdue": False})),
    Fault("说明-304", PROSE, "结转多而不说明", _left_unexplained,
          Want(features={**APPLIED, "left": True, "many_left": True})),
    Fault("说明-305", PROSE, "其他处理之其他不说明", _dropped("explain_other"),
          Want(years=NEW, features={**APPLIED, "other3": True})),
    Fault("说明-315", PROSE, "其他处理不说明（旧表）", _dropped("explain_other"),
          Want(years=(2019, 2020), features={**APPLIED, "other3": True})),
    Fault("说明-403", PROSE, "被纠正而不说明", _dropped("explain_corrected"),
          Want(("department", "township", "subdistrict"), features={"cases": True, "corrected": True})),
    Fault("说明-602", PROSE, "逾期未缴费而不写收费通知", _six("表述-601"),
          Want(years=NEW, features={**APPLIED, "overdue": True}), also=("表述-601",)),
    Fault("结构-003", STRUCTURE, "另设第七部分", _seventh),
    Fault("结构-006", PROSE, "引言列举的部分与实际不符", _in_slot("结构-006", "scope")),
    Fault("结构-107", STRUCTURE, "留着模板提示语", _prompt, also=("用语-101",)),
    Fault("结构-601", STRUCTURE, "第六部分空白", _no_content, Want(features={"overdue": False}),
          also=("表述-601", "说明-602"), layout={"signature": False}),
    Fault("用语-107", PROSE, "看不出是哪个机关", _vague,
          Want(("department", "township", "subdistrict")), also=("文表-", "说明-", "表述-104")),
)  # fmt: skip
