"""What every floor may use: places, diagnostics, text folding and widths. Imports nothing of ours."""
