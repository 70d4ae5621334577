"""Publish into a bucket: S3 and what speaks its language, Google Cloud Storage, Azure Blob Storage."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from voxml.errors import MissingExtraError, PublishError
from voxml.site.hosts import ENTRY_CACHE
from voxml.site.publish.upload import UploadFile

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

#: How a bucket is written, by the scheme of its URL; `az` takes the account from AZURE_STORAGE_ACCOUNT_NAME.
SCHEMES = {
    "s3": "s3://BUCKET/PREFIX",
    "s3a": "s3a://BUCKET/PREFIX",
    "gs": "gs://BUCKET/PREFIX",
    "az": "az://CONTAINER/PREFIX",
    "abfs": "abfs://CONTAINER@ACCOUNT.dfs.core.windows.net/PREFIX",
    "abfss": "abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PREFIX",
}
_S3 = ("s3", "s3a")
# Uploads under way at once; entries go out one at a time, after everything that they lead to.
_AT_ONCE = 8
_ATTEMPTS = 4
_METADATA_SERVICE = "http://169.254.169.254/"


def is_bucket(url: str) -> bool:
    """Return whether a target is the URL of a bucket."""
    return url.partition("://")[0] in SCHEMES and "://" in url


def store_options(scheme: str, endpoint_url: str | None = None, attempts: int = _ATTEMPTS) -> dict[str, Any]:
    """Return how every store of this scheme is reached: patience, the end point, and credentials.

    Credentials are found as by other tools of the vendor: from the environment and from the machine's role, and for S3
    by boto3's own chain with its profiles and SSO where boto3 is installed. They are not ours to handle.
    """
    client: ClientConfig = {"timeout": timedelta(seconds=60), "connect_timeout": timedelta(seconds=10)}
    retry: RetryConfig = {"max_retries": attempts - 1, "retry_timeout": timedelta(seconds=90)}
    options: dict[str, Any] = {"client_options": client, "retry_config": retry}
    if scheme in _S3:
        endpoint = endpoint_url or os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        if endpoint is not None:
            options["endpoint"] = endpoint
            client["allow_http"] = endpoint.startswith("http://")
        provider = _boto3_credentials()
        if provider is not None:
            options["credential_provider"] = provider
    elif endpoint_url is not None:
        options["endpoint"] = endpoint_url
        client["allow_http"] = endpoint_url.startswith("http://")
    return options


def _boto3_credentials() -> Any:
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider
    except ImportError:
        return None
    try:
        return Boto3CredentialProvider()
    except Exception:
        # No credentials, or a profile that does not exist: the store looks by itself, and says what it lacks.
        return None


class BucketTarget:
    """A prefix in a bucket."""

    def __init__(self, url: str, *, endpoint_url: str | None = None, attempts: int = _ATTEMPTS) -> None:
        scheme, _, place = url.partition("://")
        try:
            from obstore import store
            from obstore.exceptions import BaseError
        except ImportError:
            raise MissingExtraError(f"publishing to {scheme}://", "publish") from None
        bucket, _, prefix = place.partition("/")
        if not bucket:
            raise PublishError(f'found "{url}"; expected {SCHEMES[scheme]}')
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self.name = f"{scheme}://{bucket}/{self._prefix}"
        # A file that is not there and a value that can't be used are reported by Python's own errors.
        self._errors = (BaseError, OSError, ValueError)
        options = store_options(scheme, endpoint_url, attempts)
        self._store: Any = self._ask(lambda: store.from_url(f"{scheme}://{bucket}", **options))

    def present(self) -> Mapping[str, str]:
        """Return every object below the prefix with its ETag: at S3 and at Google the MD5 of its bytes."""
        listing = self._ask(lambda: [each for chunk in self._store.list(self._prefix or None) for each in chunk])
        return {each["path"][len(self._prefix) :]: (each["e_tag"] or "").strip('"') for each in listing}

    def fingerprint(self, data: bytes) -> str:
        """Return the MD5. Azure's ETags are something else, so that every file is sent again there."""
        return hashlib.md5(data, usedforsecurity=False).hexdigest()

    def send(self, files: Iterable[UploadFile], sent: Callable[[UploadFile], None]) -> None:
        """Upload files that never change many at a time, and then the others one by one."""
        due = list(files)
        stable = [file for file in due if "immutable" not in file.cache_control]
        fixed = [file for file in due if "immutable" in file.cache_control]
        done = 0
        try:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for file in pool.map(self._put, fixed):
                    done += 1
                    sent(file)
            for file in stable:
                self._put(file)
                done += 1
                sent(file)
        except PublishError as error:
            raise PublishError(
                f"{error}\n{done} of {len(due)} files were sent; every link among the published documents holds. "
                "Run it again to send the rest"
            ) from error

    def _put(self, file: UploadFile) -> UploadFile:
        headers = {"Content-Type": file.content_type, "Cache-Control": file.cache_control}
        # In one piece, so that the ETag is the MD5.
        self._ask(lambda: self._store.put(self._prefix + file.name, file.data, attributes=headers, use_multipart=False))
        return file

    def remove(self, names: Iterable[str]) -> None:
        """Delete objects."""
        paths = [self._prefix + name for name in names]
        self._ask(lambda: self._store.delete(paths))

    def _ask(self, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except self._errors as error:
            raise PublishError(f"{self.name}: {reason_of(error)}") from error


def put_documents(url: str, documents: Mapping[str, bytes]) -> None:
    """Put JSON documents below the URL of a bucket, with their type, to be asked for anew each time.

    Raises:
        PublishError: a document could not be put there.
    """
    files = [UploadFile(name, data, "application/json", ENTRY_CACHE) for name, data in documents.items()]
    BucketTarget(url).send(files, lambda _file: None)


def reason_of(error: Exception) -> str:
    """Return what a store reports in one line, without the internals that follow."""
    text = str(error).split("\n", 1)[0].partition(", source:")[0].strip()
    if _METADATA_SERVICE in text:
        # The last place where credentials are looked for: that of a virtual machine's role.
        return (
            "found no credentials; expected them where the vendor's own tools find them: environment, profile "
            "(for S3 with boto3 installed) or the role of the machine"
        )
    if "Account must be specified" in text:
        return "found no storage account; set AZURE_STORAGE_ACCOUNT_NAME"
    return re.sub(r"^Generic \w+ error: ", "", text) or type(error).__name__
