"""Every readable noun, declared once: fields as SQL, relations, and who may see which rows."""

from db.reading.frame import Entity
from db.reading.nouns.attendance import ATTENDANCE
from db.reading.nouns.audit import AUDIT
from db.reading.nouns.case import CASE
from db.reading.nouns.client import CLIENT
from db.reading.nouns.cycle import CYCLE, ENTRY, MILESTONE
from db.reading.nouns.practice import LOCATION, MEMBER, ORGANIZATION, SERVICE
from db.reading.nouns.session import ITEM, SESSION
from db.reading.nouns.todo import TODO
from domain.ids import Noun

ENTITIES: dict[Noun, Entity] = {
    entity.noun: entity
    for entity in (
        ATTENDANCE,
        AUDIT,
        CASE,
        CLIENT,
        CYCLE,
        ENTRY,
        ITEM,
        LOCATION,
        MEMBER,
        MILESTONE,
        ORGANIZATION,
        SERVICE,
        SESSION,
        TODO,
    )
}
