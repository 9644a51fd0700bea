"""Composes letters, keeps them in the outbox and delivers each one once."""
