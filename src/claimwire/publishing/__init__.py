"""Publishing a release on the Hugging Face Hub: what is looked at before, what is there, what is sent.

A release is published as one commit and a tag. `readiness` looks whether it may be published at all, `texts` once more
at every row that has words of an article; `hub` alone knows the network; `sending` goes on from whatever is on the Hub,
so that a run which broke off is run again.
"""
