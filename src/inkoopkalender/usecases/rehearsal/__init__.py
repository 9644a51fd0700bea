"""A whole year with invented providers and a moved clock, through the same doors as a real one."""
