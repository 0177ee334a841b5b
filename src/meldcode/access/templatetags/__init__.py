"""What templates of `access` may call."""
