"""The linter of a test's folder."""

from tests.linting.conftest import lint  # noqa: F401
