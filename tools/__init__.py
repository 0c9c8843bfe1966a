"""Commands for people who work on this repository; they are not installed with claimwire."""
