"""Reads the content folders (calendars, templates, config) into domain objects."""
