"""What people change about records by hand: articles removed and renamed, events, facts and annotators added.

Everything here is validated as it is written, in a transaction, and refused with a reason where something would be
lost or contradict what is published.
"""
