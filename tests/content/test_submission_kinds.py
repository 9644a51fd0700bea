import re
from decimal import Decimal
from pathlib import Path

import pytest

from inkoopkalender.content.root import content_root
from inkoopkalender.content.submissions import SubmissionFaultsError, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

KEY = RoundKey("cz", "wijkverpleging", 2027)
GOOD = """\
quality-survey:
  id: SUB-WV-01
  title: Uitvraag
  section: "2.3.4"
  proposed: Het formulier is een voorstel.
  asks: [de NPS]
  fields:
    nps: {sheet: Kwaliteit, column: nps, label: NPS, type: whole, minimum: -100}
"""


def folder_with(text: str, folder: Path) -> Path:
    place = folder / "calendars" / str(KEY)
    place.mkdir(parents=True)
    (place / "submissions.yaml").write_text(text, encoding="utf-8")
    return folder


ROUNDS = [
    RoundKey.parse(str(file.parent.relative_to(content_root() / "calendars")))
    for file in sorted((content_root() / "calendars").glob("*/*/*/submissions.yaml"))
]


def test_there_are_rounds_with_submissions() -> None:
    assert KEY in ROUNDS


@pytest.mark.parametrize("key", ROUNDS, ids=str)
def test_every_kind_of_every_round_can_be_read_and_says_what_is_a_proposal(key: RoundKey) -> None:
    for name, kind in load_submission_kinds(key).items():
        assert kind.name == name
        assert kind.proposed.strip()
        tables = [table for table in kind.tables.values() if table.proposed or table.section]
        assert len(tables) == len(kind.tables)
        years = [field.identifies for field in kind.fields.values()].count("contract-year")
        assert years == (1 if kind.layout == "form" and kind.fields else 0)
        assert kind.fields or kind.mail


def test_the_surveys_say_that_what_is_late_is_refused() -> None:
    for name in ("quality-survey", "kindzorg-survey", "new-provider"):
        hand_in = load_submission_kinds(KEY)[name].hand_in
        assert hand_in is not None
        assert (hand_in.channel, hand_in.late) == ("vecozo", "refuse")


def test_what_the_policy_asks_is_in_the_quality_survey() -> None:
    fields = load_submission_kinds(KEY)["quality-survey"].fields

    stated = {name for name, field in fields.items() if not field.proposed}
    assert stated == {
        "registered_percentage",
        "bachelor_nurses",
        "clients",
        "nps",
        "cz_clients",
        "medication_clients",
        "video_clients",
        "package_clients",
    }


def test_a_team_may_lay_its_own_form_over_it(tmp_path: Path) -> None:
    kinds = load_submission_kinds(KEY, folder_with(GOOD, tmp_path))

    assert kinds["quality-survey"].fields["nps"].minimum == Decimal(-100)


def test_a_folder_without_this_round_leaves_ours(tmp_path: Path) -> None:
    assert load_submission_kinds(KEY, tmp_path) == load_submission_kinds(KEY)


def test_a_round_without_submissions_is_an_error() -> None:
    with pytest.raises(ContentError, match="vraagt geen aanleveringen"):
        load_submission_kinds(RoundKey("cz", "onbekend", 2027))


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        (
            "    b: {sheet: S, column: nps, label: B, type: whole}",
            (2, 3),
            "de kolom 'nps' staat bij twee vragen",
        ),
        ("    b: {sheet: S, column: b, label: B, type: hole}", (9, 46), "type: 'hole' kan hier niet"),
        ("    b: {sheet: S, column: b, label: B, type: choice}", (9, 8), "choices hoort bij type: choice"),
        (
            "    b: {sheet: S, column: b, label: B, type: text, requird: x}",
            (9, 52),
            "er is geen sleutel 'requird'",
        ),
        ("    nps: {sheet: S, column: b, label: B, type: text}", (9, 5), "staat hier twee keer"),
        (
            "  checks: {c: {rule: at-most, field: nps, message: M}}",
            (9, 15),
            "bij rule: at-most hoort de sleutel 'other'",
        ),
        (
            "  checks: {c: {rule: at-most, field: nps, other: x, message: M}}",
            (2, 3),
            "de controle 'c' noemt 'x', en dat is geen vraag",
        ),
    ],
)
def test_a_fault_has_its_place(tmp_path: Path, line: str, place: tuple[int, int], said: str) -> None:
    with pytest.raises(SubmissionFaultsError) as refusal:
        load_submission_kinds(KEY, folder_with(GOOD + line + "\n", tmp_path))

    (finding,) = refusal.value.findings
    assert said in finding.message
    assert (finding.line, finding.column) == place
    assert finding.file == "calendars/cz/wijkverpleging/2027/submissions.yaml"


