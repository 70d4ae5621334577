"""Puts a published folder where TryVox can fetch it: a folder, a bucket, a branch for GitHub Pages."""
