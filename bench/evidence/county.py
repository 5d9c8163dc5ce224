# ruff: noqa: E501 (words for people, wide as they are)
"""A county over two years: reports that agree with each other, and faults that only show between them.

Its government sums up six agencies; last year's carry-over, documents in force and decisions go on. A
fault is planted in one agency's files or in the roster, and one run audits the whole folder.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from auditor.cli.main import main
from bench.evidence.draft import Draft
from bench.evidence.fault import BETWEEN, SUFFIX, WRITERS, Fault, clean_layout
from bench.evidence.material import Office, Want, Wordings
from tests.layouts.build import build
from tests.layouts.labels import COLUMNS3, GROUPS4, PATHS, RESULTS4
from tests.layouts.truth import TrueReport

YEARS = (2023, 2024)
_HALL = "松澜县人民政府"
GOVERNMENT = Office(_HALL, "松澜县", "全县", "县", "government", "county", "沐川市人民政府")
AGENCIES = tuple(
    Office(f"松澜县{name}", "松澜县", me, place, kind, tier, _HALL)
    for name, me, place, kind, tier in (
        ("水利局", "我局", "县", "department", "county"),
        ("教育体育局", "县教育体育局", "县", "department", "county"),
        ("商务局", "本局", "县", "department", "county"),
        ("栖霞镇人民政府", "我镇", "镇", "township", "township"),
        ("石门乡人民政府", "我乡", "乡", "township", "township"),
        ("听雨街道办事处", "街道", "街道", "subdistrict", "township"),
    )
)
OFFICES = (*AGENCIES, GOVERNMENT)


@dataclass
class County:
    """`drafts` by agency and year; `files` more files by path; `names` the file names; `missing` and
    `parents` change what is filed and what the roster says."""

    words: Wordings
    seed: str
    drafts: dict[tuple[str, int], Draft] = field(default_factory=dict)
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    missing: set[tuple[str, int]] = field(default_factory=set)
    parents: dict[str, str] = field(default_factory=dict)
    more: list[Callable[[Path], None]] = field(default_factory=list)
    besides: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wanted = {"applied": True, "carried": True, "left": True, "many_left": False, "overdue": False,
                  "docs": True, "decisions": True, "fees": True, "rules": False}  # fmt: skip
        for office in OFFICES:
            for year in YEARS:
                kind = Want(years=(year, year), features=wanted)
                self.drafts[office.unit, year] = self._other(office, year, kind)
        for office in AGENCIES:
            self._go_on(office.unit)
        self.sum_up()

    def _other(self, office: Office, year: int, want: Want) -> Draft:
        """A draft whose fifth part is not worded as last year's."""
        before = self.drafts.get((office.unit, year - 1))
        for number in range(40):
            draft = Draft(self.words, f"{self.seed} {office.unit} {year} {number}", want, office)
            if before is None or draft.pick("five") != before.pick("five"):
                break
        return draft

    def _go_on(self, unit: str) -> None:
        """The second year after the first."""
        before, now = (self.drafts[unit, year] for year in YEARS)
        rng = random.Random(f"go on {self.seed} {unit}")
        for column in COLUMNS3[:-1]:
            carried = int(before.cells[f"表三.{column}.结转下年"])
            new = (
                int(now.cells[f"表三.{column}.办理总计"])
                + int(now.cells[f"表三.{column}.结转下年"])
                - carried
            )
            short = max(0, -new)
            for row in ("予以公开", "办理总计"):
                now.cells[f"表三.{column}.{row}"] = int(now.cells[f"表三.{column}.{row}"]) + short
            now.cells[f"表三.{column}.上年结转"], now.cells[f"表三.{column}.新收"] = carried, max(0, new)
        now.sum_rows()
        made, ended = (int(now.cells[f"表二.规范性文件.{n}"]) for n in ("制发", "废止"))
        now.cells["表二.规范性文件.有效"] = int(before.cells["表二.规范性文件.有效"]) + made - ended
        for row in ("行政许可", "行政处罚", "行政强制"):
            now.cells[f"表二.{row}"] = int(before.cells[f"表二.{row}"]) + rng.randint(0, 3)
        fee = Decimal(before.cells["表二.行政事业性收费"])
        now.cells["表二.行政事业性收费"] = fee + Decimal("0.01")

    def sum_up(self) -> None:
        """The government's figures, the sums of its agencies'."""
        for year in YEARS:
            draft = self.drafts[_HALL, year]
            for path in PATHS["2021"]:
                draft.cells[path] = sum(
                    (Decimal(self.drafts[office.unit, year].cells[path]) for office in AGENCIES), Decimal(0)
                )
                if "收费" not in path:
                    draft.cells[path] = int(draft.cells[path])
            draft.has |= {
                "other3": draft.cells["表三.总计.其他处理之其他"] > 0,
                "overdue": draft.cells["表三.总计.逾期未缴费"] > 0,
                "cases": any(draft.cells[f"表四.{g}.总计"] for g in GROUPS4),
                "corrected": any(draft.cells[f"表四.{g}.纠正"] for g in GROUPS4),
                "docs": True, "fees": True,
            }  # fmt: skip
            draft.added = [("0", "本报告汇总了县直各部门和各乡镇、街道的数据。")]

    def settled(self, unit: str, year: int) -> None:
        """The sums again after an agency's figures were changed."""
        self.drafts[unit, year].sum_rows()
        self.drafts[unit, year].total4()
        self.sum_up()

    def roster(self) -> str:
        """The roster as a file."""
        lines = ["名录: 松澜县", "机关:"]
        kinds = {"department": "部门", "township": "乡镇", "subdistrict": "街道", "government": "政府"}
        for number, office in enumerate(OFFICES):
            words = {"代码": f"S{number}", "名称": office.unit, "类别": kinds[office.kind]}
            if office is GOVERNMENT:
                words["口径"] = "汇总"
            else:
                words["上级"] = self.parents.get(office.unit, f"S{len(OFFICES) - 1}")
            lines.append("- {" + ", ".join(f"{key}: {word}" for key, word in words.items()) + "}")
        lines.append("- {代码: T0, 名称: 鹿鸣县人民政府, 类别: 政府, 口径: 汇总, 应报: 否}")
        return "\n".join(lines) + "\n"

    def write(self, folder: Path) -> None:
        """All files under `folder`."""
        for number, ((unit, year), draft) in enumerate(sorted(self.drafts.items())):
            if (unit, year) in self.missing:
                continue
            format = ("html", "docx", "text")[number % 3]
            name = self.names.get((unit, year), f"{unit}{year}")
            (folder / str(year)).mkdir(exist_ok=True)
            path = folder / str(year) / f"{name}{SUFFIX[format]}"
            path.write_bytes(self.bytes_of(draft.report(), format, f"{unit} {year}"))
        for more in self.more:
            more(folder)
        (folder / "名录.yaml").write_text(self.roster(), encoding="utf-8")

    def bytes_of(self, report: TrueReport, format: str, seed: str) -> bytes:
        """One report as a file, in a layout that hides none of its cells."""
        layout = clean_layout(format, random.Random(f"{self.seed} {seed}").randrange(10**6))
        layout = replace(layout, torn="", shift="", splits=0, boxed=False, signature=False, metadata="")
        return WRITERS[format](build(report, layout))[0]


