"""Serve a site's documents at their URLs in front of the workbench, as a host of static files does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from starlette.responses import Response as Answer

from voxml.net.log_line import request_line
from voxml.net.same_origin import FRAME_POLICY, refusal
from voxml.site.static_folder import Folder

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

#: Paths that are the workbench's or the emulator's.
_OURS = ("/_voxml/", "/_emulator/", "/v1/")


class SiteDoor:
    """Answers for the published folder; what it does not have and is ours goes to the workbench."""

    def __init__(
        self,
        app: ASGIApp,
        folder: Folder,
        *,
        listens_on: str,
        allowed_hosts: Collection[str],
        log: Callable[[str], None] | None,
    ) -> None:
        self._app = app
        self._folder = folder
        self._listens_on = listens_on
        self._allowed_hosts = allowed_hosts
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or self._is_ours(scope):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        # Nothing here changes anything, so that POST is refused as a host refuses it, whatever its body is.
        found = refusal("GET", headers, listens_on=self._listens_on, allowed_hosts=self._allowed_hosts)
        if found is not None:
            answer = Answer(f"{found.message}\n", found.status, media_type="text/plain")
        else:
            query = scope["query_string"]
            target = (scope["raw_path"] + (b"?" + query if query else b"")).decode("latin-1")
            response = self._folder.respond(scope["method"], target)
            answer = Answer(response.body, response.status, headers=response.headers)
        answer.headers["content-security-policy"] = FRAME_POLICY
        if self._log is not None:
            self._log(request_line(scope["method"], scope["path"], answer.status_code))
        await answer(scope, receive, send)

    @staticmethod
    def _is_ours(scope: Scope) -> bool:
        path = scope["path"]
        return path.startswith(_OURS) or (path == "/" and scope["method"] in ("GET", "HEAD"))
