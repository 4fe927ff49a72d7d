"""Gold as tables: python tables.py GOLD"""

import sys

import tawsim

articles = tawsim.load(sys.argv[1])

# pandas: one row for each span.
table = articles.to_dataframe()
print(table[table.layer == "entity"].groupby("label").text.agg(["count", "nunique"]))

# Hugging Face datasets: one row for each article.
dataset = articles.to_datasets()
for article in dataset.train_test_split(test_size=1, seed=1)["test"]:
    for quote in article["quotes"]:
        print(quote["speaker"]["text"] if quote["speaker"] else "?", "|", " … ".join(part["text"] for part in quote["content"]))
