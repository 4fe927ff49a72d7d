"""Compares `tawsim agree` with reference implementations, to the fourth digit, on annotations that are made up here.

Usage: check.py TAWSIM FOLDER
"""

import json
import logging
import random
import shutil
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

# irrCAC brings a coverage that numba cannot use; numba does without.
sys.modules["coverage"] = None

import krippendorff
import numpy
import pandas
from bratiaa.agree import F1Agreement, input_generator
from irrCAC.raw import CAC
from nervaluate import Evaluator
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

logging.disable(logging.WARNING)
TAWSIM, FOLDER = sys.argv[1], Path(sys.argv[2])
NAMES = ["sara", "ali", "huda"]
LABELS = ["LOC", "ORG", "PER"]
WORDS = "زار وفد من وباماكو أمس المدينة، قال سامي إن العمل مستمر. في حي السلام ومالي ثم عاد بالقطار 😀 للبلدة".split()


def made_up_articles(count, seed, words=(15, 60), common_spans=(2, 9)):
    """Articles that three annotators saw. Spans are nested, adjacent, inside words, and differ in edges and labels."""
    rng = random.Random(seed)
    for number in range(count):
        text = " ".join(rng.choice(WORDS) for _ in range(rng.randint(*words)))
        common = []
        for _ in range(rng.randint(*common_spans)):
            start = rng.randrange(len(text) - 12)
            common.append((start, start + rng.randint(2, 11), rng.choice(LABELS)))
        readings = {}
        for name in NAMES:
            spans = set()
            for start, end, label in common:
                if rng.random() < 0.85:
                    end = end + rng.choice([0, 0, 0, 1]) if rng.random() < 0.5 else end
                    label = rng.choice(LABELS) if rng.random() < 0.15 else label
                    spans.add((start, end, label))
            if rng.random() < 0.4:
                start = rng.randrange(len(text) - 8)
                spans.add((start, start + rng.randint(1, 6), rng.choice(LABELS)))
            readings[name] = sorted(spans, key=lambda it: (it[0], -it[1], it[2]))
        yield f"a{number}", text, readings


def write_gold(folder, articles, names):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = []
    for name in names:
        path = folder / f"{name}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for id, text, readings in articles:
                entities = [
                    {"id": f"e{at}", "start": start, "end": end, "text": text[start:end], "label": label, "verdict": "added"}
                    for at, (start, end, label) in enumerate(readings[name], 1)
                ]
                gold = {"schema": "tawsim/1", "id": id, "text": text, "status": "done", "annotator": name, "entities": entities}
                print(json.dumps(gold, ensure_ascii=False), file=out)
        paths.append(path)
    return paths


def agree(paths, *options):
    command = [TAWSIM, "agree", *map(str, paths), "--format", "json", *options]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def group_of(report, names):
    return next(group for group in report["groups"] if group["annotators"] == list(names))


compared = Counter()


def same(what, found, expected, tolerance=5e-5):
    assert abs(found - expected) <= tolerance, f"{what}: tawsim {found}, reference {expected}"
    compared[what.split(":")[0]] += 1


def units_of(text, kind):
    if kind == "characters":
        return [(at, at + 1) for at in range(len(text))]
    units, at = [], 0
    for word in text.split(" "):
        if word:
            units.append((at, at + len(word)))
        at += len(word) + 1
    return units


def values_of(articles, name, kind):
    """The set of labels of each unit, as a word."""
    values = []
    for _, text, readings in articles:
        for start, end in units_of(text, kind):
            labels = {label for s, e, label in readings[name] if s < end and start < e}
            values.append("+".join(sorted(labels)) or "O")
    return values


def nominal(values, weights=None):
    rows = list(zip(*values))
    names = sorted(set(sum(values, [])))
    table = numpy.array([[row.count(name) for name in names] for row in rows])
    data = [[names.index(value) for value in list] for list in values]
    return rows, table, data


