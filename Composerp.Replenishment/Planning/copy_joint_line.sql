copy joint_line (
    -- Receives lines of orders in bulk, in binary form. (The driver insists on a statement that begins with "copy".)
    planned_id, order_id, body, line, quantity, words
) from stdin (format binary)
