"""Faults in `tracks.yaml` are findings with their place; nothing in it is ever executed."""

from pathlib import Path

import pytest

from inkoopkalender.content.calendars import load_calendar
from inkoopkalender.content.root import content_root
from inkoopkalender.content.tracks import load_track_rules
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

KEY = RoundKey("caresq", "stoppen-met-roken", 2026)
GOOD = (content_root() / "calendars" / str(KEY) / "tracks.yaml").read_text(encoding="utf-8")
GP = '    rule: {fact: care_type, is: "01"}\n'


def faults(folder: Path, text: str) -> str:
    own = folder / "calendars" / str(KEY)
    own.mkdir(parents=True)
    (own / "tracks.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_track_rules(load_calendar(KEY), folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{fact: care_type, at_least: x}", "care_type kan niet met at_least"),
        ("{fact: turnover, is: veel}", "turnover kan niet met is"),
        ("{fact: turnover, at_least: limit}", "er is geen parameter 'limit'; er zijn: geen"),
        ("{fact: care_type}", "precies één van is, in"),
        ('{fact: care_type, is: "01", in: ["02"]}', "precies één van is, in"),
        ('{fact: care_type, is: "01", has_contract: {}}', "precies één van all, any, not"),
        ("{}", "precies één van all, any, not"),
        ("{all: []}", "een lege lijst zegt niets"),
        ("{fact: sectors, in: []}", "een lege lijst zegt niets"),
        ("{has_contract: {years_back: 9}}", "years_back"),
        ("{has_relation: {kind: cousin}}", "cousin"),
        ("{fact: shoe_size, is: groot}", "shoe_size"),
        ("{eval: 'import os'}", "er is geen sleutel 'eval'"),
        ("{fact: sectors, is: x, with_everybody: true}", "with_everybody hoort bij turnover"),
    ],
)
def test_a_rule_that_says_nothing_sound_is_refused_with_its_place(
    tmp_path: Path, rule: str, said: str
) -> None:
    assert GP in GOOD

    told = faults(tmp_path, GOOD.replace(GP, f"    rule: {rule}\n"))

    assert said in told
    assert "tracks.yaml:" in told


def test_a_limit_of_another_unit_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace(GP, "    rule: {fact: turnover, above: share}\n").replace(
        "tracks:\n", "parameters:\n  share: {value: '25', unit: percent, basis: proposed}\ntracks:\n", 1
    )

    assert "turnover telt in eur, parameter 'share' in percent" in faults(tmp_path, text)


def test_every_track_of_the_calendar_has_its_rule_and_no_other(tmp_path: Path) -> None:
    told = faults(tmp_path, GOOD.replace("  CQ-SMR-GP:", "  CQ-SMR-XX:"))

    assert "CQ-SMR-XX staat bij geen spoor van de kalender" in told
    assert "CQ-SMR-GP, van spoor general-practitioners, heeft hier geen regel" in told


def test_a_proposal_says_what_it_proposes_and_no_rule_says_who_decides(tmp_path: Path) -> None:
    others = GOOD[: GOOD.index("  CQ-SMR-GP:")]
    proposal = 'CQ-SMR-GP: {section: "3", basis: proposed, rule: {has_contract: {}}}'
    nothing = 'CQ-SMR-GP: {section: "3", basis: policy}'

    assert "zeg in proposed wat het beleid niet zegt" in faults(tmp_path, f"{others}  {proposal}\n")
    assert "zonder rule hoort er een person bij" in faults(tmp_path / "again", f"{others}  {nothing}\n")
