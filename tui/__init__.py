"""The terminal interface; started by `auditor triage`."""
