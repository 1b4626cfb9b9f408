"""What the log looks like: a line of JSON for each event, or text where a person looks on. It goes
to the standard error, because the standard output is for what a command answers.
"""

import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, Processor

EACH_A_LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
Note = Callable[[Mapping[str, object]], None]


class LogFormat(StrEnum):
    """How lines are written: text on a terminal and JSON elsewhere, or always one of them."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"


def is_json(wanted: LogFormat) -> bool:
    """Whether lines are JSON."""
    return not sys.stderr.isatty() if wanted is LogFormat.AUTO else wanted is LogFormat.JSON


def keep_log(wanted: LogFormat) -> None:
    """From now on have everything that this process logs written so, libraries' warnings too."""
    rendered = [unquoted, _renderer(wanted)]
    structlog.configure(
        processors=[*_KNOWN_OF_EACH, *rendered],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_KNOWN_OF_EACH, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


_KNOWN_OF_EACH: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _renderer(wanted: LogFormat) -> Processor:
    if not is_json(wanted):
        return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.processors.JSONRenderer(lambda event, **_: orjson.dumps(event, str).decode())


def unquoted(logger: object, method: str, event: EventDict) -> EventDict:
    """An exception by its type and frames. Its message may quote a client's data."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event.update(type=type(error).__name__, frames=frames_of(error))
    return event


def frames_of(error: BaseException) -> list[str]:
    """Where it was raised, the outermost first."""
    found = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]


def notes_of_requests(wanted: LogFormat) -> Note:
    """Writes the line of a request. There is one for each, so JSON takes the short way: all of
    structlog's would cost more than the rest of what the server does for a request.
    """
    if not is_json(wanted):
        return _as_text
    out = sys.stderr.buffer

    def write(facts: Mapping[str, Any]) -> None:
        line = {"event": "request", **facts, "level": "info", "timestamp": datetime.now(UTC)}
        out.write(orjson.dumps(line, option=EACH_A_LINE))
        out.flush()

    return write


def _as_text(facts: Mapping[str, Any]) -> None:
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    log.info("request", **facts)
