"""`mercery eval promotions`: how far the promotion lab prices and guards what other engines and real accidents ask of it."""
