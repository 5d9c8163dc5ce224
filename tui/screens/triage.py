"""The screen that people live in: the list, the evidence, one key per decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.timer import Timer
from textual.widgets import Input

from auditor.base.text import cells
from auditor.triage import FilterFault, Group, Listing, StoreFault
from tui import keys
from tui.rows import GroupKey, Rows, key_of
from tui.screens.deciding import Deciding
from tui.screens.ruling import Ruling
from tui.screens.saved import Saved
from tui.screens.tools import Tools
from tui.screens.watching import Watching
from tui.widgets.bars import Footer, Header, Status
from tui.widgets.evidence import Evidence
from tui.widgets.findings import FindingList, group_words
from tui.widgets.inked import ink_of

if TYPE_CHECKING:
    from tui.app import TriageApp

ORDERS = {"agency": "按机关", "rule": "按规则", "level": "按级别"}
_EXAMPLE = "词或拼音 级别:错误 状态: 规则: 机关: 年度:"
_LEFT = 46  # columns of the list's frame before it is laid out
_PAUSE = 0.1  # seconds between the last letter typed and the filter


class TriageScreen(Watching, Deciding, Ruling, Saved, Tools):
    """List and evidence. What the keys do is in the mixins: deciding, ruling, tools, watching."""

    DEFAULT_CSS = """
    TriageScreen { background: $background; }
    TriageScreen #panes { height: 1fr; layout: horizontal; }
    TriageScreen #left { width: 46; min-width: 34; border: round $primary 50%; padding: 0; }
    TriageScreen #right { width: 1fr; border: round $primary 50%; padding: 0 1; }
    TriageScreen #left:focus-within { border: round $primary; }
    TriageScreen #right:focus-within { border: round $primary; }
    TriageScreen .frame { border-title-color: $primary; border-subtitle-color: $foreground 70%; }
    TriageScreen #filter {
        height: 1; border: none; padding: 0 1; background: $panel; color: $foreground; display: none;
    }
    TriageScreen #filter.-open { display: block; }
    TriageScreen FindingList { height: 1fr; }
    TriageScreen.-broad #left { width: 60; }
    TriageScreen.-narrow #panes { layout: vertical; }
    TriageScreen.-narrow #left { width: 1fr; height: 35%; min-height: 8; }
    TriageScreen.-narrow #right { width: 1fr; height: 1fr; }
    TriageScreen.-ascii #left, TriageScreen.-ascii #right { border: ascii $primary 50%; }
    TriageScreen.-ascii #left:focus-within { border: ascii $primary; }
    TriageScreen.-ascii #right:focus-within { border: ascii $primary; }
    TriageScreen.-ascii FindingList { scrollbar-size-vertical: 0; }
    TriageScreen.-ascii Paper { scrollbar-size-vertical: 0; scrollbar-size-horizontal: 0; }
    """
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # an instance variable of Screen
        (0, "-narrow"),
        (100, "-wide"),
        (140, "-broad"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.TRIAGE)]

    def compose(self) -> ComposeResult:
        """Counts, the two panes, what happened, the keys."""
        yield Header(id="header")
        with Container(id="panes"):
            with Vertical(id="left", classes="frame"):
                yield Input(placeholder=_EXAMPLE, id="filter", compact=True)
                yield FindingList(id="list")
            with Vertical(id="right", classes="frame"):
                yield Evidence(id="evidence")
        yield Status(id="status")
        yield Footer(self.table, self.desk.readonly, id="footer")

    def on_mount(self) -> None:
        """Come back to where the person left."""
        self._pause: Timer | None = None
        self.filter_text = ""
        self.direction = 1
        self.query_one("#right").border_title = "证据"
        self.query_one("#filter", Input).cursor_blink = False
        self.query_one("#list").focus()
        place = self.left_place()
        order = str(place.get("order"))
        self.order = order if order in ORDERS else "agency"
        text = self.desk.manners.filter or str(place.get("filter") or "")
        find = str(place.get("fingerprint") or "")
        if not self.relist(text, find=find):
            self.relist("", find=find)
        self.welcome()
        faults = [*cast("TriageApp", self.app).keymap.faults, *self.filter_faults()]
        if faults:
            self.status.say(f"设置文件里有 {len(faults)} 处没有用上：{'；'.join(faults)}", "error")
        self.begin_watching()
        self.call_after_refresh(cast("TriageApp", self.app).settled)

    # -- the list -------------------------------------------------------------------------------

    def relist(self, text: str | None = None, find: str = "", keep: bool = False) -> bool:
        """Filter and sort anew; the cursor stays on its finding where that is still there. Whether
        the filter could be read."""
        wanted = self.filter_text if text is None else text
        try:
            listing = self.desk.session.listing(wanted, self.order)
        except StoreFault as fault:
            self.fail(fault)
            return False
        if isinstance(listing, FilterFault):
            self.status.say(f"筛选看不懂：{listing.message}", "error")
            return False
        pane = self.list
        before, heading = pane.current, pane.current_group
        folded: set[GroupKey] = pane.rows.folded if pane.rows is not None else set()
        other = wanted != self.filter_text  # what is not in another list is looked for from its top
        self.filter_text = wanted
        rows = Rows(listing, folded)
        pane.order = self.order
        pane.empty = () if len(listing) else self.empty_words(listing)
        last = 0 if other else pane.cursor
        row = self._row_for(rows, find or (before.fingerprint if before else ""), last, heading)
        self.stale = False
        pane.show(rows, row, pane.offset_of_cursor if keep else None)
        self.title_list()
        self.call_after_refresh(self.count)
        return True

    def _row_for(self, rows: Rows, fingerprint: str, else_row: int, heading: Group | None) -> int:
        if fingerprint:
            found = next(iter(self.desk.session.find(fingerprint)), None)
            index = rows.listing.index_of(found.id) if found is not None else -1
            if index >= 0:
                rows.fold(rows.group_of(index), False)
                return rows.row_of(index)
        elif heading is not None:
            same = [n for n, group in enumerate(rows.groups) if key_of(group) == key_of(heading)]
            if same:
                return rows.head(same[0])
        return else_row if else_row else 1

    def empty_words(self, listing: Listing) -> tuple[str, ...]:
        """Why nothing is listed: the filter, or that nothing was found, and what was checked."""
        if self.filter_text:
            return (
                "",
                f"  没有一条符合“{self.filter_text}”",
                f"  库里共 {listing.total:,} 条 · 按 Esc 清除筛选",
            )
        return ("", *(f"  {line}" for line in self.checked_words()))

    def title_list(self) -> None:
        """筛选: 级别:错误 · 显示 37/1,276 · Esc 清除."""
        rows = self.list.rows
        if rows is None:
            return
        shown, total = len(rows.listing), rows.listing.total
        left, ink = self.query_one("#left"), ink_of(self)
        title = f"问题（{ORDERS[self.order]}）{shown:,} 条"
        if self.filter_text:
            counted, out = f"{shown:,}/{total:,}", "Esc 清除"
            room = (left.size.width or _LEFT) - 4
            title = f"筛选: {self.filter_text} · 显示 {counted} · {out}"
            if cells(title) > room:
                room -= cells(f"筛选:  · {counted} · {out}")
                text = self.filter_text
                text = text if cells(text) <= room else ink.fit(text, max(4, room)).rstrip()
                title = f"筛选: {text} · {counted} · {out}"
        left.border_title = ink.plain(ink.say(title))
        left.border_subtitle = f"选中 {len(self.marked):,} 条" if self.marked else ""

    def count(self) -> None:
        """Counts in the header."""
        try:
            todo, total = self.desk.session.todo()
        except StoreFault as fault:
            self.fail(fault)
            return
        title = f"{self.files_words()}待处理 {todo:,}/{total:,}"
        self.query_one(Header).tell(title, total - todo, total, self.desk.packs_words(), self.busy)

    def on_resize(self) -> None:
        """Another width, another title."""
        self.call_after_refresh(self.title_list)

    # -- walking --------------------------------------------------------------------------------

    def move(self, row: int, step: int) -> None:
        """To a row, remembering the direction; rows that left the filter go now."""
        self.direction = 1 if step >= 0 else -1
        if self.stale:
            line = self.list.rows.line(row) if self.list.rows is not None else None
            self.relist(find=line.fingerprint if line else "", keep=True)
            return
        self.list.move_to(row)

    def action_down(self) -> None:
        self.move(self.list.cursor + 1, 1)

    def action_up(self) -> None:
        self.move(self.list.cursor - 1, -1)

    def action_first(self) -> None:
        self.move(0, 1)

    def action_last(self) -> None:
        self.move(len(self.list.rows or ()) - 1, -1)

    def action_page_down(self) -> None:
        self.move(self.list.cursor + max(1, self.list.size.height - 1), 1)

    def action_page_up(self) -> None:
        self.move(self.list.cursor - max(1, self.list.size.height - 1), -1)

    def action_next_open(self) -> None:
        self.direction = 1
        self.go_to_open()

    def action_previous_open(self) -> None:
        self.direction = -1
        self.go_to_open()

    def action_next_agency(self) -> None:
        self._group_step(1)

    def action_previous_agency(self) -> None:
        self._group_step(-1)

    def _group_step(self, step: int) -> None:
        rows = self.list.rows
        if rows is None or not len(rows):
            return
        number = rows.group_number(self.list.cursor) + step
        if not 0 <= number < len(rows.groups):
            self.status.say("没有下一组了" if step > 0 else "已经是第一组")
            return
        group = rows.groups[number]
        self.move(rows.head(number) + (0 if key_of(group) in rows.folded else 1), step)

    def action_group(self) -> None:
        """On to the next order."""
        names = list(ORDERS)
        self.order = names[(names.index(self.order) + 1) % len(names)]
        if self.list.rows is not None:
            self.list.rows.folded.clear()
        self.relist()
        self.status.say(f"{ORDERS[self.order]}分组")

    def action_open(self) -> None:
        """Enter: fold a group, or the menu of a finding."""
        rows = self.list.rows
        if rows is None or not len(rows):
            self.open_menu()
            return
        entry = rows.at(self.list.cursor)
        if not isinstance(entry, Group):
            self.open_menu()
            return
        rows.fold(entry, key_of(entry) not in rows.folded)
        self.list.show(rows, rows.head(rows.groups.index(entry)))

    def on_finding_list_opened(self) -> None:
        """A click where the cursor is."""
        self.action_open()

    def on_finding_list_moved(self) -> None:
        """Another finding, other evidence."""
        self.show_current()

    def show_current(self) -> None:
        """The evidence of what is under the cursor."""
        line = self.list.current
        if line is not None:
            self.show_case(line)
            return
        group = self.list.current_group
        evidence = self.query_one(Evidence)
        if group is None:
            rows = None if self.is_busy() and not self.filter_text else self.list.rows
            evidence.tell(*self.empty_words(rows.listing) if rows is not None else ())
        else:
            first, second, third = group.levels
            counted = f"{group.count:,} 条问题：错误 {first:,}，警告 {second:,}，提示 {third:,}"
            evidence.tell(
                group_words(group, self.order), "",
                f"{counted}；还有 {group.todo:,} 条待处理",
                "", "Enter 展开或收起 · ↓ 看第一条 · < > 上一个、下一个机关",
            )  # fmt: skip

    # -- the filter -----------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Open the field with what is in force."""
        field = self.query_one("#filter", Input)
        field.add_class("-open")
        field.value = self.filter_text
        field.focus()
        field.cursor_position = len(field.value)
        self.status.say("边输入边筛选；Enter 回到列表，Esc 清除，↑↓ 用过的筛选")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter after a short pause."""
        if event.input.id != "filter" or event.value == self.filter_text:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, lambda: self._filter_now(event.value))

    def _filter_now(self, text: str) -> None:
        self._pause = None
        if not self.query_one("#filter").has_class("-open"):
            return
        if self.relist(text):
            rows = self.list.rows
            shown = len(rows.listing) if rows is not None else 0
            self.status.say(f"{shown:,} 条" if shown else f"没有一条符合“{text}”")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: keep the filter, back to the list."""
        if event.input.id == "filter":
            if self._pause is not None:
                self._pause.stop()
                self._filter_now(event.value)
            self.remember_filter(self.filter_text)
            self.close_filter()

    def close_filter(self) -> None:
        """Back to the list; the filter stays in force."""
        self.query_one("#filter").remove_class("-open")
        self.set_focus(self.list)  # at once: the next key may be here already, and it is the list's

    def action_clear(self) -> None:
        """Esc: the filter first, then what is marked."""
        field = self.query_one("#filter", Input)
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if field.has_class("-open") or self.filter_text:
            self.close_filter()
            had = self.filter_text
            self.relist("")
            self.status.say("已清除筛选" if had else "")
        elif self.marked:
            self.unmark()
            self.status.say("已取消选中")

    def on_key(self, event: events.Key) -> None:
        """In the field: arrows bring back filters. In the list: an input method that is on."""
        field = self.query_one("#filter", Input)
        if field.has_focus:
            if event.key in ("up", "down"):
                field.value = self.recalled_filter(1 if event.key == "up" else -1)
                field.cursor_position = len(field.value)
                event.stop()
            return
        if event.character and "\u3400" <= event.character[0] <= "\u9fff":
            self.status.say("输入法在中文状态：按 Shift 切换，或用数字键、Enter 菜单", "error")
            event.stop()
