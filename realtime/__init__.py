"""Bells: who is told, within milliseconds, that an organization's change feed has grown."""
