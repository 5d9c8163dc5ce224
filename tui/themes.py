"""亮, 暗, 高对比. Colours only underline what words and signs say."""

from __future__ import annotations

from textual.theme import Theme

DARK, LIGHT, CONTRAST = "暗", "亮", "高对比"

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
        variables={"border": "#ffffff", "block-cursor-background": "#ffff00"},
    ),
)
