"""Trains the careful reader on gold lines, and scores it on others. `README.md` has the set-up and the commands."""
import argparse
import json
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import restore
from data import IGNORED, KINDS, SPEAKERS, TAGS
from model import LETTERS, PLACES, POINTERS, ROLES, Reader
from pieces import END, PAD, START, Pieces, Source, choose

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--train", nargs="+", required=True, help="files of gold lines")
parser.add_argument("--dev", nargs="*", default=[], help="files of gold lines to score")
parser.add_argument("--words", nargs="*", default=[], help="more texts, whose pieces are kept")
parser.add_argument("--layers", type=int, default=12)
parser.add_argument("--epochs", type=int, default=5)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--lr", type=float, default=1e-4)
parser.add_argument("--batch", type=int, default=8)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--each", action="store_true", help="score after each epoch")
parser.add_argument("--limit", type=int, help="use only so many articles (a quick try)")
parser.add_argument("--init", help="go on with a saved model or with a model file, and with its pieces")
parser.add_argument("--save", required=True)
a = parser.parse_args()
torch.set_num_threads(a.threads)
random.seed(a.seed)
np.random.seed(a.seed)
torch.manual_seed(a.seed)
rng = random.Random(a.seed)


def collate(items):
    """A batch of windows: pieces, the first piece of each token, and the targets."""
    rows, firsts = [], []
    for article, window in items:
        ids, first = [START], []
        for i in window:
            first.append(min(len(ids), PLACES - 2))
            ids += article.ids[i]
        rows.append(ids[: PLACES - 1] + [END])
        firsts.append(first)
    length, count = max(map(len, rows)), max(map(len, firsts))
    zeros = lambda *shape, kind=torch.long: torch.zeros(*shape, dtype=kind)
    n = len(items)
    b = {
        "ids": zeros(n, length) + PAD,
        "real": zeros(n, length, kind=torch.bool),
        "first": zeros(n, count),
        "mask": zeros(n, count, kind=torch.bool),
        "tags": zeros(n, count),
        "kind": zeros(n, count) + IGNORED,
        "cut": zeros(n, count, len(ROLES)) + IGNORED,
    }
    anchors = []
    for r, (article, window) in enumerate(items):
        b["ids"][r, : len(rows[r])] = torch.tensor(rows[r])
        b["real"][r, : len(rows[r])] = True
        b["first"][r, : len(window)] = torch.tensor(firsts[r])
        b["mask"][r, : len(window)] = True
        b["tags"][r, : len(window)] = torch.tensor([TAGS.index(article.tags[i]) for i in window])
        place = {token: at for at, token in enumerate(window)}
        b["kind"][r, : len(window)] = 0
        for k, role in enumerate(ROLES):
            for token, letters in article.proclitic[role].items():
                if token in place and letters < LETTERS:
                    b["cut"][r, place[token], k] = letters
        for token, frame in article.frames.items():
            if token not in place:
                continue
            at = place[token]
            b["kind"][r, at] = KINDS.index(frame["kind"])
            find = lambda t: place.get(t, IGNORED)
            cue, speaker = frame["cue"], frame["speaker"]
            targets = [find(frame["end"])]
            targets += [find(cue[0]), find(cue[1] - 1)] if cue else [IGNORED] * 2
            targets += [find(speaker[0]), find(speaker[1] - 1)] if speaker else [IGNORED] * 2
            anchors.append((r, at, int(cue is not None), SPEAKERS.index(frame["mention"]), targets))
    b["row"] = torch.tensor([x[0] for x in anchors], dtype=torch.long)
    b["at"] = torch.tensor([x[1] for x in anchors], dtype=torch.long)
    b["has_cue"] = torch.tensor([x[2] for x in anchors], dtype=torch.long)
    b["mention"] = torch.tensor([x[3] for x in anchors], dtype=torch.long)
    b["targets"] = torch.tensor([x[4] for x in anchors], dtype=torch.long).view(-1, len(POINTERS))
    return b


