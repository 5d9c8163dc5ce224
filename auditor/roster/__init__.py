"""名录: the agencies that should file, and whose report a file is."""
