"""The store's tests may ask for a PostgreSQL."""

from tests.postgres import database, postgres

__all__ = ["database", "postgres"]
