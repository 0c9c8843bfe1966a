"""How far a built dataset carries to sentences that others labelled: models trained on it alone, measured on theirs."""
