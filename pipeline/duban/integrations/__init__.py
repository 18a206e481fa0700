"""Homes and engines: spaCy (`duban[spacy]`) and HanLP (`duban[hanlp]`). Importing duban imports none of them."""
