"""`duban tasks`, `duban targets`, `duban officials`: the lists of a corpus, filtered."""

import argparse
import sys

from duban.cli.query import add_output_arguments
from duban.store.database import Corpus
from duban.store.listing import Wanted, filters_of, list_rows
from duban.store.writing import write_rows

ROWS = 50
HELP = {
    "place": "county, city or province: 东源, 河源",
    "official": "a person or a post",
    "organisation": "a body",
    "indicator": "what is measured: 固定资产投资",
    "campaign": "name of a campaign",
    "kind": "action, outcome, exhortation; level, change, share, …",
    "modality": "binding, planned or aspirational",
    "status": "target or actual",
    "role": "speaker, lead, responsible, …",
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of a list; which one is in the command's name."""
    table = command.prog.rpartition(" ")[2]
    command.add_argument("corpus", metavar="OUT", help="the folder that duban run made")
    for name in filters_of(table):
        command.add_argument(f"--{name}", metavar="WORD", help=HELP[name])
    if table != "officials":
        command.add_argument("--due", metavar="DATE", help="2020, 2020-12, 2020-12-31, 2020-10..2020-12, ..2020-12")
    command.add_argument("--published", metavar="DATE", help="as --due")
    command.add_argument("--search", metavar="文本", help="words that the text holds, two characters or one too")
    command.add_argument("--document", metavar="DOC", help="key of one document")
    command.add_argument("--rows", type=int, default=ROWS, help="at most so many rows (%(default)d)")
    add_output_arguments(command)
    command.set_defaults(table=table)


def run(args: argparse.Namespace) -> int:
    """0, whether anything was found or not."""
    given = ((name, getattr(args, name)) for name in filters_of(args.table))
    filters = {name: value for name, value in given if value is not None}
    wanted = Wanted(filters, getattr(args, "due", None), args.published, args.search, args.document)
    with Corpus(args.corpus, once=args.once) as corpus:
        answer = list_rows(corpus, args.table, wanted, rows=args.rows)
    write_rows(answer.columns, answer.rows, args.format, args.output, args.table)
    if answer.more:
        print(f"duban: there are more than {args.rows} rows; raise --rows to see them", file=sys.stderr)
    return 0
