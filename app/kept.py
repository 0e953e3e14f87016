"""What was made last and may be asked for again: within bounds, and for every thread."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The values that were used last, by what they depend on, whose lengths are together not more than `most`.

    >>> kept = Kept[str](most=10)
    >>> kept.put("a", "four", 4), kept.put("b", "sixsix", 6), kept.put("c", "one", 3)
    ('four', 'sixsix', 'one')
    >>> kept.get("a"), kept.get("b"), kept.length
    (None, 'sixsix', 9)
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.length = 0
        self.values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """What is kept under a key."""
        with self.lock:
            if key not in self.values:
                return None
            self.values.move_to_end(key)
            return self.values[key][0]

    def put(self, key: Hashable, value: Value, length: int) -> Value:
        """Keep a value, and drop those that were not used for longest; one that is too long by itself is not kept."""
        with self.lock:
            if length <= self.most:
                self.length += length - self.values.pop(key, (value, 0))[1]
                self.values[key] = value, length
            while self.length > self.most:
                self.length -= self.values.popitem(last=False)[1][1]
        return value
