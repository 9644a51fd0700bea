"""What the receipts of every round say when their facts are not the usual ones."""

from datetime import date

import pytest

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.compose import Composer
from inkoopkalender.mail.facts import FindingFacts, make_day
from inkoopkalender.mail.samples import sample_facts

KEY = RoundKey("cz", "medisch-specialistische-zorg", 2027)
PASSED = make_day(date(2026, 6, 15), date(2026, 6, 16))


@pytest.fixture(scope="module")
def composer() -> Composer:
    return Composer(KEY)


def compose(composer: Composer, letter: str, **facts: object) -> tuple[str, str]:
    composed = composer.compose(letter, sample_facts(composer.letters[letter], KEY) | facts)
    return composed.subject, " ".join(composed.text.split())


def test_a_receipt_of_a_window_without_an_end_names_none(composer: Composer) -> None:
    _, text = compose(composer, "submission-receipt", deadline=None)

    assert "De laatste goedgekeurde versie telt. VRAGEN?" in text
    assert "WIJZIGEN" not in text


def test_a_receipt_after_the_term_offers_no_change(composer: Composer) -> None:
    _, text = compose(composer, "submission-receipt", deadline=PASSED, documents=())

    assert "WAT U MOET DOEN U hoeft niets meer te doen. WIJZIGEN KON TOT EN MET maandag 15 juni 2026" in text
    assert "Document:" not in text


def test_a_rejection_after_the_term_asks_for_nothing_that_is_too_late(composer: Composer) -> None:
    subject, text = compose(composer, "submission-rejected", deadline=PASSED, again=False)

    assert subject.startswith("Niet goedgekeurd: Inschrijving")
    assert "U kunt niet meer opnieuw inleveren: de termijn is verstreken." in text
    assert "Mail dan naar rz.ziekenhuizen@cz.nl en leg uit waarom." in text
    assert "Verbeter wat hieronder staat" not in text


def test_a_rejection_says_how_many_faults_there_are(composer: Composer) -> None:
    findings = [FindingFacts(f"Rij {row}", "Leeg.", "Vul in.") for row in range(1, 21)]

    _, many = compose(composer, "submission-rejected", findings=findings, finding_count=1234)
    _, one = compose(composer, "submission-rejected", findings=findings[:1], finding_count=1)

    assert "- Rij 20: Leeg. Vul in. Dit zijn de eerste 20 van 1.234 fouten." in many
    assert "er is 1 fout gevonden" in one


@pytest.mark.parametrize(
    ("late", "lead", "means"),
    [
        (
            "accept-late",
            "We nemen haar toch in behandeling.",
            "Bij uw aanlevering staat dat zij te laat was.",
        ),
        ("approved", "We hebben besloten haar toch in", "Bij uw aanlevering staat dat zij te laat was."),
        ("needs-approval", "Een medewerker beslist", "Uw aanlevering telt nog niet mee."),
        ("consequence", "We bewaren haar als te laat ingeleverd.", "Uw aanlevering telt nog niet mee."),
    ],
)
def test_a_late_one_says_what_becomes_of_it(composer: Composer, late: str, lead: str, means: str) -> None:
    _, text = compose(composer, "submission-late", late=late)
    _, named = compose(composer, "submission-late", late=late, late_means="U krijgt een lager tarief.")

    assert f"Dat is na de sluiting. {lead}" in text
    assert f"WAT DIT BETEKENT {means}" in text
    assert "WAT DIT BETEKENT U krijgt een lager tarief. NIET MEE EENS?" in named


def test_a_change_too_late_is_not_called_late(composer: Composer) -> None:
    subject, text = compose(
        composer, "submission-refused-late", late="amend", late_means="Te laat is te laat."
    )

    assert subject.startswith("Wijziging te laat, niet in behandeling:")
    assert "Wijzigen kon toen niet meer. We nemen deze aanlevering niet in behandeling." in text
    assert "WAT DIT BETEKENT Te laat is te laat." in text
