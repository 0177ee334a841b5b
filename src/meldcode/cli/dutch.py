"""Typer in Dutch: its help pages and its errors.

Typer has its words built in, in English, without translations; so the help is laid out here and
each of its errors is told in our own words.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from meldcode.cli.errors import BAD_INPUT, Failure, one_line

HELP_NAMES = ["--help", "--hulp"]


class DutchCommand(TyperCommand):
    """A command whose help is Dutch, and that refuses words it does not expect."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        arguments = " ".join(_name(param) for param in _arguments(self, ctx))
        formatter.write_usage(ctx.command_path, f"[OPTIES] {arguments}".strip(), "Gebruik: ")
        _write_text(formatter, self.help)
        _write_list(formatter, "Invullen", [(_name(p), p.help) for p in _arguments(self, ctx)])
        _write_list(formatter, "Opties", _option_rows(self, ctx))
        _write_text(formatter, self.epilog)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Failure(f"'{rest[0]}' hoort niet achter '{ctx.command_path}'.")
        return rest


class DutchGroup(TyperGroup):
    """A group of commands whose help is Dutch; without a command it shows that help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or HELP_NAMES[:1])

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIES] OPDRACHT …", "Gebruik: ")
        _write_text(formatter, self.help)
        rows = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
        _write_list(formatter, "Opdrachten", rows)
        _write_list(formatter, "Opties", _option_rows(self, ctx))
        _write_text(formatter, self.epilog)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        names = self.list_commands(ctx)
        if args[0] not in names:
            near = get_close_matches(args[0], names, n=1)
            hint = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(names)}."
            raise Failure(f"De opdracht '{args[0]}' bestaat niet. {hint}")
        return super().resolve_command(ctx, args)


def _arguments(command: Any, ctx: Any) -> list[Any]:
    return [param for param in command.get_params(ctx) if param.param_type_name == "argument"]


def _name(param: Any) -> str:
    return str(param.metavar or param.name).upper()


def _option_rows(command: Any, ctx: Any) -> list[tuple[str, str]]:
    own_help = command.get_help_option(ctx)
    rows = []
    for param in command.get_params(ctx):
        if param is own_help:
            rows.append((", ".join(sorted(param.opts)), "Laat deze uitleg zien."))
        elif param.param_type_name == "option":
            value = "" if param.is_flag else f" {_name(param)}"
            rows.append((", ".join(param.opts) + value, param.help or ""))
    return rows


def _write_text(formatter: Any, text: str | None) -> None:
    if text:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)


def _write_list(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)


def explain(error: typer.TyperException) -> Failure:
    """What is wrong with the command line, in our own words."""
    if isinstance(error, Failure):
        return error
    return Failure(one_line(_explain(error)), BAD_INPUT)


def _explain(error: typer.TyperException) -> str:
    option = getattr(error, "option_name", "")
    param = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            near = getattr(error, "possibilities", None)
            return f"De optie '{option}' bestaat niet." + (
                f" Bedoel je '{near[0]}'?" if near else ""
            )
        case "BadOptionUsage" if "does not take" in error.message:
            return f"De optie '{option}' krijgt geen waarde."
        case "BadOptionUsage":
            return f"Achter de optie '{option}' hoort een waarde."
        case "MissingParameter" if param is not None:
            return f"Er ontbreekt iets: vul {_name(param)} in."
        case "BadParameter" if param is not None:
            return f"{param.opts[0]}: {error.message}"
    return "Deze opdracht klopt niet. Zie 'meldcode --help'."
