"""Near-duplicates among articles and claims: which texts or statements share words, and how many."""
