"""From gold to a trained model and back to raw text, as a user does it: python train_spacy.py TAWSIM FOLDER

Exports a part of the project's corpus, makes a DocBin of it, trains spaCy's ner with `spacy train`, and scores the model
through spaCy itself on the raw text of articles that it has not seen. It fails if a span is lost on the way, or if the model
finds less than it must."""

import json
import pathlib
import subprocess
import sys

import spacy
from spacy.tokens import DocBin
from spacy.training import Example

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))
import docbin

STEPS = "300"
LEAST = 0.35  # F1 after so few steps; a model that learns nothing has 0


def run(*arguments):
    subprocess.run([str(argument) for argument in arguments], check=True, stdout=subprocess.DEVNULL)


def export(tawsim, files, folder, name):
    run(tawsim, "import", "--from", "inline", *files, "-o", folder / f"{name}.gold.jsonl", "--force")
    target = folder / f"{name}.jsonl"
    run(tawsim, "export", "--to", "spacy", "--layer", "entity", folder / f"{name}.gold.jsonl", "-o", target, "--force")
    counts = docbin.main(target, folder / f"{name}.spacy")
    records = [json.loads(line) for line in open(target, encoding="utf-8")]
    exported = sum(len(record["entities"]) for record in records)
    kept = counts["entities"] + counts['only in spans["sc"], because they share a token'] + counts["without a token"]
    assert exported == kept, f"{exported} entities, but {kept} in the DocBin"
    return records


def survive_training(path):
    """Every entity of a DocBin is still there after `spacy train` has made its tokens again."""
    nlp = spacy.blank("ar")
    lost = total = 0
    for doc in DocBin().from_disk(path).get_docs(nlp.vocab):
        aligned = Example(nlp.make_doc(doc.text), doc).get_aligned_spans_y2x(doc.ents)
        total += len(doc.ents)
        lost += len(doc.ents) - len(aligned)
    assert lost == 0, f"spacy train would lose {lost} of {total} entities"
    return total


def f1(nlp, records):
    """Of spans in whole words: the model's tokens are spaCy's."""
    right = wanted = found = 0
    for record in records:
        gold_doc = nlp.make_doc(record["text"])
        spans = (gold_doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in record["entities"])
        gold = {(span.start_char, span.end_char, span.label_) for span in spans if span}
        predicted = {(ent.start_char, ent.end_char, ent.label_) for ent in nlp(record["text"]).ents}
        right += len(gold & predicted)
        wanted += len(gold)
        found += len(predicted)
    return 2 * right / max(wanted + found, 1)


def main(tawsim, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    export(tawsim, sorted((ROOT / "assets/corpus/dev").glob("w*-0[1-3].txt")), folder, "train")
    held = export(tawsim, sorted((ROOT / "assets/corpus/held").glob("*-01.txt")), folder, "held")
    total = survive_training(folder / "train.spacy")
    config = folder / "config.cfg"
    run(sys.executable, "-m", "spacy", "init", "config", config, "--lang", "ar", "--pipeline", "ner", "--force")
    run(
        *(sys.executable, "-m", "spacy", "train", config, "--output", folder / "model"),
        *("--paths.train", folder / "train.spacy", "--paths.dev", folder / "held.spacy"),
        *("--training.max_steps", STEPS, "--training.eval_frequency", STEPS),
    )
    score = f1(spacy.load(folder / "model" / "model-last"), held)
    assert score >= LEAST, f"F1 {score:.3f} on raw text is below {LEAST}"
    print(f"ok  spaCy trained on {total} entities, none lost; F1 {score:.3f} on the raw text of {len(held)} other articles")


if __name__ == "__main__":
    main(*sys.argv[1:])
