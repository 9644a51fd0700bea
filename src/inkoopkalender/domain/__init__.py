"""Pure rules of the field: words to moments, due actions, standings. No I/O, no clock, no framework."""
