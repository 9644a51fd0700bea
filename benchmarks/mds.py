"""How long 100,000 rows of the minimal data set take, from file to rates with all findings, and their memory.

Run by hand or by `make bench`. Each file is read by a process of its own, so that its peak memory is its own.
There is no peer beside it: neither pandas nor polars is among the dependencies. Nothing passes or fails.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.russell import rates_of
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.mds import read_mds
from inkoopkalender.intake.submissions import columns_of
from inkoopkalender.intake.writing import write_rows

ROWS = 100_000
RUNS = 3
KIND = load_submission_kinds(RoundKey("cz", "stoppen-met-roken", 2027))["mds"]


def invented(number: int, chance: random.Random) -> list[CellValue]:
    """Return a row that somebody could have handed in; one in two hundred contradicts itself."""
    quit_date = date(2026, 1, 15) + timedelta(days=chance.randrange(200))
    reached, stopped = chance.randrange(5) > 0, chance.choice((True, True, False))
    measured = reached and chance.choice((True, False))
    assessed = quit_date + timedelta(days=chance.randrange(25, 43))
    shifted = assessed - timedelta(days=chance.choices((0, 90), (199, 1))[0])
    row: dict[str, CellValue] = {
        "agb": "75000001",
        "client": f"V-{number:06}",
        "age": chance.randrange(18, 80),
        "form": "individueel op locatie",
        "started_on": quit_date - timedelta(days=14),
        "ended_on": quit_date + timedelta(days=80),
        "quit_date": quit_date,
        "sessions": chance.randrange(1, 5),
        "already_stopped": False,
        "reached_4w": reached,
        "assessed_4w_on": shifted if reached else None,
        "mode_4w": "telefonisch" if reached else None,
        "smoke_free_2w": stopped if reached else None,
        "co_ppm": float(chance.randrange(2, 30)) if measured else None,
        "co_on": assessed if measured else None,
        "stopped_3m": stopped,
        "minutes": chance.randrange(40, 200),
        "medicine": stopped,
        "medicine_kind": "varenicline" if stopped else None,
    }
    return [row.get(name) for name in KIND.fields]


def measure(file: Path) -> None:
    """Print the figures of one file, read in this process."""
    begun = time.perf_counter()
    read = read_mds(file.read_bytes(), file.name, KIND)
    counted = rates_of(row.smoker for row in read.rows)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{file.name} ({file.stat().st_size / 1e6:.1f} MB): {seconds:.1f} s, ru_maxrss {peak:.0f} MiB; "
        f"{read.rows_read:,} rows x {len(KIND.fields)}, {len(read.findings):,} findings, "
        f"{counted.treated_smokers:,} treated, rate {counted.rate_4w_self_reported}"
    )


def main() -> None:
    chance = random.Random(2027)
    rows = [invented(number, chance) for number in range(ROWS)]
    print("no peer: neither pandas nor polars is among the dependencies")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("mds.csv", "mds.xlsx"):
            file = Path(folder) / name
            write_rows(file, "MDS", [column.name for column in columns_of(KIND)], rows)
            for _ in range(RUNS):
                subprocess.run([sys.executable, __file__, str(file)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        main()
