"""A pack of items as a Label Studio project: its page, its tasks, its rules, and what an export of it says."""