FIELD = "    b: {sheet: S, column: b, label: B, "
MORE = FIELD + "type: text, "
A_DAY = "    d: {sheet: S, column: d, label: D, type: date}\n"
ROWS = "  layout: rows\n"


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        (FIELD + "type: date, minimum: 1}", (9, 8), "minimum en maximum horen bij een getal"),
        (FIELD + "type: whole, minimum: 2, maximum: 1}", (9, 8), "minimum is groter dan maximum"),
        (FIELD + "type: whole, longest: 9}", (9, 8), "longest en pattern horen bij type: text"),
        (MORE + "longest: 0}", (9, 61), "longest: '0' kan hier niet"),
        (MORE + "pattern: '[A-Z]'}", (9, 8), "pattern en form horen bij elkaar"),
        (MORE + "pattern: '[A-Z', form: A}", (9, 8), "pattern is geen reguliere expressie"),
        (MORE + "otherwise: forbidden}", (9, 8), "otherwise hoort bij required_when"),
        (MORE + "required_when: {field: nps, is: [ja]}, required: false}", (9, 8), "laat required weg"),
        (
            MORE + "required_when: {field: c, is: [ja]}}",
            (2, 3),
            "noemt 'c', en dat is geen vraag die ervóór komt",
        ),
        (
            MORE + "required_when: {field: nps, is: [ja]}}",
            (2, 3),
            "'ja' bij 'nps' hoort bij ja/nee of een keuze",
        ),
        (
            "    c: {sheet: S, column: c, label: C, type: yes_no}\n"
            + MORE
            + "required_when: {field: c, is: [soms]}}",
            (2, 3),
            "'soms' bij 'c' kan daar niet; wel: ja, nee",
        ),
        (
            "  checks: {c: {rule: sum-of, field: nps, message: M}}",
            (9, 15),
            "bij rule: sum-of hoort de sleutel 'parts'",
        ),
        (
            "  checks: {c: {rule: at-least, field: nps, message: M}}",
            (9, 15),
            "bij rule: at-least hoort de sleutel 'other', of anders 'limit'",
        ),
        (
            "  checks: {c: {rule: at-most, field: nps, limit: 3, part: nps, message: M}}",
            (9, 15),
            "de sleutel 'part' hoort niet bij rule: at-most",
        ),
        (
            MORE + "required: false}\n  checks: {c: {rule: at-most, field: nps, other: b, message: M}}",
            (2, 3),
            "de controle 'c' rekent met 'b', en dat is geen getal",
        ),
        (
            "  checks: {c: {rule: not-after-receipt, field: nps, message: M}}",
            (2, 3),
            "de controle 'c' rekent met 'nps', en dat is geen datum",
        ),
        (
            FIELD + "type: euro}\n  checks: {c: {rule: at-most, field: nps, other: b, message: M}}",
            (2, 3),
            "de controle 'c' vergelijkt euro's met iets anders",
        ),
        (
            "  declaration: {text: T, agreed: nps, name: nps, signed_on: nps}",
            (2, 3),
            "declaration: 'nps' is geen verplichte vraag van type: yes_no",
        ),
        (
            "    c: {sheet: S, column: c, label: C, type: yes_no}\n"
            + ROWS
            + "  documents: {d: {title: T, types: [pdf], required_when: {field: c, is: [ja]}}}",
            (2, 3),
            "een document bij layout: rows hangt niet van een antwoord af",
        ),
        (
            "    y: {sheet: S, column: y, label: Y, type: yes_no}\n"
            + ROWS
            + "  declaration: {text: T, agreed: y, name: y, signed_on: y}",
            (2, 3),
            "declaration hoort bij een formulier, niet bij layout: rows",
        ),
        ("  documents: {d: {title: T, types: []}}", (9, 18), "types noemt geen soort bestand"),
        ("  documents: {d: {title: T, types: [exe]}}", (9, 37), "documents.d.types.0: 'exe' kan hier niet"),
        (
            "  hand_in: {channel: vecozo, late: accept}",
            (9, 36),
            "hand_in.late: 'accept' kan hier niet",
        ),
        (
            "  hand_in: {late: consequence}",
            (9, 12),
            "late: consequence vraagt om late_means: wat volgt uit te laat zijn",
        ),
        ("  hand_in: {who: all}", (9, 18), "hand_in.who: 'all' kan hier niet"),
        (
            "  hand_in: {second_approver: never}",
            (9, 30),
            "hand_in.second_approver: 'never' kan hier niet",
        ),
        (
            A_DAY + "  checks: {c: {rule: within, field: d, first: 2026-01-01, message: M}}",
            (10, 15),
            "bij rule: within hoort de sleutel 'last'",
        ),
        (
            A_DAY
            + "  checks: {c: {rule: within, field: d, first: 2026-02-01, last: 2026-01-31, message: M}}",
            (10, 15),
            "bij rule: within ligt last niet vóór first",
        ),
        ("  keep: {months: 12, after: e}", (9, 9), "noem bij keep de section van het beleid"),
        ("  keep: {months: 0, after: e, proposed: true}", (9, 18), "keep.months: '0' kan hier niet"),
    ],
)
def test_a_fault_of_the_language_has_its_place(
    tmp_path: Path, line: str, place: tuple[int, int], said: str
) -> None:
    with pytest.raises(SubmissionFaultsError) as refusal:
        load_submission_kinds(KEY, folder_with(GOOD + line + "\n", tmp_path))

    (finding,) = refusal.value.findings
    assert said in finding.message
    assert (finding.line, finding.column) == place


