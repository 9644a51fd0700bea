"""A provider's walk on the command line, whole: form out, filled in wrong, told, put right, taken, too late.

Each answer is a letter that leaves through SMTP and is caught by the real catcher. The ends, by hand: child
care 31 May 2026 (CZ wijkverpleging, Bijlage 2), new provider 15 June 2026 (CZ medisch-specialistische zorg,
4.1) and 31 December 2025 (VGZ huisartsenzorg, all year). The clock goes on while a command runs, so some
minutes are left of the last day here; the last tenth of a second is tested where there is no clock.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from mails import CARESQ, mail
from submission_forms import KINDZORG, MSZ, MSZ_NEW, PDF, VGZ, VGZ_NEW, WV, Answers, fill

from inkoopkalender.cli import main
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.mail.catcher import RunningCatcher, start_catcher

Run = Callable[..., tuple[int, str, str]]
AGB = "75000001"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[RunningCatcher]:
    with start_catcher(tmp_path / "post") as running:
        yield running


@pytest.fixture
def run(
    tmp_path: Path,
    post: RunningCatcher,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command as a user would, with a person and a register of three providers."""
    monkeypatch.setenv("INKOOPKALENDER_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("INKOOPKALENDER_MAIL__PORT", str(post.port))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    assert run("users", "add", "anna", "--role", "approver")[0] == 0
    assert run("providers", "generate", "--count", "3", "--seed", "3", "--out", "r.xlsx")[0] == 0
    assert run("providers", "import", "r.xlsx", "--by", "anna")[0] == 0
    return run


def open_round(run: Run, key: RoundKey) -> str:
    """Open a round in which the second provider had last year's contract."""
    Path("c.csv").write_text(
        "agb;verzekeraar;sector;productieafspraak;gedeclareerd\n"
        f"75000002;{key.insurer};{key.sector};100000;90000\n",
        encoding="utf-8",
    )
    year = str(key.contract_year - 1)
    assert run("contracts", "import", "c.csv", "--year", year, "--by", "anna")[0] == 0
    code, out, err = run("round", "open", str(key), "--as-of", f"{year}-01-02", "--by", "anna")
    assert (code, err) == (0, "")
    return out


def receive(run: Run, key: RoundKey, kind: str, moment: str, *more: str) -> tuple[int, Any]:
    moved = run("clock", "move", "--to", moment, "--reason", "de dag zelf", "--by", "anna")
    assert moved[0] == 0
    code, out, err = run(
        "submissions", "receive", "f.xlsx", "--as", kind, "--round", str(key), "--agb", AGB,
        "--at", moment, "--by", "anna", *more, "--json",
    )  # fmt: skip
    assert err == ""
    return code, json.loads(out)


def caught(run: Run, folder: Path) -> EmailMessage:
    """Deliver what waits and return the letter that came last, whole."""
    assert run("letters", "deliver")[0] == 0
    last = max(folder.glob("*.eml"))
    message = message_from_bytes(last.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def words(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return " ".join(unescape(str(part.get_content())).split())


WALKS = [
    (
        MSZ, "new-provider", MSZ_NEW, "paid_2025", "veel", ["business-case", "strategic-plan", "offer"],
        ("2026-04-10T09:00", "2026-06-15T23:50:00", "2026-06-16T00:00:00"),
        "maandag 15 juni 2026, tot 24.00 uur",
    ),
    (
        VGZ, "new-provider", VGZ_NEW, "permanent_tie", "stagiair", [],
        ("2025-01-02T09:00", "2025-12-31T23:50:00", "2026-01-01T00:00:00"),
        "woensdag 31 december 2025, tot 24.00 uur",
    ),
    (
        WV, "kindzorg-survey", KINDZORG, "children", "veel", [],
        ("2026-05-01T00:00", "2026-05-31T23:50:00", "2026-06-01T00:00:00"),
        "zondag 31 mei 2026, tot 24.00 uur",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "kind", "answers", "wrong", "value", "documents", "moments", "until"),
    WALKS,
    ids=[f"{key}-{kind}" for key, kind, *_ in WALKS],
)
def test_the_walk_of_a_provider(
    run: Run,
    tmp_path: Path,
    post: RunningCatcher,
    key: RoundKey,
    kind: str,
    answers: Answers,
    wrong: str,
    value: CellValue,
    documents: list[str],
    moments: tuple[str, str, str],
    until: str,
) -> None:
    opened = open_round(run, key)
    (tmp_path / "plan.pdf").write_bytes(PDF)
    given = [part for each in documents for part in ("--document", f"{each}=plan.pdf")]
    first, last, too_late = moments

    assert run("submissions", "template", kind, "--round", str(key), "-o", "f.xlsx")[0] == 0
    fill(key, kind, tmp_path / "f.xlsx", {**answers, "agb": AGB, wrong: value})
    code, bad = receive(run, key, kind, first, *given)
    told = caught(run, post.folder)

    assert (code, bad["state"], bad["revision"], bad["answered"]) == (1, "rejected", 1, True)
    (fault,) = bad["findings"]
    assert str(told["Subject"]).startswith("Niet goedgekeurd, lever opnieuw in:")
    for part in ("plain", "html"):
        assert fault["message"] in words(told, part)
    assert f"rij {fault['row']}, Antwoord" in words(told)

    fill(key, kind, tmp_path / "f.xlsx", {wrong: answers[wrong]})
    code, good = receive(run, key, kind, last, *given)
    again, same = receive(run, key, kind, last, *given)
    receipt = caught(run, post.folder)

    sha256 = hashlib.sha256((tmp_path / "f.xlsx").read_bytes()).hexdigest()
    assert (code, good["state"], good["late"], good["revision"]) == (0, "accepted", "", 2)
    assert (again, same["revision"], same["answered"]) == (0, 2, False)
    assert good["sha256"] == sha256
    assert str(receipt["Subject"]).startswith("Ontvangen:")
    assert f"Kenmerk (SHA-256): {sha256}" in words(receipt)
    assert f"WIJZIGEN KAN TOT EN MET {until} (vandaag)" in words(receipt)
    assert words(receipt).count(hashlib.sha256(PDF).hexdigest()) == len(documents)
    assert [one["name"] for one in good["documents"]] == documents

    code, late = receive(run, key, kind, too_late, *given)
    refused = caught(run, post.folder)

    assert (code, late["state"], late["late"], late["revision"]) == (1, "refused", "refuse", 3)
    assert str(refused["Subject"]).startswith("Te laat, niet in behandeling:")
    assert f"Uiterste moment: {until}" in words(refused)
    assert len(list(post.folder.glob("*.eml"))) == 3
    assert ("ontvangt alleen wat wordt ingediend" in opened) == (key != WV)


def test_child_care_is_open_on_1_may_and_the_survey_is_not(run: Run) -> None:
    open_round(run, WV)
    for kind in ("quality-survey", "kindzorg-survey"):
        run("submissions", "template", kind, "--round", str(WV), "-o", f"{kind}.xlsx")

    asked = ["--round", str(WV), "--agb", "75000002", "--at", "2026-05-01T12:00", "--by", "anna"]
    survey = run("submissions", "receive", "quality-survey.xlsx", "--as", "quality-survey", *asked)
    child_care = run("submissions", "receive", "kindzorg-survey.xlsx", "--as", "kindzorg-survey", *asked)

    assert survey[0] == 2
    assert "De uitvraag opent op 02-05-2026; er kan nu nog niets worden ingediend" in survey[2]
    assert child_care[0] == 1
    assert "Niet goedgekeurd; versie 1" in child_care[1]


def test_nothing_is_due_in_a_round_that_only_receives(run: Run) -> None:
    open_round(run, MSZ)

    code, out, _ = run("round", "due", str(MSZ))
    status = run("round", "status", str(MSZ), "--json")

    assert (code, status[0]) == (0, 0)
    assert "ontvangt alleen wat wordt ingediend: zij heeft geen letters.yaml" in out
    assert "Er is niets te doen." in out


def test_a_request_by_mail_is_answered_and_taken_in_with_the_moment_of_our_own_server(
    run: Run, tmp_path: Path, post: RunningCatcher
) -> None:
    open_round(run, CARESQ)
    assert run("clock", "move", "--to", "2025-12-02T09:00", "--reason", "oefening", "--by", "anna")[0] == 0
    asked = ("--as", "contract-request", "--round", str(CARESQ), "--agb", AGB, "--by", "anna")
    take = ("submissions", "receive", "f.eml", *asked)

    def write(subject: str) -> None:
        received = "Received: from buiten.example by mx.caresq.example; Mon, 01 Dec 2025 09:00:05 +0100\r\n"
        (tmp_path / "f.eml").write_bytes(received.encode() + mail(subject).as_bytes())

    write("Aanvraag")
    unknown = run(*take)
    code, bad, _ = run(*take, "--at", "2025-12-01T09:00", "--json")
    told = caught(run, post.folder)
    write(f"Re: Aanvraag overeenkomst 2026 - AGB {AGB} - stoppen met roken")
    good_code, good, _ = run(*take, "--received-by", "mx.caresq.example", "--json")
    receipt = caught(run, post.folder)

    assert unknown[0] == 2
    assert "Noem onze mailserver met --received-by, of het moment met --at." in unknown[2]
    assert (code, json.loads(bad)["state"]) == (1, "rejected")
    assert {one["code"] for one in json.loads(bad)["findings"]} >= {"subject-agb", "subject-care-type"}
    assert "In het onderwerp staat geen AGB-code van 8 cijfers." in words(told)
    assert (good_code, json.loads(good)["state"], json.loads(good)["revision"]) == (0, "accepted", 2)
    assert "Ontvangen: maandag 1 december 2025 om 09.00 uur" in words(receipt)
