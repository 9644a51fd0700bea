"""A round without a letters.yaml: more time for one, and a moved date, with letters of every round."""

from pathlib import Path

from builders import A, at, letters, release, tick
from received_rounds import a_round
from sqlalchemy import select

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.catcher import read_caught, start_catcher
from inkoopkalender.mail.deliver import deliver_waiting
from inkoopkalender.settings import MailSettings
from inkoopkalender.storage.database import Database
from inkoopkalender.storage.tables import outbox
from inkoopkalender.usecases.calendar_change import change_date
from inkoopkalender.usecases.change_shapes import AskedChange
from inkoopkalender.usecases.desk import brought_up_to_date
from inkoopkalender.usecases.waiver_requests import approve_waiver, ask_waiver
from inkoopkalender.usecases.waivers import AskedWaiver

TITLE = "Vragenlijst nieuwe aanbieder medisch-specialistische zorg 2027"
MSZ = RoundKey("cz", "medisch-specialistische-zorg", 2027)
BEFORE, AFTER, OWN_END = at("2026-06-10T10:00"), at("2026-06-12T10:00"), at("2026-07-01T00:00")


def test_more_time_is_asked_by_one_approved_by_another_and_its_letter_caught(
    tmp_path: Path, database: Database
) -> None:
    desk = a_round(MSZ, tmp_path, A, database=database)
    asked = AskedWaiver(A.agb, "new-provider", OWN_END, "Brand in het kantoor.")

    request = ask_waiver(desk, asked, by="Bo Voorbeeld", now=BEFORE, dry_run=False).request
    assert request is not None
    granted = approve_waiver(desk, request, reason="terecht", by="Anna Voorbeeld", now=AFTER, dry_run=False)
    with start_catcher(tmp_path / "caught") as catcher:
        mail = MailSettings(port=catcher.port)
        report = deliver_waiting(database, mail, tmp_path / "journal", now=lambda: AFTER, actor="sender")

    assert (granted.state, report.sent) == ("granted", 1)
    assert letters(desk) == [("submission-waiver", A.agb, "sent")]
    assert [(to, subject) for _, to, subject in read_caught(tmp_path / "caught")] == [
        (
            "post.1@zorg.example",
            f"Meer tijd: {TITLE}, uiterlijk di 30 juni 2026 [AGB {A.agb} · medisch specialistische zorg]",
        )
    ]
    with database.reading() as connection:
        (text,) = connection.execute(select(outbox.c.text)).scalars()
    said = " ".join(text.split())
    assert "Zonder uitstel: maandag 15 juni 2026" in said
    assert "paragraaf 3.3.3" in said
    assert "een businesscase, een strategisch plan en een offerte" in said
    assert ("uitvraag" in said, "VECOZO" in said) == (False, False)


def test_of_a_date_that_was_moved_everybody_in_its_track_is_told(tmp_path: Path) -> None:
    desk = a_round(MSZ, tmp_path, A)
    asked = AskedChange("new-provider-dossier", "uiterlijk 30 juni 2026", "Storing in de post.", BEFORE)

    change = change_date(desk, asked, by="Anna Voorbeeld", now=BEFORE, dry_run=False)
    with desk.database.reading() as connection:
        desk = brought_up_to_date(connection, desk)
    done = tick(desk, AFTER)
    waiting = letters(desk)
    release(desk, "tell_of_change", AFTER)

    assert (change.stored, change.refused, done) == (True, False, {"tell_of_change": "waiting"})
    assert waiting == [("date-changed", A.agb, "composed")]
    assert letters(desk) == [("date-changed", A.agb, "queued")]
