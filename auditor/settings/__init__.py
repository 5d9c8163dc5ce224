"""auditor.toml: what an office settles once instead of typing it every time. Says what may stand there
(keys), where it stands in the file (spots), and what it says (load). Knows nothing of rules or reports."""
