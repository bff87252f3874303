"""When people of the shop answer: hours of the week, special days, and who is away. Promises are made from these rows alone."""
