"""The static edition: the guide as a folder of plain files, which works without a server."""
