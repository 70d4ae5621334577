"""The documents of a batch: one of a build, named in a column, or one for each row, rendered from a
template.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from voxml.calls.batch.call_rows import DOCUMENT, TIME_ZONE, BatchError, Row
from voxml.calls.built_site import manifests_near
from voxml.calls.preflight import PreflightResult, Target, check_answer_url
from voxml.errors import DocumentError, VoxmlError
from voxml.files import write_atomically

if TYPE_CHECKING:
    from voxml.calls.async_client import AsyncTryVox
    from voxml.calls.built_site import BuiltSite

#: Documents that are fetched at a time.
_AT_A_TIME = 8
_NO_MANIFEST = "which build is meant is not known; give --manifest SRC/.voxml/manifest.json"


def with_addresses(path: str, rows: Sequence[Row], manifest: BuiltSite | None) -> list[Row]:
    """Return the rows with the address of the document that each names, asked for by GET unless the row says
    otherwise.

    Raises:
        BatchError: a document is not in the manifest, or there is no manifest.
    """
    problems: list[str] = []
    found: list[Row] = []
    for row in rows:
        name, url = row.more.get(DOCUMENT), row.members.get("answer_url")
        if name is not None:
            url = None if manifest is None else manifest.url_of(name)
            if url is None:
                where = f"{manifest.path} has none of that name" if manifest is not None else _NO_MANIFEST
                problems.append(f'{path}:{row.line}: row {row.number}: document: found "{name}"; {where}')
        members = dict(row.members)
        if url is not None:
            members["answer_url"] = url
            if manifest is not None and manifest.find(url) is not None:
                members.setdefault("answer_method", "GET")
        found.append(row._replace(members=members))
    if problems:
        raise BatchError(path, problems)
    return found


def render_documents(path: str, rows: Sequence[Row], template: str) -> list[bytes]:
    """Return the document of each row in its wire form, from the row's columns.

    Raises:
        BatchError: naming every row that gives no valid document.
    """
    from voxml.templating.templates import Templates

    found = Templates().get(template)
    problems: list[str] = []
    documents: list[bytes] = []
    for row in rows:
        values = {name: value for name, value in row.more.items() if name not in (DOCUMENT, TIME_ZONE)}
        try:
            documents.append(found.render(values).to_json().encode())
        except DocumentError as error:
            reasons = "; ".join(dict.fromkeys(each.message for each in error.diagnostics))
            problems.append(f"{path}:{row.line}: row {row.number}: {reasons}")
        except VoxmlError as error:
            problems.append(f"{path}:{row.line}: row {row.number}: {'; '.join(str(error).splitlines())}")
    if problems:
        raise BatchError(path, problems)
    return documents


def with_published(rows: Sequence[Row], publish_url: str, salt: bytes) -> list[Row]:
    """Return the rows with the address that each one's own document will have; nobody can guess it from the number."""
    return [
        row._replace(
            members={
                **row.members,
                "answer_url": f"{publish_url.rstrip('/')}/{document_name(row, salt)}",
                "answer_method": "GET",
            }
        )
        for row in rows
    ]


def document_name(row: Row, salt: bytes) -> str:
    """Return the file of a row's own document: the same in each run of a batch, and another in each batch."""
    return hmac.new(salt, f"document {row.key(salt)}".encode(), hashlib.sha256).hexdigest()[:32] + ".json"


def publish_documents(folder: str, documents: Mapping[str, bytes]) -> None:
    """Write documents by their names, each all or nothing.

    Raises:
        InputError: the folder can't be written.
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, data in documents.items():
        write_atomically(Path(folder) / name, data)


def look_at_documents(
    rows: Sequence[Row],
    tryvox: AsyncTryVox,
    *,
    manifest: BuiltSite | None,
    fetch: bool,
    stop: Callable[[], bool] = lambda: False,
) -> dict[str, PreflightResult]:
    """Return what speaks against the answer URLs of the rows, by URL; each is fetched once.

    Without a manifest, one that is near and has the document is what its bytes must match. Once `stop` returns true, no
    more are fetched.
    """
    near = manifests_near() if manifest is None and fetch else []
    targets = dict.fromkeys(Target(row.members["answer_url"], row.members.get("answer_method")) for row in rows)

    def look(target: Target) -> tuple[str, PreflightResult]:
        is_fetched = fetch and not stop()
        return target.url, check_answer_url(
            target, tryvox.base_url, tryvox.key, manifest=manifest, near=near, fetch=is_fetched
        )

    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        results = threads.map(look, targets)
        return {url: result for url, result in results if result.refusals or result.notes}
