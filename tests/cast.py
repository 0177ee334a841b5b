"""The people whom the tests are about: the same four everywhere, each with a fixed right."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody in a test; ``role`` says what this person may do with the case."""

    name: str
    role: str


ANNA = Person("Anna", "eigenaar")
BRAM = Person("Bram", "lezer")
CHRIS = Person("Chris", "vreemde")
DINA = Person("Dina", "beheerder")
CAST = (ANNA, BRAM, CHRIS, DINA)
