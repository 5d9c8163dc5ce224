"""A recogniser that is told what pages hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auditor.reading.page_shape import Page
from auditor.reading.page_unread import Render, Unread


@dataclass
class Told:
    """`more`: whether it asks for a second look at every page."""

    look: Callable[[Unread, Render], Page | None]
    more: bool = False

    def __call__(self, what: Unread, render: Render) -> Page | None:
        return self.look(what, render)

    def wiser(self, page: Page) -> bool:
        return self.more
