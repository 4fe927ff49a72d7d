"""Runs the examples of suggesters behind tawsim: check.py TAWSIM FOLDER

Each of them passes `tawsim suggester-check`, and its spans arrive at the places that the library gave. The folder is made anew.
"""

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "assets" / "examples"
HERE = Path(__file__).resolve().parent
TEXTS = ["زار سامي 😀 باريس، ثم عاد سامي.\r\nوقال سَامِي: «سنعود إلى باريس»", "لا اسم هنا"]
NAMES = {"سامي": "PER", "باريس": "LOC"}


def suggester(example, *arguments):
    words = [sys.executable, "-W", "ignore", str(EXAMPLES / example), *arguments]
    return "cmd: " + " ".join(f"'{word}'" for word in words)


class Tawsim:
    """The program, with the articles of the test."""

    def __init__(self, program, folder):
        self.program, self.folder = str(Path(program).resolve()), folder
        self.articles = folder / "articles.jsonl"
        lines = [json.dumps({"id": f"a{number}", "text": text}, ensure_ascii=False) for number, text in enumerate(TEXTS)]
        self.articles.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def run(self, *arguments):
        environment = {**os.environ, "PYTHONPATH": str(HERE / "stand_ins"), "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
        done = subprocess.run([self.program, *arguments], env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def suggest(self, who):
        """The entities of each text: start, end, label."""
        lines = self.run("suggest", str(self.articles), "--jobs", "2", "--suggester", who).splitlines()
        articles = [json.loads(line) for line in lines]
        sources = {entity["source"] for article in articles for entity in article["entities"]}
        return [[(one["start"], one["end"], one["label"]) for one in article["entities"]] for article in articles], sources

    def check(self, who):
        # Without a graphics card, transformers takes its time for 100 KB.
        self.run("suggester-check", "--suggester-timeout", "300", who)


def places_of_names(text):
    found = [(start, start + len(name), label) for name, label in NAMES.items() for start in range(len(text)) if text.startswith(name, start)]
    return sorted(found)


def spacy_example(tawsim):
    patterns = tawsim.folder / "names.jsonl"
    kinds = {"PER": "PERSON", "LOC": "GPE"}
    lines = [json.dumps({"label": kinds[label], "pattern": name}) for name, label in NAMES.items()]
    patterns.write_text("\n".join(lines) + "\n", encoding="utf-8")
    finds_names(tawsim, suggester("spacy_suggester.py", "--patterns", str(patterns)), "spacy-ar")


def trained_spacy_example(tawsim):
    """A pipeline that was trained on real text. PyPI has one for French and none for Arabic."""
    articles = tawsim.folder / "french.jsonl"
    text = "Emmanuel Macron a rencontré Angela Merkel à Berlin."
    articles.write_text(json.dumps({"id": "f", "text": text}, ensure_ascii=False) + "\n", encoding="utf-8")
    who = suggester("spacy_suggester.py", "fr_core_news_sm")
    article = json.loads(tawsim.run("suggest", str(articles), "--suggester-timeout", "300", "--suggester", who))
    found = [(one["text"], one["label"]) for one in article["entities"]]
    assert found == [("Emmanuel Macron", "PER"), ("Angela Merkel", "PER"), ("Berlin", "LOC")], found
    assert all(text[one["start"] : one["end"]] == one["text"] for one in article["entities"])


def gliner_example(tawsim):
    finds_names(tawsim, suggester("gliner_suggester.py", "any/model"), "gliner-model")


def stanza_example(tawsim):
    finds_names(tawsim, suggester("stanza_suggester.py"), "stanza-ar@1.0")


class Analyzer(http.server.BaseHTTPRequestHandler):
    """A service that answers as the analyzer of Presidio does."""

    protocol_version = "HTTP/1.1"
    together, most_together, lock = 0, 0, threading.Lock()

    def do_POST(self):
        with self.lock:
            Analyzer.together += 1
            Analyzer.most_together = max(self.most_together, self.together)
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
        threading.Event().wait(0.2)
        kinds = {"PER": "PERSON", "LOC": "LOCATION"}
        found = [{"entity_type": kinds[label], "start": start, "end": end, "score": 0.85} for start, end, label in places_of_names(text)]
        with self.lock:
            Analyzer.together -= 1
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def http_example(tawsim):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Analyzer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/analyze"
        finds_names(tawsim, suggester("http_suggester.py", url), "http")
        assert Analyzer.most_together > 1, "the requests came one after the other"
        server.shutdown()
    # Nothing listens there any more: the error is that of the article, and names the address.
    done = subprocess.run([tawsim.program, "suggest", str(tawsim.articles), "--suggester", suggester("http_suggester.py", url)],
                          capture_output=True, text=True)
    assert done.returncode == 1 and f"a0: {url}: " in done.stderr, done.stderr


def finds_names(tawsim, who, source):
    tawsim.check(who)
    found, sources = tawsim.suggest(who)
    assert found == [places_of_names(text) for text in TEXTS], found
    assert all(one.startswith(source) for one in sources), sources


def transformers_example(tawsim):
    from transformers import pipeline

    sys.path.insert(0, str(EXAMPLES))
    from transformers_suggester import whole_letters

    names = {"PERS": "PER", "LOC": "LOC"}
    # What a random model finds is chance. The first one is taken that finds something behind the emoji, where offsets differ.
    for seed in range(1, 9):
        model = random_model(tawsim.folder / f"tiny-ner-{seed}", seed)
        tag = pipeline("token-classification", model=str(model), aggregation_strategy="simple")
        expected = [[(*whole_letters(text, one["start"], one["end"]), names[one["entity_group"]]) for one in tag(text)] for text in TEXTS]
        if any("😀" in TEXTS[0][:end] for _, end, _ in expected[0]):
            break
    else:
        raise AssertionError("no random model finds anything behind the emoji")
    who = suggester("transformers_suggester.py", str(model), "--strategy", "simple")
    tawsim.check(who)
    found, sources = tawsim.suggest(who)
    assert sources == {model.name}, sources
    assert found == expected, (found, expected)


def random_model(folder, seed):
    samples = sorted(str(path) for path in (ROOT / "sample_articles").glob("*.txt"))
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_USE_LEGACY_KERAS": "1"}
    made = subprocess.run([sys.executable, "-W", "ignore", str(HERE / "tiny_transformer.py"), str(folder), str(seed), *samples],
                          env=environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    return folder


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tawsim = Tawsim(program, folder)
    for example in (spacy_example, trained_spacy_example, gliner_example, stanza_example, http_example, transformers_example):
        example(tawsim)
        print(f"ok  {example.__name__.removesuffix('_example')} behind tawsim suggest --suggester", flush=True)


if __name__ == "__main__":
    main()
