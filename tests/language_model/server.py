"""Serves a language model of 2 MB with the server of llama.cpp: server.py FOLDER CONTEXT

It prints the address, and ends when its input ends. CONTEXT is the number of tokens that a request may have.

The model is made here. It has the layout of Llama, with one layer that does nothing: the next word depends on the last one alone,
so it says one sentence by heart. Everything else is real: the server, its tokens, its chat template, and the grammar that it makes of
a JSON schema.
"""

import sys
from pathlib import Path

import numpy
import xllamacpp
from gguf import GGUFWriter, TokenType

SENTENCE = ['{"entities":[', '{"text":"', "باريس", '","label":"', "LOC", '","context":"', "زار", '"}', '],"quotes":[', "]}", "</s>"]
SPECIAL = {"<unk>": TokenType.UNKNOWN, "<s>": TokenType.CONTROL, "</s>": TokenType.CONTROL}


def write_model(path):
    kinds = dict(SPECIAL)
    kinds.update({f"<0x{byte:02X}>": TokenType.BYTE for byte in range(256)})
    kinds.update({word: TokenType.NORMAL for word in SENTENCE if word not in SPECIAL})
    size = (len(kinds) + 31) // 32 * 32
    kinds.update({f"<unused{number}>": TokenType.UNUSED for number in range(size - len(kinds))})
    number = {token: index for index, token in enumerate(kinds)}
    # A word of the sentence leads to the next one, every other token to the beginning.
    next_word = numpy.zeros((size, size), dtype=numpy.float32)
    next_word[number[SENTENCE[0]], :] = 10
    for word, following in zip(SENTENCE, SENTENCE[1:]):
        next_word[number[following], number[word]] = 20
    model = GGUFWriter(path, "llama")
    model.add_context_length(16384)
    model.add_embedding_length(size)
    model.add_block_count(1)
    model.add_feed_forward_length(32)
    model.add_head_count(1)
    model.add_head_count_kv(1)
    model.add_layer_norm_rms_eps(1e-5)
    model.add_rope_dimension_count(size)
    model.add_vocab_size(size)
    model.add_tokenizer_model("llama")
    model.add_token_list(list(kinds))
    model.add_token_scores([float(len(token)) if kind == TokenType.NORMAL else 0.0 for token, kind in kinds.items()])
    model.add_token_types([int(kind) for kind in kinds.values()])
    model.add_bos_token_id(number["<s>"])
    model.add_eos_token_id(number["</s>"])
    model.add_unk_token_id(number["<unk>"])
    model.add_add_space_prefix(False)
    model.add_chat_template("{% for message in messages %}{{ message['content'] }}\n{% endfor %}")
    nothing = {"attn_q": (size, size), "attn_k": (size, size), "attn_v": (size, size), "attn_output": (size, size),
               "ffn_gate": (32, size), "ffn_up": (32, size), "ffn_down": (size, 32)}
    for name, shape in nothing.items():
        model.add_tensor(f"blk.0.{name}.weight", numpy.zeros(shape, dtype=numpy.float32))
    for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        model.add_tensor(f"{name}.weight", numpy.ones(size, dtype=numpy.float32))
    model.add_tensor("token_embd.weight", numpy.eye(size, dtype=numpy.float32))
    model.add_tensor("output.weight", next_word)
    model.write_header_to_file()
    model.write_kv_data_to_file()
    model.write_tensors_to_file()
    model.close()


def main():
    path = Path(sys.argv[1]) / "by-heart.gguf"
    write_model(path)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = int(sys.argv[2])
    parameters.n_parallel = 1
    parameters.warmup = False
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
