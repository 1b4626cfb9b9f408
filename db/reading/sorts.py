"""The words that lists can be sorted by; what each means stands with its noun."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way a sort runs."""

    ASC = "ASC"
    DESC = "DESC"


class ClientSort(StrEnum):
    """What clients can be sorted by."""

    NAME = "NAME"
    CREATED_AT = "CREATED_AT"


class CaseSort(StrEnum):
    """What cases can be sorted by."""

    TITLE = "TITLE"
    STATUS = "STATUS"
    ISSUED_ON = "ISSUED_ON"
    EXPIRES_ON = "EXPIRES_ON"
    CREATED_AT = "CREATED_AT"


class CycleSort(StrEnum):
    """What cycles can be sorted by."""

    STATUS = "STATUS"
    ACTIVATED_AT = "ACTIVATED_AT"
    CREATED_AT = "CREATED_AT"


class SessionSort(StrEnum):
    """What sessions can be sorted by."""

    STARTS_AT = "STARTS_AT"
    CREATED_AT = "CREATED_AT"


class AttendanceSort(StrEnum):
    """What attendances can be sorted by."""

    STATUS = "STATUS"
    COMPLETED_AT = "COMPLETED_AT"
    CREATED_AT = "CREATED_AT"


class AuditSort(StrEnum):
    """What audit entries can be sorted by."""

    CREATED_AT = "CREATED_AT"


class TodoSort(StrEnum):
    """What todos can be sorted by."""

    TITLE = "TITLE"
    STATUS = "STATUS"
    DUE_ON = "DUE_ON"
    CREATED_AT = "CREATED_AT"
