"""A mapping that can't be changed, so that a document can be shared between threads and used as a key."""

from __future__ import annotations

from typing import Never


class FrozenMap(dict[str, str]):
    """A `dict` whose contents are fixed at birth; what `Stream.parameters` becomes."""

    __slots__ = ()

    def _refuse(self, *_args: object, **_kwargs: object) -> Never:
        raise TypeError("a document's parameters can't be changed; make a new Stream instead")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = __ior__ = _refuse  # pyright: ignore[reportAssignmentType]

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __copy__(self) -> FrozenMap:
        return self

    def __deepcopy__(self, _memo: object) -> FrozenMap:
        return self

    def __reduce__(self) -> tuple[type[FrozenMap], tuple[dict[str, str]]]:
        return FrozenMap, (dict(self),)
