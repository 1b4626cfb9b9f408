"""Below which path a proxy shows the application, if not at the root of its name."""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send


class Prefix:
    """Takes requests with the prefix and without, because some proxies take it away and some do
    not; addresses that are answered with, as in a redirect, have it.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app, self.prefix = app, prefix
        self._below = f"{prefix}/"

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Hand on with the prefix."""
        if "path" in scope:
            scope["root_path"] = self.prefix
            if not f"{scope['path']}/".startswith(self._below):
                scope["path"] = self.prefix + scope["path"]
        return self.app(scope, receive, send)
