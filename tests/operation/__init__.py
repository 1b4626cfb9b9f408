"""What operators are given: the container, the compose file, the pages that tell of them."""
