"""A HanLP model small enough to be trained by the tests: characters, random embeddings, one LSTM, 60 sentences.

It learns the templates below and little else. What it is for is the way a model takes: written by HanLP's own `fit`,
read by HanLP's own `load`.
"""

import itertools
import random
from pathlib import Path

PEOPLE = ("周岚", "吴海峰", "何文涛", "孙立军", "韩雪松", "曹和佳", "李想", "程远山", "苏砚田", "陆临川")
BODIES = ("县水利局", "市财政局", "县住建局", "省教育厅")
PLACES = ("青禾县", "云岭县", "山前市", "丰禾县")
TEMPLATES = (
    "县长{person}到{place}调研。", "副县长{person}主持会议。", "组长{person}赴{place}督办。",
    "{body}局长{person}作汇报。", "会议要求，{body}要抓紧落实。", "市长{person}一行来到{place}。",
)  # fmt: skip
LABELS = {"person": "PERSON", "body": "ORGANIZATION", "place": "LOCATION"}
SEED = 7
SENTENCES = 60


def train(folder: Path) -> Path:
    """Train the model and return its folder (about 70 KB)."""
    import torch
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    data = folder / "train.tsv"
    data.write_text("\n\n".join(map(_as_rows, _sentences())) + "\n", "utf-8")
    torch.set_num_threads(1)  # so small a model only loses by sharing
    RNNNamedEntityRecognizer().fit(
        str(data), str(data), str(folder / "model"), epochs=20, embed=16, rnn_hidden=32, drop=0.0, lr=0.02, crf=False,
        batch_size=10, tagging_scheme="BIO", devices=-1, verbose=False, seed=SEED,
    )  # fmt: skip
    return folder / "model"


def _sentences() -> list[list[tuple[str, str]]]:
    draw = random.Random(SEED)
    choose = {"person": PEOPLE, "body": BODIES, "place": PLACES}
    return [
        _fill(template, {key: draw.choice(values) for key, values in choose.items()})
        for template in itertools.islice(itertools.cycle(TEMPLATES), SENTENCES)
    ]


def _fill(template: str, values: dict[str, str]) -> list[tuple[str, str]]:
    """The characters of the sentence with their tags in BIO."""
    rows: list[tuple[str, str]] = []
    for piece in template.replace("}", "{").split("{"):
        if piece in values:
            name, label = values[piece], LABELS[piece]
            tags = ["B", *"I" * (len(name) - 1)]
            rows += [(character, f"{tag}-{label}") for character, tag in zip(name, tags, strict=True)]
        else:
            rows += [(character, "O") for character in piece]
    return rows


def _as_rows(sentence: list[tuple[str, str]]) -> str:
    return "\n".join(f"{character}\t{tag}" for character, tag in sentence)
