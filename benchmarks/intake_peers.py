"""The same questions about the minimal data set, asked by other libraries: pandas with pandera, and openpyxl.

Run by `benchmarks/intake.py` with the Python of `benchmarks/.venv`. Prints one JSON document: seconds from
file to findings (imports not counted), how many were found, and the peak memory of this process in MiB.
pandera tells a fault as a value and a check, without a message for the provider.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook
from pandera.errors import SchemaErrors
from pandera.pandas import Check, Column, DataFrameSchema

YES_NO = ["ja", "nee"]
MODES = ["op locatie", "schriftelijk", "telefonisch", "beeldbellen", "anders"]
FORMS = ["individueel op locatie", "individueel telefonisch", "individueel beeldbellen", "groep op locatie",
         "groep online"]  # fmt: skip
MEDICINES = ["nicotinevervangers", "varenicline", "bupropion", "nortriptyline", "cytisine", "anders"]
DATES = ["start_begeleiding", "einde_begeleiding", "stopdatum", "datum_4_weken", "datum_co", "datum_52_weken"]
NUMBERS = ["leeftijd", "sessies_tm_stopdatum", "co_ppm", "sigaretten_50_weken", "minuten_begeleiding"]
ANSWERS = ["al_gestopt_bij_aanmelding", "bereikt_4_weken", "rookvrij_2_weken", "bereikt_52_weken",
           "gestopt_3_maanden", "gestopt_6_maanden", "gestopt_1_jaar",
           "farmacologische_ondersteuning"]  # fmt: skip
CO_BELOW_PPM = 10
RECEIVED = pd.Timestamp("2026-09-01")


def no_bsn(texts: pd.Series) -> pd.Series:
    found = texts.str.extract(r"(?<![0-9])([0-9](?:[ .-]?[0-9]){8})(?![0-9])")[0]
    digits = found.dropna().str.replace(r"[^0-9]", "", regex=True)
    total = sum(
        weight * digits.str[place].astype(int) for place, weight in enumerate((9, 8, 7, 6, 5, 4, 3, 2, -1))
    )
    bad = digits.index[(total % 11 == 0) & (digits != "000000000")] if len(digits) else []
    return ~texts.index.isin(bad) | texts.isna()


def before(frame: pd.DataFrame, first: str, second: str) -> pd.Series:
    return frame[first] < frame[second]


def out_of(frame: pd.DataFrame, day: str, earliest: int, latest: int) -> pd.Series:
    days = (frame[day] - frame["stopdatum"]).dt.days
    return days.notna() & (days >= 0) & ~days.between(earliest, latest)


def told(frame: pd.DataFrame, *columns: str) -> pd.Series:
    return frame[list(columns)].notna().any(axis=1)


def row_checks() -> list[Check]:
    """What the program's own checks of a row say, as masks of the rows where it holds."""
    faults = {
        "age-unlikely": lambda f: f["leeftijd"].notna() & ~f["leeftijd"].between(12, 100),
        "end-before-start": lambda f: before(f, "einde_begeleiding", "start_begeleiding"),
        "sessions-after-quit": lambda f: (
            (f["sessies_tm_stopdatum"] > 0) & before(f, "stopdatum", "start_begeleiding")
        ),
        "client-twice": lambda f: f.duplicated(["agb", "clientnummer", "start_begeleiding"]),
        "co-missing": lambda f: f["co_ppm"].isna() & f["datum_co"].notna(),
        "co-without-report": lambda f: f["co_ppm"].notna() & f["rookvrij_2_weken"].isna(),
        "co-contradicts": lambda f: (f["co_ppm"] >= CO_BELOW_PPM) & (f["rookvrij_2_weken"] == "ja"),
        "co-undated": lambda f: f["co_ppm"].notna() & f["datum_co"].isna(),
        "co-before-quit": lambda f: f["co_ppm"].notna() & before(f, "datum_co", "stopdatum"),
        "co-outside-window": lambda f: f["co_ppm"].notna() & out_of(f, "datum_co", 25, 42),
        "medicine-alone": lambda f: (
            (f["farmacologische_ondersteuning"] == "ja") & (f["minuten_begeleiding"] == 0)
        ),
        "medicine-kind-missing": lambda f: (
            (f["farmacologische_ondersteuning"] == "ja") & f["soort_farmacologisch"].isna()
        ),
        "medicine-contradicts": lambda f: (
            (f["farmacologische_ondersteuning"] == "nee") & f["soort_farmacologisch"].notna()
        ),
        "agb-other": lambda f: f["agb"] != "75000001",
    }
    for weeks, first, last, answer in (
        (4, 25, 42, "rookvrij_2_weken"),
        (52, 334, 394, "sigaretten_50_weken"),
    ):
        day, mode, reached = f"datum_{weeks}_weken", f"wijze_{weeks}_weken", f"bereikt_{weeks}_weken"
        parts = (day, mode, answer)
        faults[f"answer-without-contact-{weeks}"] = lambda f, parts=parts, reached=reached: (
            told(f, *parts) & (f[reached] != "ja")
        )
        faults[f"before-quit-{weeks}"] = lambda f, day=day: before(f, day, "stopdatum")
        faults[f"outside-window-{weeks}"] = lambda f, day=day, a=first, b=last: out_of(f, day, a, b)
        for part in parts:
            faults[f"incomplete-{part}"] = lambda f, part=part, reached=reached: (
                (f[reached] == "ja") & f[part].isna()
            )
    for day in ("start_begeleiding", "datum_4_weken", "datum_co", "datum_52_weken"):
        faults[f"future-{day}"] = lambda f, day=day: f[day] > RECEIVED
    return [
        Check(lambda f, fault=fault: ~fault(f).fillna(value=False).astype(bool), name=name)
        for name, fault in faults.items()
    ]


