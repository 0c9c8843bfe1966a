"""A model as a service that Label Studio asks for predictions, and that learns from what annotators submit."""
