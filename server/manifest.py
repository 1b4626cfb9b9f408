"""The manifest of trusted documents: what front ends send instead of a document."""

import json
from collections.abc import Iterator
from pathlib import Path

from schema.trusted import document_id
from server.amiss import Amiss


def texts_in(operations: Path) -> list[str]:
    """The documents in a folder of `.graphql` files, or in a manifest: a JSON object of documents,
    whose names do not matter, because each is named by its own hash.
    """
    if operations.is_dir():
        return list(_files(operations))
    try:
        found = json.loads(operations.read_text())
        texts = list(found.values())
    except (OSError, ValueError, AttributeError) as wrong:
        told = "CASELOAD_OPERATIONS is a folder of .graphql files or a JSON object of documents."
        raise Amiss(told) from wrong
    if not all(isinstance(text, str) for text in texts):
        raise Amiss("CASELOAD_OPERATIONS holds a document that is no text.")
    return texts


def _files(operations: Path) -> Iterator[str]:
    for file in sorted(operations.glob("*.graphql")):
        yield file.read_bytes().decode()


def manifest(texts: list[str]) -> str:
    """The documents by their ids, as JSON."""
    return json.dumps({document_id(text): text for text in texts}, indent=2, ensure_ascii=False)
