"""Origins of pages: as browsers send them, and what is told of one that may not ask."""

import logging
from urllib.parse import urlsplit

ANY = "*"
_USUAL_PORTS = {"http": 80, "https": 443}


def origin_of(given: str) -> str:
    """The origin as a browser writes it, in small letters and without a scheme's usual port; `*` is
    any. ValueError, which names the setting, for what is none.
    """
    if given == ANY:
        return given
    try:
        parts = urlsplit(given.lower().removesuffix("/"))
        port = "" if parts.port in (None, _USUAL_PORTS.get(parts.scheme)) else f":{parts.port}"
    except ValueError:
        raise _no_origin(given) from None
    # An origin is a scheme, a host and a port; what names more is an address, or no scheme.
    more = parts.username or parts.path or parts.query or parts.fragment
    if not parts.scheme or not parts.hostname or more:
        raise _no_origin(given)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def _no_origin(given: str) -> ValueError:
    told = "CASELOAD_ALLOWED_ORIGINS holds origins such as https://app.example:8443, without a path"
    return ValueError(f"{told}; not {given!r}.")


REJECTED = (
    "a page of another origin may not open a socket; CASELOAD_ALLOWED_ORIGINS names those that may"
)


def quote_no_origin(record: logging.LogRecord) -> bool:
    """A log's filter: Strawberry's warning of a page that may not ask quotes what a stranger sent,
    and names an argument of its own.
    """
    if "origin" in str(record.msg):
        record.msg, record.args = REJECTED, ()
    return True
