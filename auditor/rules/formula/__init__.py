"""The formula language: text to a checked tree, a tree to a verdict over ranges."""