def run(county: County) -> list[tuple[str, str, str, str]]:
    """(rule, level, agency, message) of every finding of one run over the county."""
    with tempfile.TemporaryDirectory() as name:
        folder, kept = Path(name) / "松澜县", Path(name) / "结果.json"
        folder.mkdir()
        county.write(folder)
        rules = Path(__file__).resolve().parents[2] / "rules"
        command = [
            "run",
            str(rules),
            str(folder),
            "--fail-on",
            "never",
            "--format",
            "json",
            "--output",
            str(kept),
        ]
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            main([*command, "-q"])
        found = json.loads(kept.read_text(encoding="utf-8"))["findings"]
    return [(f["rule"], f["level"], f["unit"], f["message"][:100]) for f in found]


# --- faults -----------------------------------------------------------------------------------

Edit = Callable[[County, random.Random], None]


def _agency(rng: random.Random) -> str:
    return rng.choice(AGENCIES).unit


def _missing(county: County, rng: random.Random) -> None:
    county.missing.add((_agency(rng), YEARS[1]))


def _two_versions(county: County, rng: random.Random) -> None:
    """A second file of one agency and year, with one application more."""
    unit = _agency(rng)
    draft = county.drafts[unit, YEARS[1]]

    def more(folder: Path) -> None:
        for row in ("新收", "予以公开", "办理总计"):
            draft.cells[f"表三.自然人.{row}"] = int(draft.cells[f"表三.自然人.{row}"]) + 1
        draft.sum_rows()
        data = county.bytes_of(draft.report(), "text", "second")
        (folder / str(YEARS[1]) / f"{unit}{YEARS[1]}（修改）.txt").write_bytes(data)

    county.more.append(more)


