"""The functional core's vocabulary: events, commands, states, deciders, rejections, money, ids, clock. Stdlib only."""