def check_units(articles, report, kind):
    for names in list(combinations(NAMES, 2)) + [tuple(NAMES)]:
        found = group_of(report, names)["entities"]
        values = [values_of(articles, name, kind) for name in names]
        some = [at for at, row in enumerate(zip(*values)) if any(value != "O" for value in row)]
        for suffix, lists in [("", values), ("_labelled", [[list[at] for at in some] for list in values])]:
            rows, table, data = nominal(lists)
            if len(names) == 2:
                same("Cohen's kappa: scikit-learn", found[f"cohen_kappa{suffix}"]["value"], cohen_kappa_score(*lists))
            else:
                same("Fleiss' kappa: statsmodels", found[f"fleiss_kappa{suffix}"]["value"], fleiss_kappa(table))
            alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
            same("alpha: krippendorff", found[f"alpha{suffix}"]["value"], alpha)
        ac1 = CAC(pandas.DataFrame(rows_of(values))).gwet()["est"]["coefficient_value"]
        same("AC1: irrCAC", found["ac1"]["value"], ac1)
        for label in LABELS:
            binary = [[label in value.split("+") for value in list] for list in values]
            scores = found["labels"][label]
            if len(names) == 2:
                same("kappa of a label: scikit-learn", scores["kappa"], cohen_kappa_score(*binary))
            data = [[int(value) for value in list] for list in binary]
            alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
            same("alpha of a label: krippendorff", scores["alpha"], alpha)


def rows_of(values):
    return {f"rater {at}": list for at, list in enumerate(values)}


def check_missing_ratings(articles):
    """One annotator did not see some articles: alpha and AC1 take what is there."""
    seen = {name: articles for name in NAMES}
    seen["huda"] = articles[::2]
    folder = FOLDER / "missing"
    write_gold(folder, articles, NAMES)
    write_gold(folder / "part", seen["huda"], ["huda"])
    report = agree([folder / "sara.jsonl", folder / "ali.jsonl", folder / "part" / "huda.jsonl"], "--bootstrap", "0")
    kept = {id for id, _, _ in seen["huda"]}
    values = []
    for name in NAMES:
        list = []
        for article in articles:
            there = values_of([article], name, "words")
            list += there if name != "huda" or article[0] in kept else [None] * len(there)
        values.append(list)
    names = sorted({value for list in values for value in list if value})
    data = [[numpy.nan if value is None else names.index(value) for value in list] for list in values]
    found = group_of(report, NAMES)["entities"]
    alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    same("alpha with missing ratings: krippendorff", found["alpha"]["value"], alpha)
    ac1 = CAC(pandas.DataFrame(rows_of(values))).gwet()["est"]["coefficient_value"]
    same("AC1 with missing ratings: irrCAC", found["ac1"]["value"], ac1)


def check_f1(articles, report, paths):
    for names in combinations(NAMES, 2):
        found = group_of(report, names)["entities"]
        spans = [
            [[{"label": l, "start": s, "end": e - 1} for s, e, l in readings[name]] for _, _, readings in articles] for name in names
        ]
        result = Evaluator(spans[0], spans[1], tags=LABELS).evaluate()
        overall = result["overall"]
        same("partial F1: nervaluate", found["partial_f1"]["value"], overall["partial"].f1)
        same("boundary F1: nervaluate", found["boundary_f1"]["value"], overall["exact"].f1)
        edges = [[Counter((s, e) for s, e, _ in readings[name]) for _, _, readings in articles] for name in names]
        exact = [[Counter(readings[name]) for _, _, readings in articles] for name in names]
        common = [sum(sum((a & b).values()) for a, b in zip(*lists)) for lists in (exact, edges)]
        same("labels on equal edges: counted", found["label_agreement"]["value"], common[0] / common[1])
        for label in LABELS:
            by_label = result["entities"][label]["partial"].f1
            same("partial F1 of a label: nervaluate", found["labels"][label]["partial_f1"], by_label)
    brat = FOLDER / "brat"
    shutil.rmtree(brat, ignore_errors=True)
    for path in paths:
        command = [TAWSIM, "export", "--to", "brat", str(path), "--out", str(brat / path.stem)]
        subprocess.run(command, check=True, capture_output=True)
    counted = F1Agreement(lambda: input_generator(brat), LABELS)
    pairs = [group_of(report, names)["entities"] for names in combinations(NAMES, 2)]
    same("exact F1: bratiaa", numpy.mean([pair["f1"]["value"] for pair in pairs]), counted.mean_sd_total()[0])
    for label, expected in zip(LABELS, counted.mean_sd_per_label()[0]):
        mean = numpy.mean([pair["labels"][label]["f1"] for pair in pairs])
        same("exact F1 of a label: bratiaa", mean, expected)


