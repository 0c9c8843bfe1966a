"""Tasks written from articles and layers, and exported tasks read into layers again; knows nothing of the network."""
