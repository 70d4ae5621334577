"""Puts a published folder where TryVox can fetch it: a folder, an S3 bucket, a branch for GitHub Pages."""
