# ruff: noqa: E501 (words for people, wide as they are)
"""A report as its office would write it: figures that hold, and prose from a set of wordings.

A draft is drawn from a seed. A fault edits it before the prose is written (figures, what the prose says,
which wording stands in which slot); the choice made in one slot never moves the choice made in another.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bench.evidence.material import OFFICES, Office, Want, Wordings
from tests.layouts.labels import COLUMNS3, GROUPS4, LEAVES3, PATHS, RESULTS4, ROWS3
from tests.layouts.truth import Figure, Part, TrueCell, TrueReport

PLACES = re.compile(r"\{(\w+)\}")
GROUPS3 = {
    "refuse": ("国家秘密", "法律法规禁止", "三安全一稳定", "第三方权益", "内部事务", "过程性信息", "执法案卷", "行政查询"),
    "lack": ("不掌握", "需另行制作", "补正不明确"),
    "reject": ("信访举报", "重复申请", "公开出版物", "大量反复", "确认或重新出具"),
    "other": ("逾期不补正", "逾期未缴费", "其他处理之其他", "其他处理"),
}  # fmt: skip


# A feature and how often a report has it.
FEATURES = {
    "applied": 0.6, "carried": 0.5, "left": 0.45, "many_left": 0.04, "other3": 0.2, "corrected": 0.15,
    "overdue": 0.03, "cases": 0.3, "docs": 0.4, "decisions": 0.5, "fees": 0.2, "rules": 0.6,
}  # fmt: skip


class Draft:
    """`cells` may be edited until `report()`; `said` overrides figures in prose only; `forced` puts a
    wording into a slot, `dropped` empties one; `added` puts paragraphs at the end of a part (or of a
    topic of part one: ("1.4")); `raws` are cells that are not plain numbers."""

    def __init__(
        self, words: Wordings, seed: str, want: Want | None = None, office: Office | None = None
    ) -> None:
        want = want or Want()
        self.words, self.seed = words, f"{words.name} {seed}"
        rng = self.rng = random.Random(f"draft {self.seed}")
        fitting = [
            o for o in OFFICES
            if (not want.kinds or o.kind in want.kinds) and (not want.tiers or o.tier in want.tiers)
        ]  # fmt: skip
        self.office = office or rng.choice(fitting)
        self.year = rng.randint(*want.years)
        self.template = want.template or ("2021" if self.year >= 2021 else "2019")
        drawn = {name: rng.random() < chance for name, chance in FEATURES.items()}
        self.has = {**drawn, **want.features}
        self.cells: dict[str, Figure] = {}
        self.raws: dict[str, TrueCell] = {}
        self.said: dict[str, object] = {}
        self.forced: dict[str, Any] = {}
        self.dropped: set[str] = set()
        self.added: list[tuple[str, str]] = []
        self.replaced: dict[int, tuple[Part, ...]] = {}
        self.signature = ""
        self._figures()

    # figures

    def _figures(self) -> None:
        rng, has = self.rng, self.has
        self.cells = dict.fromkeys(PATHS[self.template], 0)
        (self._table2_new if self.template == "2021" else self._table2_old)()
        if has["applied"]:
            self._applications()
        else:
            has.update(carried=False, left=False, many_left=False, other3=False, overdue=False)
        if has["cases"]:
            for group in GROUPS4:
                for result in RESULTS4[:-1]:
                    if (result == "纠正" and not has["corrected"]) or rng.random() < 0.45:
                        continue
                    self.cells[f"表四.{group}.{result}"] = rng.randint(1, 4)
            if has["corrected"]:
                self.cells["表四.复议.纠正"] = rng.randint(1, 3)
            if self.cells["表四.复议后起诉.维持"] or rng.random() < 1:
                self.cells["表四.复议.维持"] = int(self.cells["表四.复议.维持"]) + 2
        else:
            has["corrected"] = False
        self.total4()

    def total4(self) -> None:
        """Table 4's totals from its results."""
        for group in GROUPS4:
            total = sum(int(self.cells[f"表四.{group}.{r}"]) for r in RESULTS4[:-1])
            self.cells[f"表四.{group}.总计"] = total

    def _table2_new(self) -> None:
        rng, cells = self.rng, self.cells
        if self.has["docs"]:
            made, ended = rng.randint(1, 9), rng.choice((0, 0, 1, 2, 5))
            cells["表二.规范性文件.制发"], cells["表二.规范性文件.废止"] = made, ended
            cells["表二.规范性文件.有效"] = made + rng.randint(6, 40)
        if self.office.kind == "government" and self.office.tier == "city" and self.has["rules"]:
            cells["表二.规章.制发"], cells["表二.规章.废止"] = rng.randint(1, 3), rng.randint(0, 1)
            cells["表二.规章.有效"] = rng.randint(8, 40)
        if self.has["decisions"]:
            for row in ("行政许可", "行政处罚", "行政强制"):
                cells[f"表二.{row}"] = rng.choice(
                    (rng.randint(1, 40), rng.randint(40, 900), rng.randint(1000, 9000))
                )
        if self.has["fees"]:
            cells["表二.行政事业性收费"] = Decimal(rng.randint(3, 400_000)) / Decimal(10 ** rng.randint(2, 4))

    def _table2_old(self) -> None:
        rng, cells = self.rng, self.cells
        if self.has["docs"]:
            new = rng.randint(1, 9)
            cells["表二.规范性文件.新制作"] = cells["表二.规范性文件.新公开"] = new
            cells["表二.规范性文件.公开总数"] = new + rng.randint(5, 60)
        if self.has["decisions"]:
            for row in ("行政许可", "其他对外管理", "行政处罚", "行政强制"):
                before, change = rng.randint(5, 80), rng.randint(-4, 6)
                cells[f"表二.{row}.上年项目"], cells[f"表二.{row}.增减"] = before, change
                cells[f"表二.{row}.处理决定"] = before + change + rng.randint(7, 500)
        if self.has["fees"]:
            cells["表二.行政事业性收费.上年项目"] = rng.randint(1, 6)
            cells["表二.政府集中采购.采购项目"] = rng.randint(1, 30)
            cells["表二.政府集中采购.采购金额"] = Decimal(rng.randint(1000, 900_000)) / Decimal(100)

    def _applications(self) -> None:
        rng, has, cells = self.rng, self.has, self.cells
        busy = rng.random() < 0.3
        leaves = [
            r
            for r in LEAVES3[self.template]
            if r not in ("逾期未缴费", "其他处理之其他", "其他处理", "国家秘密")
        ]
        for column in COLUMNS3[:-1]:
            chance = 0.5 if column == "自然人" else 0.35 if column == "商业企业" else 0.05
            if column == "自然人" or rng.random() < chance + 0.2:
                for row in leaves:
                    if rng.random() < (chance if busy else chance / 3):
                        cells[f"表三.{column}.{row}"] = rng.randint(1, 40 if busy else 9)
        cells["表三.自然人.予以公开"] = int(cells["表三.自然人.予以公开"]) + rng.randint(3, 30)
        if int(cells["表三.自然人.大量反复"]) > 5:
            cells["表三.自然人.大量反复"] = 2
        if has["other3"]:
            row = "其他处理之其他" if self.template == "2021" else "其他处理"
            cells[f"表三.自然人.{row}"] = rng.randint(1, 3)
        if has["overdue"] and self.template == "2021":
            cells["表三.自然人.逾期未缴费"] = rng.randint(1, 3)
        for column in ("自然人", "商业企业"):
            done = self._done(column)
            if has["many_left"] and column == "自然人":
                cells[f"表三.{column}.结转下年"] = done + rng.randint(11, 30)
            elif has["left"] and done:
                cells[f"表三.{column}.结转下年"] = rng.randint(1, max(1, min(9, done // 5)))
        self.settle()

    def _done(self, column: str) -> int:
        return sum(int(self.cells[f"表三.{column}.{row}"]) for row in LEAVES3[self.template])

    def settle(self) -> None:
        """Table 3's totals and new applications from its leaves."""
        cells, rng = self.cells, random.Random(f"carry {self.seed}")
        for column in COLUMNS3[:-1]:
            done = self._done(column)
            cells[f"表三.{column}.办理总计"] = done
            all_ = done + int(cells[f"表三.{column}.结转下年"])
            carried = min(rng.randint(1, 6), all_ // 3) if self.has["carried"] else 0
            cells[f"表三.{column}.上年结转"] = carried
            cells[f"表三.{column}.新收"] = all_ - carried
        self.sum_rows()

    def sum_rows(self) -> None:
        """Table 3's column 总计 from the others."""
        for row in ROWS3[self.template]:
            total = sum(int(self.cells[f"表三.{c}.{row.name}"]) for c in COLUMNS3[:-1])
            self.cells[f"表三.总计.{row.name}"] = total

    # what prose may name

    def names(self) -> dict[str, object]:
        """Every place of a wording."""
        rng = random.Random(f"names {self.seed}")
        o, year, cells = self.office, self.year, self.cells
        total = {row.name: int(cells[f"表三.总计.{row.name}"]) for row in ROWS3[self.template]}
        groups = {n: sum(total.get(row, 0) for row in rows) for n, rows in GROUPS3.items()}
        four = {g: int(cells[f"表四.{g}.总计"]) for g in GROUPS4}
        posted = rng.randint(60, 3000)
        p1, p2 = rng.randint(5, posted // 4), rng.randint(5, posted // 4)
        overdue = total.get("逾期未缴费", 0)
        notices = overdue + rng.randint(0, 2)
        new, carried, done = total["新收"], total["上年结转"], total["办理总计"]
        person = int(cells["表三.自然人.新收"])
        paid = 100 * (notices - overdue)
        out: dict[str, object] = {
            "unit": o.unit, "region": o.region, "me": o.me, "place": o.place, "above": o.above,
            "year": year, "last": year - 1, "next": year + 1,
            "order": "国办公开办函〔2021〕30号" if year >= 2021 else "国办公开办函〔2019〕60号",
            "format": "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）" if year >= 2021
            else "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）",
            "tel": f"0999-{rng.randint(2_000_000, 8_999_999)}",
            "site": f"{o.region.removesuffix('高新技术产业开发区')}人民政府网站" if "高新" not in o.region
            else "高新区管委会网站",
            "posted": posted, "p1": p1, "p2": p2, "p3": posted - p1 - p2,
            "k1": rng.randint(2, 9), "k2": rng.randint(10, 60),
            "new": new, "carried": carried, "sum": new + carried, "done": done, "left": total["结转下年"],
            "grant": total["予以公开"], "part": total["部分公开"], "both": total["予以公开"] + total["部分公开"],
            **groups, "other3": total.get("其他处理之其他", total.get("其他处理", 0)),
            "person": person, "legal": new - person,
            "rate": _percent(done, new + carried), "prate": _percent(person, new),
            "review": four["复议"], "direct": four["直接起诉"], "after": four["复议后起诉"],
            "suit": four["直接起诉"] + four["复议后起诉"], "cases": sum(four.values()),
            "corrected": sum(int(cells[f"表四.{g}.纠正"]) for g in GROUPS4),
            "overdue": overdue, "notices": notices, "billed": 100 * notices, "paid": paid,
            "odd": 100 * notices + 37, "n1": notices, "n2": 2,
            "mobile": f"139{rng.randint(10_000_000, 99_999_999)}", "citizen": _citizen(rng),
            "change": 0,
        }  # fmt: skip
        if self.template == "2021":
            for kind, letter in (("规范性文件", ""), ("规章", "r")):
                for name, column in (("made", "制发"), ("ended", "废止"), ("force", "有效")):
                    out[letter + name] = cells[f"表二.{kind}.{column}"]
            out |= {"permit": cells["表二.行政许可"], "punish": cells["表二.行政处罚"],
                    "compel": cells["表二.行政强制"], "fee": cells["表二.行政事业性收费"]}  # fmt: skip
        return out | self.said

    # prose

    def pick(self, slot: str) -> Any:
        """The wording of a slot, not yet filled; the same for a seed whatever else is edited."""
        if slot in self.dropped:
            return ""
        if slot in self.forced:
            return self.forced[slot]
        return random.Random(f"{slot} {self.seed}").choice(self.words.clean[slot])

    def force(self, slot: str, place: str) -> bool:
        """Let the slot take a wording that names `place`; whether there is one."""
        having = [t for t in self.words.clean[slot] if place in PLACES.findall(t)]
        if having:
            self.forced[slot] = random.Random(f"{slot} {place} {self.seed}").choice(having)
        return bool(having)

    def chance(self, what: str, chance: float) -> bool:
        return random.Random(f"{what} {self.seed}").random() < chance

    def report(self) -> TrueReport:
        """The report with its prose."""
        names = self.names()

        def say(slot: str) -> str:
            return str(self.pick(slot)).format(**names)

        has, cells, new_form = self.has, self.cells, self.template == "2021"
        intro = "".join(say(s) for s in ("basis", "scope", "period", "contact"))
        posted = [say("posted")]
        if has["docs"] and new_form and (self.chance("docs", 0.6) or "docs" in self.forced):
            posted.append(say("docs"))
        if new_form and cells["表二.规章.有效"] and (self.chance("rules", 0.6) or "rules" in self.forced):
            posted.append(say("rules"))
        if has["decisions"] and new_form and (self.chance("decisions", 0.5) or "decisions" in self.forced):
            posted.append(say("decisions"))
        if has["fees"] and new_form and (self.chance("fees", 0.5) or "fees" in self.forced):
            posted.append(say("fees"))
        applied, cased = self._applied(say), self._cased(say)
        in_four = self.chance("cases in part four", 0.4)
        gov = self.office.kind in ("government", "township")
        topics = ["".join(posted), applied + ("" if in_four else cased), say("manage"), say("platform"),
                  say("oversee_gov" if gov else "oversee")]  # fmt: skip
        for where, text in self.added:
            if where.startswith("1."):
                topics[int(where[2:]) - 1] += text
        heads = self.pick("headings") if "headings" not in self.dropped else [""] * 5
        lead = say("lead")
        one = [Part("", (lead,))] if lead else []
        if self.chance("plain topics", 0.25) and "headings" not in self.forced:
            one += [Part("", (f"{h}。{t}",)) for h, t in zip(heads, topics, strict=True) if t]
        else:
            one += [Part(h, (t,)) for h, t in zip(heads, topics, strict=True) if t]
        six = self._six(say)
        parts: dict[int, tuple[Part, ...]] = {
            0: (Part("", (intro,)),), 1: tuple(one), 2: (), 3: (),
            4: (Part("", (cased,)),) if in_four and cased else (), 5: self._five(names), 6: six,
        }  # fmt: skip
        parts |= self.replaced
        for where, text in self.added:
            if not where.startswith("1."):
                number = int(where)
                parts[number] = (*parts[number], Part("", (text,)))
        if self.signature:
            day = f"{self.year + 1}年1月{random.Random(self.seed).randint(5, 28)}日"
            parts[6] = (*parts[6], Part("", (self.signature,)), Part("", (day,)))
        shown = {path: TrueCell("number", number) for path, number in cells.items()} | self.raws
        o = self.office
        published = f"{self.year + 1}-01-{random.Random(self.seed).randint(5, 28):02d}"
        return TrueReport(o.unit, o.region, self.year, published, o.kind, o.tier, self.template, self.template,
                          parts, shown)  # fmt: skip

    def _applied(self, say: Any) -> str:
        if not self.has["applied"]:
            return say("applied_none")  # type: ignore[no-any-return]
        whole = "applied_sum" in self.forced or ("applied" not in self.forced and self.chance("sum", 0.2))
        text = say("applied_sum" if whole else "applied")
        both = "results_both" in self.forced
        if "results" in self.forced or (not both and self.chance("results", 0.4)):
            text += say("results")
        elif both or self.chance("both", 0.25):
            text += say("results_both")
        for slot, chance in (("applicants", 0.3), ("share", 0.15), ("handled", 0.1)):
            if slot in self.forced or (chance and self.chance(slot, chance)):
                text += say(slot)
        if "rise" in self.forced:
            text += say("rise")
        for feature, slot in (("other3", "explain_other"), ("many_left", "explain_left")):
            if self.has[feature] and slot not in self.dropped:
                text += say(slot)
        return text  # type: ignore[no-any-return]

    def _cased(self, say: Any) -> str:
        if not self.has["cases"]:
            return say("cases_none")  # type: ignore[no-any-return]
        text = say("cases") if "cases_both" not in self.forced else say("cases_both")
        for slot in ("upheld", "won", "not_corrected"):
            if slot in self.forced:
                text += say(slot)
        if self.has["corrected"]:
            text += say("explain_corrected")
        return text  # type: ignore[no-any-return]

    def _five(self, names: Mapping[str, object]) -> tuple[Part, ...]:
        five = self.pick("five")
        first = tuple(t.format(**names) for t in five["problems"])
        second = tuple(t.format(**names) for t in five["improve"])
        one, two = self.pick("five_headings")
        if self.chance("five in one", 0.2) and not one:
            return (Part("", ("".join(first + second),)),)
        return (Part(one, first), Part(two, second))

    def _six(self, say: Any) -> tuple[Part, ...]:
        paid = self.has["overdue"] and self.template == "2021" and self.has["applied"]
        texts = [say("notices") if paid or "notices" in self.forced else say("fee_none"), say("six")]
        texts = [t for t in texts if t]
        if self.chance("six in one", 0.5):
            texts = ["".join(texts)]
        return (Part("", tuple(texts)),) if any(texts) else ()


def _percent(part: int, whole: int) -> str:
    if not whole:
        return "0"
    return f"{(Decimal(100 * part) / Decimal(whole)).quantize(Decimal('0.01'))}"


def _citizen(rng: random.Random) -> str:
    """An identity number whose check digit holds; its county does not exist."""
    digits = (
        f"659{rng.randint(100, 999)}19{rng.randint(50, 99)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    )
    digits += f"{rng.randint(0, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
