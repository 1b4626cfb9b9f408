"""A believable practice to look at and to try things on."""

from db.demo.lookup import look_up
from db.demo.practice import DemoPractice, has_practice, load_demo

__all__ = ["DemoPractice", "has_practice", "load_demo", "look_up"]