def joined(spans):
    """Spans of one label without overlaps."""
    result = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def unitizing_alpha(articles, names, labels):
    """Krippendorff 1995, written down plainly: every section of one annotator against every section of the others."""
    observed = expected = 0.0
    length = sum(len(text) for _, text, _ in articles)
    m = len(names)
    for label in labels:
        units, gaps, difference = [], [], 0.0
        for _, text, readings in articles:
            sections = []
            for name in names:
                spans = joined([(s, e) for s, e, l in readings[name] if l == label])
                edges = [0] + [edge for span in spans for edge in span] + [len(text)]
                own = [(s, e, True) for s, e in spans]
                own += [(s, e, False) for s, e in zip(edges[::2], edges[1::2]) if s < e]
                sections.append(own)
                units += [e - s for s, e, valued in own if valued]
                gaps += [e - s for s, e, valued in own if not valued]
            for i in range(m):
                for j in range(m):
                    if i == j:
                        continue
                    for s, e, valued in sections[i]:
                        for s2, e2, valued2 in sections[j]:
                            if valued and valued2 and s < e2 and s2 < e:
                                difference += (s - s2) ** 2 + (e - e2) ** 2
                            elif valued and not valued2 and s2 <= s and e <= e2:
                                difference += (e - s) ** 2
                            elif not valued and valued2 and s <= s2 and e2 <= e:
                                difference += (e2 - s2) ** 2
        observed += difference / (m * (m - 1) * length**2)
        total = 0.0
        for l in units:
            total += (len(units) - 1) / 3 * (2 * l**3 - 3 * l**2 + l)
            total += l**2 * sum(gap - l + 1 for gap in gaps if gap >= l)
        expected += 2 / length * total / (m * length * (m * length - 1) - sum(l * (l - 1) for l in units))
    return 1 - observed / expected


def check_unitizing(articles, report):
    for names in list(combinations(NAMES, 2)) + [tuple(NAMES)]:
        found = group_of(report, names)["entities"]
        same("alpha for unitizing: the formula", found["alpha_u"]["value"], unitizing_alpha(articles, names, LABELS))
        for label in LABELS:
            expected = unitizing_alpha(articles, names, [label])
            same("alpha for unitizing of a label: the formula", found["labels"][label]["alpha_u"], expected)


def continuum_of(text, readings, names):
    continuum = Continuum()
    for name in names:
        continuum.add_annotator(name)
        for start, end, label in readings[name]:
            continuum.add(name, Segment(start, end), label)
    continuum.bound_inf, continuum.bound_sup = 0.0, float(len(text))
    return continuum


def check_gamma(articles):
    """The best alignment is compared to the fourth digit. Chance is random on both sides, so γ is compared more coarsely."""
    dissimilarity = CombinedCategoricalDissimilarity()
    for at, article in enumerate(articles):
        names = NAMES[: 2 + at % 2]
        paths = write_gold(FOLDER / "gamma", [article], names)
        found = group_of(agree(paths, "--bootstrap", "0", "--gamma-samples", "1"), names)["entities"]
        disorder = continuum_of(*article[1:], names).get_best_alignment(dissimilarity).disorder
        same("disorder of the best alignment: pygamma", found["gamma_disorders"]["observed"], disorder)
    [article] = made_up_articles(1, 9, (150, 150), (30, 30))
    names = NAMES[:2]
    paths = write_gold(FOLDER / "gamma", [article], names)
    found = group_of(agree(paths, "--bootstrap", "0", "--gamma-samples", "300"), names)["entities"]
    for label in LABELS:
        alone = {name: [span for span in article[2][name] if span[2] == label] for name in names}
        numpy.random.seed(1)
        continuum = continuum_of(article[1], alone, names)
        result = continuum.compute_gamma(dissimilarity, n_samples=200, sampler=ShuffleContinuumSampler())
        same("gamma of a label: pygamma, within chance", found["labels"][label]["gamma"], result.gamma, 0.05)
    for names, count, samples in [(NAMES[:2], 40, 200), (NAMES, 14, 60)]:
        [article] = made_up_articles(1, 3, (count * 5, count * 5), (count, count))
        paths = write_gold(FOLDER / "gamma", [article], names)
        found = group_of(agree(paths, "--bootstrap", "0", "--gamma-samples", "300"), names)["entities"]
        numpy.random.seed(1)
        sampler = ShuffleContinuumSampler()
        result = continuum_of(*article[1:], names).compute_gamma(dissimilarity, n_samples=samples, sampler=sampler)
        same("disorder of the best alignment: pygamma", found["gamma_disorders"]["observed"], result.observed_disorder)
        same("gamma: pygamma, within chance", found["gamma"]["value"], result.gamma, 0.03)
        same("gamma-cat: pygamma, within chance", found["gamma_cat_with_missing"]["value"], result.gamma_cat, 0.06)