def _parent(county: County, rng: random.Random) -> None:
    county.parents[_agency(rng)] = "T0"


def _file_name(county: County, rng: random.Random) -> None:
    one, other = rng.sample(AGENCIES, 2)
    county.missing.add((other.unit, YEARS[1]))
    county.names[one.unit, YEARS[1]] = f"{other.unit}{YEARS[1]}"


def _signature(county: County, rng: random.Random) -> None:
    one, other = rng.sample(AGENCIES, 2)
    county.drafts[one.unit, YEARS[1]].signature = other.unit


def _two_in_one(county: County, rng: random.Random) -> None:
    """A file that holds this year's report and last year's."""
    unit = _agency(rng)

    def more(folder: Path) -> None:
        for path in (folder / str(YEARS[1])).glob(f"{unit}{YEARS[1]}.*"):
            path.unlink()
        layout = replace(clean_layout("text", 7), style="tabs", encoding="utf-8", chrome=False, metadata="",
                         torn="", splits=0, shift="", pages="", running=False, wrap=0, signature=False)  # fmt: skip
        both = [WRITERS["text"](build(county.drafts[unit, year].report(), layout))[0] for year in YEARS[::-1]]
        (folder / str(YEARS[1]) / f"{unit}{YEARS[1]}.txt").write_bytes(b"\n".join(both))

    county.more.append(more)


def _sum2(county: County, rng: random.Random) -> None:
    path = f"表二.{rng.choice(('行政许可', '行政处罚', '行政强制'))}"
    cells = county.drafts[_HALL, YEARS[1]].cells
    cells[path] = int(cells[path]) + rng.randint(1, 9)


def _sum3(county: County, rng: random.Random) -> None:
    draft = county.drafts[_HALL, YEARS[1]]
    for row in ("新收", "予以公开", "办理总计"):
        draft.cells[f"表三.自然人.{row}"] = int(draft.cells[f"表三.自然人.{row}"]) + 2
    draft.sum_rows()


def _sum4(county: County, rng: random.Random) -> None:
    draft = county.drafts[_HALL, YEARS[1]]
    path = f"表四.复议.{rng.choice(RESULTS4[:1])}"
    draft.cells[path] = int(draft.cells[path]) + 1
    draft.total4()
    draft.has["cases"] = True


def _copied(county: County, rng: random.Random) -> None:
    """One agency writes what another has written, figures and names its own."""
    one, other = rng.sample(AGENCIES[:3] if rng.random() < 0.5 else AGENCIES[3:5], 2)
    draft, model = county.drafts[other.unit, YEARS[1]], county.drafts[one.unit, YEARS[1]]
    draft.seed = model.seed
    draft.has |= {"other3": model.has["other3"], "corrected": model.has["corrected"]}


def _first_again(county: County, rng: random.Random) -> None:
    unit = _agency(rng)
    before, now = (county.drafts[unit, year] for year in YEARS)
    five, heads = now.pick("five"), now.pick("five_headings")
    now.seed = before.seed
    now.forced |= {"five": five, "five_headings": heads}


def _fifth_again(county: County, rng: random.Random) -> None:
    unit = _agency(rng)
    before, now = (county.drafts[unit, year] for year in YEARS)
    now.forced |= {slot: before.pick(slot) for slot in ("five", "five_headings")}


def _same_problems(county: County, rng: random.Random) -> None:
    """Last year's problems with other measures, and no word of what became of them."""
    unit = _agency(rng)
    before, now = (county.drafts[unit, year] for year in YEARS)
    one, other = before.pick("five"), now.pick("five")
    now.forced["five"] = {"problems": one["problems"], "improve": other["improve"]}


