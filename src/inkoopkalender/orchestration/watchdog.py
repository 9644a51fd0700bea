"""Ends what a killed `up` left, where the system cannot: it reads a pipe that only `up` holds.

Linux tells children of their parent's death by itself (see `child_process`); this process is for others.
"""

import sys
from pathlib import Path

from inkoopkalender.orchestration.strays import end_strays

if __name__ == "__main__":
    sys.stdin.buffer.read()
    end_strays(Path(sys.argv[1]))
