"""The report: composed from a case or on the spot, and the documents that go out."""
