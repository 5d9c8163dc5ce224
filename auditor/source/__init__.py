"""YAML text to a located tree: every key and value with line and column, within limits."""
