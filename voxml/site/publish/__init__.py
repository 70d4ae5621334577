"""Put a published folder where TryVox can fetch it: a folder, a bucket, a branch for GitHub Pages.

Read `upload.py` (what is sent, in which order), `send.py` (only what changed; nothing that a call may need is removed),
then a target: `folder.py`, `object_store.py`, `git_branch.py`.
"""
