"""Teaches MiniLM which questions are the same: `taught.json` in a folder becomes `change.npz` beside it (`train.py`).

    PYTHON-WITH-TORCH tools/meaning/teaching.py --work DIR --model DIR

`--model`: the folder of the model's weights and tokenizer. Run by a Python that has torch, safetensors and tokenizers,
apart from the project, which needs none of the first.

Supervised contrastive learning (Khosla et al. 2020): texts of one subject are drawn together, and apart from the other
subjects of the same shop, which are the hardest to tell from it. Only narrow matrices beside those of the upper layers
are learnt (Hu et al. 2021): a few thousand phrasings would otherwise be learnt by heart.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

STEPS: Final = 300
RATE: Final = 5e-4
WARM: Final = 20
RANK: Final = 16
GAIN: Final = 2.0
LAYERS: Final = 6
HEADS: Final = 12
WIDTH: Final = 384
FIRST_LAYER: Final = 2
"""Layers below it stay as they are."""
DROPPED: Final = 0.1
SUBJECTS: Final = 40
TEXTS: Final = 3
"""Subjects in a batch, and texts of each."""
ANSWER_SHARE: Final = 0.5
"""How often the answer stands beside the texts."""
SET_SHARE: Final = 0.15
"""How often a batch comes from an open set of intents and not from a shop."""
TEMPERATURE: Final = 0.05
DENSE: Final = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense")  # fmt: skip

Source = dict[str, list[tuple[list[str], str]]]


class Changed(nn.Module):  # type: ignore[misc]
    """The network with narrow matrices beside its own."""

    def __init__(self, weights: dict[str, Any]) -> None:
        super().__init__()
        self.weights = weights
        self.parts = nn.ParameterDict()
        for layer in range(FIRST_LAYER, LAYERS):
            for part in DENSE:
                out, into = weights[f"encoder.layer.{layer}.{part}.weight"].shape
                name = f"{layer}/{part}".replace(".", "-")
                self.parts[f"{name}:down"] = nn.Parameter(torch.randn(RANK, into) / math.sqrt(into))
                self.parts[f"{name}:up"] = nn.Parameter(torch.zeros(out, RANK))

    def dense(self, inner: Any, layer: int, part: str) -> Any:
        key, name = f"encoder.layer.{layer}.{part}", f"{layer}/{part}".replace(".", "-")
        made = functional.linear(inner, self.weights[f"{key}.weight"], self.weights[f"{key}.bias"])
        if f"{name}:up" in self.parts:
            low = functional.linear(inner, self.parts[f"{name}:down"])
            made = made + GAIN * functional.linear(low, self.parts[f"{name}:up"])
        return made

    def normed(self, inner: Any, key: str) -> Any:
        scale, shift = self.weights[f"{key}.LayerNorm.weight"], self.weights[f"{key}.LayerNorm.bias"]
        return functional.layer_norm(inner, (WIDTH,), scale, shift, 1e-12)

    def forward(self, ids: Any, mask: Any) -> Any:
        """A vector of length one for each text."""
        kind = self.weights["embeddings.token_type_embeddings.weight"][0]
        places = self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]] + kind
        hidden = self.normed(self.weights["embeddings.word_embeddings.weight"][ids] + places, "embeddings")
        count, length = ids.shape
        for layer in range(LAYERS):
            query, key, value = (
                self.dense(hidden, layer, part).view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2)
                for part in DENSE[:3]
            )
            seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
            seen = self.dense(seen.transpose(1, 2).reshape(count, length, WIDTH), layer, DENSE[3])
            seen = functional.dropout(seen, DROPPED, self.training)
            hidden = self.normed(seen + hidden, f"encoder.layer.{layer}.attention.output")
            wide = functional.gelu(self.dense(hidden, layer, DENSE[4]))
            narrow = functional.dropout(self.dense(wide, layer, DENSE[5]), DROPPED, self.training)
            hidden = self.normed(narrow + hidden, f"encoder.layer.{layer}.output")
        present = mask[:, :, None].float()
        return functional.normalize((hidden * present).sum(1) / present.sum(1), dim=-1)


def vectors(net: Changed, tokens: Any, texts: list[str]) -> Any:
    """The vectors of texts; short and long ones go apart, so that less is filled up."""
    rows = [tokens.encode(text).ids for text in texts]
    order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    made = []
    for part in (order[: len(order) // 2], order[len(order) // 2 : len(order) * 5 // 6], order[len(order) * 5 // 6 :]):
        longest = max(len(rows[place]) for place in part)
        ids = torch.tensor([rows[place] + [0] * (longest - len(rows[place])) for place in part])
        mask = torch.tensor([[step < len(rows[place]) for step in range(longest)] for place in part])
        made.append(net(ids, mask))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(made)[back]


def batch(chance: random.Random, source: Source) -> tuple[list[str], list[int]]:
    """Texts of some subjects of one shop, and the subject of each."""
    name = chance.choices(list(source), weights=[len(one) ** 0.7 for one in source.values()])[0]
    texts: list[str] = []
    owners: list[int] = []
    for owner, (asked, answer) in enumerate(chance.sample(source[name], min(SUBJECTS, len(source[name])))):
        some = chance.sample(asked, min(TEXTS, len(asked)))
        if answer and chance.random() < ANSWER_SHARE:
            some.append(answer)
        texts += some
        owners += [owner] * len(some)
    return texts, owners


def loss(rows: Any, owners: Any) -> Any:
    """Each pair of one subject against all texts of other subjects."""
    logits = rows @ rows.T / TEMPERATURE
    same = owners[:, None] == owners[None]
    pairs = same & ~torch.eye(len(owners), dtype=torch.bool)
    others = logits.masked_fill(same, -1e9).logsumexp(1, keepdim=True)
    return (functional.softplus(others - logits) * pairs).sum() / pairs.sum()


def teach(net: Changed, tokens: Any, shops: Source, sets: Source) -> None:
    """Adam, warmed up and slowed down."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    learnt = list(net.parts.values())
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.01)
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARM) * (1 - step / STEPS)
        texts, owners = batch(chance, sets if sets and chance.random() < SET_SHARE else shops)
        value = loss(vectors(net, tokens, texts), torch.tensor(owners))
        optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        if step % 25 == 0:
            sys.stderr.write(f"step {step}: {float(value.detach()):.3f}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    kept = load_file(options.model / "model.safetensors").items()
    net = Changed({name.removeprefix("bert."): rows.float() for name, rows in kept if rows.is_floating_point()})
    tokens = Tokenizer.from_file(str(options.model / "tokenizer.json"))
    tokens.enable_truncation(64)
    tokens.no_padding()
    material = json.loads((options.work / "taught.json").read_text("utf-8"))
    teach(net.train(), tokens, material["shops"], material["sets"])
    arrays = {}
    for name in sorted({name.partition(":")[0] for name in net.parts}):
        layer, _, part = name.replace("-", ".").partition("/")
        key = f"encoder.layer.{layer}.{part}.weight"
        arrays[f"{key}:up"] = (GAIN * net.parts[f"{name}:up"]).detach().numpy().astype(np.float16)
        arrays[f"{key}:down"] = net.parts[f"{name}:down"].detach().numpy().astype(np.float16)
    np.savez_compressed(options.work / "change.npz", **arrays)


if __name__ == "__main__":
    main()
