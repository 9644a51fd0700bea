"""Turns a provider's file or a VECOZO export into rows or findings."""
