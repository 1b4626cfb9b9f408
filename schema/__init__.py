"""The GraphQL surface; Strawberry lives here, only here."""

from copy import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schema.execution import CaseloadSchema


def build_schema() -> "CaseloadSchema":
    """The schema, not yet bound to a database."""
    # Not above, because whoever imports any part of this package would wait for all of it.
    from schema.surface import assembled

    return copy(assembled())