def _carried(county: County, rng: random.Random) -> None:
    unit = _agency(rng)
    draft = county.drafts[unit, YEARS[1]]
    for row, step in (("上年结转", 1), ("新收", -1)):
        draft.cells[f"表三.自然人.{row}"] = int(draft.cells[f"表三.自然人.{row}"]) + step
    county.settled(unit, YEARS[1])


def _force(county: County, rng: random.Random) -> None:
    unit = _agency(rng)
    draft = county.drafts[unit, YEARS[1]]
    draft.cells["表二.规范性文件.有效"] = int(draft.cells["表二.规范性文件.有效"]) + rng.randint(1, 5)
    county.settled(unit, YEARS[1])


def _fee(county: County, rng: random.Random) -> None:
    unit = _agency(rng)
    before, now = (county.drafts[unit, year] for year in YEARS)
    before.cells["表二.行政事业性收费"] = Decimal(rng.randint(11, 99)) / 100
    now.cells["表二.行政事业性收费"] = int(before.cells["表二.行政事业性收费"] * 10000)
    county.settled(unit, YEARS[1])


def _rise(county: County, rng: random.Random) -> None:
    unit = _agency(rng)
    before, now = (county.drafts[unit, year] for year in YEARS)
    old, new = (int(d.cells["表三.总计.新收"]) for d in (before, now))
    now.forced["rise"] = rng.choice(county.words.clean["rise"])
    right = Decimal(100 * (new - old)) / Decimal(max(1, old))
    now.said["change"] = f"{abs(right) + rng.randint(15, 60):.1f}"


def _fault(rule: str, what: str, edit: Edit, *also: str) -> tuple[Fault, Edit]:
    return Fault(rule, BETWEEN, what, also=also), edit


FAULTS: tuple[tuple[Fault, Edit], ...] = (
    _fault("名录-001", "一个机关没有报", _missing),
    _fault("名录-003", "一个机关交了两份数不同的报告", _two_versions, "汇总-", "跨年-", "相似-"),
    _fault("名录-007", "名录里的上级写错", _parent, "汇总-"),
    _fault("名录-008", "文件名是另一个机关", _file_name, "名录-", "汇总-"),
    _fault("名录-009", "落款是另一个机关", _signature, "元数据-005"),
    _fault("名录-010", "一个文件有两份报告", _two_in_one, "名录-", "汇总-", "跨年-", "结构-", "表形-", "相似-"),
    _fault("汇总-201", "汇总表二不等于各单位之和", _sum2),
    _fault("汇总-301", "汇总表三不等于各单位之和", _sum3, "跨年-301"),
    _fault("汇总-401", "汇总表四不等于各单位之和", _sum4),
    _fault("相似-001", "正文照抄另一个机关", _copied, "相似-"),
    _fault("相似-101", "总体情况照抄上年", _first_again, "相似-"),
    _fault("相似-501", "第五部分照抄上年", _fifth_again, "相似-"),
    _fault("相似-502", "问题与上年相同而没有说整改", _same_problems, "相似-", "表述-"),
    _fault("跨年-301", "上年结转与上年报告不接", _carried, "勾稽-30"),
    _fault("跨年-201", "现行有效件数不接", _force),
    _fault("跨年-209", "收费金额一年用元、一年用万元", _fee, "勾稽-209", "文表-214"),
    _fault("跨年-005", "正文写的增幅与两年的数不符", _rise, "文表-", "文内-"),
)  # fmt: skip


def counties(words: Wordings, each: int) -> Iterator[tuple[str, int]]:
    """(rule or "" for a clean one, number): what is to be run."""
    yield from (("", number) for number in range(each))
    for number, _ in enumerate(FAULTS):
        yield from ((str(number), trial) for trial in range(each))


def audited(
    words: Wordings, which: str, trial: int
) -> tuple[Fault | None, int, list[tuple[str, str, str, str]]]:
    """The fault (None: a clean county), how many reports stood there, and what was found."""
    seed = f"county {which} {trial}"
    county = County(words, seed)
    fault = None
    if which:
        fault, edit = FAULTS[int(which)]
        edit(county, random.Random(f"{words.name} {seed}"))
    return fault, len(county.drafts) - len(county.missing), run(county)
