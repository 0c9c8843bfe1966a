"""Make articles from raw documents, with named, versioned recipes that change nothing in a document.

A recipe says what each piece of a document is. The entry point is `article.ingest`; `recipes` lists the recipes.
"""
