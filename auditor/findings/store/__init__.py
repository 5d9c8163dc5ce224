"""The store: runs, reports, findings, decisions and their log, in one SQLite file or on PostgreSQL."""
