"""亮, 暗, 高对比. Colours only underline what words and signs say."""

from __future__ import annotations

from textual.theme import Theme

DARK, LIGHT, CONTRAST = "暗", "亮", "高对比"

# Rows and muted text have colours of their own: the Line API does not blend transparent ones.
ROWS = {"cursor-row": "#264b61", "marked-row": "#3b3520", "muted": "#9aa3ab"}

THEMES = (
    Theme(
        name=DARK,
        primary="#5fafd7",
        secondary="#87afaf",
        accent="#ffd75f",
        warning="#e5b567",
        error="#ff8787",
        success="#87d787",
        foreground="#dadada",
        background="#15191d",
        surface="#1b2026",
        panel="#262d35",
        dark=True,
        variables=ROWS,
    ),
    Theme(
        name=LIGHT,
        primary="#005f87",
        secondary="#3a5f5f",
        accent="#8700af",
        warning="#875f00",
        error="#af0000",
        success="#006000",
        foreground="#1c1c1c",
        background="#ffffff",
        surface="#f7f7f5",
        panel="#e4e4e0",
        dark=False,
        variables={"cursor-row": "#cde4f1", "marked-row": "#f0e2f5", "muted": "#5c6166"},
    ),
    Theme(
        name=CONTRAST,
        primary="#00ffff",
        secondary="#ffffff",
        accent="#ffff00",
        warning="#ffff00",
        error="#ff9999",
        success="#00ff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        dark=True,
        luminosity_spread=0.0,
        text_alpha=1.0,
        variables={
            "cursor-row": "#00308f",
            "marked-row": "#4a3b00",
            "muted": "#d0d0d0",
            "border": "#ffffff",
            "block-cursor-background": "#ffff00",
        },
    ),
)