def loss_of(model, b):
    states = F.dropout(model(b), 0.1, model.training)
    count = b["mask"].sum()
    loss = model.chain.nll(model.tags(states), b["tags"], b["mask"]).sum() / count
    kinds = F.cross_entropy(model.kind(states).flatten(0, 1), b["kind"].flatten(), ignore_index=IGNORED, reduction="sum")
    loss = loss + 2 * kinds / count
    cuts = model.cut(states).view(*states.shape[:2], len(ROLES), LETTERS)
    cut_loss = F.cross_entropy(cuts.flatten(0, 2), b["cut"].flatten(), ignore_index=IGNORED, reduction="sum")
    loss = loss + 0.3 * cut_loss / count
    if len(b["row"]):
        own = states[b["row"], b["at"]]
        frames = F.cross_entropy(model.has_cue(own), b["has_cue"], reduction="sum")
        frames = frames + F.cross_entropy(model.mention(own), b["mention"], reduction="sum")
        scores = model.point(states, b["row"], b["at"]).masked_fill(~b["mask"][b["row"]][:, None, :], -1e4)
        frames = frames + F.cross_entropy(scores.flatten(0, 1), b["targets"].flatten(), ignore_index=IGNORED, reduction="sum")
        loss = loss + 0.5 * frames / count
    return loss


def best_pair(first, last, longest):
    """(score, first, last) of the best run of at most `longest` tokens."""
    best = (-1e9, 0, 0)
    for i in range(len(first)):
        upto = min(len(last), i + longest)
        j = i + int(np.argmax(last[i:upto]))
        if first[i] + last[j] > best[0]:
            best = (first[i] + last[j], i, j)
    return best


@torch.no_grad()
def read(model, article, least=0.5):
    """Tags, and frames by the token where the content begins: what the heads say, window by window."""
    model.eval()
    tags, frames = [], {}
    for window in article.windows(PLACES):
        b = collate([(article, window)])
        states = model(b)
        tags.append(model.tags(states)[0].numpy())
        shares = torch.softmax(model.kind(states)[0], -1).numpy()
        at = [i for i in range(len(window)) if shares[i, 0] < 1 - least]
        if not at:
            continue
        row = torch.zeros(len(at), dtype=torch.long)
        point = torch.log_softmax(model.point(states, row, torch.tensor(at)), -1).numpy()
        own = states[row, torch.tensor(at)]
        has_cue = torch.softmax(model.has_cue(own), -1).numpy()
        mention = model.mention(own).argmax(-1).tolist()
        for n, i in enumerate(at):
            ends = point[n, 0].copy()
            ends[:i] = -1e9
            _, c0, c1 = best_pair(point[n, 1], point[n, 2], 5)
            _, s0, s1 = best_pair(point[n, 3], point[n, 4], 40)
            frames[window[i]] = {
                "kind": KINDS[1 + int(shares[i, 1:].argmax())],
                "score": float(1 - shares[i, 0]),
                "end": window[int(ends.argmax())],
                "cue": (window[c0], window[c1] + 1) if has_cue[n, 1] > 0.5 else None,
                "mention": SPEAKERS[mention[n]],
                "speaker": (window[s0], window[s1] + 1) if SPEAKERS[mention[n]] != "none" else None,
            }
    scores = np.concatenate(tags)
    return [TAGS[i] for i in model.chain.best(scores)], frames


def spans(tags):
    out, start, kind = set(), None, None
    for k, tag in enumerate(list(tags) + ["O"]):
        if start is not None and (tag[0] in "OB" or tag[2:] != kind):
            out.add((start, k, kind))
            start = None
        if tag != "O" and start is None:
            start, kind = k, tag[2:]
    return out


