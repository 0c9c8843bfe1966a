"""UIMA CAS XMI, which INCEpTION opens, behind the extra `uima`.

`reading` reads any XMI file as plain annotations, and is the only module that imports dkpro-cassis. `declared` says
which layers and features claims are, `writing` makes a file of them, `claims` reads them back and is the format.
"""
