"""Every letter of every round is a test case, by itself, as soon as its folder is there.

After a change of words, WRITE_GOLDEN=1 pytest tests/letters writes the golden files anew: read the diff.
"""

import os
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from inkoopkalender.content.root import content_root
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.mail.compose import Composer, MissingFactError
from inkoopkalender.mail.facts import COMMON_FACTS, OrganisationFacts
from inkoopkalender.mail.samples import sample_facts

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "br"}
LONGEST_SENTENCE = 25
ROUNDS = [
    RoundKey.parse("/".join(file.parts[-4:-1]))
    for file in sorted((content_root() / "calendars").glob("*/*/*/letters.yaml"))
]
ROUNDS += [RoundKey("caresq", "stoppen-met-roken", 2026), RoundKey("vgz", "huisartsenzorg", 2025)]
"""Of rounds without letters of their own: those of every round."""
COMPOSERS = {key: Composer(key) for key in ROUNDS}
CASES = [(key, name) for key in ROUNDS for name in COMPOSERS[key].letters]

every_letter = pytest.mark.parametrize(("key", "name"), CASES, ids=str)


def facts_of(key: RoundKey, name: str) -> dict[str, object]:
    return sample_facts(COMPOSERS[key].letters[name], key)


class Page(HTMLParser):
    """The words of a page, less its title, heading and preview; and whether its tags close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in VOID:
            self.open.append("preview" if ("class", "preview") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() in (tag, "preview"), f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if not {"title", "h1", "preview", "style"} & set(self.open):
            self.words += f" {data}"


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w@./€&-]*[\w€]", text.casefold()))


def test_there_are_letters() -> None:
    assert len(CASES) >= 21


def test_folders_of_templates_and_letters_are_the_same() -> None:
    folders = {folder.name for folder in (content_root() / "templates" / "mail").iterdir() if folder.is_dir()}

    assert folders == {name for _, name in CASES}


def test_reference_lists_every_letter_with_its_facts() -> None:
    reference = (GOLDEN.parents[2] / "docs" / "reference" / "letters.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in reference.splitlines() if line.startswith("| `")]
    documented = {row[0].strip(" `"): tuple(re.findall(r"`(\w+)`", row[-1])) for row in rows if len(row) == 7}

    assert documented == {name: COMPOSERS[key].letters[name].facts for key, name in CASES}


@every_letter
def test_letter_reads_as_its_golden_file(key: RoundKey, name: str) -> None:
    composed = COMPOSERS[key].compose(name, facts_of(key, name))
    golden = GOLDEN / str(key) / f"{name}.txt"

    written = f"{composed.subject}\n\n{composed.text}"
    if os.environ.get("WRITE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(written, encoding="utf-8")

    assert written == golden.read_text(encoding="utf-8")


@every_letter
def test_letter_needs_exactly_the_facts_it_names(key: RoundKey, name: str) -> None:
    facts = facts_of(key, name)
    named = (*COMMON_FACTS, *COMPOSERS[key].letters[name].facts)

    for fact in named:
        with pytest.raises(MissingFactError) as missing:
            COMPOSERS[key].compose(name, {other: facts[other] for other in facts if other != fact})
        assert f"'{name}'" in str(missing.value)
        assert f"'{fact}' is undefined" in str(missing.value)

    assert set(facts) == set(named)


@every_letter
def test_text_says_all_that_the_page_says(key: RoundKey, name: str) -> None:
    composed = COMPOSERS[key].compose(name, facts_of(key, name))

    page = Page(composed.html)

    assert words_of(composed.text) == words_of(page.words)


@every_letter
def test_page_closes_its_tags_and_fetches_nothing(key: RoundKey, name: str) -> None:
    composed = COMPOSERS[key].compose(name, facts_of(key, name))

    page = Page(composed.html)

    assert page.open == []
    assert {"img", "script", "link", "iframe", "form"} & set(page.tags) == set()
    assert "url(" not in composed.html
    assert len(composed.html) < 100_000, "mail programs cut longer pages off"


@every_letter
def test_subject_ends_with_code_and_sector(key: RoundKey, name: str) -> None:
    composed = COMPOSERS[key].compose(name, facts_of(key, name))

    assert composed.subject.endswith(f" [AGB 75000001 · {key.sector.replace('-', ' ')}]")
    assert "\n" not in composed.subject
    assert len(composed.subject) <= 130


@every_letter
def test_sentences_are_short_and_say_u(key: RoundKey, name: str) -> None:
    text = COMPOSERS[key].compose(name, facts_of(key, name)).text

    body = re.sub(r"\s+", " ", text.partition("\n-- \n")[0].replace("\n- ", "\n\n- ").replace("\n\n", ". "))
    sentences = re.split(r"(?<=[.:?!])\s", body)

    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST_SENTENCE
    assert re.search(r"\b(je|jij|jou|jouw|jullie)\b", text.casefold()) is None
    assert re.search(r"\buw?\b", text) is not None


@every_letter
def test_lines_of_the_text_are_short(key: RoundKey, name: str) -> None:
    text = COMPOSERS[key].compose(name, facts_of(key, name)).text

    assert [line for line in text.splitlines() if len(line) > 72 and " " in line.strip()] == []


@every_letter
def test_letter_says_what_it_is_and_where_it_stands(key: RoundKey, name: str) -> None:
    kind = COMPOSERS[key].letters[name]
    text = " ".join(COMPOSERS[key].compose(name, facts_of(key, name)).text.split())

    assert f"{kind.section_words} - {kind.purpose_words}" in text
    assert ("Dit bericht is een service." in text) == (kind.purpose == "courtesy")
    assert COMPOSERS[key].brand.mailbox in text


@every_letter
def test_decision_of_a_person_says_how_to_object(key: RoundKey, name: str) -> None:
    kind = COMPOSERS[key].letters[name]
    text = COMPOSERS[key].compose(name, facts_of(key, name)).text

    if kind.release == "person":
        assert "NIET MEE EENS?" in text
        assert kind.purpose == "formal"


@every_letter
def test_names_with_signs_are_text_and_never_markup(key: RoundKey, name: str) -> None:
    facts = facts_of(key, name)
    facts["organisation"] = OrganisationFacts('Zorg & "Zo" <b>', "75000001", ("75000001",))

    composed = COMPOSERS[key].compose(name, facts)

    assert 'Zorg & "Zo" <b>' in composed.text
    assert "Zorg &amp; &#34;Zo&#34; &lt;b&gt;" in composed.html
    assert "<b>" not in composed.html
