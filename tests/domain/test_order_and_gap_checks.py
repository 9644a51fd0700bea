from dataclasses import replace

import pytest
from calendar_builders import PARAMETERS, a_parameter, an_event, by_provider, resolved, told

from inkoopkalender.domain.gap_checks import check_gaps
from inkoopkalender.domain.order_checks import check_order

HANDLING = PARAMETERS.handling_days
PUBLICATION = an_event("publication", "uiterlijk 12 november 2026", "publish-contracted-care")


def test_publication_before_signing_is_an_order_error() -> None:
    events = resolved(
        by_provider("signing", "uiterlijk 12 november 2026", "sign-contracts"),
        replace(PUBLICATION, when="uiterlijk 2 november 2026"),
    )

    assert told(check_order(events)) == [("order", "error", ("events", "publication", "when"))]


def test_events_of_different_tracks_have_no_order() -> None:
    events = resolved(
        by_provider("signing", "uiterlijk 20 november 2026", "sign-contracts", track="new"),
        replace(PUBLICATION, track="existing"),
    )

    assert told(check_order(events)) == []


def test_signing_that_closes_before_the_talks_is_a_warning() -> None:
    events = resolved(
        by_provider("talks", "15 juli t/m 31 oktober 2026", "contracting"),
        by_provider("signing", "uiterlijk 15 oktober 2026", "sign-contracts"),
    )

    (finding,) = check_order(events)

    assert told([finding]) == [("closes-early", "warning", ("events", "signing", "when"))]
    assert finding.message == (
        "signing (sign-contracts) eindigt op do 15 oktober 2026, 24.00 uur, "
        "eerder dan talks (contracting): za 31 oktober 2026, 24.00 uur."
    )


def test_signing_that_closes_the_day_before_publication_is_a_gap_of_one_day() -> None:
    events = resolved(by_provider("signing", "uiterlijk 11 november 2026", "sign-contracts"), PUBLICATION)

    (finding,) = check_gaps(events, HANDLING)

    assert told([finding]) == [("gap", "warning", ("events", "publication", "when"))]
    assert finding.message == (
        "signing (sign-contracts) sluit op wo 11 november 2026 en publication (publish-contracted-care) is "
        "1 dag later, op do 12 november 2026; gevraagd: 5 dagen."
    )
    assert finding.next_step == (
        "Regel vooraf wie de export inleest, nakijkt en vrijgeeft, of aanvaard het: "
        "handling_days = 5 (ons voorstel, calendars/national/2027.yaml)."
    )


@pytest.mark.parametrize(
    ("signing", "publication", "days", "found"),
    [
        ("uiterlijk 7 november 2026", "uiterlijk 12 november 2026", 5, []),
        ("uiterlijk 7 november 2026", "uiterlijk 12 november 2026", 6, ["gap"]),
        ("uiterlijk 12 november 2026", "uiterlijk 12 november 2026", 5, ["gap"]),
        ("uiterlijk 11 november 2026", "vanaf 12 november 2026", 5, ["gap"]),
        ("1 oktober t/m 20 december 2026", "vanaf 12 november 2026", 5, []),
        ("onbekend", "uiterlijk 12 november 2026", 5, []),
    ],
)
def test_gap_counts_the_days_between_last_days(
    signing: str, publication: str, days: int, found: list[str]
) -> None:
    events = resolved(
        by_provider("signing", signing, "sign-contracts"), replace(PUBLICATION, when=publication)
    )

    assert [each.code for each in check_gaps(events, a_parameter("handling_days", days))] == found


def test_a_planned_day_counts_instead_of_the_last_day() -> None:
    survey = by_provider("survey", "2-31 mei 2026", "intake")
    proposals = an_event("proposals", "medio juli 2026", "propose-production", act="2 juni 2026")

    (finding,) = check_gaps(resolved(survey, proposals), HANDLING)

    assert told([finding]) == [("gap", "warning", ("events", "proposals", "when"))]
    assert finding.next_step.startswith("Plan een latere dag, tot en met wo 15 juli 2026, of aanvaard het: ")