def check_macro(articles, report):
    """The mean over the labels, of scores that are counted here."""
    for names in combinations(NAMES, 2):
        found = group_of(report, names)["entities"]
        f1 = []
        for label in LABELS:
            sides = [
                Counter((id, *span) for id, _, readings in articles for span in readings[name] if span[2] == label)
                for name in names
            ]
            f1.append(f1_of(sum((sides[0] & sides[1]).values()), sides))
        same("macro F1: counted", found["macro"]["f1"], numpy.mean(f1))
        partial = [found["labels"][label]["partial_f1"] for label in LABELS]
        same("macro partial F1: the mean of nervaluate's", found["macro"]["partial_f1"], numpy.mean(partial))


def f1_of(agreed, sides):
    return 2 * agreed / sum(sum(side.values()) for side in sides)


def interval(values):
    """Efron and Tibshirani's percentiles, at the nearest of the sorted values."""
    values = sorted(values)
    return [values[int((len(values) - 1) * share + 0.5)] for share in (0.025, 0.975)]


def check_bootstrap(articles, report):
    """Articles are drawn with numpy: the bounds of many replicates are close to those of tawsim, whose draws are others."""
    rng = numpy.random.default_rng(5)
    names = NAMES[:2]
    found = group_of(report, names)["entities"]
    cells = []
    for _, text, readings in articles:
        sides = [Counter(readings[name]) for name in names]
        cells.append((sum((sides[0] & sides[1]).values()), sum(sum(side.values()) for side in sides)))
    cells = numpy.array(cells, dtype=float)
    values = [values_of([article], name, "words") for article in articles for name in names]
    f1, kappa = [], []
    for replicate in range(2000):
        drawn = rng.integers(0, len(cells), len(cells))
        agreed, all = cells[drawn].sum(axis=0)
        f1.append(2 * agreed / all)
        if replicate < 600:
            lists = [sum((values[2 * at + side] for at in drawn), []) for side in (0, 1)]
            kappa.append(cohen_kappa_score(*lists))
    for what, list, measure in [("F1", f1, "f1"), ("kappa", kappa, "cohen_kappa")]:
        for bound, expected in zip(("low", "high"), interval(list)):
            same(f"bootstrap interval of {what}: numpy, within chance", found[measure][bound], expected, 0.02)


QUOTE_PARTS = ["content_overlap", "content_exact", "kind", "cue", "speaker", "implied", "whole"]


def made_up_quotes(count, seed):
    """Quotes that two annotators gave to texts, whose contents overlap with one of the other annotator at most."""
    rng = random.Random(seed)
    for number in range(count):
        text = "قال سامي نعم لا ثم عاد " * 8
        readings = {name: [] for name in NAMES[:2]}
        for at in range(8):
            start = 23 * at
            for name in readings:
                if rng.random() < 0.2:
                    continue
                readings[name].append(
                    {
                        "kind": rng.choice(["direct", "indirect"]),
                        "content": (start + rng.choice([9, 9, 9, 13]), start + 15),
                        "cue": (start, start + 3) if rng.random() < 0.8 else None,
                        "speaker": (start + 4, start + 8) if rng.random() < 0.8 else None,
                        "implied": rng.random() < 0.2,
                    }
                )
        yield f"q{number}", text, readings


