"""Keeps what happened: tables, transactions, queries. The only room that imports SQLAlchemy."""
