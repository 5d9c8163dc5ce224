"""Bytes to Document: one module per format behind `open_document`. Knows nothing of annual reports."""
