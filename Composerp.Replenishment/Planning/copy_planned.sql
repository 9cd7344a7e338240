copy planned (
    -- Receives decisions in bulk, in binary form. (The driver insists on a statement that begins with "copy".)
    location, sku, outcome, open_id, id, kind, supplier, source, quantity, unit_cost, order_on, expected_on, derivation,
    reason, skip_type, allocation_id, allocation, is_calculated, rule, class, reorder_point, order_up_to, safety_stock, order_quantity, inputs, calculated, concerns
) from stdin (format binary)
