"""Findings to files and screens: one module per form."""
