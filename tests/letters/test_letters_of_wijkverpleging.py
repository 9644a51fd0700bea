"""What single letters say when their facts are not the usual ones."""

from datetime import date

import pytest

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.compose import Composer, UnknownLetterError, wrap_text
from inkoopkalender.mail.facts import FindingFacts, make_approximate, make_day
from inkoopkalender.mail.samples import sample_facts

KEY = RoundKey("cz", "wijkverpleging", 2027)
LAST_DAY = date(2026, 5, 31)


@pytest.fixture(scope="module")
def composer() -> Composer:
    return Composer(KEY)


def compose(composer: Composer, letter: str, **facts: object) -> tuple[str, str]:
    composed = composer.compose(letter, sample_facts(composer.letters[letter], KEY) | facts)
    return composed.subject, " ".join(composed.text.split())


def test_rejection_after_the_term_asks_for_nothing_that_is_too_late(composer: Composer) -> None:
    subject, text = compose(composer, "survey-rejected", deadline=make_day(LAST_DAY, date(2026, 6, 1)))

    assert subject.startswith("Kwaliteitsuitvraag niet goedgekeurd: telt als niet ontvangen [")
    assert "U kunt niet meer opnieuw aanleveren: de termijn is verstreken." in text
    assert "lever het hele bestand opnieuw aan" not in text


def test_receipt_after_the_term_does_not_offer_a_change(composer: Composer) -> None:
    _, text = compose(composer, "survey-receipt", deadline=make_day(LAST_DAY, date(2026, 6, 1)))

    assert "WIJZIGEN KON TOT EN MET zondag 31 mei 2026 (verstreken)" in text
    assert "Wilt u iets wijzigen?" not in text


def test_rejection_with_many_findings_says_how_many_there_are(composer: Composer) -> None:
    findings = [FindingFacts(f"Rij {row}", "Leeg.", "Vul in.") for row in range(1, 21)]

    _, text = compose(composer, "survey-rejected", findings=findings, finding_count=1234)

    assert "er zijn 1.234 fouten gevonden" in text
    assert "- Rij 20: Leeg. Vul in. Dit zijn de eerste 20 van 1.234 fouten." in text


def test_rejection_with_one_finding_is_in_the_singular(composer: Composer) -> None:
    _, text = compose(composer, "survey-rejected", findings=[FindingFacts("A", "B.", "C.")], finding_count=1)

    assert "er is 1 fout gevonden" in text


def test_proposal_without_class_and_ceiling_says_so(composer: Composer) -> None:
    nothing = {"class_letter": None, "quality_points": None, "cost_points": None, "omzetplafond": None}

    _, text = compose(composer, "production-proposal", **nothing)

    assert "- Categorie: geen: het waardemodel geldt niet voor uw productieafspraak" in text
    assert "- Omzetplafond: geen: we maken alleen een prijsafspraak" in text
    assert "Punten voor" not in text


def test_approximate_deadline_says_that_it_is(composer: Composer) -> None:
    around = make_approximate(date(2026, 7, 15), "medio juli", date(2026, 7, 8))

    subject, text = compose(composer, "signing-reminder", deadline=around)

    assert 'uiterlijk rond 15 juli 2026 ("medio juli") [' in subject
    assert 'rond 15 juli 2026 ("medio juli") (nog 7 dagen)' in text


def test_unknown_letter_names_those_there_are(composer: Composer) -> None:
    with pytest.raises(UnknownLetterError, match=r"Er is geen brief 'nope'\.\nKies uit: contract-lapsed, "):
        composer.compose("nope", {})


def test_wrapping_keeps_paragraphs_items_and_long_addresses() -> None:
    address = "https://www.example.org/" + "a" * 80

    wrapped = wrap_text(f"{'woord ' * 20}\n\n- {'item ' * 20}\n- kort\n\n{address}")

    assert wrapped.splitlines() == [
        "woord woord woord woord woord woord woord woord woord woord woord woord",
        "woord woord woord woord woord woord woord woord",
        "",
        "- item item item item item item item item item item item item item item",
        "  item item item item item item",
        "- kort",
        "",
        address,
    ]