LINES = "    t: {sheet: L, title: T, fields: {a: COLUMN}, "
TABLE = "    total: {sheet: S, column: total, label: T, type: euro}\n  tables:\n"


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("    t: {sheet: kwaliteit, title: T, fields: {a: COLUMN}}", "kan niet op het blad 'kwaliteit'"),
        ("    t: {sheet: Kolommen, title: T, fields: {a: COLUMN}}", "kan niet op het blad 'Kolommen'"),
        ("    nps: {sheet: L, title: T, fields: {a: COLUMN}}", "de tabel 'nps' heet als een vraag"),
        ("    t: {sheet: L, title: T, least: 3, most: 2, fields: {a: COLUMN}}", "least is groter dan most"),
        ("    t: {sheet: L, title: T, unique: [b], fields: {a: COLUMN}}", "noemt 'b', en dat is geen kolom"),
        ("    t: {sheet: L, title: T, fields: {a: COLUMN, b: COLUMN}}", "de kolom 'a' staat bij twee vragen"),
        (
            "    t: {sheet: L, title: T, required_when: {field: x, is: [ja]}, fields: {a: COLUMN}}",
            "required_when van 't' noemt 'x'",
        ),
        (
            LINES + "checks: {c: {rule: at-most, field: z, limit: 1, message: M}}}",
            "de tabel 't': de controle 'c' noemt 'z', en dat is geen vraag",
        ),
        (
            LINES + "totals: {s: {field: z, product: [a], message: M}}}",
            "het totaal 's' noemt 'z', en dat is geen vraag van het formulier",
        ),
        (
            LINES + "totals: {s: {field: nps, product: [b], message: M}}}",
            "de tabel 't' noemt 'b', en dat is geen kolom van haar",
        ),
        (
            LINES + "totals: {s: {field: total, product: [a], message: M}}}",
            "het totaal 's' is geen bedrag maal aantallen",
        ),
        (
            LINES.replace("COLUMN", "{column: a, label: A, type: text}")
            + "totals: {s: {field: nps, product: [a], message: M}}}",
            "het totaal 's' rekent met 'a', en dat is geen getal",
        ),
        (
            LINES + "totals: {s: {field: nps, product: [a], where: {field: a, is: [x]}, message: M}}}",
            "'x' bij 'a' hoort bij ja/nee of een keuze",
        ),
    ],
)
def test_a_table_that_does_not_fit_is_refused(tmp_path: Path, tables: str, said: str) -> None:
    text = GOOD + TABLE + tables.replace("COLUMN", "{column: a, label: A, type: whole}") + "\n"

    with pytest.raises(SubmissionFaultsError) as refusal:
        load_submission_kinds(KEY, folder_with(text, tmp_path))

    (finding,) = refusal.value.findings
    assert said in finding.message
    assert (finding.line, finding.column) == (2, 3)


def test_a_table_has_no_place_in_a_table(tmp_path: Path) -> None:
    text = (
        GOOD + ROWS + "  tables: {t: {sheet: L, title: T, fields: {a: {column: a, label: A, type: whole}}}}\n"
    )

    with pytest.raises(SubmissionFaultsError, match="tables hoort bij een formulier"):
        load_submission_kinds(KEY, folder_with(text, tmp_path))


SUBJECT = "  mail: {example: abc, subject: {s: {pattern: PATTERN, message: M}}}\n"


@pytest.mark.parametrize(
    ("pattern", "more", "said"),
    [
        ("'[a'", "  hand_in: {channel: mail}\n", "pattern is geen reguliere expressie"),
        ("x", "  hand_in: {channel: mail}\n", "example heeft niet wat 's' vraagt"),
        ("B", "  hand_in: {channel: upload}\n", "mail hoort bij hand_in met channel: mail"),
        ("B", "", "mail hoort bij hand_in met channel: mail"),
    ],
)
def test_a_mail_that_cannot_be_right_is_refused(tmp_path: Path, pattern: str, more: str, said: str) -> None:
    text = GOOD + more + SUBJECT.replace("PATTERN", pattern)

    with pytest.raises(SubmissionFaultsError, match=re.escape(said)):
        load_submission_kinds(KEY, folder_with(text, tmp_path))


def test_text_that_is_no_mapping_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SubmissionFaultsError, match="noemt geen aanleveringen"):
        load_submission_kinds(KEY, folder_with("- a\n", tmp_path))
