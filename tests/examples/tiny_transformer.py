"""Makes a token classification model with random weights and a fast tokenizer: tiny_transformer.py FOLDER SEED TEXT…"""

import sys
from pathlib import Path

import tensorflow as tf
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertTokenizerFast, TFBertForTokenClassification

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def tokenizer(texts):
    words = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    # As models for Arabic do: diacritics are removed. The offsets must still be those of the text.
    words.normalizer = normalizers.BertNormalizer(strip_accents=True, lowercase=True)
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words.decoder = decoders.WordPiece()
    words.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=800, special_tokens=SPECIAL, show_progress=False))
    numbers = [(token, words.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    words.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=numbers)
    return BertTokenizerFast(tokenizer_object=words, model_max_length=128)


def main():
    folder, seed, *files = sys.argv[1:]
    tokens = tokenizer([Path(file).read_text(encoding="utf-8") for file in files])
    tf.random.set_seed(int(seed))
    labels = ["O", "B-PERS", "I-PERS", "B-LOC", "I-LOC"]
    config = BertConfig(
        vocab_size=len(tokens), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=128, initializer_range=1.0, id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    model = TFBertForTokenClassification(config)
    model(tokens("نص", return_tensors="tf"))
    model.save_pretrained(folder)
    tokens.save_pretrained(folder)


if __name__ == "__main__":
    main()
