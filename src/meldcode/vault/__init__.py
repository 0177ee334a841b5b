"""Keys, sealing, signing, passphrases and recovery. Pure, no Django."""
