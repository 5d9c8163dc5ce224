"""What holds for every test."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

# Time is measured in bench/ and asserted nowhere; a busy machine is slow. A run is the same every time, but
# for .ci/full, which looks for examples not tried before.
settings.register_profile(
    "auditor",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="AUDITOR_EXPLORE" not in os.environ,
)
settings.load_profile("auditor")

# A run in the background of a shell is started deaf to Ctrl+C, and so would be the programs that tests
# start to see what they do on Ctrl+C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
