"""Facts and checks about hosts, addresses and the requests that come from them."""
