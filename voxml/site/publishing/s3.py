"""Publishes into an S3 bucket, or anything that speaks its language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from voxml.errors import MissingExtraError, PublishError
from voxml.site.publishing.plan import Item

# Uploads under way at once; entries go out one at a time, after everything that they lead to.
_AT_ONCE = 8


class S3Target:
    """A prefix in a bucket. Credentials are found by boto3 as by every tool of AWS; they are not ours to handle."""

    def __init__(self, url: str, *, endpoint_url: str | None = None, attempts: int = 4) -> None:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise MissingExtraError("publishing to S3", "s3") from None
        bucket, _, prefix = url.removeprefix("s3://").partition("/")
        if not bucket:
            raise PublishError(f'found "{url}"; expected s3://BUCKET or s3://BUCKET/PREFIX')
        self._bucket = bucket
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self.name = f"s3://{bucket}/{self._prefix}"
        config = Config(
            retries={"mode": "standard", "max_attempts": attempts},
            connect_timeout=10,
            read_timeout=60,
            # Other servers that speak S3 do not all know the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        self._client: Any = boto3.client("s3", endpoint_url=endpoint_url, config=config)

    def present(self) -> Mapping[str, str]:
        """Every object below the prefix, by the MD5 that S3 gives as its ETag."""
        found: dict[str, str] = {}
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        for page in self._asking(lambda: list(pages)):
            for each in page.get("Contents", ()):
                found[each["Key"][len(self._prefix) :]] = each["ETag"].strip('"')
        return found

    def fingerprint(self, data: bytes) -> str:
        """The MD5, which S3 shows as the ETag of an object that was sent in one piece."""
        return hashlib.md5(data, usedforsecurity=False).hexdigest()

    def send(self, items: Iterable[Item], sent: Callable[[Item], None]) -> None:
        """Upload files that never change at once, and then the others one by one."""
        due = list(items)
        stable = [item for item in due if "immutable" not in item.cache_control]
        fixed = [item for item in due if "immutable" in item.cache_control]
        done = 0
        try:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for item in pool.map(self._put, fixed):
                    done += 1
                    sent(item)
            for item in stable:
                self._put(item)
                done += 1
                sent(item)
        except PublishError as error:
            raise PublishError(
                f"{error}\n{done} of {len(due)} files were sent; every link among the published documents holds. "
                "Run it again to send the rest"
            ) from error

    def _put(self, item: Item) -> Item:
        self._asking(
            lambda: self._client.put_object(
                Bucket=self._bucket,
                Key=self._prefix + item.name,
                Body=item.data,
                ContentType=item.content_type,
                CacheControl=item.cache_control,
            )
        )
        return item

    def remove(self, names: Iterable[str]) -> None:
        """Delete objects."""
        for name in names:
            self._asking(partial(self._client.delete_object, Bucket=self._bucket, Key=self._prefix + name))

    def _asking(self, ask: Callable[[], Any]) -> Any:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return ask()
        except ClientError as error:
            told = error.response.get("Error", {})
            raise PublishError(f"{self.name}: S3 answered {told.get('Code')}: {told.get('Message')}") from error
        except (BotoCoreError, Boto3Error) as error:
            raise PublishError(f"{self.name}: {error}") from error
