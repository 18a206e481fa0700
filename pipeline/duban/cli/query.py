"""`duban query`: one question in SQL."""

import argparse
import sys

from duban.store.database import ROWS, SECONDS, Corpus
from duban.store.writing import FORMATS, write_rows


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `duban query`."""
    command.add_argument("corpus", metavar="OUT", help="the folder that duban run made")
    command.add_argument("sql", metavar="SQL", help="one SELECT; codebook.md in OUT lists tables and columns")
    command.add_argument("--seconds", type=float, default=SECONDS, help="give up after so long (%(default)g)")
    command.add_argument("--rows", type=int, default=ROWS, help="at most so many rows (%(default)d)")
    add_output_arguments(command)


def add_output_arguments(command: argparse.ArgumentParser) -> None:
    """How an answer is written."""
    command.add_argument("--once", action="store_true", help="count one of each group of reprints")
    command.add_argument("--format", choices=FORMATS, default="table", help="(table)")
    command.add_argument("-o", dest="output", metavar="FILE", help="write a file instead of standard output")


def run(args: argparse.Namespace) -> int:
    """0; a question that cannot be answered is an error."""
    with Corpus(args.corpus, once=args.once) as corpus:
        answer = corpus.ask(args.sql, rows=args.rows, seconds=args.seconds)
    write_rows(answer.columns, answer.rows, args.format, args.output)
    if answer.more:
        print(f"duban: there are more than {args.rows} rows; raise --rows to see them", file=sys.stderr)
    return 0
