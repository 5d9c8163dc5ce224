"""Panes: one widget per module, its styles beside it."""
