"""Two-step sign-in: a code of an app beside the password (TOTP, RFC 6238), recovery codes, browsers that are trusted."""
