"""The commands about many documents: how each is called; what it does is imported when it is run."""

import argparse
from importlib import import_module

COMMANDS = {
    "run": ("duban.cli.run", "extract the documents of many files into a corpus folder, resumably"),
    "query": ("duban.cli.query", "ask a corpus in SQL"),
    "tasks": ("duban.cli.listing", "list the tasks of a corpus"),
    "targets": ("duban.cli.listing", "list the targets of a corpus"),
    "officials": ("duban.cli.listing", "list the officials of a corpus"),
    "export": ("duban.cli.reports", "write the tables of a corpus as csv, xlsx, jsonl, sqlite or stata"),
    "ledger": ("duban.cli.reports", "set what was promised beside what was reported as reached"),
    "panel": ("duban.cli.reports", "an indicator by places and years"),
    "reprints": ("duban.cli.reports", "group the copies of one announcement"),
    "diff": ("duban.cli.reports", "say what changed between two corpora and which rule changed it"),
    "audit": ("duban.cli.reports", "draw a sample to check by hand; turn the checked file into precision"),
}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", argv: list[str]) -> None:
    """Register them. Only the command that is run pays for its arguments, so that `duban version` stays quick."""
    for name, (module, what) in COMMANDS.items():
        command = commands.add_parser(name, help=what, allow_abbrev=False)
        if name in argv[:1]:
            home = import_module(module)
            home.add_arguments(command)
            command.set_defaults(run=home.run)
