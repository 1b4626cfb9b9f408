"""The two ways to the API, answered alike: HTTP and the websocket."""

from tests.api import Api, Json, Socket


async def over_http(api: Api, query: str, variables: Json | None = None) -> Json:
    """The answer to a POST; where nothing was run, None for the `data` that it has not."""
    answer: Json = (await api.post(query, variables)).json()
    return {"data": None, **answer}


async def over_socket(api: Api, query: str, variables: Json | None = None) -> Json:
    """The only answer on a socket of its own."""
    async with api.socket() as socket:
        return await on(socket, query, variables)


async def on(socket: Socket, query: str, variables: Json | None = None) -> Json:
    """The first answer on an open socket, shaped as HTTP shapes it."""
    asked = await socket.subscribe(query, variables)
    message = await socket.message()
    while message["id"] != asked.id:
        message = await socket.message()
    if message["type"] == "error":
        return {"data": None, "errors": message["payload"]}
    assert message["type"] == "next", message
    answer: Json = message["payload"]
    return answer


async def both(api: Api, query: str, variables: Json | None = None) -> Json:
    """The one answer that both ways give."""
    answer = await over_http(api, query, variables)
    other = await over_socket(api, query, variables)
    assert other == answer, (other, answer)
    return answer


def codes(answer: Json) -> list[str]:
    """The codes of the top-level errors."""
    return [error["extensions"]["code"] for error in answer.get("errors", ())]


def refusals(answer: Json) -> list[tuple[str, list[str]]]:
    """The code and the path of each error in the only payload."""
    (payload,) = answer["data"].values()
    return [(error["code"], error["path"]) for error in payload["errors"]]
