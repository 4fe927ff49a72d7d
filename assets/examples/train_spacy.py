"""From gold to a trained spaCy pipeline: python train_spacy.py GOLD MODEL"""

import sys

import spacy
import tawsim
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

gold, model = sys.argv[1:]
fix_random_seed(1)  # the same model in every run
nlp = spacy.blank("ar")
nlp.add_pipe("ner")
docs = tawsim.load(gold).to_spacy(nlp, tokens="words")
examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
nlp.initialize(lambda: examples)
for _ in range(30):
    for batch in minibatch(examples, size=8):
        nlp.update(batch)
nlp.to_disk(model)
