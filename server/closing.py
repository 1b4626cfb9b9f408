"""What a socket is closed with. Each reason fits a close frame, which holds 123 bytes."""

from enum import IntEnum

from resolvers.rights import Lost


class Close(IntEnum):
    """Codes of the protocol. After 4400, 4401 and 4429 the reference client `graphql-ws` gives up,
    because the same would only happen again; after the others it connects anew.
    """

    RESTART = 1012
    LATER = 1013
    MISSHAPEN = 4400
    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    TOO_MANY_INITS = 4429


CODES = {Lost.EXPIRED: Close.UNAUTHENTICATED, Lost.CHANGED: Close.FORBIDDEN}

NO_TOKEN = "Unauthorized: sign in, send a token with connection_init"
BAD_TOKEN = "Unauthorized: send a valid token"
NOT_NOW = "The server cannot tell who you are at the moment, connect again"
NO_PONG = "No answer to a ping, connect again"
MOVE_OVER = "The server restarts: connect again after a random second or three"