def schema() -> DataFrameSchema:
    empty, needed = {"nullable": True}, {"nullable": False}
    columns = {
        "agb": Column(str, Check.str_matches(r"^[0-9]{8}$"), **needed),
        "clientnummer": Column(str, [Check.str_length(1, 200), Check(no_bsn, name="bsn")], **needed),
        "leeftijd": Column(float, [Check.in_range(0, 120), whole()], **empty),
        "vorm_begeleiding": Column(str, Check.isin(FORMS), **needed),
        "start_begeleiding": Column("datetime64[ns]", **needed),
        "sessies_tm_stopdatum": Column(float, [Check.in_range(0, 100), whole()], **needed),
        "co_ppm": Column(float, Check.in_range(0, 200), **empty),
        "sigaretten_50_weken": Column(float, [Check.in_range(0, 100_000), whole()], **empty),
        "minuten_begeleiding": Column(float, [Check.in_range(0, 10_000), whole()], **needed),
        "wijze_4_weken": Column(str, Check.isin(MODES), **empty),
        "wijze_52_weken": Column(str, Check.isin(MODES), **empty),
        "soort_farmacologisch": Column(str, Check.isin(MEDICINES), **empty),
    }
    columns |= {day: Column("datetime64[ns]", **empty) for day in DATES if day not in columns}
    required = {"al_gestopt_bij_aanmelding", "farmacologische_ondersteuning"}
    columns |= {name: Column(str, Check.isin(YES_NO), nullable=name not in required) for name in ANSWERS}
    return DataFrameSchema(columns, checks=row_checks())


def whole() -> Check:
    return Check(lambda numbers: numbers % 1 == 0, name="whole")


def with_pandera(file: Path) -> int:
    """Read and check one file; return how many faults there are."""
    if file.suffix == ".csv":
        frame = pd.read_csv(file, sep=";", dtype=str, encoding="utf-8-sig")
    else:
        frame = pd.read_excel(file, engine="calamine", dtype={"agb": str, "clientnummer": str})
    for name in DATES:
        frame[name] = pd.to_datetime(frame[name], errors="coerce").astype("datetime64[ns]")
    for name in NUMBERS:
        texts = frame[name].str.replace(",", ".") if frame[name].dtype == "str" else frame[name]
        frame[name] = pd.to_numeric(texts, errors="coerce").astype(float)
    for name in [*ANSWERS, "wijze_52_weken"]:
        frame[name] = frame[name].astype("str").where(frame[name].notna())
    try:
        schema().validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases  # a fault of a row is there once for each of its columns
        of_row = cases["schema_context"] == "DataFrameSchema"
        return int((~of_row).sum()) + len(cases[of_row].drop_duplicates(["check", "index"]))
    return 0


def with_openpyxl(file: Path) -> int:
    """Read each cell of a workbook, and check nothing; return how many cells there are."""
    workbook = load_workbook(file, read_only=True)
    return sum(len(row) for sheet in workbook for row in sheet.iter_rows(values_only=True))


def main() -> None:
    way = {"pandera": with_pandera, "openpyxl": with_openpyxl}[sys.argv[1]]
    begun = time.perf_counter()
    found = way(Path(sys.argv[2]))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "processor": sum(os.times()[:4]), "found": found, "peak": peak}))


if __name__ == "__main__":
    main()
