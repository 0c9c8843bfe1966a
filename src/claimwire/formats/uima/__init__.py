"""UIMA CAS XMI, which INCEpTION opens: `reading` reads any such file as plain annotations."""
