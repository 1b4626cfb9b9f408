"""What the settings say of documents: what one may be, and which are trusted."""

from dataclasses import fields

from schema.modes import Mode
from schema.parsing import Rules
from schema.trusted import Trusted
from schema.weighing import Limits
from server.amiss import Amiss
from server.manifest import texts_in
from server.settings import Settings


def rules(settings: Settings) -> Rules:
    """What a document may be."""
    limits = {each.name: getattr(settings, f"document_{each.name}") for each in fields(Limits)}
    return Rules(Limits(**limits), settings.introspection, settings.suggestions)


def trusted(settings: Settings) -> Trusted:
    """The trusted documents; Amiss where none are and all others would be refused."""
    texts = texts_in(settings.operations)
    if settings.trusted_documents is Mode.ENFORCE and not texts:
        raise Amiss("CASELOAD_OPERATIONS holds no documents: all would be refused.")
    return Trusted.of(texts, settings.trusted_documents)
