"""Documents that are known before anybody asks: named by the hash of their text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

import structlog

from schema.faults import coded
from schema.modes import Mode
from schema.parsing import Unfit

MOST_NOTED = 1000
log = structlog.get_logger("caseload.trusted")


class DocumentId(str):
    """The id of a trusted document, wherever the text of a document could stand."""

    __slots__ = ()


def document_id(text: str) -> DocumentId:
    """`sha256:` and the hash of the text in UTF-8, in small hexadecimal digits: to the byte, blanks
    and line ends too, as the appendix on persisted documents of GraphQL over HTTP has it.
    """
    return DocumentId(f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}")


@dataclass(frozen=True)
class Trusted:
    """The trusted documents by id, and what becomes of others."""

    documents: dict[str, str] = field(default_factory=dict)
    mode: Mode = Mode.OFF
    _texts: frozenset[str] = field(init=False)
    _noted: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_texts", frozenset(self.documents.values()))

    @classmethod
    def of(cls, texts: Iterable[str], mode: Mode) -> "Trusted":
        """Trust these."""
        return cls({document_id(text): text for text in texts}, mode)

    def text(self, asked: str) -> str:
        """The text of what is asked for, by text or DocumentId; Unfit for an unknown id and, where
        trust is enforced, for any other text. Nothing is parsed for that.
        """
        if isinstance(asked, DocumentId):
            return self._named(asked)
        if self.mode is Mode.OFF or asked in self._texts:
            return asked
        if self.mode is Mode.ENFORCE:
            told = "Only trusted documents are run here: send the `documentId` of one."
            raise Unfit(coded("UNTRUSTED_DOCUMENT", told))
        return asked

    def _named(self, id: DocumentId) -> str:
        if id not in self.documents:
            told = "There is no trusted document of this `documentId`: its form is `sha256:` and "
            raise Unfit(coded("UNKNOWN_DOCUMENT", told + "the SHA-256 of the document's text."))
        return self.documents[id]

    def note(self, text: str) -> None:
        """In the mode LOG, tell the log once of each valid document that a viewer sends and that is
        not trusted; by hash alone, because a text may hold a client's data.
        """
        if self.mode is not Mode.LOG or text in self._texts or len(self._noted) > MOST_NOTED:
            return
        id = document_id(text)
        if id not in self._noted:
            self._noted.add(id)
            self._tell(id)

    def _tell(self, id: DocumentId) -> None:
        if len(self._noted) <= MOST_NOTED:
            log.warning("untrusted document", document=str(id))
        else:
            log.warning("more untrusted documents than are noted", noted=MOST_NOTED)
