from inkoopkalender.web.words import duty_words, named, result_words


def test_results_leave_out_zeros_and_to_how_many() -> None:
    assert (
        result_words({"letters": 8, "lapsed": 1234, "open": 0, "ended": 1}) == "1.234 vervallen, 1 beëindigd"
    )


def test_one_is_singular() -> None:
    assert result_words({"proposals": 1}) == "1 voorstel klaargezet"


def test_a_count_without_a_word_is_shown_as_it_is() -> None:
    assert result_words({"green_dots": 2}) == "2 green dots"


def test_a_name_without_a_word_is_made_readable() -> None:
    assert named("mystery_thing", {}) == "mystery thing"


def test_reminders_say_how_long_before_the_end() -> None:
    assert duty_words("remind_providers", "14 days") == "herinnering, 14 dagen voor het einde"
    assert duty_words("remind_providers", "1 working day") == "herinnering, 1 werkdag voor het einde"


def test_promises_say_which_of_their_two_moments() -> None:
    assert duty_words("watch_promises", "warning") == "toezegging bewaakt: waarschuwing vooraf"
    assert duty_words("watch_promises", "end") == "toezegging bewaakt: termijn verstreken"
