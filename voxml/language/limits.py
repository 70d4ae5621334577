"""Facts about the language as a whole: its version, its media type, its largest number."""

#: The largest integer that every JSON reader keeps exact (RFC 7493, I-JSON): 2^53 - 1.
MAX_INTEGER = 9_007_199_254_740_991

#: The one version that every page shows (https://docs.tryvox.io/voxml).
VOXML_VERSION = "1.0"

#: The media type of a document in JSON, for the response to a request of TryVox.
MEDIA_TYPE = "application/json"
