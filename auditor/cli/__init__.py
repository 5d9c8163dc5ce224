"""The command line: parses what a person asks and calls the floors below; no logic of its own."""
