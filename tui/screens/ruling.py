"""Editing rules from the list: the rule behind a finding, an overlay for it, a new one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.base.paths import packaged
from auditor.output.places import LEVELS
from tui.screens.base import Base
from tui.screens.dialog import Choose
from tui.widgets.options import Option

if TYPE_CHECKING:  # the editor and the engine are loaded when they are first asked for
    from auditor.rules.model import Rule

_OWN = "本地"


class Ruling(Base):
    """What `e` and `N` do."""

    def action_edit(self) -> None:
        """The rule behind the finding; for a national one an overlay is proposed."""
        from tui.workbench import shipped

        line = self.list.current
        if line is None:
            self.status.say("先把光标放到一条问题上")
            return
        rule = self.desk.rule(line.rule)
        if rule is None:
            self.status.say(f"现在的规则里没有 {line.rule}，没有可改的", "error")
            return
        path = Path(rule.file)
        if not shipped(path, packaged() / "rules"):
            self._open_editor(path, rule)
            return
        options = [
            Option("overlay", "写一份地方叠加：改级别、参数、词表，或停用（国家规则不动）", "建议"),
            Option("edit", "直接改这份国家规则（以后和随程序提供的不同，升级时要自己合并）"),
            Option("look", "只看一看"),
        ]

        def chosen(answer: str | None) -> None:
            if answer == "overlay":
                self._overlay(rule)
            elif answer is not None:
                self._open_editor(path, rule)

        self.app.push_screen(Choose(f"{rule.id} 是国家规则", options), chosen)

    def _open_editor(self, path: Path, rule: Rule) -> None:
        from tui.screens.editor import EditorScreen

        line = rule.place.line if rule.place else 1
        self.app.push_screen(EditorScreen(path, rule.id, line), self._edited)

    def _overlay(self, rule: Rule) -> None:
        """An overlay in force, or a new one beside the packs."""
        from tui import newrule
        from tui.screens.editor import EditorScreen

        base = self.desk.rules if self.desk.rules.is_dir() else self.desk.rules.parent
        path, name = base / "地方" / f"{_OWN}.yaml", _OWN
        if self.desk.loaded is not None and self.desk.loaded.overlays:
            last = self.desk.loaded.overlays[-1]
            path, name = Path(last.file), last.name
        existing = ""
        with suppress(OSError):
            existing = path.read_text(encoding="utf-8-sig")
        text, line = newrule.overlay(existing, name, rule, LEVELS[rule.level])
        before = self.desk.overlays
        if name not in before:
            self.desk.overlays = (*before, name)

        def done(saved: bool | None) -> None:
            if not saved and not path.exists():
                self.desk.overlays = before
            self._edited(saved)

        self.app.push_screen(EditorScreen(path, rule.id, line, text), done)

    def _edited(self, saved: bool | None) -> None:
        """Back in the list: audit anew where something was saved."""
        if not saved:
            self.status.say("规则没有改动")
            return
        self.action_reread()

    def action_reread(self) -> None:
        """Read rules and reports anew."""
        raise NotImplementedError

    def action_new_rule(self) -> None:
        """The kind first, then its form, then the editor."""
        from tui import newrule
        from tui.screens.editor import EditorScreen
        from tui.screens.newrule import NewRuleForm

        loaded = self.desk.loaded
        if loaded is None:
            self.status.say("没有规则，写不了新规则", "error")
            return
        if self.refuses():
            return

        def write(kind: str, given: dict[str, str] | None) -> None:
            if given is None:
                return
            text = newrule.filled(newrule.blank(kind, loaded), given)
            number = newrule.id_of(text)
            path = newrule.new_file(self.desk.rules, number)
            self.app.push_screen(EditorScreen(path, number, 1, text), self._edited)

        def chosen(kind: str | None) -> None:
            if kind is None:
                return
            text = newrule.blank(kind, loaded)
            form = NewRuleForm(kind, newrule.id_of(text), newrule.fields(text))
            self.app.push_screen(form, lambda given: write(kind, given))

        options = [Option(name, f"{name}　{about}") for name, about in newrule.kinds().items()]
        self.app.push_screen(Choose("新规则查什么", options), chosen)
