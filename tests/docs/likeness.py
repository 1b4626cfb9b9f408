"""What a page shows and what a run really answers: alike but for ids, moments and cut texts."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

ID = re.compile(r"([a-z]+)_[0-9a-f]{32}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+.:\d]*")
CUT = "…"


@dataclass
class Likeness:
    """Ids and moments differ from day to day: `meant` holds this run's by those on the page, and a
    page that shows one twice means the same. A text that ends in … is shown by its beginning.
    """

    meant: dict[str, str] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """The page's text with this run's ids in it."""
        # In one go: what one of them means here may stand on the page for another.
        shown = "|".join(map(re.escape, self.meant)) or "$^"
        return re.sub(shown, lambda found: self.meant[found[0]], text)

    def compare(self, shown: Any, real: Any, place: str = "answer") -> None:
        """AssertionError where they differ in more than they may."""
        if isinstance(shown, dict) and isinstance(real, dict):
            assert shown.keys() == real.keys(), f"{place}: {[*shown]} is shown, {[*real]} came"
            for name, value in shown.items():
                self.compare(value, real[name], f"{place}.{name}")
        elif isinstance(shown, list) and isinstance(real, list):
            assert len(shown) == len(real), f"{place}: {shown} is shown, {real} came"
            for nth, value in enumerate(shown):
                self.compare(value, real[nth], f"{place}[{nth}]")
        else:
            assert self._alike(shown, real), f"{place}: {shown!r} is shown, {real!r} came"

    def compare_lines(self, shown: str, real: str) -> None:
        """AssertionError where a line that is shown does not come, in this order."""
        came = iter(real.splitlines())
        for line in shown.splitlines():
            assert any(self._alike_line(line, each) for each in came), f"{line!r} not in:\n{real}"

    def _alike_line(self, shown: str, real: str) -> bool:
        if not (shown.startswith("data: {") and real.startswith("data: {")):
            return self._alike(shown.strip(), real.strip())
        try:
            self.compare(json.loads(shown[6:]), json.loads(real[6:]))
        except AssertionError:
            return False
        return True

    def _alike(self, shown: Any, real: Any) -> bool:
        if not (isinstance(shown, str) and isinstance(real, str)):
            return type(shown) is type(real) and bool(shown == real)
        if same := ID.fullmatch(shown):
            other = ID.fullmatch(real)
            return other is not None and other[1] == same[1] and self._means(shown, real)
        if shown.endswith(CUT):
            return real.startswith(shown[:-1]) and self._means(shown, real)
        if MOMENT.fullmatch(shown):
            return bool(MOMENT.fullmatch(real)) and self._means(shown, real)
        return shown == real

    def _means(self, shown: str, real: str) -> bool:
        return shown == CUT or self.meant.setdefault(shown, real) == real
