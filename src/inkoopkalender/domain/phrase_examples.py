"""Examples of the calendar language: for every row of it, words and the moments they mean.

The moments were worked out by hand; a test holds the language against them, the reference page of the
language is written from them, and words that are not understood are answered with the nearest of them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """Words, what is said beside them (`events`, `year`), and the moments that follow.

    Moments are local, in Amsterdam: a date is its first moment, and an end is exclusive. `start` and `end`
    are empty when open or not yet known; `more` are the ends of further occurrences.
    """

    words: str
    start: str = ""
    end: str = ""
    events: tuple[str, ...] = ()
    year: int | None = None
    more: tuple[str, ...] = ()
    told: str = ""
    """What else the answer says: an approximation, another reading, a warning."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the language: the forms of its words, the kind of moment, the meaning in English."""

    forms: str
    kind: str
    meaning: str
    examples: tuple[Example, ...]


ROWS: tuple[Row, ...] = (
    Row(
        "`uiterlijk D` · `uiterlijk op D` · `t/m D` · `tot uiterlijk D` · `niet later dan D`",
        "deadline",
        "the day counts; no shift for weekends",
        (
            Example("uiterlijk 1 november 2026", end="2026-11-02"),
            Example("tot en met 29 augustus 2019", end="2019-08-30"),
            Example("uiterlijk in oktober 2026", end="2026-11-01"),
            Example("uiterlijk medio juni 2026", end="2026-06-16", told="approximate: 11-20 June"),
            Example("uiterlijk 31-12-2024", end="2025-01-01"),
        ),
    ),
    Row(
        "`vóór D` · `voor D` · `uiterlijk vóór D`",
        "deadline",
        "the day does not count",
        (Example("vóór 1 oktober 2026", end="2026-10-01"),),
    ),
    Row(
        "`tot D`",
        "deadline",
        "the day does not count; the other reading is told too (`end: inclusive`)",
        (Example("tot 1 oktober 2026", end="2026-10-01", told="inclusive: 1 October counts"),),
    ),
    Row(
        "`tot n dagen na E` (also weeks, months, years, working days)",
        "sla",
        "the last of those days counts; the other reading is told too (`end: exclusive`)",
        (
            Example(
                "tot 20 kalenderdagen na dagtekening",
                end="2027-10-25",
                events=("2027-10-04",),
                told="exclusive: end 2027-10-24",
            ),
        ),
    ),
    Row(
        "`vóór E` · `voorafgaand aan E`",
        "deadline",
        "ends when event E happens: its actual moment once known, else its earliest planned day (the day in "
        "`act`, the start, or the last day of a deadline)",
        (
            Example(
                "vóór het versturen van de overeenkomst",
                end="2026-09-10T14:05",
                events=("2026-09-10T14:05",),
            ),
        ),
    ),
    Row(
        "`A t/m B` · `A tot en met B` · `A-B` · `van A tot en met B`",
        "window",
        "both days count; a bare year or month is its first day as a start and its last as an end",
        (
            Example("2-31 mei 2026", start="2026-05-02", end="2026-06-01"),
            Example("van 2027 tot en met 2030", start="2027-01-01", end="2031-01-01"),
            Example("1 december 2026 tot en met 28 februari 2027", start="2026-12-01", end="2027-03-01"),
        ),
    ),
    Row(
        "`A tot B`",
        "window",
        "B does not count; the other reading is told too (`end: inclusive`)",
        (Example("1 januari 2027 tot 1 januari 2028", start="2027-01-01", end="2028-01-01"),),
    ),
    Row(
        "`tussen A en B`",
        "window",
        "both days count; the other reading is told too (`end: exclusive`)",
        (
            Example("tussen 2 en 31 mei 2026", start="2026-05-02", end="2026-06-01"),
            Example("tussen juli en september", start="2026-07-01", end="2026-10-01", year=2026),
        ),
    ),
    Row(
        "a clock: `…, vóór 12.00 uur` · `tot 17:00 uur` · `om 9 uur` · `17:00u`",
        "window",
        "binds on the last day only, and the stated moment is itself too late; 23.59 and 24.00 mean the "
        "whole day. A start may have a clock of its own",
        (
            Example(
                "1 oktober 2024 t/m 20 december 2024, vóór 12.00 uur",
                start="2024-10-01",
                end="2024-12-20T12:00",
            ),
            Example(
                "1 mei 2026, 9.00 uur t/m 31 mei 2026, 23.59 uur",
                start="2026-05-01T09:00",
                end="2026-06-01",
            ),
        ),
    ),
    Row(
        "a clock elsewhere: `17:00 Brussel` · `5 pm ET` · `17.00 uur Europe/London`",
        "deadline",
        "the clock of that zone; the moment is given in the calendar's zone, both are told",
        (Example("uiterlijk 31 mei 2026, 5 pm ET", end="2026-05-31T23:00"),),
    ),
    Row(
        "`vanaf D` · `vanaf E` · `met ingang van D` · `niet eerder dan D`",
        "from",
        "D counts, open end",
        (
            Example("vanaf 15 september 2026", start="2026-09-15"),
            Example("niet eerder dan 1 januari 2028", start="2028-01-01"),
        ),
    ),
    Row(
        "`na D` · `na E` · `na afloop van E`",
        "from",
        "D does not count, open end",
        (Example("na 1 januari 2026", start="2026-01-02"),),
    ),
    Row(
        "`D` · `op D` · `per D`",
        "milestone",
        "the whole day",
        (
            Example("1 juni 2026", start="2026-06-01", end="2026-06-02"),
            Example("15 mei a.s.", start="2026-05-15", end="2026-05-16", year=2026),
            Example("zondag 31 mei 2026", start="2026-05-31", end="2026-06-01"),
        ),
    ),
    Row(
        "`begin M` · `medio M` · `half M` · `eind M`",
        "milestone",
        "the 1st, the 15th, the last day: approximate, with the span it may mean (1-10, 11-20, 21-end)",
        (
            Example(
                "medio juli 2026",
                start="2026-07-15",
                end="2026-07-16",
                told="approximate: 11-20 July",
            ),
            Example(
                "eind augustus 2025",
                start="2025-08-31",
                end="2025-09-01",
                told="approximate: 21-31 August",
            ),
        ),
    ),
    Row(
        "`derde dinsdag van M` · `laatste werkdag van M` · `eerste maandag van M` · `Prinsjesdag`",
        "milestone",
        "the n-th or last weekday, day or working day of a month",
        (
            Example("derde dinsdag van september 2026", start="2026-09-15", end="2026-09-16"),
            Example("laatste werkdag van september", start="2026-09-30", end="2026-10-01", year=2026),
        ),
    ),
    Row(
        "`in M` · `in de loop van M` · a month alone · `week 36 van Y` · `in de week van D` · "
        "`de eerste helft van M` · `in M en M` · `in de maanden M en M` · `in M t/m M` · "
        "`week 36 en 37 van Y`",
        "window",
        "the whole of it; a week runs from Monday to Sunday (ISO 8601)",
        (
            Example("in september 2027", start="2027-09-01", end="2027-10-01"),
            Example("in week 36 van 2026", start="2026-08-31", end="2026-09-07"),
            Example("in de week van 7 juli 2027", start="2027-07-05", end="2027-07-12"),
            Example("in week 36 en 37", start="2027-09-06", end="2027-09-20", year=2027),
            Example("in de maanden september en oktober", start="2027-09-01", end="2027-11-01", year=2027),
        ),
    ),
    Row(
        "`de eerste 8 maanden van Y` · `de tweede helft van Y` · `het derde kwartaal van Y` · `Q3 Y`",
        "window",
        "whole months",
        (
            Example("de eerste 8 maanden van 2026", start="2026-01-01", end="2026-09-01"),
            Example("de tweede helft van 2026", start="2026-07-01", end="2027-01-01"),
            Example("Q3 2026", start="2026-07-01", end="2026-10-01"),
        ),
    ),
    Row(
        "`in het voorjaar van Y` · `de zomer van Y` · `het najaar van Y`",
        "window",
        "March to May, June to August, September to November: approximate, up to the 20th of the next month",
        (
            Example(
                "in het voorjaar van 2028",
                start="2028-03-01",
                end="2028-06-01",
                told="approximate: 1 March-20 June",
            ),
        ),
    ),
    Row(
        "`in Y` · `gedurende het hele jaar Y` · `gedurende het kalenderjaar Y` · `het gehele jaar door` · "
        "`doorlopend`",
        "whole-year",
        "1 January to 31 December",
        (
            Example("gedurende het kalenderjaar 2027", start="2027-01-01", end="2028-01-01"),
            Example("het gehele jaar door", start="2027-01-01", end="2028-01-01", year=2027),
        ),
    ),
    Row(
        "`over Y`",
        "whole-year",
        "the time that data are about; no term",
        (Example("over 2025", start="2025-01-01", end="2026-01-01"),),
    ),
    Row(
        "`bij de start van het jaar`",
        "milestone",
        "1 January of the contract year",
        (Example("bij de start van het jaar", start="2027-01-01", end="2027-01-02", year=2027),),
    ),
    Row(
        "`binnen n dagen` / `weken` / `maanden` / `jaar` / `werkdagen` / `uur`, then `na E`, `nadat …`, "
        "`na D` or nothing · `uiterlijk n weken na E`",
        "sla",
        "the day of E does not count; months are clipped to the month's end; working days in the calendar's "
        "profile; hours are elapsed time",
        (
            Example("binnen 2 weken na 1 januari 2027", end="2027-01-16"),
            Example("binnen 2 maanden na E", end="2027-03-01", events=("2026-12-31",)),
            Example("binnen 10 werkdagen na E", end="2025-05-03", events=("2025-04-17",)),
            Example("binnen 48 uur", end="2026-10-26T09:00", events=("2026-10-24T10:00",)),
        ),
    ),
    Row(
        "`n weken na E` (also days, months, years, working days)",
        "milestone",
        "that very day",
        (
            Example(
                "4 weken na publicatie van de tarieven",
                start="2026-10-13",
                end="2026-10-14",
                events=("2026-09-15",),
            ),
        ),
    ),
    Row(
        "`n weken vóór E` · `uiterlijk n weken vóór E` · `drie maanden van tevoren`",
        "deadline",
        "counted back from the earliest day of E, clipped to the month's end, never rolled forward",
        (
            Example("2 weken vóór E", end="2026-10-19", events=("2026-11-01",)),
            Example("drie maanden van tevoren", end="2027-03-01", events=("2027-05-31",)),
        ),
    ),
    Row(
        "`binnen n weken na afloop van elk kwartaal` · "
        "`elk kwartaal, uiterlijk de 15e van de maand na afloop van het kwartaal`",
        "recurring",
        "a term after each month, quarter, half year or year",
        (
            Example(
                "binnen 6 weken na afloop van elk kwartaal",
                end="2027-05-13",
                year=2027,
                more=("2027-08-12", "2027-11-12", "2028-02-12"),
            ),
            Example(
                "elk kwartaal, uiterlijk de 15e van de maand na afloop van het kwartaal",
                end="2027-04-16",
                year=2027,
                more=("2027-07-16", "2027-10-16", "2028-01-16"),
            ),
        ),
    ),
    Row(
        "`eerste dag van het eerstvolgende kwartaal na E` · `eerste van de maand volgend op de maand van E`; "
        "also with `op` or `met ingang van` before it, and `, niet eerder dan D` behind it",
        "start-rule",
        "strictly after, also when E is on such a day (the other reading, `end: inclusive`, is told then); "
        "never retroactive",
        (
            Example(
                "eerste dag van het eerstvolgende kwartaal na E",
                start="2026-04-01",
                events=("2026-01-01",),
                told="inclusive: 1 January",
            ),
            Example(
                "eerste van de maand volgend op de maand van E",
                start="2026-02-01",
                events=("2026-01-31",),
            ),
            Example(
                "eerste dag van de maand volgend op E, niet eerder dan 1 januari 2028",
                start="2028-01-01",
                events=("2027-10-15",),
            ),
        ),
    ),
    Row(
        "`eerste dag van de maand waarin E`",
        "start-rule",
        "goes back inside the month; marked retroactive",
        (
            Example(
                "eerste dag van de maand waarin E",
                start="2026-01-01",
                events=("2026-01-31",),
                told="retroactive",
            ),
        ),
    ),
    Row(
        "`tussen het moment dat E1 en het moment dat E2`",
        "window",
        "from event to event",
        (
            Example(
                "tussen het moment dat de vraag is gesteld en het moment dat het antwoord er is",
                start="2026-05-01T10:00",
                end="2026-05-08T16:30",
                events=("2026-05-01T10:00", "2026-05-08T16:30"),
            ),
        ),
    ),
    Row(
        "`op E` · `bij E` · `per E`",
        "milestone",
        "the day of the event; unresolved until it is known",
        (
            Example(
                "op de vastgestelde peildatum",
                start="2026-10-01",
                end="2026-10-02",
                events=("2026-10-01",),
            ),
        ),
    ),
    Row(
        "`per week` / `maand` / `kwartaal` / `half jaar` · `jaarlijks` · `elk kwartaal` · `elke 2 weken` · "
        "`één keer per jaar` · `om de twee jaar`; then `op dinsdag`, a clock, `in Y`, `vanaf D`, "
        "`voor het eerst in Y`, `van A t/m B`",
        "recurring",
        "windows that follow one another, in the year of the words, else `year`, else the contract year; "
        "weeks begin on Monday, unless `vanaf` says when",
        (
            Example(
                "per kwartaal",
                start="2027-01-01",
                end="2027-04-01",
                year=2027,
                more=("2027-07-01", "2027-10-01", "2028-01-01"),
            ),
            Example(
                "per half jaar in 2025",
                start="2025-01-01",
                end="2025-07-01",
                more=("2026-01-01",),
            ),
            Example(
                "om de twee jaar, voor het eerst in 2029",
                start="2029-01-01",
                end="2031-01-01",
            ),
        ),
    ),
    Row(
        "`elke dinsdag` · `elke werkdag` · `elke eerste maandag van de maand`; then a clock and bounds",
        "recurring",
        "single days; a clock keeps its local time, whatever daylight saving does",
        (
            Example(
                "elke eerste maandag van de maand, 09.00 uur van september 2026 t/m november 2026",
                start="2026-09-07",
                end="2026-09-07T09:00",
                more=("2026-10-05T09:00", "2026-11-02T09:00"),
            ),
        ),
    ),
    Row(
        "`elke maand uiterlijk de 10e` · `maandelijks, vóór de tiende van de maand` · "
        "`uiterlijk de 15e van elke maand` · `elke maand op de 15e`; then `in Y`, `vanaf D`",
        "recurring",
        "a day of every month; in a month that is shorter, its last day",
        (
            Example(
                "elke maand uiterlijk de 31e van januari 2027 t/m maart 2027",
                end="2027-02-01",
                more=("2027-03-01", "2027-04-01"),
            ),
            Example(
                "maandelijks, vóór de tiende van de maand, voor het eerst in november 2027",
                end="2027-11-10",
                more=("2027-12-10",),
            ),
        ),
    ),
    Row(
        "`jaarlijks …` · `elk jaar …` · `eenmaal per jaar …`, with any date or range of dates behind it",
        "recurring",
        "the same words each year; this year's moment is given",
        (
            Example("elk jaar op 12 november", start="2026-11-12", end="2026-11-13", year=2026),
            Example("jaarlijks uiterlijk 1 juni", end="2027-06-02", year=2027),
            Example(
                "eenmaal per jaar, in het najaar",
                start="2027-09-01",
                end="2027-12-01",
                year=2027,
                told="approximate: 1 September-20 December",
            ),
        ),
    ),
    Row(
        "`per A, B, C of D`",
        "recurring",
        "each date by itself; a missing month or year is the next one's",
        (
            Example(
                "per 1 januari, 1 april, 1 juli of 1 oktober 2024",
                start="2024-01-01",
                end="2024-01-02",
                more=("2024-04-02", "2024-07-02", "2024-10-02"),
            ),
        ),
    ),
    Row(
        "`minimaal elke 2 jaar` · `maximaal 1 keer per contractjaar` · `2 keer per jaar`",
        "recurring",
        "says how often, not when: no window",
        (Example("minimaal elke 2 jaar"), Example("maximaal 1 keer per contractjaar")),
    ),
    Row(
        "`onverwijld` · `per omgaande` · `zo spoedig mogelijk`, then `na E` or nothing",
        "unresolved",
        "without delay: the policy gives no term",
        (Example("onverwijld"), Example("zo spoedig mogelijk na ontvangst")),
    ),
    Row(
        "`onbekend`",
        "unresolved",
        "the policy names a duty without a date",
        (Example("onbekend"),),
    ),
)
"""Every row of the language, in the order of the reference page."""
