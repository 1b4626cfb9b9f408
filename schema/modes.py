"""The words of a setting, by themselves, because settings are read without the schema."""

from enum import StrEnum


class Mode(StrEnum):
    """What becomes of documents that are not trusted: run, run and noted, or refused."""

    OFF = "off"
    LOG = "log"
    ENFORCE = "enforce"
