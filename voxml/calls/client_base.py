"""What the two clients share: their settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import httpx2

from voxml.calls.errors import Detail, InvalidCall
from voxml.calls.http_request import Auth, HttpRequests
from voxml.calls.keepalive_probe import KeepaliveProbe
from voxml.calls.masking import Secret
from voxml.calls.parameter_check import check
from voxml.calls.parameters import CREATE
from voxml.calls.retry import Retry

if TYPE_CHECKING:
    from voxml.calls.preflight import PreflightResult

Transport = TypeVar("Transport")
Sleep = TypeVar("Sleep")

_TARGET = tuple(each for each in CREATE if each.name in ("answer_url", "answer_method"))


class BaseClient(Generic[Transport, Sleep]):
    """A client of the TryVox voice API.

        with TryVox() as tryvox:
            call = tryvox.calls.create(from_="+14155550100", to="+14155550199", answer_url="https://…/menu.json")

    A request that may dial is never sent twice by itself; whatever it raises says in `outcome` what became of
    it. Threads may share a client.

    Args:
        auth_id: the account; without it TRYVOX_AUTH_ID.
        api_key: the key; without it TRYVOX_API_KEY, the file that TRYVOX_API_KEY_FILE names, or the keyring.
        base_url: the API's address; without it TRYVOX_BASE_URL, or https://api.tryvox.io.
        auth: `bearer` as documented, or `basic` with the account as the user and the key as the password.
        tenant_id: sent as X-Tenant-ID.
        timeout: seconds to wait for a reply (30 when not set; connecting gets 5), or an httpx2.Timeout.
        transport: an httpx2 transport to use in place of the network; it is closed with the client.
        retry: how patient to be with a failed connection, a 429, and a GET.
        sleep: what waits between tries.

    Raises:
        ConfigError: no account or key, or a setting, proxy or certificate that can't be used.
    """

    def __init__(
        self,
        auth_id: str | None = None,
        api_key: str | Secret | None = None,
        *,
        base_url: str | None = None,
        auth: Auth = "bearer",
        tenant_id: str | None = None,
        timeout: float | httpx2.Timeout | None = None,
        transport: Transport | None = None,
        retry: Retry | None = None,
        sleep: Sleep | None = None,
    ) -> None:
        # Rebound at once, so that a traceback which shows local variables shows no key.
        api_key = Secret(api_key.strip()) if isinstance(api_key, str) else api_key
        self._http = HttpRequests(auth_id, api_key, base_url=base_url, auth=auth, tenant_id=tenant_id, timeout=timeout)
        self._retry = Retry() if retry is None else retry
        self._sleep = sleep
        self._keepalive_probe = KeepaliveProbe()
        self._is_closed = False
        # Opened here, so that a proxy or a certificate that can't be used is no failed call later.
        self._open(transport)

    def _open(self, transport: Transport | None) -> None:
        """Open the httpx2 client; not an `__init__` of its own, whose signature would hide this one's."""
        raise NotImplementedError

    def __repr__(self) -> str:
        # A traceback may ask for it before the settings were found right.
        return f"{type(self).__name__}({getattr(self, '_http', '…')})"

    @property
    def account(self) -> str:
        """The account that is spoken for."""
        return self._http.account

    @property
    def base_url(self) -> str:
        """The API's address, without `/v1`."""
        return self._http.base_url

    @property
    def key(self) -> Secret:
        """The key, hidden."""
        return self._http.key

    @property
    def http(self) -> HttpRequests:
        """How the API is spoken to: its address, the headers, the time-outs."""
        return self._http

    def set_sleep(self, sleep: Sleep) -> None:
        """Wait between tries by this from now on."""
        self._sleep = sleep

    def _preflight(self, answer_url: str, answer_method: str | None, manifest: str | None) -> PreflightResult:
        # They bring the linter, which a program that only calls does without.
        from voxml.calls.built_site import BuiltSite
        from voxml.calls.preflight import Target, check_answer_url

        check("preflight", _TARGET, {"answer_url": answer_url, "answer_method": answer_method})
        built = None if manifest is None else BuiltSite(manifest)
        return check_answer_url(Target(answer_url, answer_method), self.base_url, self.key, manifest=built)

    def _refuse_closed(self) -> None:
        if self._is_closed:
            raise RuntimeError(f"this {type(self).__name__} client is closed")


def refuse(answer_url: str, result: PreflightResult) -> None:
    """Raise what speaks against a call.

    Raises:
        InvalidCall: something does; nothing was dialled.
    """
    if result.refusals:
        details = [Detail("answer_url", refusal) for refusal in result.refusals]
        raise InvalidCall(f"calls.create: nothing was dialled; {answer_url}", details=details)