def check_frames():
    """Quote frames, counted pair by pair."""
    articles = list(made_up_quotes(12, 4))
    folder = FOLDER / "quotes"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = [folder / f"{name}.jsonl" for name in NAMES[:2]]
    place = lambda span: span and {"start": span[0], "end": span[1]}
    for name, path in zip(NAMES, paths):
        with path.open("w", encoding="utf-8") as out:
            for id, text, readings in articles:
                quotes = []
                for at, quote in enumerate(readings[name], 1):
                    said = {"id": f"q{at}", "kind": quote["kind"], "content": [place(quote["content"])], "verdict": "added"}
                    said["cue"] = place(quote["cue"])
                    said["speaker"] = quote["speaker"] and {**place(quote["speaker"]), "implied": quote["implied"]}
                    quotes.append(said)
                gold = {"schema": "tawsim/1", "id": id, "text": text, "status": "done", "annotator": name, "quotes": quotes}
                print(json.dumps(gold, ensure_ascii=False), file=out)
    found = agree(paths, "--bootstrap", "0", "--gamma-samples", "1")["groups"][0]["frames"]
    agreed, all = Counter(), 0
    for _, _, readings in articles:
        first, second = (readings[name] for name in NAMES[:2])
        all += len(first) + len(second)
        for one in first:
            for other in second:
                if one["content"][0] >= other["content"][1] or other["content"][0] >= one["content"][1]:
                    continue
                implied = [bool(quote["speaker"] and quote["implied"]) for quote in (one, other)]
                equal = {part: one[part] == other[part] for part in ("kind", "cue", "speaker")}
                equal |= {"content_exact": one["content"] == other["content"], "implied": implied[0] == implied[1]}
                agreed.update({part: int(value) for part, value in equal.items()})
                agreed["whole"] += int(min(equal.values()))
                agreed["content_overlap"] += 1
    for part in QUOTE_PARTS:
        same("F1 of quote frames: counted", found[part]["f1"], 2 * agreed[part] / all)


def check_relations(articles):
    """Relations between the first entities of each annotator: equal ones have equal labels, edges and labels of the ends."""
    rng = random.Random(6)
    folder = FOLDER / "relations"
    paths = write_gold(folder, articles, NAMES[:2])
    sides, ends = [], []
    for name, path in zip(NAMES, paths):
        lines, said = [], Counter()
        for line, (id, _, readings) in zip(path.read_text(encoding="utf-8").splitlines(), articles):
            gold, spans = json.loads(line), readings[name]
            relations = []
            for at in range(len(spans) - 1):
                label = rng.choice(["near", "near", "part_of"])
                relations.append({"id": f"r{at + 1}", "label": label, "from": f"e{at + 1}", "to": f"e{at + 2}"})
                said[id, label, spans[at], spans[at + 1]] += 1
            lines.append(json.dumps({**gold, "schema": "tawsim/2", "relations": relations}, ensure_ascii=False) + "\n")
        path.write_text("".join(lines), encoding="utf-8")
        sides.append(said)
        ends.append(Counter())
        for (id, _, start, end), count in said.items():
            ends[-1][id, start, end] += count
    found = agree(paths, "--bootstrap", "0", "--gamma-samples", "1")["groups"][0]["relations"]
    same("F1 of relations: counted", found["f1"], f1_of(sum((sides[0] & sides[1]).values()), sides))
    same("F1 of the ends of relations: counted", found["ends"]["f1"], f1_of(sum((ends[0] & ends[1]).values()), ends))
    for label in ("near", "part_of"):
        of_label = [Counter({key: n for key, n in side.items() if key[1] == label}) for side in sides]
        expected = f1_of(sum((of_label[0] & of_label[1]).values()), of_label)
        same("F1 of relations of a label: counted", found["labels"][label]["f1"], expected)


def main():
    articles = list(made_up_articles(20, 7))
    paths = write_gold(FOLDER / "words", articles, NAMES)
    report = agree(paths)
    check_units(articles, report, "words")
    check_f1(articles, report, paths)
    check_unitizing(articles, report)
    check_macro(articles, report)
    check_bootstrap(articles, report)
    check_frames()
    check_relations(articles)
    check_units(articles, agree(paths, "--units", "characters", "--bootstrap", "0", "--gamma-samples", "1"), "characters")
    check_missing_ratings(articles)
    check_gamma(articles)
    for what, count in sorted(compared.items()):
        print(f"ok  {what}: {count} numbers")


main()
