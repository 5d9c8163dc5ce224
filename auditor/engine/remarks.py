"""The filing as a whole: who has not filed, filed twice, or under a name that is not its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from auditor.base.text import fold
from auditor.engine.filed import Filed, Superseded
from auditor.report.model import Report
from auditor.roster.match import How
from auditor.roster.model import Agency, Roster
from auditor.rules.between import NEEDS_ROSTER, Remark
from auditor.rules.outcome import Missing

ENOUGH = Fraction(1, 5)  # of the agencies that are due: fewer files are no collection of a year
_LISTED = 12  # agencies named in one message
_CELLS = 6  # cells named in one message


class Register:
    """Answers the questions of between.REGISTER from the roster and what was filed."""

    def __init__(
        self,
        roster: Roster | None,
        filed: Sequence[Filed],
        left_out: Mapping[str, Superseded],
        open_: Callable[[str], Report | None],
    ) -> None:
        self._roster = roster
        self._filed = sorted(filed, key=lambda item: item.file)
        self._left_out = left_out
        self._open = open_
        self._questions: Mapping[str, Callable[[], Iterator[Remark]]] = {
            "未报": self._absent, "重报": self._same_twice, "重报不同": self._different_twice,
            "曾用名": self._former, "疑似": self._alike, "名录外": self._strangers, "上级": self._parents,
            "错名": self._misnamed, "两名": self._two_names, "两份": self._two_reports,
        }  # fmt: skip

    def remarks(self, what: str) -> Sequence[Remark] | None:
        """See Corpus.remarks."""
        if what in NEEDS_ROSTER and self._roster is None:
            return None
        return tuple(self._questions[what]())

    def _own(self) -> Iterator[Filed]:
        """The files that were audited."""
        return (item for item in self._filed if item.audited and item.file not in self._left_out)

    def _name(self, item: Filed) -> str:
        known = self._roster.by_key.get(item.agency) if self._roster else None
        return known.name if known else item.unit

    # Who has not filed

    def collected(self) -> tuple[int, ...]:
        """The years that are being collected: those the roster names, else those for which a fair
        part of the agencies that are due have filed."""
        if self._roster is None:
            return ()
        if self._roster.years:
            return self._roster.years
        here = {(item.agency, item.year) for item in self._own() if item.year is not None}
        found = []
        for year in sorted({year for _, year in here if year is not None}):
            due = [agency for agency in self._roster.agencies if agency.due and agency.exists_in(year)]
            filed = sum((agency.key, year) in here for agency in due)
            if due and Fraction(filed, len(due)) >= ENOUGH:
                found.append(year)
        return tuple(found)

    def _absent(self) -> Iterator[Remark]:
        assert self._roster is not None
        here = {(item.agency, item.year) for item in self._filed if item.readable}
        undated = {item.agency: item.file for item in self._filed if item.year is None}
        asked: dict[tuple[str, int | None], Filed] = {}
        for item in self._filed:
            for candidate in item.candidates:
                asked.setdefault((candidate.key, item.year), item)
        for year in self.collected():
            for agency in self._roster.agencies:
                if not agency.due or not agency.exists_in(year) or (agency.key, year) in here:
                    continue
                doubt = asked.get((agency.key, year))
                missing = None
                if doubt is not None:
                    missing = Missing("名录待确认", f"“{doubt.unit}”是不是“{agency.name}”")
                elif agency.key in undated:
                    missing = Missing("报告年度不明", undated[agency.key])
                fields = {"机关": agency.name, "年度": str(year), "上级": self._parent_name(agency)}
                yield Remark(agency.key, agency.name, year, "", "报告", fields, missing)

    def _parent_name(self, agency: Agency) -> str:
        parent = self._roster.by_key.get(agency.parent) if self._roster else None
        return parent.name if parent else ""

    # Twice

    def _twice(self) -> Iterator[tuple[Filed, Filed, list[str]]]:
        """A file that stands, one that it stands for, and the cells in which they differ."""
        by_file = {item.file: item for item in self._filed}
        for file, found in sorted(self._left_out.items()):
            one, other = by_file[found.by], by_file[file]
            if one.agency != other.agency or not one.audited or not other.audited:
                continue
            first, second = self._open(one.file), self._open(other.file)
            if first is not None and second is not None:
                yield one, other, _differing(first, second)

    def _same_twice(self) -> Iterator[Remark]:
        for one, other, cells in self._twice():
            if not cells:
                yield self._two_files(one, other, {})

    def _different_twice(self) -> Iterator[Remark]:
        for one, other, cells in self._twice():
            if cells:
                shown = "、".join(cells[:_CELLS]) + (f"等 {len(cells)} 格" if len(cells) > _CELLS else "")
                yield self._two_files(one, other, {"不同": shown, "格数": str(len(cells))})

    def _two_files(self, one: Filed, other: Filed, more: Mapping[str, str]) -> Remark:
        fields = {"机关": self._name(one), "年度": str(one.year), "文件": one.file, "另一文件": other.file}
        target = f"重报：{other.file.rpartition('/')[2]}"
        return Remark(one.agency, self._name(one), one.year, one.file, target, {**fields, **more})

    # Names

    def _former(self) -> Iterator[Remark]:
        assert self._roster is not None
        for item in self._own():
            agency = self._roster.by_key.get(item.agency)
            if item.how is not How.FORMER or agency is None or item.year is None:
                continue
            name = next((f for f in agency.former if fold(item.unit).endswith(fold(f.text))), None)
            if name is not None and name.until is not None and item.year > name.until:
                fields = {"机关": agency.name, "年度": str(item.year), "曾用名": name.text,
                          "止": str(name.until)}  # fmt: skip
                yield Remark(agency.key, agency.name, item.year, item.file, "机关名称", fields)

    def _alike(self) -> Iterator[Remark]:
        for item in self._own():
            if item.candidates:
                names = "”“".join(agency.name for agency in item.candidates)
                which = "有几个同名的" if item.how is How.AMBIGUOUS else "有相近的"
                fields = {
                    "机关": item.unit,
                    "年度": str(item.year or ""),
                    "相近": f"“{names}”",
                    "情况": which,
                }
                yield Remark(item.agency, item.unit, item.year, item.file, "机关名称", fields)

    def _strangers(self) -> Iterator[Remark]:
        outside: dict[str, Filed] = {}
        for item in self._own():
            if item.how is How.NONE and item.unit:
                outside.setdefault(item.unit, item)
        if outside:
            names = sorted(outside)
            shown = "、".join(names[:_LISTED]) + ("等" if len(names) > _LISTED else "")
            yield Remark("", "", None, "", "名录", {"机关": shown, "个数": str(len(names))})

    def _parents(self) -> Iterator[Remark]:
        assert self._roster is not None
        by_key = self._roster.by_key
        for key, pointed in sorted(self._roster.doubted.items()):
            agency = by_key[key]
            fields = {"机关": agency.name, "上级": self._parent_name(agency), "应为": by_key[pointed].name,
                      "位置": f"{self._roster.file} 第 {agency.place.line} 行"}  # fmt: skip
            yield Remark(key, agency.name, None, "", "上级", fields)

    def _misnamed(self) -> Iterator[Remark]:
        names = self._known()
        for item in self._filed:
            if not item.audited:
                continue
            other = names.get(fold(item.file_unit))
            if other is None or other == item.agency or not item.unit:
                continue
            fields = {"机关": self._name(item), "年度": str(item.year or ""), "文件": item.file,
                      "文件名机关": item.file_unit}  # fmt: skip
            yield Remark(item.agency, self._name(item), item.year, item.file, "文件名", fields)

    def _two_names(self) -> Iterator[Remark]:
        names = self._known()
        for item in self._own():
            for signed in item.signatures:
                other = names.get(signed)
                if other is None or other == item.agency or not item.unit or _one_house(signed, item.unit):
                    continue
                fields = {"机关": self._name(item), "年度": str(item.year or ""), "落款": signed}
                yield Remark(item.agency, self._name(item), item.year, item.file, "落款", fields)
                break

    def _two_reports(self) -> Iterator[Remark]:
        for item in self._own():
            if item.titles:
                listed = "、".join(f"{unit}{year}年度" for unit, year in item.titles)
                fields = {"机关": self._name(item), "年度": str(item.year or ""), "另有": listed}
                yield Remark(item.agency, self._name(item), item.year, item.file, "标题", fields)

    def _known(self) -> Mapping[str, str]:
        """Agency keys by name: those of the roster, and of the run's own titles."""
        names = {fold(item.unit): item.agency for item in self._filed if item.unit}
        for agency in self._roster.agencies if self._roster else ():
            for name in (agency.name, *agency.short, *(former.text for former in agency.former)):
                names.setdefault(fold(name), agency.key)
        return names


def _differing(first: Report, second: Report) -> list[str]:
    """Paths whose figures differ; cells without a figure in either tell nothing."""
    return [
        path.replace(".", " ")
        for path, value in first.cells.items()
        if (other := second.cells.get(path)) is not None
        and value.number is not None
        and other.number is not None
        and value.number != other.number
    ]


def _one_house(signed: str, unit: str) -> bool:
    """A government and its office sign for each other."""
    one, other = fold(signed), fold(unit)
    return one.startswith(other) or other.startswith(one)
