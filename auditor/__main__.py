"""`python -m auditor`: the command line without the console script."""

import sys

from auditor.cli.main import main

sys.exit(main())
