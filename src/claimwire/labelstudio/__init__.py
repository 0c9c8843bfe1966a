"""Label Studio: articles become tasks with annotators' layers, exported tasks become layers again.

The pure parts, which know nothing of the network, are `page` (the labelling page made from the record models), `tasks`
(article -> task), `results` (exported task -> layers) and `repair` (what could not be read, as a file to mend).
"""
