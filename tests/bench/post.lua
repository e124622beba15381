-- SPDX-License-Identifier: GPL-3.0-or-later
-- wrk sends the bytes of one file as its request and prints what it counted as JSON.
-- Usage: wrk ... -s post.lua URL -- FILE
local bytes

function init(args)
    local file = assert(io.open(args[1], "rb"))
    bytes = file:read("*a")
    file:close()
end

function request()
    return bytes
end

function done(summary, latency, requests)
    local errors = summary.errors
    print(string.format(
        'JSON {"requests":%d,"microseconds":%d,"p50_us":%d,"p99_us":%d,"not_2xx":%d,"failed":%d}',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
