"""The frameworks: content, model, decision, explanation and proof. Pure, no Django."""
