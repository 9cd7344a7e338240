-- One position in a hundred sells five units.
update stock set quantity = quantity - 5, version = version + 1 where hashtext(location || sku) % 100 = 0
