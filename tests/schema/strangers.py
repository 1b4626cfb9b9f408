"""Ids that name nothing that the viewer may know of: all must look alike."""

from domain.ids import Noun, new_key, public_id
from tests.schema.care import Care

UNKNOWN = "unknown"


def strangers(noun: Noun, own: Care, foreign: Care) -> dict[str, str]:
    """Ids by what is wrong with them, `unknown` first: what it is answered is the measure."""
    mine = getattr(own, noun)
    other = own.service if noun is not Noun.SERVICE else own.client
    return {
        UNKNOWN: public_id(noun, new_key()),
        "another practice's": getattr(foreign, noun),
        "another noun's": other,
        "under another noun's name": f"{noun}_{other.rpartition('_')[2]}",
        "with capitals": mine.upper(),
        "without its noun": mine.rpartition("_")[2],
        "cut": mine[:-1],
        "with a space": f" {mine}",
        "garbage": "'; DROP TABLE cases; --",
        "not ASCII": f"{noun}_{'٣' * 32}",
        "with a zero byte": f"{mine}\0",
        "empty": "",
        "of 10 kB": "x" * 10_000,
        "a number": "7",
    }
