"""Each request has an id: it is in the answer's head, and in every line of the log that the request
is the cause of.
"""

import random
import re

from starlette.types import Scope
from structlog.contextvars import bind_contextvars

HEADER = b"x-request-id"
# Short, and of characters that mean nothing to a log, a terminal, a shell or a page.
_FIT = re.compile(rb"[A-Za-z0-9._:-]{1,64}")


def identify(scope: Scope) -> bytes:
    """The id that the client or its proxy gave, where it is fit to be written down; else a new one.
    From now on it is in the log.
    """
    id = _given(scope)
    if id is None or not _FIT.fullmatch(id):
        # Not of the system's randomness, because it keeps nothing safe and would take ten times as
        # long.
        id = b"%024x" % random.getrandbits(96)
    bind_contextvars(request_id=id.decode())
    return id


def _given(scope: Scope) -> bytes | None:
    for name, value in scope["headers"]:
        if name == HEADER:
            return bytes(value)
    return None
