"""The running order: what is presented when, and its sentences, fresh every round."""
