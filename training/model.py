"""The careful reader: one encoder, a head for entities and heads for quote frames."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from data import KINDS, SPEAKERS, TAGS
from pieces import HIDDEN

HEADS = 12
PLACES = 256
POINTERS = ["end", "cue first", "cue last", "speaker first", "speaker last"]
WIDTH = 64
FAR = 63
ROLES = ["entity", "content", "cue", "speaker"]
LETTERS = 4


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.ao = nn.Linear(HIDDEN, HIDDEN)
        self.aln = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.fi = nn.Linear(HIDDEN, 4 * HIDDEN)
        self.fo = nn.Linear(4 * HIDDEN, HIDDEN)
        self.oln = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x, mask):
        rows, length, _ = x.shape
        size = HIDDEN // HEADS
        q, k, v = self.qkv(x).view(rows, length, 3, HEADS, size).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q * size**-0.5, k.transpose(-1, -2)) + mask.to(q.dtype)
        with torch.autocast("cpu", enabled=False):
            shares = torch.softmax(scores, -1)
        mixed = torch.matmul(shares, v).transpose(1, 2).reshape(rows, length, HIDDEN)
        x = self.aln(x + F.dropout(self.ao(mixed), 0.1, self.training))
        return self.oln(x + F.dropout(self.fo(F.gelu(self.fi(x))), 0.1, self.training))


class Encoder(nn.Module):
    """The first layers of multilingual-e5-small. The embeddings of pieces stay as they are."""

    def __init__(self, source, kept, layers):
        super().__init__()
        self.word = nn.Embedding(len(kept), HIDDEN)
        self.pos = nn.Embedding(PLACES, HIDDEN)
        self.ln = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(layers)])
        get = lambda name, *shape: torch.tensor(source.tensor(name, *shape))
        with torch.no_grad():
            self.word.weight.copy_(get("emb.word", source.vocabulary, HIDDEN)[torch.tensor(kept)])
            self.pos.weight.copy_(get("emb.pos", -1, HIDDEN)[:PLACES] + get("emb.type", 2, HIDDEN)[0])
            self.ln.weight.copy_(get("emb.ln.w"))
            self.ln.bias.copy_(get("emb.ln.b"))
            for i, layer in enumerate(self.layers):
                of = lambda name, *shape: get(f"l{i}.{name}", *shape)
                layer.qkv.weight.copy_(torch.cat([of(x + ".w", HIDDEN, HIDDEN) for x in "qkv"]))
                layer.qkv.bias.copy_(torch.cat([of(x + ".b") for x in "qkv"]))
                for module, name, shape in (
                    (layer.ao, "ao", (HIDDEN, HIDDEN)),
                    (layer.fi, "fi", (4 * HIDDEN, HIDDEN)),
                    (layer.fo, "fo", (HIDDEN, 4 * HIDDEN)),
                ):
                    module.weight.copy_(of(name + ".w", *shape))
                    module.bias.copy_(of(name + ".b"))
                for module, name in ((layer.aln, "aln"), (layer.oln, "oln")):
                    module.weight.copy_(of(name + ".w"))
                    module.bias.copy_(of(name + ".b"))
        self.word.weight.requires_grad_(False)

    def forward(self, ids, real):
        x = self.word(ids) + self.pos(torch.arange(ids.shape[1]))
        x = F.dropout(self.ln(x), 0.1, self.training)
        mask = torch.zeros(real.shape).masked_fill(~real, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Chain(nn.Module):
    """Linear-chain conditional random field over the tags of tokens. A window may begin inside of a span."""

    def __init__(self):
        super().__init__()
        count = len(TAGS)
        self.tr = nn.Parameter(torch.zeros(count, count))
        self.st = nn.Parameter(torch.zeros(count))
        bad = [[-50.0 if b[0] == "I" and (a == "O" or a[2:] != b[2:]) else 0.0 for b in TAGS] for a in TAGS]
        self.register_buffer("bad", torch.tensor(bad))
        self.register_buffer("first", torch.tensor([-50.0 if t[0] == "I" else 0.0 for t in TAGS]))

    def nll(self, scores, tags, mask):
        tr = self.tr + self.bad
        m = mask.float()
        gold = self.st[tags[:, 0]] + (scores.gather(2, tags[..., None])[..., 0] * m).sum(1)
        gold = gold + (tr[tags[:, :-1], tags[:, 1:]] * m[:, 1:]).sum(1)
        x = self.st + scores[:, 0]
        for t in range(1, scores.shape[1]):
            x = torch.where(mask[:, t, None], torch.logsumexp(x[:, :, None] + tr, 1) + scores[:, t], x)
        return torch.logsumexp(x, 1) - gold

    @torch.no_grad()
    def best(self, scores):
        tr = (self.tr + self.bad).numpy()
        x = (self.st + self.first).numpy() + scores[0]
        back = []
        for row in scores[1:]:
            y = x[:, None] + tr
            back.append(y.argmax(0))
            x = y.max(0) + row
        tag = int(x.argmax())
        out = [tag]
        for pointers in reversed(back):
            tag = int(pointers[tag])
            out.append(tag)
        return out[::-1]


class Reader(nn.Module):
    """Scores of tags for each token; the kind of the content that begins at each token; from each such token pointers to
    the end of the content, to the cue and to the speaker; the letters that a span leaves out of its first token."""

    def __init__(self, source, kept, layers):
        super().__init__()
        self.encoder = Encoder(source, kept, layers)
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.chain = Chain()
        self.kind = nn.Linear(HIDDEN, len(KINDS))
        self.mention = nn.Linear(HIDDEN, len(SPEAKERS))
        self.has_cue = nn.Linear(HIDDEN, 2)
        self.query = nn.Linear(HIDDEN, len(POINTERS) * WIDTH)
        self.key = nn.Linear(HIDDEN, len(POINTERS) * WIDTH)
        self.near = nn.Parameter(torch.zeros(len(POINTERS), 2 * FAR + 1))
        self.cut = nn.Linear(HIDDEN, len(ROLES) * LETTERS)

    def forward(self, batch):
        """The vector of the first piece of each token."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            h = self.encoder(batch["ids"], batch["real"])
        return h.gather(1, batch["first"][:, :, None].expand(-1, -1, HIDDEN)).float()

    def point(self, states, row, at):
        """Scores of each token of the window as the target of each pointer of some tokens: (tokens, pointers, window)."""
        q = self.query(states[row, at]).view(len(row), len(POINTERS), WIDTH)
        k = self.key(states).view(states.shape[0], states.shape[1], len(POINTERS), WIDTH)
        scores = torch.einsum("apw,anpw->apn", q, k[row]) * WIDTH**-0.5
        distance = (torch.arange(states.shape[1])[None, :] - at[:, None]).clamp(-FAR, FAR) + FAR
        return scores + self.near[:, distance].transpose(0, 1)
