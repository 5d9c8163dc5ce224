"""Rule files to typed rules. Knows nothing of how reports are read."""
