"""Names of fields: what is `given_name` here is `givenName` to front ends."""


def camel(name: str) -> str:
    """A name as front ends know it."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
