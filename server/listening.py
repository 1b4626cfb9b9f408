"""How uvicorn serves: what a connection may hold, how long a silent one lasts, how it ends."""

import errno
import gc
import logging
import resource
import socket

import uvicorn
from starlette.applications import Starlette

from server.amiss import Amiss
from server.crowd import Crowd
from server.origins import quote_no_origin
from server.settings import LAST_PORT, Settings
from server.wire import Wire

LARGEST_MESSAGE = 64 * 1024
# Linux doubles it. Without it the kernel takes 4 MB for each client that does not read.
SEND_BUFFER = 128 * 1024
MOST_FILES = 10_000
LOOK_AFTER = 10_000
REFUSED_HANDSHAKE = "ASGI callable returned without completing handshake."


class Server(uvicorn.Server):
    """uvicorn, with a listening socket of its own and an orderly end."""

    def __init__(self, config: uvicorn.Config, settings: Settings, crowd: Crowd) -> None:
        super().__init__(config)
        self.crowd = crowd
        self._settings = settings

    def listen(self) -> socket.socket:
        """Bind; accepted connections have the options of the socket that they came by. Amiss where
        the address or the port is not to be had.
        """
        listening = _bound(self.config.host, self.config.port)
        # asyncio sets it only on sockets that say TCP; without it answers wait 40 ms for an ACK.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # Nothing above TCP can drop a client that vanished or does not read: closing waits
            # until all is sent, and it never is.
            patience = round(self._settings.send_seconds * 1000)
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience)
        # Who comes while the application is still starting up waits, and is not refused.
        listening.listen(self.config.backlog)
        return listening

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nobody new, ask everybody to go elsewhere, then end what is left."""
        for server in self.servers:
            server.close()
        await self.crowd.clear(self._settings.grace_seconds / 2)
        await super().shutdown(sockets)


def _bound(host: str, port: int) -> socket.socket:
    """Not by uvicorn, which says no more than the system's error, and exits."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OverflowError as error:
        bound.close()
        raise Amiss(f"CASELOAD_PORT, and --port, is 0 to {LAST_PORT:,}.") from error
    except OSError as error:
        bound.close()
        raise Amiss(_unbindable(host, port, error)) from error
    return bound


def _unbindable(host: str, port: int, error: OSError) -> str:
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        told = f"cannot listen on port {port} of {host}: {error.strerror}"
        return f"CASELOAD_PORT: {told}. Take another, here or by --port."
    told = f"cannot listen on {host}: {error.strerror}"
    return f"CASELOAD_HOST: {told}. Take an address of this machine, or 0.0.0.0 for all."


def make_room() -> None:
    """Let the process open as many files as it may: each connection is one, and most systems begin
    with 1,024, of which the database needs some.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def spare_the_collector() -> None:
    """Call it once all is made that stays as long as the process: the garbage collector leaves it
    alone from then on. Looking through the schema again and again took a sixth of the time in
    which an answer goes round. It looks less often, too, because an answer on its way to hundreds
    is more than its usual 700 things at once, none of which is garbage.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOK_AFTER)


def _is_a_fault(record: logging.LogRecord) -> bool:
    """Whether what uvicorn calls an error is one. Anybody can send bytes that are no UTF-8, for
    which it logs a traceback, and have a handshake refused, which it takes for unanswered.
    """
    no_text = record.exc_info and isinstance(record.exc_info[1], UnicodeDecodeError)
    return not no_text and record.msg != REFUSED_HANDSHAKE


def server_of(app: Starlette, settings: Settings, port: int | None = None) -> Server:
    """A server of `create_app`'s application, with the settings that it was made with."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port if port is None else port,
        http=app.state.heads,
        ws=Wire,
        forwarded_allow_ips=settings.trusted_proxies,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        # Clients give up after its 1011, so our own ping has to come first.
        ws_ping_interval=settings.ping_seconds * 2,
        ws_ping_timeout=settings.ping_seconds * 2,
        timeout_graceful_shutdown=settings.grace_seconds,
        log_config=None,
        log_level="warning",
        access_log=False,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_a_fault)
    logging.getLogger("strawberry.ws").addFilter(quote_no_origin)
    return Server(config, settings, app.state.crowd)
