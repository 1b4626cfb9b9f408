"""Who is at the other end of a socket or a stream, and for how long they may stay."""

import asyncio
from typing import TYPE_CHECKING, Any

from strawberry.http.exceptions import WebSocketDisconnected

from domain.access import Viewer
from domain.errors import Expired, Unauthenticated
from realtime.question import Ended
from resolvers.rights import Lost, lost
from schema.asking import Asking
from schema.faults import masked
from server.closing import BAD_TOKEN, CODES, MOVE_OVER, NO_TOKEN, NOT_NOW, Close
from server.crowd import Full

if TYPE_CHECKING:
    from server.sockets import SocketHandler

Ending = tuple[Close, str]


async def attend(socket: "SocketHandler", said: dict[str, Any]) -> None:
    """Sign in by `{"Authorization": "Bearer …"}`, acknowledge, and close the socket once whoever
    it is may stay no longer.
    """
    try:
        viewer = await _signed_in(socket, said)
        await socket.acknowledge()
        ending = await end_of_stay(socket.context, viewer, socket.view.settings.sign_in_seconds)
    except Expired:
        ending = Close.UNAUTHENTICATED, Lost.EXPIRED
    except Unauthenticated:
        ending = Close.UNAUTHENTICATED, BAD_TOKEN
    except Full as full:
        ending = Close.LATER, str(full)
    except WebSocketDisconnected:
        return
    except Exception as error:
        masked(error)
        ending = Close.LATER, NOT_NOW
    await socket.websocket.close(*ending)


async def _signed_in(socket: "SocketHandler", said: dict[str, Any]) -> Viewer | None:
    """Whom the token names, that of the handshake where the init message holds none."""
    claimed = said.get("Authorization", said.get("authorization"))
    socket.view.signed_in(socket.context, claimed)
    if not socket.context.claims:
        return None
    viewer = await socket.context.viewer()
    socket.view.crowd.introduce(socket.seat, viewer.key)
    return viewer


async def known(asking: Asking) -> Viewer | None:
    """Whom the token names, where that can be told. Where not, the answer says why."""
    try:
        return await asking.viewer()
    except Exception:
        return None


async def end_of_stay(asking: Asking, viewer: Viewer | None, seconds: float) -> Ending:
    """Wait until the token expires or the viewer may not go on as before: what is open was asked
    with rights that nobody has any more. A stranger has so many seconds, enough to ask about the
    schema, which is all that they may.
    """
    if viewer is None or asking.credential is None:
        await asyncio.sleep(seconds)
        return Close.UNAUTHENTICATED, NO_TOKEN
    try:
        why = await lost(asking.hub, asking.credential, viewer)
    except Ended:
        return Close.RESTART, MOVE_OVER
    except Exception as error:
        masked(error)
        return Close.LATER, NOT_NOW
    return CODES[why], why
