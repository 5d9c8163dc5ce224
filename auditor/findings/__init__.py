"""Outcomes to findings: fingerprints, causes, levels, the run's reconciled account."""
