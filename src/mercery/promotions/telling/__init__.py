"""Rules, walk-downs and certificates in words, in both languages. Pure: values in, sentences out."""
