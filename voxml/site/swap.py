"""Lets two folders change places in one step, where the system can do that."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

# A mount point, two disks, an old kernel or file system, no right to rename here: the caller has another way.
_UNSUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EBUSY, errno.ENOTSUP, errno.EPERM, errno.EACCES}


def change_places(stage: Path, real: Path) -> bool:
    """Let the two folders change places at once; False when this system can't."""
    if not real.exists():
        stage.rename(real)
        return True
    if sys.platform not in ("linux", "darwin"):
        return False
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(stage), os.fsencode(real)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        at_cwd, exchange = -100, 2
        result = libc.renameat2(at_cwd, first, at_cwd, second, exchange)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        swap = 2
        result = libc.renamex_np(first, second, swap)
    else:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(real))
