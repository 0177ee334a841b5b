"""A framework as DMN 1.3: its decision tables for whoever has an engine or an editor for them.

The file follows the standard (OMG, Decision Model and Notation 1.3). A cell holds one value or
nothing, the hit policy is FIRST, and no function is called: engines differ there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from meldcode.kader.model import Framework
from meldcode.workshop.decisions import Decision, Input, Model, TableRow, domain, model_of
from meldcode.workshop.row_words import NORM, Output

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
IRRELEVANT = "-"
LIST = "normen"


def to_dmn(framework: Framework) -> str:
    """The file: XML with a table for each decision, the same for the same content.

    Raises ValueError for a framework whose decisions do not fit in the tables.
    """
    model = model_of(framework)
    root = _definitions(framework)
    for name in [*(each.name for each in model.inputs), *(each.name for each in model.decisions)]:
        _type(root, name, model)
    for each in model.inputs:
        _input_data(root, each)
    sources = _sources(framework, model)
    for source in sources:
        _source(root, framework, source)
    known = {each.name for each in model.inputs}
    for decision in model.decisions:
        _decision(root, framework, decision, known)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def literal(value: Output) -> str:
    """A value as FEEL writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_norm(each) for each in value)}]"
    return f'"{value}"'


def _norm(norm: str) -> str:
    # As the advice prints it (see Advice.as_dict): a number where it can be one.
    return norm if norm.isdecimal() else literal(norm)


def _definitions(framework: Framework) -> ET.Element:
    root = ET.Element(
        "definitions",
        {
            "xmlns": NAMESPACE,
            "id": _id("kader", framework.id),
            "name": framework.naam,
            "namespace": f"urn:meldcode:kader:{framework.id}:{framework.versie}",
            "exporter": "meldcode",
        },
    )
    _text(
        root,
        "description",
        f"{framework.naam}, versie {framework.versie}. Beslissing: {framework.hash}. "
        f"Woorden: {framework.words_hash}. Bron: {_cited(framework, framework.bron)}.",
    )
    return root


def _type(root: ET.Element, name: str, model: Model) -> None:
    """The type of one value; a list has its own, since a type names what stands in it."""
    values = domain(name, model)
    made = ET.SubElement(root, "itemDefinition", {"name": _type_name(name)})
    if name == NORM:
        made.set("isCollection", "true")
        _text(made, "typeRef", "Any")
    elif all(isinstance(value, bool) for value in values):
        _text(made, "typeRef", "boolean")
    else:
        _text(made, "typeRef", "string")
        # Engines refuse null where values are listed, and it is one of the answers here.
        if None not in values:
            _text(ET.SubElement(made, "allowedValues"), "text", ", ".join(map(literal, values)))


def _input_data(root: ET.Element, each: Input) -> None:
    made = ET.SubElement(
        root, "inputData", {"id": _id("in", each.name), "name": each.name, "label": each.label}
    )
    _text(made, "description", each.question)
    _variable(made, each.name)


def _sources(framework: Framework, model: Model) -> list[str]:
    """The documents that rows rest on, each once."""
    refs = (ref for decision in model.decisions for row in decision.rows for ref in row.bron)
    return list(dict.fromkeys(framework.cite(ref).id for ref in refs))


def _source(root: ET.Element, framework: Framework, source: str) -> None:
    item = framework.sources[source]
    made = ET.SubElement(
        root, "knowledgeSource", {"id": _id("bron", source), "name": item.naam, "label": item.kort}
    )
    _text(made, "description", f"{item.van}, {item.uitgave}. Gezien op {item.gezien}.")


def _decision(
    root: ET.Element, framework: Framework, decision: Decision, outside: Iterable[str]
) -> None:
    made = ET.SubElement(
        root, "decision", {"id": _id("besluit", decision.name), "name": decision.name}
    )
    _text(made, "question", decision.question)
    _variable(made, decision.name)
    for name in decision.inputs:
        needed = ET.SubElement(made, "informationRequirement")
        if name in outside:
            ET.SubElement(needed, "requiredInput", {"href": f"#{_id('in', name)}"})
        else:
            ET.SubElement(needed, "requiredDecision", {"href": f"#{_id('besluit', name)}"})
    cited = dict.fromkeys(framework.cite(ref).id for row in decision.rows for ref in row.bron)
    for source in cited:
        rests = ET.SubElement(made, "authorityRequirement")
        ET.SubElement(rests, "requiredAuthority", {"href": f"#{_id('bron', source)}"})
    _table(made, framework, decision)


def _table(made: ET.Element, framework: Framework, decision: Decision) -> None:
    name = decision.name
    table = ET.SubElement(
        made,
        "decisionTable",
        {"id": _id("tabel", name), "hitPolicy": "FIRST", "outputLabel": name},
    )
    for each in decision.inputs:
        clause = ET.SubElement(table, "input", {"id": _id("tabel", name, each), "label": each})
        expression = ET.SubElement(clause, "inputExpression", {"typeRef": _type_name(each)})
        _text(expression, "text", each)
    output = {"id": _id("tabel", name, "uit"), "name": name, "typeRef": _type_name(name)}
    ET.SubElement(table, "output", output)
    for number, row in enumerate(decision.rows, 1):
        _row(table, framework, _id("tabel", name, str(number)), row)


def _row(table: ET.Element, framework: Framework, row_id: str, row: TableRow) -> None:
    rule = ET.SubElement(table, "rule", {"id": row_id})
    # Where editors show what a row means; an annotation column isn't read by every engine.
    _text(rule, "description", f"{row.text} Bron: {_cited(framework, row.bron)}.".lstrip())
    for number, cell in enumerate(row.cells, 1):
        entry = ET.SubElement(rule, "inputEntry", {"id": f"{row_id}_in_{number}"})
        _text(entry, "text", IRRELEVANT if cell is None else literal(cell))
    entry = ET.SubElement(rule, "outputEntry", {"id": f"{row_id}_uit"})
    _text(entry, "text", literal(row.output))


def _variable(parent: ET.Element, name: str) -> None:
    ET.SubElement(parent, "variable", {"name": name, "typeRef": _type_name(name)})


def _type_name(name: str) -> str:
    return LIST if name == NORM else f"t_{name}"


def _cited(framework: Framework, refs: Iterable[str]) -> str:
    return "; ".join(framework.cited(refs))


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _id(*parts: str) -> str:
    """An id for XML, which allows fewer characters than content does."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", "_".join(parts))
