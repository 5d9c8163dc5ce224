"""The three tables: labels, runs of figures, heads, geometry, and a reader for each."""