def evaluate(model, articles):
    c = {}
    add = lambda name, right, found, gold: c.__setitem__(name, [x + y for x, y in zip(c.get(name, [0, 0, 0]), (right, found, gold))])
    for article in articles:
        tags, frames = read(model, article)
        gold, found = spans(article.tags), spans(tags)
        for label in data.LABELS:
            g, f = {s for s in gold if s[2] == label}, {s for s in found if s[2] == label}
            add(label, len(g & f), len(f), len(g))
            if label in ("PER", "LOC", "ORG"):
                add("P+L+O", len(g & f), len(f), len(g))
        for direct in (True, False):
            g = {(s, f["end"]) for s, f in article.frames.items() if (f["kind"] == "direct") == direct}
            p = {(s, f["end"]) for s, f in frames.items() if (f["kind"] == "direct") == direct}
            add("direct" if direct else "indirect", len(g & p), len(p), len(g))
        add("start", len(set(article.frames) & set(frames)), len(frames), len(article.frames))
        covered = sum(any(t <= f["end"] and s <= e["end"] for t, e in frames.items()) for s, f in article.frames.items())
        add("overlap recall", covered, covered, len(article.frames))
        for s in set(article.frames) & set(frames):
            g, p = article.frames[s], frames[s]
            add("cue of found", g["cue"] == p["cue"], 1, 1)
            add("end of found", g["end"] == p["end"], 1, 1)
            if g["mention"] == "explicit":
                add("speaker of found", g["speaker"] == p["speaker"] and p["mention"] == "explicit", 1, 1)
            if g["mention"] == "implied":
                add("implied of found", p["mention"] == "implied", 1, 1)
                add("implied span", p["mention"] == "implied" and g["speaker"] == p["speaker"], 1, 1)
    return "  ".join(f"{k} {200 * v[0] / max(1, v[1] + v[2]):.1f}" for k, v in c.items())


def main():
    source = Source()
    text = [json.loads(line)["text"] for name in a.train + a.dev for line in open(name, encoding="utf-8")]
    text += [open(name, encoding="utf-8").read() for name in a.words]
    words = sorted({data.DIACRITICS.sub("", t[2]) or t[2] for part in text for t in data.tokenize(part) if not t[3]})
    saved = None
    if a.init:
        saved = restore.read(a.init, source) if a.init.endswith(".tawsim") else torch.load(a.init, weights_only=False)
    kept = saved["kept"] if saved else choose(source, words)
    pieces_of = Pieces(source, kept)
    train = data.load(a.train, pieces_of)
    if a.limit:
        train = train[:: max(1, len(train) // a.limit)]
    dev = {name: data.load([name], pieces_of) for name in a.dev}
    print(f"{len(train)} articles, {sum(len(x.words) for x in train)} tokens, {len(kept)} pieces kept", flush=True)
    layers = saved["layers"] if saved else a.layers
    model = Reader(source, kept, layers)
    if saved:
        # A model file has neither the vectors of pieces nor the fixed scores of the chain: the new network has them.
        missing, unknown = model.load_state_dict(saved["state"], strict=False)
        assert not unknown and set(missing) <= {"encoder.word.weight", "chain.bad", "chain.first"}, (missing, unknown)
    groups = []
    for own, lr in ((True, a.lr), (False, 1e-3)):
        own_parameters = [p for n, p in model.named_parameters() if n.startswith("encoder.") == own and p.requires_grad]
        for decay, ps in ((0.01, [p for p in own_parameters if p.dim() > 1]), (0.0, [p for p in own_parameters if p.dim() < 2])):
            groups.append({"params": ps, "lr": lr, "weight_decay": decay, "base": lr})
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)

    def batches():
        windows = [(x, w) for x in train for w in x.windows(PLACES, rng.randint(PLACES // 4, PLACES))]
        rng.shuffle(windows)
        out = []
        for i in range(0, len(windows), a.batch * 16):
            chunk = sorted(windows[i : i + a.batch * 16], key=lambda v: sum(len(v[0].ids[t]) for t in v[1]))
            out += [chunk[j : j + a.batch] for j in range(0, len(chunk), a.batch)]
        rng.shuffle(out)
        return out

    total, step, begin = len(batches()) * a.epochs, 0, time.time()
    for epoch in range(a.epochs):
        model.train()
        losses = []
        for items in batches():
            share = min(1, step / (0.1 * total)) * max(0.0, min(1.0, (total - step) / (0.9 * total)))
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * share
            loss = loss_of(model, collate(items))
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(loss.item())
            if len(losses) % 50 == 0:
                print(f"  {len(losses)} batches, loss {np.mean(losses[-50:]):.3f}, {time.time() - begin:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.time() - begin:.0f} s", flush=True)
        torch.save({"state": model.state_dict(), "layers": layers, "kept": kept}, a.save)
        if a.each or epoch == a.epochs - 1:
            for name, articles in dev.items():
                print(f"{name}: {evaluate(model, articles)}", flush=True)


if __name__ == "__main__":
    main()
