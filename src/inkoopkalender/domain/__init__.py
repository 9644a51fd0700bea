"""Pure rules of the field: words to moments, timeline, due actions, standings. No I/O, no clock, no framework."""
