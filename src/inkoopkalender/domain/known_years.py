"""The years that a calendar can be about; what lies outside them is a slip of the pen."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
