"""How the articles of our corpora were drawn and put into splits: seeded, before anybody annotated them."""
