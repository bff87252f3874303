"""What may be said about a difference, however often one looks. Pure: values in, values out; knows no shop, no database."""
