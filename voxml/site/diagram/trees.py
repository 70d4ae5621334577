"""Make trees of a site's flow, and cut large ones into parts that belong together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

#: Sites of more documents than this are cut into panels.
MAX_WITHOUT_PANELS = 36
#: A part of the tree of this many documents is worth a panel of its own.
PANEL_SIZE = 12
#: The panel of an entry has at least this many documents.
_MIN_BESIDE_ENTRY = 3
#: So many greetings stand beside the document that they lead to.
_MAX_GREETINGS = 6


def spanning_trees(
    names: Collection[str], edges: Mapping[str, Iterable[str]], roots: Iterable[str]
) -> dict[str, list[str]]:
    """Return each document's children: those that a call first reaches from it (breadth first, edges in order)."""
    children: dict[str, list[str]] = {}
    seen: set[str] = set()
    for start in [*roots, *names]:
        if start in seen or start not in names:
            continue
        seen.add(start)
        queue = [start]
        for name in queue:
            children[name] = []
            for other in edges.get(name, ()):
                if other in names and other not in seen:
                    seen.add(other)
                    children[name].append(other)
                    queue.append(other)
    return children


def depth_first(children: Mapping[str, list[str]], root: str) -> list[str]:
    """Return all names below a root, a parent before its children."""
    order: list[str] = []
    stack = [root]
    while stack:
        name = stack.pop()
        order.append(name)
        stack += reversed(children[name])
    return order


def cut_trees(children: Mapping[str, list[str]], tops: Iterable[str]) -> set[str]:
    """Return the names at which the trees are cut, so that no part is much larger than a panel should be."""
    cuts: set[str] = set()
    for top in tops:
        sizes: dict[str, int] = {}
        trunk = _trunk(children, top)
        for name in reversed(depth_first(children, top)):
            sizes[name] = 1 + sum(sizes[kid] for kid in children[name] if kid not in cuts)
            if sizes[name] >= PANEL_SIZE and name not in trunk:
                cuts.add(name)
        # The rest at the top may still be too wide: its larger branches get panels of their own.
        queue = [top]
        left = sizes[top]
        while queue and left > MAX_WITHOUT_PANELS:
            name = queue.pop(0)
            for kid in children[name]:
                if kid in cuts:
                    continue
                if sizes[kid] >= PANEL_SIZE // 3 and kid not in trunk:
                    cuts.add(kid)
                    left -= sizes[kid]
                else:
                    queue.append(kid)
        _keep_company(children, trunk, cuts)
    return cuts


def _trunk(children: Mapping[str, list[str]], top: str) -> list[str]:
    """Return the entry and what follows it without a choice: a greeting is drawn with the menu that it leads to."""
    trunk = [top]
    while len(children[trunk[-1]]) == 1:
        trunk.append(children[trunk[-1]][0])
    return trunk


def _keep_company(children: Mapping[str, list[str]], trunk: list[str], cuts: set[str]) -> None:
    """Remove one cut when nearly nothing would be left beside the entry: the smallest of its branches stays."""
    own = {name: [kid for kid in kids if kid not in cuts] for name, kids in children.items()}
    cut = [kid for kid in children[trunk[-1]] if kid in cuts]
    if cut and len(depth_first(own, trunk[0])) < _MIN_BESIDE_ENTRY:
        cuts.discard(min(cut, key=lambda kid: len(depth_first(own, kid))))


def find_greetings(
    children: Mapping[str, list[str]], tops: Iterable[str], edges: Mapping[str, Iterable[str]]
) -> dict[str, list[list[str]]]:
    """Return chains that only lead to a document of another tree, by that document: a second greeting of a menu."""
    greetings: dict[str, list[list[str]]] = {}
    for top in tops:
        chain = _trunk(children, top)
        targets = {other for other in edges.get(chain[-1], ()) if other in children}
        if not children[chain[-1]] and len(targets) == 1 and not targets & set(chain):
            greetings.setdefault(targets.pop(), []).append(chain)
    for chain in [chain for chains in greetings.values() for chain in chains]:
        # A greeting of a greeting is the beginning of its chain; of a second one there is no column to stand in.
        while chain[0] in greetings:
            chain[:0] = greetings.pop(chain[0])[0]
    return {target: chains[:_MAX_GREETINGS] for target, chains in greetings.items()}
