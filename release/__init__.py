"""The offline release: one folder that runs where there is neither Python nor a network.

    python release/build.py            builds dist/auditor-<version>-<system>-<machine>/ and an archive

The same on Windows and Linux; needs Python 3.11 or later and a package index while it builds."""
