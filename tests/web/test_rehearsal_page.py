import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

from html_tables import cells, read_page

from inkoopkalender.domain.dutch import number
from inkoopkalender.domain.duties import DUTIES
from inkoopkalender.domain.planning import acted_on
from inkoopkalender.domain.standings import DUTCH, STANDINGS
from inkoopkalender.storage.decisions import Task
from inkoopkalender.storage.letters import LETTER_STATES
from inkoopkalender.usecases.rehearsal.report import Report
from inkoopkalender.web import words
from inkoopkalender.web.rehearsal_page import render_rehearsal
from inkoopkalender.web.rehearsal_summary import summary


def test_the_page_is_well_formed_and_needs_nothing_else(page: str) -> None:
    found = read_page(page)

    assert found.open_tags == []
    assert found.addresses == []
    assert "script" not in found.tags
    assert re.findall(r"@import|url\((?!#)", page) == []
    assert re.findall(r'https?://[^\s"<]+', page.replace("http://www.w3.org/2000/svg", "")) == [
        "https://beleid.example/zorginkoopbeleid.pdf",
        "https://beleid.example/zorginkoopbeleid.pdf",
    ]  # as words, not as addresses that are fetched
    assert len(found.ids) == len(set(found.ids))


def test_the_first_heading_answers_how_the_year_went(page: str, report: Report) -> None:
    assert read_page(page).headings == [summary(report)]


def ended(report: Report, existing: dict[str, int], new: dict[str, int], failed: int) -> Report:
    standings: dict[str, int] = {name: existing.get(name, 0) + new.get(name, 0) for name in STANDINGS}
    return replace(
        report,
        plan=replace(report.plan, providers=sum(standings.values())),
        numbers=replace(
            report.numbers, standings=standings, letters={**report.numbers.letters, "failed": failed}
        ),
        breakdown=replace(report.breakdown, standings={"existing": existing, "new": new}),
    )


def test_the_summary_adds_up_to_the_providers(report: Report) -> None:
    year = ended(
        report, {"signed": 1347, "lapsed": 23, "not_continued": 1}, {"enrolled": 16, "refused": 4}, 97
    )

    assert summary(year) == (
        "1.391 aanbieders doorliepen de ronde wijkverpleging 2027: 1.347 tekenden, 23 tekenden niet, "
        "1 is niet voortgezet en 16 van 20 nieuwe aanbieders kregen een aanbod; "
        "97 brieven konden niet worden bezorgd."
    )


def test_the_summary_names_who_is_still_under_way(report: Report) -> None:
    year = ended(report, {"signed": 1, "offered": 2, "late": 1}, {"invited": 3}, 0)

    assert summary(year) == (
        "7 aanbieders doorliepen de ronde wijkverpleging 2027: 1 tekende, 3 zijn nog onderweg en "
        "3 nieuwe aanbieders wachten op een besluit; alle brieven zijn bezorgd."
    )


def test_a_year_that_was_cut_off_says_until_when(report: Report) -> None:
    cut = replace(report, plan=replace(report.plan, until=report.plan.starts + timedelta(days=60)))

    assert summary(cut).startswith(
        "14 aanbieders doorliepen de ronde wijkverpleging 2027 tot zaterdag 2 mei 2026:"
    )


def test_it_says_that_it_is_a_rehearsal(page: str) -> None:
    assert (
        "Repetitie met verzonnen aanbieders. Er is niets naar echte zorgaanbieders gestuurd."
        in read_page(page).texts
    )


def test_every_event_is_in_the_table_and_in_both_pictures_when_it_has_duties(
    page: str, report: Report
) -> None:
    keys = [event.key for event in report.timeline.events]
    drawn = [event.key for event in acted_on(report.timeline)]

    assert sorted(re.findall(r'data-event="([^"]+)"', page)) == sorted([*keys, *drawn, *drawn])
    assert len(read_page(page).tables["events"]) == len(keys) + 1
    assert f"Nog {len(keys) - len(drawn)} gebeurtenissen uit het beleid" in " ".join(read_page(page).texts)


def test_the_pictures_are_well_formed(page: str) -> None:
    pictures = re.findall(r"<svg .*?</svg>", page, re.DOTALL)

    roots = [ET.fromstring(picture) for picture in pictures]
    assert [root.attrib["class"] for root in roots if "role" in root.attrib] == ["tl wide", "tl narrow"]


def test_what_fired_stands_in_the_table_once_each(page: str, report: Report) -> None:
    rows = read_page(page).tables["fired"][1:]

    assert len(rows) == len(report.numbers.phases)
    assert cells(rows[0]) == [
        "wo 1 april 2026, 9.00 uur",
        "inkoopbeleid gepubliceerdverzekeraar publiceert het inkoopbeleid",
        "13 brieven",
        "gedaan",
        "1 gepubliceerd",
    ]


