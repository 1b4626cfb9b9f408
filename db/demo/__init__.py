"""A believable practice to look at and to try things on."""

from db.demo.guests import Guest, meet
from db.demo.lookup import look_up
from db.demo.practice import DemoPractice, has_practice, load_demo

__all__ = ["DemoPractice", "Guest", "has_practice", "load_demo", "look_up", "meet"]
