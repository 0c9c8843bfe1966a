"""Label Studio: articles become tasks with annotators' layers, exported tasks become layers again.

`page` makes the labelling page from the record models, `tasks` writes and reads tasks; both are pure. `server` pushes
to and pulls from a Label Studio server, `local` runs one on this machine, `files` does the round trip without a server.
"""