def test_standings_equal_those_of_the_report(page: str, report: Report) -> None:
    rows = [cells(row) for row in read_page(page).tables["standings"][1:-1]]

    assert {row[0]: row[-2] for row in rows} == {
        DUTCH[name]: number(report.numbers.standings[name])
        for name in STANDINGS
        if report.numbers.standings[name]
    }


def test_letters_equal_those_of_the_report(page: str, report: Report) -> None:
    table = [cells(row) for row in read_page(page).tables["letters"]]

    columns = [words.LETTER_STATES[name] for name in LETTER_STATES if report.numbers.letters[name]]
    counts = [report.numbers.letters[name] for name in LETTER_STATES if report.numbers.letters[name]]
    assert table[0] == ["brief", *columns, "samen"]
    assert table[-1] == ["samen", *(number(count) for count in (*counts, sum(counts)))]


def test_submissions_equal_those_of_the_report(page: str, report: Report) -> None:
    counts = report.numbers.submissions["quality-survey"]

    assert cells(read_page(page).tables["submissions"][1]) == [
        "Uitvraag kwaliteitsinformatie wijkverpleging 2027",
        *(number(count) for count in (*counts.values(), sum(counts.values()))),
    ]


def test_invented_values_are_marked(page: str, report: Report) -> None:
    rows = [cells(row) for row in read_page(page).tables["values"][1:]]

    assert len(rows) == len(report.parameters)
    assert {row[-1] for row in rows} == {"verzonnen voor de repetitie"}
    assert ["Omzetplafond in % van vorig jaar, per klasse", "A: 104 · B: 101 · C: 97"] in [
        row[:2] for row in rows
    ]


def test_publications_show_their_hashes(page: str, report: Report) -> None:
    rows = [cells(row) for row in read_page(page).tables["published"][1:]]

    assert [row[-1] for row in rows] == [one.sha256 for one in report.publications]


def test_names_are_escaped(report: Report) -> None:
    titles = replace(
        report.titles,
        brand=report.titles.brand.model_copy(update={"name": "<script>alert(1)</script>"}),
        letters=dict.fromkeys(report.titles.letters, "<i>brief</i> & co"),
    )

    page = render_rehearsal(replace(report, titles=titles))

    found = read_page(page)
    assert {"script", "i"} & found.tags == set()
    assert found.tables["letters"][1][0] == "<i>brief</i> & co"


def test_an_unclear_event_shows_the_question_and_the_reading(page: str) -> None:
    rows = [cells(row) for row in read_page(page).tables["events"][1:]]

    (reading,) = (row[-1] for row in rows if "laat weten of er een overeenkomst komt" in row[0])
    assert " ".join(reading.split()).endswith(
        "niet eenduidig Staat de termijn voor een besluit stil zolang een inschrijving niet compleet is? "
        "Gelezen: Nee, zij telt door vanaf de ontvangst; kort voor het einde volgt een waarschuwing."
    )


def test_what_waits_for_a_person_shows_each_unclear_point_once(report: Report) -> None:
    moment = report.plan.starts
    task = Task(1, 1, "track", "one", "Bestaand of nieuw?", "A-WV-11", moment, None, None, None)
    page = render_rehearsal(replace(report, people=replace(report.people, waiting=(task,) * 22)))

    texts = " ".join("".join(read_page(page).texts).split())
    assert texts.count("Bestaand of nieuw?") == 20
    assert texts.count("Dat beslist een mens per aanbieder.") == 1
    assert "En nog 2 vragen." in texts
    assert re.findall(r">[^<]*A-[A-Z]+-[0-9]+", page) == []


def test_a_broken_audit_is_said(report: Report) -> None:
    page = render_rehearsal(replace(report, audit=replace(report.audit, links=9, broken=2)))

    assert "Het logboek klopt niet:" in read_page(page).texts


def test_a_round_in_which_nothing_happened_is_a_page_too(report: Report) -> None:
    nothing = replace(
        report,
        steps=(),
        numbers=replace(report.numbers, submissions={}, phases=()),
        marks=(),
        people=replace(report.people, tasks={}, decisions={}, waiting=()),
        breakdown=replace(report.breakdown, letters={}, standings={}),
        parameters=(),
        publications=(),
    )

    texts = [text.strip() for text in read_page(render_rehearsal(nothing)).texts]
    assert [text for text in texts if text.startswith("Er ")] == [
        "Er kwam niets binnen.",
        "Er gingen geen brieven uit.",
        "Er is niets aan mensen gevraagd.",
        "Er is geen waarde ingesteld.",
        "Er is niets gepubliceerd.",
    ]


def test_every_duty_and_every_count_of_the_year_has_a_dutch_word(report: Report) -> None:
    counted = {name for phase in report.numbers.phases for name in phase.counts}

    assert [duty.kind for duty in DUTIES if duty.kind not in words.DUTIES] == []
    assert sorted(counted - words.COUNTED) == []
