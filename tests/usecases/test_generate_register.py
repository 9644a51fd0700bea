from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st
from workbooks import survey_kind

from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.contracts import read_contracts
from inkoopkalender.intake.people import read_register
from inkoopkalender.intake.submissions import check_submission
from inkoopkalender.usecases.generate import (
    InventedOrganisation,
    Temperament,
    invent_register,
    write_contracts,
    write_register,
)
from inkoopkalender.usecases.generate_files import invent_survey, write_survey

RESERVED = ("example.org", "example.com", "example.net", "example")


def test_the_same_seed_gives_the_same_register() -> None:
    assert invent_register(50, 7) == invent_register(50, 7)
    assert invent_register(50, 7) != invent_register(50, 8)


@given(count=st.integers(20, 120), seed=st.integers(0, 1_000))
def test_every_register_is_in_the_invented_ranges_and_covers_everything(count: int, seed: int) -> None:
    organisations = invent_register(count, seed)

    codes = [code for one in organisations for code in one.codes]
    amounts = [one.agreement_cents for one in organisations if not one.is_new]
    assert [one.kvk for one in organisations] == [str(90_000_000 + number) for number in range(1, count + 1)]
    assert codes == [str(75_000_000 + number) for number in range(1, len(codes) + 1)]
    assert {one.temperament for one in organisations} == set(get_args(Temperament))
    assert (amounts.count(10_000_000), amounts.count(10_000_001)) == (1, 1)
    assert sum(one.is_new for one in organisations) == round(count * 0.05)
    assert all((one.agreement_cents, one.claimed_cents) == (0, 0) for one in organisations if one.is_new)
    assert all(one.claimed_cents > 0 for one in organisations if not one.is_new)


def test_contacts_live_at_reserved_domains() -> None:
    contacts = [contact for one in invent_register(200, 3) for contact in one.contacts]

    addresses = [validate_email(contact.email, check_deliverability=False) for contact in contacts]
    assert all(address.domain.endswith(RESERVED) for address in addresses)
    assert len({address.normalized for address in addresses}) == len(contacts)


def test_about_one_in_five_stands_at_or_under_the_threshold() -> None:
    existing = [one for one in invent_register(1000, 5) if not one.is_new]

    small = sum(one.agreement_cents <= 10_000_000 for one in existing)
    assert (small, len(existing)) == (190, 950)
    assert Counter(one.delivers_by for one in existing)["vecozo"] in range(700, 820)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_written_register_reads_back_without_a_finding(tmp_path: Path, suffix: str) -> None:
    organisations = invent_register(60, 4)
    register, contracts = tmp_path / f"register{suffix}", tmp_path / f"contracten{suffix}"

    write_register(organisations, register)
    write_contracts(organisations, contracts)

    read = read_register(register.read_bytes(), register.name)
    rows = read_contracts(contracts.read_bytes(), contracts.name)
    assert (read.findings, rows.findings) == ((), ())
    assert [(one.kvk, one.codes, one.contacts) for one in read.organisations] == [
        (one.kvk, one.codes, one.contacts) for one in organisations
    ]
    assert [(row.agb, row.agreement_cents, row.claimed_cents) for row in rows.contracts] == [
        (one.agb, one.agreement_cents, one.claimed_cents) for one in organisations if not one.is_new
    ]


@pytest.mark.parametrize("count", [0, -1, 100_000])
def test_more_than_the_range_holds_cannot_be_invented(count: int) -> None:
    with pytest.raises(MisuseError):
        invent_register(count, 1)


def test_another_suffix_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match=r"\.xlsx of \.csv"):
        write_register(invent_register(1, 1), tmp_path / "register.txt")


def test_good_surveys_are_accepted_and_wrong_ones_are_not(tmp_path: Path) -> None:
    organisations = invent_register(40, 2)

    assert [_accepted(one, tmp_path, wrong=False) for one in organisations] == [True] * 40
    assert [_accepted(one, tmp_path, wrong=True) for one in organisations] == [False] * 40


def _accepted(organisation: InventedOrganisation, folder: Path, *, wrong: bool) -> bool:
    kind, on, path = survey_kind(), date(2026, 5, 20), folder / "uitvraag.xlsx"
    write_survey(kind, invent_survey(organisation, contract_year=2027, on=on, seed=1, wrong=wrong), path)
    checked = check_submission(
        path.read_bytes(), path.name, kind, contract_year=2027, agb=organisation.codes, received_on=on
    )
    return checked.accepted
