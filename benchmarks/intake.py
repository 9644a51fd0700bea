"""How long 100,000 rows of the minimal data set take from file to all findings, beside other libraries.

Run by `make bench`, which gives the peers an environment of their own (`benchmarks/.venv`). Every figure is
that of a process of its own, ours and theirs in turn: seconds from file to findings (imports before the file
is opened not counted), seconds of the processor with everything, and peak memory. The peers are pandas with
pandera, which asks the same questions, and openpyxl, which only reads. Then: how it grows up to a million
rows, how long a small workbook that would inflate to 31 GB takes to be refused, and the command from start to
end. Nothing passes or fails; `inkoopkalender.intake` is held to its findings by the tests.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from inkoopkalender.content.submissions import load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.domain.russell import rates_of
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.kind_columns import columns_of
from inkoopkalender.intake.mds import read_mds
from inkoopkalender.intake.readers import Readers
from inkoopkalender.intake.submissions import check_submission, refused_submission
from inkoopkalender.intake.writing import write_rows

ROUND = RoundKey("cz", "stoppen-met-roken", 2027)
KIND = load_submission_kinds(ROUND)["mds"]
ROWS = 100_000
RUNS = 3
FILES = ("mds.csv", "mds.xlsx")
SERIES = (10_000, 100_000, 1_000_000)
RECEIVED = date(2026, 9, 1)
HERE = Path(__file__).parent
PEERS = HERE / ".venv/bin/python"


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


def checked(file: Path) -> tuple[int, str]:
    """Check a file as `submissions check` does; return the number of findings, and the first code."""
    read = check_submission(
        file.read_bytes(), file.name, KIND, contract_year=2027, agb="75000001", received_on=RECEIVED
    )
    return len(read.findings), next((one.code for one in read.findings), "")


def rated(file: Path) -> tuple[int, str]:
    """Count a file as `mds rates` does."""
    read = read_mds(file.read_bytes(), file.name, KIND, RECEIVED)
    return len(read.findings), f"rate {rates_of(row.smoker for row in read.rows).rate_4w_self_reported}"


def in_child(file: Path) -> tuple[int, str]:
    """Check a file in a kept child process under its limits, the child's start with it."""
    with Readers(1) as readers:
        read = readers.ask(
            check_submission, refused_submission, file.read_bytes(), file.name, KIND,
            contract_year=2027, agb="75000001", received_on=RECEIVED,
        )  # fmt: skip
    return len(read.findings), next((one.code for one in read.findings), "")


WAYS: dict[str, Callable[[Path], tuple[int, str]]] = {"check": checked, "rates": rated, "child": in_child}


def measure(way: str, file: Path) -> None:
    """Print one figure, of this process, as JSON; of `child` the memory is the child's."""
    begun = time.perf_counter()
    found, what = WAYS[way](file)
    seconds = time.perf_counter() - begun
    who = resource.RUSAGE_CHILDREN if way == "child" else resource.RUSAGE_SELF
    peak = resource.getrusage(who).ru_maxrss / 1024
    processor = sum(os.times()[:4])
    print(
        json.dumps({"seconds": seconds, "processor": processor, "found": found, "peak": peak, "what": what})
    )


def run(command: Sequence[str | Path]) -> dict[str, float]:
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def ours(way: str, file: Path) -> list[str | Path]:
    return [sys.executable, __file__, way, file]


def theirs(way: str, file: Path) -> list[str | Path]:
    return [PEERS, HERE / "intake_peers.py", way, file]


