"""Document and 词典 to Report: unit, year, six sections, every cell of the three tables, all with places."""
