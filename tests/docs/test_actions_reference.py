"""The reference of actions says what the tables of duties say.

Write it again: .venv/bin/python tests/docs/test_actions_reference.py
"""

from pathlib import Path

from inkoopkalender.domain.duties import DUTIES, PHASE_DUTIES, TELL, Duty
from inkoopkalender.domain.phase_letters import PHASE_LETTERS, PhaseLetter

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "actions.md"
ANCHORS = {
    "act": "the insurer's moment: office hour of the last working day of the term, or of the day in `act`",
    "start": "the window's first moment",
    "end": "the window's end",
    "leads": "each reminder of `remind.before_end`, at the office hour",
    "change": "a date of any event was moved: when it is announced, at the earliest when it was moved",
    "promise": "per case: three working days before the promised term ends, and at its end",
}
CATCH_UP = {
    "must": "done, however late",
    "while useful": "recorded as lapsed once the next is due or the window closed",
}
HEAD = """# Actions

Made from `duties.py` and `phase_letters.py` in `src/inkoopkalender/domain/` by
`tests/docs/test_actions_reference.py`; a test keeps it up to date.

An action is one duty of one event: something that must be done at a moment. `inkoopkalender round due KEY`
shows what is due and what each waits for; `inkoopkalender round tick KEY` does what may run. An action is
done once. Its key is `round|track|event|duty|occurrence|subject|revision`. The occurrence is the lead of a
reminder (`14 days`) or the number of a moved date (`change 1`), the subject is the case of a promise or the
organisation that has a waiver; else they are empty.

## Duties

In the order in which actions of one moment are done.

"""
STATES = """
## States in the ledger

| state | meaning |
|---|---|
| due | from before the round was opened; a person marked it as still due (`round mark`), nobody began yet |
| claimed | somebody is doing it; a claim whose process went silent is taken again, as the next attempt |
| waiting | prepared; waits for a person's release |
| done | done, with its counts; with attempt 0: a person marked it as done elsewhere |
| lapsed | its use was over before it ran; nothing was sent |
| failed | it ended in an error, which the ledger keeps; tried again after 1, 2, 4 … 60 minutes |

What a moved date overtook keeps its row, with `superseded_at`; the action is due again under the new revision of
its event. An organisation with a waiver has an assessment and reminders of its own, counted from its own end.

## Who releases

`release` of an event decides over all of its duties that write letters or have consequences: the rows above
that say "unless". `person`: what they compose waits until somebody releases it. `automatic`: it leaves, and
holds, in the transaction that ends the action; the release is recorded as the system's. The other duties
wait for nobody: they open, close, count or score.

## Phases

`phase` in a calendar says which duties an event gives rise to, and which letters of `letters.yaml` they and the
cases of the phase write. A round whose `letters.yaml` lacks one of them does not open. An event without one is only
shown and counted from.

"""


def test_reference_of_actions_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), f"run: python {__file__}"


def test_every_duty_belongs_to_a_phase_but_the_one_of_moved_dates() -> None:
    owed = {kind for kinds in PHASE_DUTIES.values() for kind in kinds}

    assert owed | {TELL} == {duty.kind for duty in DUTIES}


def reference() -> str:
    """Return the page."""
    duties = [
        "| duty | due at | when late | release | waits for |",
        "|---|---|---|---|---|",
        *map(row, DUTIES),
    ]
    phases = [
        f"| `{phase}` | {', '.join(f'`{kind}`' for kind in kinds)} "
        f"| {', '.join(map(letter, PHASE_LETTERS[phase])) or 'none'} |"
        for phase, kinds in PHASE_DUTIES.items()
    ]
    head = ["| phase | duties | letters |", "|---|---|---|"]
    return HEAD + "\n".join([*duties, STATES + head[0], head[1], *phases]) + "\n"


def letter(each: PhaseLetter) -> str:
    """Return a letter, and what the event must say for it to be written."""
    needs = {"": "", "open": " (with `remind.open`)", "before_end": " (with `remind.before_end`)"}
    return f"`{each.name}`{needs[each.needs]}"


def row(duty: Duty) -> str:
    """Return one duty as a row."""
    waits = [f"`{kind}`" for kind in duty.after]
    waits += ["a complete export, where the channel is VECOZO"] if duty.needs_export else []
    waits += [f"parameter `{name}`" for name in duty.needs_parameters]
    other = {"automatic": "person", "person": "automatic"}[duty.release]
    released = f"{duty.release}, unless the event says `{other}`" if duty.releasable else "automatic"
    released = "person" if duty.kind == TELL else released
    cells = (f"`{duty.kind}`", ANCHORS[duty.anchor], CATCH_UP[duty.catch_up], released, ", ".join(waits))
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
