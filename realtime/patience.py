"""How long the bus waits for what, in seconds."""

from typing import Final

CONNECT: Final = 2.0
"""For a connection to Redis with its handshake."""

PING_EVERY: Final = 1.0
"""Between two signs of life asked for when there is nothing else to say."""

SILENCE: Final = 3.0
"""Without a word from Redis, not even a PONG: the connection is dead, whatever TCP thinks."""

PUBLISH: Final = 1.0
"""For one bell to be taken by Redis."""

FAREWELL: Final = 1.0
"""For the last bells to be rung, and for connections to close, when the bus is stopped."""
