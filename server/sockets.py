"""One graphql-transport-ws socket, from its handshake until nothing of it is left."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from graphql import OperationType
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
    Operation,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)

from schema.asking import Asking
from schema.execution import EXTENSIONS
from schema.faults import coded, masked
from schema.finished import Finished
from schema.live import Live, Tell
from schema.parsing import Unfit
from server.closing import MOVE_OVER, NO_PONG, Close
from server.crowd import Seat
from server.messages import FINISHED_TAIL, finished_head, finished_text, misshapen
from server.pulse import silence
from server.reading import document_of
from server.sending import Line
from server.signing import attend

if TYPE_CHECKING:
    from server.view import GraphQLView


# Operations of a socket that are on their way to their first answer. A hundred that its client does
# not read would otherwise be a hundred answers in memory, on each of its sockets.
AT_ONCE = 4


class SocketHandler(BaseGraphQLTransportWSHandler[Asking, None]):
    """Strawberry's handler, with the shapes of messages checked, a sign-in by the init message,
    a pulse, a cap on operations, and an end that waits for no one but changes under way.
    """

    view: "GraphQLView"
    websocket: Line

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.seat: Seat = self.websocket.ws.scope["seat"]
        self._heard = asyncio.Event()
        self._attending: asyncio.Task[None] | None = None
        self._beside: set[asyncio.Task[None]] = set()
        self._finishing: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        # By their ids, those of the operations that have room.
        self._begun: Counter[str] = Counter()

    async def handle(self) -> None:
        """Serve the socket until it closes, or until its client stops reading."""
        self.seat.leaving.add_done_callback(self._move_over)
        try:
            # To a client that does not read no farewell gets through: just leave.
            async with self.websocket.patience:
                await super().handle()
        except TimeoutError:
            if not self.websocket.patience.expired():
                raise
        finally:
            self.websocket.rest()

    async def shutdown(self) -> None:
        """End what is open, but let changes under way end by themselves: they are not undone
        half-way because their client left, and a process that stops waits for them.
        """
        self.seat.leaving.remove_done_callback(self._move_over)
        for task in self._beside:
            task.cancel()
        await super().shutdown()
        if self._finishing:
            await asyncio.wait(self._finishing)

    async def handle_message(self, message: Message) -> None:
        """Handle a message of the protocol; 4400 for anything else."""
        self._heard.set()
        wrong = misshapen(message)
        if wrong is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(wrong)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Sign in, beside the socket: a database that hangs must hold up neither the deadline,
        which runs until the acknowledgement, nor the client's leaving.
        """
        if self._attending is not None:
            await self.websocket.close(Close.TOO_MANY_INITS, "Too many initialisation requests")
        else:
            self._attending = self.beside(attend(self, message.get("payload") or {}))

    async def acknowledge(self) -> None:
        """Say that the socket is signed in, and listen to its pulse from now on."""
        # Strawberry notes it once the message is sent; by then the client may have gone on.
        self.connection_acknowledged = True
        await super().handle_connection_init({"type": "connection_init", "payload": {}})
        self.beside(self._close_when_silent())

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Start an operation, whose document may be given by its id; an `error` for one beyond
        the cap.
        """
        message["payload"]["query"] = document_of(message["payload"])
        # The task that runs it takes along what is set here.
        EXTENSIONS.set(message["payload"].get("extensions"))
        most, id = self.view.settings.operations_per_socket, message["id"]
        if id in self.operations or len(self.operations) + len(self._finishing) < most:
            await super().handle_subscribe(message)
        else:
            told = f"A socket holds at most {most} operations: complete some, or open another."
            full = self.view.crowd.full("operations", told)
            refusal = coded("TOO_MANY_OPEN", str(full)).formatted
            await self.send_message({"id": id, "type": "error", "payload": [refusal]})

    async def run_operation(self, operation: Operation[Asking, None]) -> None:
        """Run it once there is room, which it has until its first answer was taken."""
        async with self._room_for(operation.id):
            await super().run_operation(operation)

    @asynccontextmanager
    async def _room_for(self, id: str) -> AsyncIterator[None]:
        await self._room.acquire()
        self._begun[id] += 1
        try:
            yield
        finally:
            self._make_room(id)

    def _make_room(self, id: str) -> None:
        """Once for each operation that began under the id, whichever message is the first."""
        if self._begun[id]:
            self._begun -= Counter({id: 1})
            self._room.release()

    async def cleanup_operation(self, operation_id: str) -> None:
        """Stop an operation; a change goes on, unheard, and counts until it is done."""
        operation = self.operations.get(operation_id)
        if operation is None or not self._changes(operation):
            await super().cleanup_operation(operation_id)
            return
        del self.operations[operation_id]
        operation.completed = True
        assert operation.task
        self._finishing.add(operation.task)
        operation.task.add_done_callback(self._finishing.discard)

    def _changes(self, operation: Operation[Asking, None]) -> bool:
        """Whether it is a change under way; one that only has to be told is done."""
        if operation.task is None or self.websocket.awaits(operation.task):
            return False
        documents = self.view.own_schema.documents
        try:
            asked = documents.operation(operation.query, operation.operation_name)
        except Unfit:
            return False
        return asked.kind is OperationType.MUTATION

    async def send_message(self, message: Message) -> None:
        """Send; what many are told is text already, of which only the id is each one's own."""
        told = finished_text(message)
        if told is None:
            await super().send_message(message)
        else:
            await self.websocket.send_text(told)
        id = message.get("id")
        if self._begun and isinstance(id, str):
            self._make_room(id)

    async def _send_result_stream(self, operation: Operation[Asking, None], source: Any) -> None:
        """Strawberry's, with the short way for answers that many are told at once."""
        if isinstance(source, Live):
            source.tell = self._telling(operation.id)
        await super()._send_result_stream(operation, source)

    def _telling(self, id: str) -> Tell:
        head, send = finished_head(id), self.websocket.send_at_once

        def tell(answer: Finished) -> bool:
            is_told = send(head, answer.sent, FINISHED_TAIL)
            if is_told and self._begun:
                self._make_room(id)
            return is_told

        return tell

    async def handle_task_exception(self, error: Exception) -> None:
        """Tell the log of a bug. That nobody was there to hear an answer is none."""
        if not isinstance(error, WebSocketDisconnected):
            masked(error)

    def beside(self, acts: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have this go on for as long as the socket is open."""
        task = asyncio.create_task(acts)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        return task

    async def _close_when_silent(self) -> None:
        try:
            await silence(self._ping, self._heard, self.view.settings.ping_seconds)
            await self.websocket.close(Close.LATER, NO_PONG)
        except WebSocketDisconnected:
            pass

    async def _ping(self) -> None:
        await self.send_message({"type": "ping"})

    def _move_over(self, asked: asyncio.Future[None]) -> None:
        self.beside(self.websocket.close(Close.RESTART, MOVE_OVER))
