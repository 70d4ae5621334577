"""The site: a folder of sources becomes published answer documents, with a manifest of what was checked."""
