"""What a value should have been, in Dutch, for each kind of fault that pydantic tells apart.

The content files and the settings share it. Only words: pydantic itself is not known here.
"""

from collections.abc import Mapping
from types import MappingProxyType

_TRUTH, _WHOLE, _NUMBER = "true of false", "een heel getal", "een getal"
_KEYED, _LISTED = "sleutels met een waarde (sleutel: waarde)", "een lijst, zoals [a, b]"
_CLOCK, _DATE, _TEXT = "een kloktijd, zoals 09:00", "een dag, zoals 2016-01-01", "een tekst"
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "bool_parsing": _TRUTH,
        "bool_type": _TRUTH,
        "int_parsing": _WHOLE,
        "int_type": _WHOLE,
        "int_from_float": _WHOLE,
        "float_parsing": _NUMBER,
        "float_type": _NUMBER,
        "decimal_parsing": _NUMBER,
        "decimal_type": _NUMBER,
        "finite_number": _NUMBER,
        "string_type": _TEXT,
        "path_type": "een pad",
        "date_from_datetime_parsing": _DATE,
        "date_type": _DATE,
        "time_parsing": _CLOCK,
        "time_type": _CLOCK,
        "dict_type": _KEYED,
        "mapping_type": _KEYED,
        "model_type": _KEYED,
        "model_attributes_type": _KEYED,
        "list_type": _LISTED,
        "tuple_type": _LISTED,
        "greater_than_equal": "{ge} of meer",
        "greater_than": "meer dan {gt}",
        "less_than_equal": "{le} of minder",
        "less_than": "minder dan {lt}",
        "string_too_short": "minstens {min_length} teken",
        "too_short": "minstens {min_length}",
        "string_pattern_mismatch": "de vorm {pattern}",
        "literal_error": "{expected}",
    }
)
_FORMS: Mapping[str, str] = MappingProxyType(
    {
        r"^[a-z0-9]+(-[a-z0-9]+)*$": "kleine letters, cijfers en losse koppeltekens",
        r"^[a-z][a-z0-9_]*$": "kleine letters, cijfers en lage streepjes, met een letter voorop",
        r"^[1-9][0-9]? (days?|weeks?|working days?)$": "een termijn als 14 days, 2 weeks of 1 working day",
        r"^[0-9]{4}$": "vier cijfers tussen aanhalingstekens, ook de nullen vooraan",
        r"^[0-9]{2}$": "twee cijfers tussen aanhalingstekens, ook de nul vooraan",
        r"^A-[A-Z]+-[0-9]+$": "A-, hoofdletters, een streepje en een nummer: A-WV-01",
        r"^[A-Z]+(-[A-Z0-9]+)+$": "een nummer uit de catalogus als CZ-WV-NEW",
        r"^C-[A-Z]+-[0-9]+( C-[A-Z]+-[0-9]+)*$": "een nummer als C-WV-01, of meer met een spatie ertussen",
        r"^#[0-9a-f]{6}$": "een kleur als #c2410c",
        r"^[a-z0-9.-]+$": "een domein als cz.nl",
        r"^[A-Za-z0-9._-]+@[a-z0-9.-]+$": "een mailadres als naam@voorbeeld.nl",
        r"^https://[^\s]+$": "een adres als https://wetten.overheid.nl/",
        r"^https://[!-~]+$": "een adres als https://www.voorbeeld.nl/zorgzoeker, zonder spaties en accenten",
    }
)
"""The patterns that the files ask for, in words."""


def expected_words(kind: str, context: Mapping[str, object]) -> str:
    """Say what was expected; empty for a kind that has no words here."""
    pattern = str(context.get("pattern", ""))
    if pattern in _FORMS:
        return _FORMS[pattern]
    expected = str(context.get("expected", "")).replace(" or ", " of ")
    return _KINDS.get(kind, "").format_map({**context, "expected": expected})
