"""Compiled reads: a selection is a query plan, a root field is one SQL statement."""
