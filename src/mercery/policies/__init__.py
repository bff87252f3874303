"""The shop's policies: approved statements in both languages with values, each version with its validity."""