def paired(file: Path) -> None:
    """Print the figures of one file, ours and the peers' in turn."""
    ways = {
        "ours": ours("check", file),
        "ours, in a child": ours("child", file),
        "ours, rates": ours("rates", file),
    }
    if PEERS.exists():
        ways["pandas + pandera"] = theirs("pandera", file)
        if file.suffix == ".xlsx":
            ways["openpyxl, read only, no checks"] = theirs("openpyxl", file)
    else:
        print(f"no peers: {PEERS} is not there; `make bench` makes it")
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, command in ways.items():
            runs[name].append(run(command))
    own = statistics.median(one["seconds"] for one in runs["ours"])
    size = f"{file.stat().st_size / 1e6:.1f} MB, {ROWS:,} rows x {len(KIND.fields)}"
    print(f"{file.name}, {size}; {RUNS} runs in turn: median (least-most), processor, peak memory")
    for name, figures in runs.items():
        seconds = sorted(one["seconds"] for one in figures)
        middle = statistics.median(seconds)
        processor = statistics.median(one["processor"] for one in figures)
        what = f"{figures[0]['found']:,} {'cells' if name.startswith('openpyxl') else 'findings'}"
        print(
            f"  {name:31} {middle:6.2f} s ({seconds[0]:.2f}-{seconds[-1]:.2f})  {middle / own:4.1f} x  "
            f"{processor:5.2f} s  {max(one['peak'] for one in figures):4.0f} MiB  {what}"
        )


def growth(folder: Path) -> None:
    """Print how the seconds grow with the rows of CSV; the rows come again under other client numbers."""
    print("rows of CSV      MB  seconds  processor  processor per 100,000   MiB")
    heading, *lines = (folder / "mds.csv").read_text(encoding="utf-8-sig").splitlines()
    for size in SERIES:
        file = folder / f"{size}.csv"
        with file.open("w", encoding="utf-8") as target:
            target.write(heading + "\n")
            for number in range(size):
                line = lines[number % len(lines)]
                target.write(line.replace(";V-", f";V{number // len(lines)}-", 1) + "\n")
        one = min((run(ours("check", file)) for _ in range(RUNS)), key=lambda figures: figures["seconds"])
        print(
            f"{size:11,}  {file.stat().st_size / 1e6:6.1f}  {one['seconds']:7.2f}  {one['processor']:9.2f}  "
            f"{one['processor'] / size * 100_000:21.2f}  {one['peak']:4.0f}  {one['found']:,} findings"
        )
        file.unlink()


def bomb(file: Path) -> None:
    """Write a workbook of some hundreds of kB whose cells stand in the first column and the last of all."""
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="XFD{row}"><v>{row}</v></c></row>'
        for row in range(1, 60_001)
    )
    space = "http://schemas.openxmlformats.org"
    sheet = f'<worksheet xmlns="{space}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    source = file.with_name("source.xlsx")
    write_rows(source, "MDS", ["agb"], [])
    with zipfile.ZipFile(source) as good, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else good.read(name))


def refusal(folder: Path) -> None:
    """Print how long the bomb takes to be refused."""
    file = folder / "bomb.xlsx"
    bomb(file)
    figures = min((run(ours("check", file)) for _ in range(RUNS)), key=lambda one: one["seconds"])
    size = f"{file.stat().st_size / 1e3:.0f} kB"
    print(f"sparse bomb, {size}: {figures['what']} in {figures['seconds']:.3f} s, {figures['peak']:.0f} MiB")


def command(file: Path) -> None:
    """Print how long the command takes, from its start to its last line."""
    program = Path(sys.executable).with_name("inkoopkalender")
    begun = time.perf_counter()
    done = subprocess.run(
        [program, "submissions", "check", file, "--as", "mds", "--round", str(ROUND), "--json"],
        check=False,
        capture_output=True,
        env={**os.environ, "INKOOPKALENDER_FOLDER": str(file.parent)},
    )
    said = f"{time.perf_counter() - begun:.2f} s, exit {done.returncode}, {len(done.stdout):,} bytes of JSON"
    print(f"submissions check {file.name}: {said}")


def make(folder: Path) -> None:
    """Write the files, in a process of its own: what one holds shows as the peak of those that it starts."""
    chance = random.Random(2027)
    rows = [invented(number, chance) for number in range(ROWS)]
    for name in FILES:
        write_rows(folder / name, "MDS", [column.name for column in columns_of(KIND)], rows)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, __file__, "make", name], check=True)
        for file in FILES:
            paired(folder / file)
        refusal(folder)
        for file in FILES:
            command(folder / file)
        growth(folder)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder]:
            make(Path(folder))
        case [way, file]:
            measure(way, Path(file))
        case _:
            main()
