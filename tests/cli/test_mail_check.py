"""`submissions check --mail`: a mail from a file, as a person and as a program see it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from mails import SUBJECT, mail, raw

from inkoopkalender.cli import main

OPTIONS = ("--as", "contract-request", "--round", "caresq/stoppen-met-roken/2026")


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["submissions", "check", *arguments, *OPTIONS])
        return int(ended.value.code or 0), capsys.readouterr().out

    return _run


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "aanvraag.eml"
    received = b"Received: from x by box.caresq.example; Mon, 1 Dec 2025 23:30:05 +0000\r\n"
    path.write_bytes(received + mail().as_bytes())
    return path


def test_a_good_mail_is_told_in_dutch(run: Run, good: Path) -> None:
    code, output = run("--mail", str(good), "--agb", "75000001", "--received-by", "box.caresq.example")

    assert (code, output.splitlines()) == (
        0,
        [
            f"Van anne@rookvrij.example: {SUBJECT}",
            "Ontvangen: 02-12-2025 00:30:05",
            "Bijlagen: motivatie.pdf",
            "De mail is in orde.",
        ],
    )


def test_without_a_server_of_ours_the_moment_is_not_known(run: Run, good: Path) -> None:
    code, output = run("--mail", str(good))

    assert (code, output.splitlines()[1]) == (
        0, "Ontvangen: niet bekend (noem onze mailserver met --received-by)"
    )  # fmt: skip


def test_a_wrong_mail_is_one_json_document(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes(raw("Subject: Vraag", subject=False))

    code, output = run("--mail", str(path), "--json")

    document = json.loads(output)
    assert (code, document["accepted"], document["rows"]) == (1, False, 0)
    assert [one["code"] for one in document["findings"]] == ["subject-agb", "subject-care-type"]
    assert document["mail"] == {
        "sender": "anne@rookvrij.example",
        "subject": "Vraag",
        "received_at": None,
        "text": "Geachte heer, mevrouw,\n\nGraag ontvangen wij een overeenkomst.",
        "documents": [],
    }


def test_bytes_that_are_no_mail_are_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "m.eml"
    path.write_bytes(b"\0\1\2")

    code, output = run("--mail", str(path))

    assert (code, output.splitlines()[-1]) == (1, "De mail is niet in orde.")
    assert "Dit bestand is geen mail." in output


@pytest.mark.parametrize(
    "arguments", [(), ("f.xlsx", "--mail", "m.eml"), ("--mail", "m.eml", "--document", "a=b.pdf")]
)
def test_either_a_file_or_a_mail_is_checked(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_a_kind_without_a_form_has_no_template(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["submissions", "template", "contract-request", *OPTIONS[2:], "-o", str(tmp_path / "t.xlsx")])

    assert ended.value.code == 2
    assert f"Een goed onderwerp is: {SUBJECT}" in capsys.readouterr().err
