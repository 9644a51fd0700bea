"""Every list that comes in is read in a child where the process goes on; a heavy one ends nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import A, B, a_database, a_desk, at
from workbooks import REGISTER_HEADING, csv_file, register_row

from inkoopkalender.intake.readers import Limits, Readers
from inkoopkalender.orchestration.at_work import at_work
from inkoopkalender.settings import Settings
from inkoopkalender.usecases.areas import import_areas
from inkoopkalender.usecases.desk import Desk
from inkoopkalender.usecases.generate_files import write_publication_list, write_scores, write_signing_export
from inkoopkalender.usecases.imports import ImportReport
from inkoopkalender.usecases.people import ImportOptions, import_contracts, import_providers
from inkoopkalender.usecases.publication import import_publication_list
from inkoopkalender.usecases.scoring import import_scores
from inkoopkalender.usecases.signing import import_signatures
from inkoopkalender.web.site import make_site

NOW = at("2026-08-20T09:00")
HEAVY = b"agb;naam" + b"\nx;y" * 2_400_000
SMALL = Limits(memory=250_000_000)
"""So little memory that a reader ends on HEAVY, and reads a small file."""


@pytest.fixture(name="readers")
def small_readers() -> Iterator[Readers]:
    with Readers(1, SMALL) as readers:
        yield readers


def take_in(desk: Desk, what: str, content: bytes, filename: str) -> ImportReport:
    match what:
        case "scores":
            return import_scores(desk, content, filename, by="systeem", now=NOW)
        case "signatures":
            return import_signatures(desk, content, filename, complete_until=None, by="systeem", now=NOW)
        case _:
            return import_publication_list(desk, content, filename, by="systeem", now=NOW)


def good_file(what: str, path: Path) -> bytes:
    match what:
        case "scores":
            write_scores({A.agb: (10, 20)}, path)
        case "signatures":
            write_signing_export({A.agb: (NOW, "bestuurder")}, path)
        case _:
            write_publication_list({A.agb: "Zorg 1"}, path)
    return path.read_bytes()


@pytest.mark.parametrize("what", ["scores", "signatures", "publication"])
def test_a_list_on_which_its_reader_ends_is_a_finding_and_the_next_one_is_read(
    tmp_path: Path, what: str, readers: Readers
) -> None:
    desk = replace(a_desk(tmp_path, [A, B]), readers=readers)
    good = good_file(what, tmp_path / "lijst.xlsx")

    first = take_in(desk, what, HEAVY, "lijst.csv")
    second = take_in(desk, what, good, "lijst.xlsx")

    assert (first.rows, first.findings[0].code, first.accepted) == (0, "file-too-heavy", False)
    assert second.rows == 1


def test_a_register_on_which_its_reader_ends_is_a_finding_and_the_next_one_is_read(
    tmp_path: Path, readers: Readers
) -> None:
    database = a_database(tmp_path, [])
    heavy, good, contracts = (tmp_path / name for name in ("zwaar.csv", "goed.csv", "contracten.csv"))
    heavy.write_bytes(HEAVY)
    good.write_bytes(csv_file(REGISTER_HEADING, [str(one) for one in register_row()]))
    contracts.write_text("agb;productieafspraak;gedeclareerd\n75000001;100,00;90,00\n")
    options = ImportOptions(at=NOW, readers=readers)

    refused = [import_providers(database, heavy, options), import_contracts(database, heavy, 2026, options)]
    areas = import_areas(database, heavy, options)
    taken = import_providers(database, good, options)
    import_contracts(database, contracts, 2026, options)
    here = import_contracts(database, contracts, 2026, replace(options, readers=None))

    found = [*(report.findings for report in refused), areas.findings]
    assert [[one.code for one in each] for each in found] == [["file-too-heavy"]] * 3
    assert (taken.imported, taken.findings) == (1, ())
    assert (here.rows, here.unchanged) == (1, 1)


def test_a_flow_and_the_pages_have_readers_for_their_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_desk(tmp_path, [A])
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path))
    monkeypatch.setenv("INKOOPKALENDER_DATABASE", f"sqlite:///{tmp_path / 'round.db'}")

    with at_work() as work:
        desk = work.desk_on("cz/wijkverpleging/2027")
    site = make_site(Settings(folder=tmp_path))

    assert desk.readers is work.readers
    assert (work.readers.closed, site.readers.closed) == (True, False)
    site.close()
    assert site.readers.closed
