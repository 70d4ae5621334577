"""The application: routes, authorization, and every error in the API's shape."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Literal

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Match, Route

from voxml.emulator.api import admin_api, calls, numbers, openapi
from voxml.emulator.api.exceptions import Refused
from voxml.emulator.api.fault_middleware import Connections, FaultMiddleware
from voxml.emulator.api.guard import Guard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection

    from starlette.requests import Request
    from starlette.responses import Response as Answer
    from starlette.types import ASGIApp, Receive, Scope, Send

    from voxml.emulator.api.auth import Keys
    from voxml.emulator.event_log import EventLog
    from voxml.emulator.network import Network

ReplyStyle = Literal["documented", "observed"]

_CODES = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}


def make_app(
    network: Network,
    keys: Keys,
    *,
    connections: Connections,
    refuse: Callable[[float], None],
    listens_on: str,
    allowed_hosts: Collection[str] = (),
    event_log: EventLog | None = None,
) -> Starlette:
    """Return the ASGI application; `refuse` takes no connections for a number of seconds."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await network.close()

    app = Starlette(
        routes=[
            *calls.routes,
            *numbers.routes,
            *admin_api.routes,
            Route("/openapi.json", openapi.serve, methods=["GET"]),
        ],
        lifespan=lifespan,
        middleware=[
            Middleware(Guard, listens_on=listens_on, allowed_hosts=allowed_hosts, event_log=event_log),
            Middleware(FaultMiddleware, network=network, connections=connections, refuse=refuse),
            Middleware(_Admission, keys=keys),
        ],
        exception_handlers={Refused: _refused, HTTPException: _http, Exception: _failed},
    )
    app.router.redirect_slashes = False
    app.state.network = network
    app.state.reply = network.reply
    app.state.auth_id = keys.auth_id
    return app


class _Admission:
    """Asks for the key before anything else is looked at, as the API does."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app = app
        self.keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/v1/"):
            account = _account(scope["path"].split("/"))
            request = Request({**scope, "path_params": {} if account is None else {"auth_id": account}})
            try:
                self.keys.admit(request)
            except Refused as refusal:
                await refusal.answer()(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _account(parts: list[str]) -> str | None:
    """The account that a path names: /v1/voice/accounts/{auth_id}/… or /v1/account/{account_id}/…"""
    if parts[2:4] == ["voice", "accounts"] and len(parts) > 4:
        return parts[4]
    return parts[3] if parts[2:3] == ["account"] and len(parts) > 3 else None


async def _refused(_request: Request, error: Exception) -> Answer:
    assert isinstance(error, Refused)
    return error.answer()


async def _http(request: Request, error: Exception) -> Answer:
    assert isinstance(error, HTTPException)
    code = _CODES.get(error.status_code, "VALIDATION_FAILED")
    refusal = Refused(error.status_code, code, f"{request.method} {request.url.path}: {error.detail}")
    refusal.headers.update({name.lower(): value for name, value in (error.headers or {}).items()})
    if error.status_code == 405:
        refusal.headers["allow"] = ", ".join(sorted(_methods(request)))
    return refusal.answer()


def _methods(request: Request) -> set[str]:
    """Every method that some route takes at this path."""
    found: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found


async def _failed(_request: Request, error: Exception) -> Answer:
    return Refused(500, "INTERNAL_ERROR", f"a bug in the emulator: {type(error).__name__}: {error}").answer()
