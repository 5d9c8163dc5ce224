"""Deciding, marking, undoing: the part of the triage screen that writes."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.triage import CHOICE_WORDS, ENDED, STATE_WORDS, TODO, Choice, Conflict, Done, Line, StoreFault
from tui.draw.ink import Line as Drawn
from tui.draw.ink import Span
from tui.screens.base import Base
from tui.screens.decided import DATED, FAR, Decided
from tui.screens.dialog import Page
from tui.widgets.inked import ink_of

_CONFLICT = "{} 条在你看着的时候别人已经处置，没有改动。列表已是现在的样子，可以再定。"


class Deciding(Base):
    """Decisions, what is marked, undo and redo."""

    # -- what is marked -------------------------------------------------------------------------

    def mark(self, ids: Sequence[int], on: bool = True) -> None:
        """Mark findings, or unmark them."""
        if on:
            self.marked.update(ids)
        else:
            self.marked.difference_update(ids)
        self._show_marks()

    def unmark(self) -> None:
        """Nothing is marked any more."""
        self.marked.clear()
        self._anchor = None
        self._show_marks()

    def _show_marks(self) -> None:
        self.list.marked = self.marked
        self.list.refresh()
        self.title_list()

    def action_mark(self) -> None:
        """Space: this one in or out, and on."""
        line = self.list.current
        if line is None:
            self._mark_group()
            return
        self.mark([line.id], line.id not in self.marked)
        self.list.move_to(self.list.cursor + self.direction)

    def _mark_group(self) -> None:
        group = self.list.current_group
        if group is None or self.list.rows is None:
            return
        ids = self.list.rows.listing.ids[group.start : group.start + group.count]
        on = not all(key in self.marked for key in ids)
        self.mark(list(ids), on)
        self.status.say(f"{'选中' if on else '取消选中'}这一组 {len(ids):,} 条")

    def action_range(self) -> None:
        """V: from here on; again: up to here."""
        rows = self.list.rows
        if rows is None or not len(rows):
            self.status.say("列表是空的")
            return
        if self._anchor is None:
            entry = rows.at(self.list.cursor)
            self._anchor = rows.listing.ids[entry if isinstance(entry, int) else entry.start]
            self.status.say("从这里起选；走到另一头再按 V")
            return
        index = rows.listing.index_of(self._anchor)
        self._anchor = None
        if index < 0:
            self.status.say("起点已不在列表里，重新按 V 选")
            return
        first, last = sorted((rows.row_of(index), self.list.cursor))
        ids = self._ids(first, last)
        self.mark(ids)
        self.status.say(f"选中一段 {len(ids):,} 条，共选中 {len(self.marked):,} 条")

    def _ids(self, first: int, last: int) -> list[int]:
        rows = self.list.rows
        if rows is None:
            return []
        entries = [rows.at(row) for row in range(first, last + 1)]
        return [rows.listing.ids[entry] for entry in entries if isinstance(entry, int)]

    def action_extend_down(self) -> None:
        """Shift+↓: this one and the next."""
        self._extend(1)

    def action_extend_up(self) -> None:
        """Shift+↑: this one and the one above."""
        self._extend(-1)

    def _extend(self, step: int) -> None:
        for _ in range(2):
            line = self.list.current
            if line is not None:
                self.mark([line.id])
            if _ == 0 and not self.list.move_to(self.list.cursor + step):
                break
        self.status.say(f"选中 {len(self.marked):,} 条")

    def action_mark_all(self) -> None:
        """Ctrl+A: everything in the filter."""
        rows = self.list.rows
        if rows is None or not len(rows.listing):
            self.status.say("列表是空的")
            return
        self.mark(list(rows.listing.ids))
        where = "筛选出的" if self.filter_text else "列表里的"
        self.status.say(f"选中{where}全部 {len(self.marked):,} 条；Esc 取消")

    def action_mark_alike(self) -> None:
        """=: those of the same rule, and those of the same cause."""
        line, rows = self.list.current, self.list.rows
        if line is None or rows is None:
            self.status.say("先把光标放到一条问题上")
            return
        alike = self.desk.session.listing(f'规则:"{line.rule}"', self.order)
        detail = self.desk.session.detail(line.fingerprint)
        twins = {twin.id for twin in detail.twins} if detail else set()
        here = set(rows.listing.ids)
        found = twins | (set(getattr(alike, "ids", ())) if alike else set())
        self.mark([key for key in found | {line.id} if key in here])
        self.status.say(f"选中同一规则、同一原因的 {len(self.marked):,} 条")

    # -- deciding -------------------------------------------------------------------------------

    def action_decide(self, name: str) -> None:
        """A decision on what is marked, or on the finding under the cursor."""
        choice = Choice(name)
        if self.refuses():
            return
        lines, count = self._wanted()
        if not count:
            self.status.say("先把光标放到一条问题上，或用空格选几条")
            return
        if count == 1 and lines and lines[0].state in ENDED:
            self.status.say(f"这一条{STATE_WORDS[lines[0].state]}，不用处置", "error")
            return
        if count == 1 and choice not in DATED | FAR:
            self._decide(Decided(choice, "", None, self.narrowest))
            return
        from tui.screens.decide import DecideDialog

        session = self.desk.session
        around = session.around(self._fingerprints(lines, count)) if choice in FAR else {}
        recent = self.recent_reasons()
        dialog = DecideDialog(choice, lines, count, session.today, recent=recent, around=around)
        about = None if self.marked else lines  # what the dialog shows, whatever comes in behind it
        self.app.push_screen(dialog, lambda given: self._decide(given, about))

    def action_note(self) -> None:
        """A note: the decision stays, the reason is another."""
        if self.refuses():
            return
        line = self.list.current
        detail = self.desk.session.detail(line.fingerprint) if line is not None else None
        if line is None or detail is None:
            self.status.say("先把光标放到一条问题上")
            return
        life = detail.decided.life

        def noted(given: Decided | None) -> None:
            if given is not None:
                note = Decided(life.choice, given.reason, life.until, detail.decided.reach)
                self._decide(note, [line], advance=False)

        from tui.screens.decide import DecideDialog

        dialog = DecideDialog(
            life.choice, [line], 1, self.desk.session.today, reason=detail.decided.reason, note_only=True
        )
        self.app.push_screen(dialog, noted)

    def _wanted(self) -> tuple[list[Line], int]:
        """What a decision is about: samples of it, and how many."""
        rows = self.list.rows
        if rows is None:
            return [], 0
        if not self.marked:
            line = self.list.current
            return ([line], 1) if line is not None else ([], 0)
        ids = [key for key in rows.listing.ids if key in self.marked]
        samples = [line for key in ids[:4] if (line := rows.listing.row(rows.listing.index_of(key)))]
        return samples, len(ids)

    def _fingerprints(self, lines: Sequence[Line], count: int) -> list[str]:
        """Of what a decision is about; all of them where they are few."""
        rows = self.list.rows
        if count == len(lines) or rows is None:
            return [line.fingerprint for line in lines]
        ids = [key for key in rows.listing.ids if key in self.marked]
        return [name for name, _ in self.desk.marks(rows.listing, ids)] if count < 100 else []

    def _decide(
        self, given: Decided | None, lines: Sequence[Line] | None = None, advance: bool = True
    ) -> None:
        rows = self.list.rows
        if given is None or rows is None:
            self.status.say("没有处置")
            return
        session = self.desk.session
        bulk = bool(self.marked) and lines is None
        try:
            if bulk:
                ids = [key for key in rows.listing.ids if key in self.marked]
                done = session.decide(
                    self.desk.marks(rows.listing, ids),
                    given.choice,
                    reason=given.reason,
                    until=given.until,
                    reach=given.reach,
                )
            else:
                chosen = list(lines) if lines is not None else [line for line in [self.list.current] if line]
                done = session.decide(
                    chosen, given.choice, reason=given.reason, until=given.until, reach=given.reach
                )
        except StoreFault as fault:
            self.fail(fault)
            return
        if isinstance(done, str):
            self.status.say(done, "error")
            return
        if bulk:
            self.unmark()
        self._after(done, given, advance)

    def _after(self, done: Done, given: Decided, advance: bool) -> None:
        rows = self.list.rows
        assert rows is not None
        rows.listing.forget()
        self.own_change()
        self.list.refresh()
        self.count()
        words = done_words(done, given)
        if advance and done.changed:
            self.stale = bool(self.filter_text)
            rest = self.go_to_open(quiet=True)
            words += rest
        else:
            self.show_current()
        self.status.say(
            words, "error" if done.conflicts and not done.changed else "good" if done.changed else ""
        )
        if done.conflicts:
            self._show_conflicts(done.conflicts)

    def go_to_open(self, quiet: bool = False) -> str:
        """On to the next finding that waits, in the direction last moved and round the end; what is left, in
        words."""
        rows = self.list.rows
        if rows is None or not len(rows):
            return ""
        entry = rows.at(self.list.cursor)
        index = entry if isinstance(entry, int) else entry.start - (1 if self.direction > 0 else 0)
        found, said = rows.listing.next_open(index, self.direction), ""
        if found < 0:
            if left := self._left_in_filter():
                way, edge, start = ("下", "前", -1) if self.direction > 0 else ("上", "后", len(rows.listing))
                found = rows.listing.next_open(start, self.direction)
                said = f"往{way}已处理完，回到最{edge}面；还剩 {left:,} 条"
            else:
                said = self._all_done()
        if found < 0:
            self.show_current()
        else:
            rows.fold(rows.group_of(found), False)
            self.list.show(rows, rows.row_of(found))
        if not quiet:
            self.status.say(said)
        return f"；{said}" if said else ""

    def _left_in_filter(self) -> int:
        counts = self.desk.session.counts(self.filter_text)
        return sum(n for state, n in counts.items() if state in TODO)

    def _all_done(self) -> str:
        if not self.filter_text:
            return "全部处理完了"
        left = sum(n for state, n in self.desk.session.counts().items() if state in TODO)
        return f"本筛选已处理完，还剩 {left:,} 条不在筛选里，Esc 清除筛选" if left else "全部处理完了"

    def _show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        ink = ink_of(self)

        def draw(width: int) -> list[Drawn]:
            lines: list[Drawn] = ink.wrap(_CONFLICT.format(f"{len(conflicts):,}"), width)
            for each in conflicts[:100]:
                found = next(iter(self.desk.session.find(each.fingerprint)), None)
                name = f"{found.unit} {found.rule} {found.message}" if found else each.fingerprint
                state = f"{STATE_WORDS[each.state]} {each.who}".strip()
                lines += [(), *ink.wrap_spans([Span(f"{state}  ", "todo"), Span(name)], width, "  ")]
            return lines

        self.app.push_screen(Page("别人已经处置", draw))

    # -- undo and redo --------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take back the last decision, and go there."""
        self._turn("撤销")

    def action_redo(self) -> None:
        """Do again what was undone last, and go there."""
        self._turn("重做")

    def _go_to(self, fingerprint: str) -> None:
        """To a finding whose state is another now; the list is made anew only where it is not in it."""
        rows = self.list.rows
        found = next(iter(self.desk.session.find(fingerprint)), None)
        index = rows.listing.index_of(found.id) if rows is not None and found is not None else -1
        if rows is None or index < 0:
            self.relist(find=fingerprint)
            return
        rows.listing.forget()
        rows.fold(rows.group_of(index), False)
        self.list.show(rows, rows.row_of(index))
        self.stale = bool(self.filter_text)
        self.count()

    def _turn(self, word: str) -> None:
        if self.refuses():
            return
        try:
            done = self.desk.session.undo() if word == "撤销" else self.desk.session.redo()
        except StoreFault as fault:
            self.fail(fault)
            return
        if not done.label:
            self.status.say(f"没有可以{word}的")
            return
        self.own_change()
        if done.changed:
            self._go_to(done.changed[0])
        self.status.say(f"已{word}：{done.label}", "good")
        if done.conflicts:
            self._show_conflicts(done.conflicts)


def done_words(done: Done, given: Decided) -> str:
    """What a decision did, in one line."""
    parts = [done.label or "没有改动"]
    if done.carried:
        parts.append(f"其中 {done.carried:,} 条由范围带上")
    if done.left:
        parts.append(f"范围里 {done.left:,} 条已有处置，没有动")
    if done.ended:
        parts.append(f"{done.ended:,} 条已消除，不用处置")
    if done.conflicts:
        parts.append(f"{len(done.conflicts):,} 条别人已处置，没有动")
    if given.until is not None:
        parts.append(f"到 {given.until.isoformat()}")
    if done.changed:
        parts.append("u 撤销")
    if not done.changed and not done.label and not done.conflicts and not done.ended:
        return f"已经是“{CHOICE_WORDS[given.choice]}”"
    return "；".join(parts)
