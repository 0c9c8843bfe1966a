"""Raw document -> Article: named, versioned recipes that say what each piece of a document is and change nothing.

The way in is `article.ingest`; `recipes.RECIPES` names the recipes.
"""
